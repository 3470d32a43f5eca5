/*
 * passthrough.c - bytes from one socket to the other, in both directions.
 */
#include "passthrough.h"

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>

#include "listener.h"

#define HTTP_PORT 80
/* What one side has sent and the other has not taken yet: above this, it is not read from. */
#define WAITING_CAP ((size_t)1 << 20)

typedef struct passed_connection passed_connection;

/* One end of a connection. */
typedef struct side {
    passed_connection *of;
    struct bufferevent *socket;
    struct side *other;
    bool ended; /* sends nothing more */
} side;

struct passed_connection {
    TAILQ_ENTRY(passed_connection) link;
    local_passthrough *passthrough;
    side sides[2]; /* the process's, the database's */
};

struct local_passthrough {
    struct event_base *base;
    struct evconnlistener *listener;
    struct sockaddr_in to;
    uint16_t port;
    TAILQ_HEAD(, passed_connection) connections;
};

/* ---- the endpoint ---- */

static bool read_host(const char *host, struct in_addr *address)
{
    if (!strcmp(host, "localhost"))
        host = "127.0.0.1";
    return inet_pton(AF_INET, host, address) == 1 && ntohl(address->s_addr) >> 24 == IN_LOOPBACKNET;
}

static bool read_endpoint(const char *endpoint, struct sockaddr_in *to)
{
    struct evhttp_uri *uri = endpoint ? evhttp_uri_parse(endpoint) : NULL;
    if (!uri)
        return false;
    const char *scheme = evhttp_uri_get_scheme(uri);
    const char *host = evhttp_uri_get_host(uri);
    const int port = evhttp_uri_get_port(uri);
    *to = (struct sockaddr_in){.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)(port > 0 ? port : HTTP_PORT))};
    const bool can = scheme && !strcmp(scheme, "http") && host && read_host(host, &to->sin_addr);
    evhttp_uri_free(uri);
    return can;
}

bool local__passthrough_can(const char *endpoint)
{
    struct sockaddr_in to;
    return read_endpoint(endpoint, &to);
}

/* ---- one connection ---- */

static void close_connection(passed_connection *connection)
{
    TAILQ_REMOVE(&connection->passthrough->connections, connection, link);
    for (size_t i = 0; i < 2; i++)
        if (connection->sides[i].socket)
            bufferevent_free(connection->sides[i].socket);
    free(connection);
}

static size_t waiting_for(const side *to)
{
    return evbuffer_get_length(bufferevent_get_output(to->socket));
}

static void on_bytes(struct bufferevent *socket, void *arg)
{
    const side *from = arg;
    bufferevent_write_buffer(from->other->socket, bufferevent_get_input(socket));
    if (waiting_for(from->other) > WAITING_CAP)
        bufferevent_disable(socket, EV_READ);
}

/* Everything that waited for this side was taken: the other may send again, or it had ended. */
static void on_taken(struct bufferevent *socket, void *arg)
{
    (void)socket;
    const side *to = arg;
    if (to->other->ended)
        close_connection(to->of);
    else
        bufferevent_enable(to->other->socket, EV_READ);
}

/* When one side closes, the other gets what was on its way and is closed then. */
static void on_event(struct bufferevent *socket, short what, void *arg)
{
    side *from = arg;
    if (what & BEV_EVENT_CONNECTED)
        return;
    from->ended = true;
    if (what & BEV_EVENT_EOF)
        on_bytes(socket, from);
    if (!(what & BEV_EVENT_EOF) || waiting_for(from->other) == 0)
        close_connection(from->of);
}

static bool open_side(passed_connection *connection, size_t i, evutil_socket_t fd)
{
    side *opened = &connection->sides[i];
    *opened = (side){.of = connection, .other = &connection->sides[1 - i]};
    opened->socket =
        bufferevent_socket_new(connection->passthrough->base, fd, BEV_OPT_CLOSE_ON_FREE);
    if (!opened->socket)
        return false;
    bufferevent_setcb(opened->socket, on_bytes, on_taken, on_event, opened);
    return true;
}

/* A request in two pieces must not wait for the database's delayed acknowledgement. */
static evutil_socket_t new_socket(void)
{
    const int on = 1;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return fd;
}

static void on_connection(struct evconnlistener *listener, evutil_socket_t fd,
                          struct sockaddr *from, int from_len, void *arg)
{
    (void)listener;
    (void)from;
    (void)from_len;
    local_passthrough *passthrough = arg;
    passed_connection *opened = calloc(1, sizeof(*opened));
    if (!opened) {
        evutil_closesocket(fd);
        return;
    }
    opened->passthrough = passthrough;
    TAILQ_INSERT_TAIL(&passthrough->connections, opened, link);
    const bool has_first = open_side(opened, 0, fd);
    if (!has_first)
        evutil_closesocket(fd);
    const evutil_socket_t up = has_first ? new_socket() : -1;
    const bool has_second = up >= 0 && open_side(opened, 1, up);
    if (up >= 0 && !has_second)
        evutil_closesocket(up);
    if (!has_second) {
        close_connection(opened);
        return;
    }
    /* A refusal arrives as an event of the side, which may be at once: nothing is touched after it. */
    for (size_t i = 0; i < 2; i++)
        bufferevent_enable(opened->sides[i].socket, EV_READ | EV_WRITE);
    bufferevent_socket_connect(opened->sides[1].socket, (struct sockaddr *)&passthrough->to,
                               sizeof(passthrough->to));
}

/* ---- life ---- */

local_passthrough *local__passthrough_new(struct event_base *base, const char *endpoint)
{
    struct sockaddr_in to;
    if (!read_endpoint(endpoint, &to))
        return NULL;
    local_passthrough *passthrough = calloc(1, sizeof(*passthrough));
    if (!passthrough)
        return NULL;
    *passthrough = (local_passthrough){.base = base, .to = to};
    TAILQ_INIT(&passthrough->connections);
    passthrough->listener = local__listen_raw(base, on_connection, passthrough, &passthrough->port);
    if (passthrough->listener)
        return passthrough;
    free(passthrough);
    return NULL;
}

void local__passthrough_drop(local_passthrough *passthrough)
{
    if (!passthrough)
        return;
    passed_connection *next;
    for (passed_connection *at = TAILQ_FIRST(&passthrough->connections); at; at = next) {
        next = TAILQ_NEXT(at, link);
        close_connection(at);
    }
}

void local__passthrough_free(local_passthrough *passthrough)
{
    if (!passthrough)
        return;
    local__passthrough_drop(passthrough);
    evconnlistener_free(passthrough->listener);
    free(passthrough);
}

uint16_t local__passthrough_port(const local_passthrough *passthrough)
{
    return passthrough ? passthrough->port : 0;
}
