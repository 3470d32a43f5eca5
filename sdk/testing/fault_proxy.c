/* A proxy that interferes: see fault_proxy.h. A thread accepts, and one more serves each connection. */
#include "fault_proxy.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTION_CAP 256u
#define MESSAGE_CAP (4u << 20)

struct fault_proxy {
    pthread_t acceptor;
    pthread_t servants[CONNECTION_CAP];
    size_t servant_count;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t closed;
    size_t open_count; /* connections */
    fault_proxy_fault fault;
    size_t fault_count;
    size_t requests;
    size_t carried_out;
    int listener;
    int stop; /* an eventfd: readable once the proxy shall end */
    struct sockaddr_in upstream;
    char url[64];
};

/* One whole HTTP message, its body from body_at on. */
typedef struct message {
    char *bytes;
    size_t len;
    size_t body_at;
} message;

typedef struct connection {
    fault_proxy *proxy;
    int fd;
} connection;

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    perror(what);
    abort();
}

/* ---- bytes ---- */

/* False when the proxy shall end. timeout_ms -1: no end; *ready tells a time-out from bytes. */
static bool wait_for(const fault_proxy *proxy, int fd, int timeout_ms, bool *ready)
{
    struct pollfd fds[2] = {{.fd = proxy->stop, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
    int count = poll(fds, fd >= 0 ? 2 : 1, timeout_ms);
    *ready = count > 0 && fd >= 0 && fds[1].revents != 0;
    return fds[0].revents == 0;
}

static bool send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        len -= (size_t)sent;
    }
    return true;
}

/* The value of a header, or NULL. */
static const char *find_header(const char *head, const char *name)
{
    size_t len = strlen(name);
    const char *end = strstr(head, "\r\n\r\n");
    for (const char *line = strstr(head, "\r\n"); line != NULL && line < end;
         line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, name, len) == 0 && line[2 + len] == ':')
            return line + 2 + len + 1 + strspn(line + 2 + len + 1, " ");
    return NULL;
}

static bool is_whole(message *read)
{
    const char *end = strstr(read->bytes, "\r\n\r\n");
    if (end == NULL)
        return false;
    const char *length = find_header(read->bytes, "Content-Length");
    read->body_at = (size_t)(end + 4 - read->bytes);
    return length != NULL && read->len >= read->body_at + strtoul(length, NULL, 10);
}

/* False when the other side closed before a whole message, or the proxy shall end. */
static bool read_message(const fault_proxy *proxy, int fd, message *read)
{
    read->len = 0;
    read->bytes[0] = '\0';
    while (!is_whole(read)) {
        bool ready = false;
        if (!wait_for(proxy, fd, -1, &ready) || read->len + 1 >= MESSAGE_CAP)
            return false;
        ssize_t got = recv(fd, read->bytes + read->len, MESSAGE_CAP - 1 - read->len, 0);
        if (got <= 0)
            return false;
        read->len += (size_t)got;
        read->bytes[read->len] = '\0';
    }
    return true;
}

/* ---- the way to the database: a connection a request ---- */

static bool ask_upstream(fault_proxy *proxy, const message *request, message *answer)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(fd >= 0, "fault_proxy: socket");
    bool is_answered =
        connect(fd, (const struct sockaddr *)&proxy->upstream, sizeof proxy->upstream) == 0 &&
        send_all(fd, request->bytes, request->len) && read_message(proxy, fd, answer);
    close(fd);
    if (!is_answered)
        return false;
    pthread_mutex_lock(&proxy->lock);
    proxy->carried_out += strncmp(answer->bytes, "HTTP/1.1 200 ", 13) == 0;
    pthread_mutex_unlock(&proxy->lock);
    return true;
}

/* ---- the way back ---- */

static void set_page(message *answer, int status)
{
    static const char page[] = "<html><body><h1>Bad Gateway</h1></body></html>";
    int len =
        snprintf(answer->bytes, MESSAGE_CAP,
                 "HTTP/1.1 %d Bad\r\nContent-Type: text/html\r\nContent-Length: %zu\r\n\r\n%s",
                 status, sizeof page - 1, page);
    answer->len = (size_t)len;
}

static bool send_slowly(const fault_proxy *proxy, int fd, const message *answer)
{
    bool ready = false;
    for (size_t i = 0; i < answer->len; i++)
        if (!wait_for(proxy, -1, FAULT_PROXY_BYTE_MS, &ready) ||
            !send_all(fd, answer->bytes + i, 1))
            return false;
    return true;
}

static void reset_on_close(int fd)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

/* False: the connection is to be closed. */
static bool answer(fault_proxy *proxy, int fd, fault_proxy_fault fault, message *reply)
{
    bool ready = false;
    switch (fault) {
    case FAULT_CUT_AFTER: return false;
    case FAULT_RESET_AFTER: reset_on_close(fd); return false;
    case FAULT_CUT_HALFWAY:
        send_all(fd, reply->bytes, reply->body_at + (reply->len - reply->body_at) / 2);
        return false;
    case FAULT_DELAY:
        return wait_for(proxy, -1, FAULT_PROXY_DELAY_MS, &ready) &&
               send_all(fd, reply->bytes, reply->len);
    case FAULT_SLOW: return send_slowly(proxy, fd, reply);
    case FAULT_GARBLE: reply->bytes[reply->body_at + (reply->len - reply->body_at) / 2] ^= 1; break;
    case FAULT_PAGE_502: set_page(reply, 502); break;
    default: break;
    }
    return send_all(fd, reply->bytes, reply->len) && fault != FAULT_CLOSE_IDLE;
}

/* ---- connections ---- */

static fault_proxy_fault take_fault(fault_proxy *proxy)
{
    fault_proxy_fault fault = FAULT_NONE;
    pthread_mutex_lock(&proxy->lock);
    proxy->requests++;
    if (proxy->fault_count > 0) {
        proxy->fault_count--;
        fault = proxy->fault;
    }
    pthread_mutex_unlock(&proxy->lock);
    return fault;
}

static bool serve_one(fault_proxy *proxy, int fd, message *request, message *reply)
{
    if (!read_message(proxy, fd, request))
        return false;
    fault_proxy_fault fault = take_fault(proxy);
    if (fault == FAULT_CUT_BEFORE)
        return false;
    if (fault == FAULT_PAGE_503) {
        set_page(reply, 503);
        return send_all(fd, reply->bytes, reply->len);
    }
    return ask_upstream(proxy, request, reply) && answer(proxy, fd, fault, reply);
}

static void *serve(void *argument)
{
    connection *served = argument;
    message request = {.bytes = malloc(MESSAGE_CAP)}, reply = {.bytes = malloc(MESSAGE_CAP)};
    must(request.bytes != NULL && reply.bytes != NULL, "fault_proxy: memory");
    while (serve_one(served->proxy, served->fd, &request, &reply)) {
        /* the next request of the kept connection */
    }
    close(served->fd);
    pthread_mutex_lock(&served->proxy->lock);
    served->proxy->open_count--;
    pthread_cond_signal(&served->proxy->closed);
    pthread_mutex_unlock(&served->proxy->lock);
    free(request.bytes);
    free(reply.bytes);
    free(served);
    return NULL;
}

static void *accept_all(void *argument)
{
    fault_proxy *proxy = argument;
    bool ready = false;
    while (wait_for(proxy, proxy->listener, -1, &ready)) {
        int fd = ready ? accept(proxy->listener, NULL, NULL) : -1;
        connection *served = fd >= 0 ? malloc(sizeof *served) : NULL;
        if (served == NULL)
            continue;
        int yes = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        *served = (connection){.proxy = proxy, .fd = fd};
        pthread_mutex_lock(&proxy->lock);
        proxy->open_count++;
        pthread_mutex_unlock(&proxy->lock);
        must(proxy->servant_count < CONNECTION_CAP, "fault_proxy: connections");
        must(pthread_create(&proxy->servants[proxy->servant_count++], NULL, serve, served) == 0,
             "fault_proxy: thread");
    }
    return NULL;
}

/* ---- birth and end ---- */

fault_proxy *fault_proxy_start(const char *upstream_url)
{
    fault_proxy *proxy = calloc(1, sizeof *proxy);
    const char *port = strrchr(upstream_url, ':');
    must(proxy != NULL && port != NULL, "fault_proxy");
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof here;
    proxy->upstream = here;
    proxy->upstream.sin_port = htons((uint16_t)strtoul(port + 1, NULL, 10));
    proxy->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    proxy->stop = eventfd(0, EFD_CLOEXEC);
    must(proxy->listener >= 0 && proxy->stop >= 0 &&
             bind(proxy->listener, (struct sockaddr *)&here, sizeof here) == 0 &&
             listen(proxy->listener, 16) == 0 &&
             getsockname(proxy->listener, (struct sockaddr *)&here, &len) == 0 &&
             pthread_mutex_init(&proxy->lock, NULL) == 0 &&
             pthread_cond_init(&proxy->closed, NULL) == 0,
         "fault_proxy: socket");
    snprintf(proxy->url, sizeof proxy->url, "http://127.0.0.1:%u", ntohs(here.sin_port));
    must(pthread_create(&proxy->acceptor, NULL, accept_all, proxy) == 0, "fault_proxy: thread");
    return proxy;
}

void fault_proxy_stop(fault_proxy *proxy)
{
    uint64_t one = 1;
    if (proxy == NULL)
        return;
    must(write(proxy->stop, &one, sizeof one) == sizeof one, "fault_proxy: stop");
    pthread_join(proxy->acceptor, NULL);
    for (size_t i = 0; i < proxy->servant_count; i++)
        pthread_join(proxy->servants[i], NULL);
    close(proxy->listener);
    close(proxy->stop);
    pthread_cond_destroy(&proxy->closed);
    pthread_mutex_destroy(&proxy->lock);
    free(proxy);
}

const char *fault_proxy_url(const fault_proxy *proxy)
{
    return proxy->url;
}

/* ---- the script ---- */

void fault_proxy_next(fault_proxy *proxy, fault_proxy_fault fault, size_t count)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->fault = fault;
    proxy->fault_count = count;
    proxy->requests = proxy->carried_out = 0;
    pthread_mutex_unlock(&proxy->lock);
}

void fault_proxy_wait_closed(fault_proxy *proxy)
{
    pthread_mutex_lock(&proxy->lock);
    while (proxy->open_count > 0)
        pthread_cond_wait(&proxy->closed, &proxy->lock);
    pthread_mutex_unlock(&proxy->lock);
}

static size_t read_count(fault_proxy *proxy, const size_t *count)
{
    pthread_mutex_lock(&proxy->lock);
    size_t value = *count;
    pthread_mutex_unlock(&proxy->lock);
    return value;
}

size_t fault_proxy_requests(fault_proxy *proxy)
{
    return read_count(proxy, &proxy->requests);
}

size_t fault_proxy_carried_out(fault_proxy *proxy)
{
    return read_count(proxy, &proxy->carried_out);
}
