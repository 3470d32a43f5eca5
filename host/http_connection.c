/*
 * http_connection.c - blocking calls on one socket. Each returns after a second at the latest, so that
 * a stop or the end of the time is seen; a signal ends one at once, SA_RESTART or not, because the
 * socket has a time-out (man 7 signal).
 */
#include "http_connection.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* Also what a connection may take to be made. */
#define WAIT_S 1
/* An answer's buffer that grew beyond this is given back. */
#define KEPT_CAP ((size_t)1024 * 1024)

/* ---- the address ---- */

static void copy_text(char *out, size_t room, lamina_str text)
{
    const size_t len = text.len < room ? text.len : room - 1;
    if (len > 0)
        memcpy(out, text.ptr, len);
    out[len] = '\0';
}

void host__http_connection_init(http_connection *connection, lamina_str authority)
{
    *connection = (http_connection){0};
    lamina_str host = authority;
    lamina_str port = LAMINA_STR("80");
    const char *colon = authority.len > 0 ? memrchr(authority.ptr, ':', authority.len) : NULL;
    const bool is_bare_address = authority.len > 0 && authority.ptr[authority.len - 1] == ']';
    if (colon != NULL && !is_bare_address) {
        host.len = (size_t)(colon - authority.ptr);
        port = (lamina_str){colon + 1, authority.len - host.len - 1};
    }
    if (host.len >= 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
        host = (lamina_str){host.ptr + 1, host.len - 2};
    copy_text(connection->host, sizeof(connection->host), host);
    copy_text(connection->port, sizeof(connection->port), port);
}

void host__http_connection_close(http_connection *connection)
{
    if (connection->is_open)
        (void)close(connection->fd);
    connection->is_open = false;
}

/* ---- the socket ---- */

static int open_socket(const struct addrinfo *address)
{
    const struct timeval wait = {.tv_sec = WAIT_S};
    const int on = 1;
    const int fd =
        socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) == 0 &&
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)) == 0 &&
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0 &&
        connect(fd, address->ai_addr, address->ai_addrlen) == 0)
        return fd;
    const int error = errno;
    (void)close(fd);
    errno = error;
    return -1;
}

static lamina_status open_connection(http_connection *connection, http_answer *answer)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *addresses = NULL;
    const int error = getaddrinfo(connection->host, connection->port, &hints, &addresses);
    if (error != 0) {
        answer->fault = gai_strerror(error);
        return LAMINA_E_UNAVAILABLE;
    }
    for (const struct addrinfo *at = addresses; at != NULL && !connection->is_open;
         at = at->ai_next) {
        connection->fd = open_socket(at);
        connection->is_open = connection->fd >= 0;
    }
    if (!connection->is_open)
        answer->fault =
            errno == EINPROGRESS ? "the connection was not made within a second" : strerror(errno);
    freeaddrinfo(addresses);
    return connection->is_open ? LAMINA_OK : LAMINA_E_UNAVAILABLE;
}

/* ---- one request ---- */

typedef struct call {
    const http_request *request;
    http_answer *answer;
    int fd;
    int64_t end_ms; /* 0: none */
} call;

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static lamina_status give_up(const call *c, lamina_status status, const char *fault)
{
    c->answer->fault = fault;
    return status;
}

/* Before each wait. */
static lamina_status check_time(const call *c)
{
    const volatile int *stop = c->request->stop;
    if (stop != NULL && *stop != 0)
        return give_up(c, LAMINA_E_UNAVAILABLE,
                       "it was given up, because the program is being stopped");
    if (c->end_ms != 0 && now_ms() >= c->end_ms)
        return give_up(c, LAMINA_E_TIMEOUT, "the answer took too long");
    return LAMINA_OK;
}

static bool is_passing(int error)
{
    return error == EINTR || error == EAGAIN || error == EWOULDBLOCK;
}

/* In one piece, so that the peer reads it at once. A peer that refuses a request without reading all of it
   closes the connection under it: its answer may be there nevertheless, so that failing to send is no
   failure yet. */
static lamina_status send_request(const call *c)
{
    const http_request *request = c->request;
    const size_t whole = request->head.len + request->content.len;
    size_t sent = 0;
    while (sent < whole) {
        const size_t head_sent = sent < request->head.len ? sent : request->head.len;
        const size_t content_sent = sent - head_sent;
        struct iovec parts[2] = {
            {.iov_base = (char *)(uintptr_t)request->head.ptr + head_sent,
             .iov_len = request->head.len - head_sent},
            {.iov_base = (char *)(uintptr_t)request->content.ptr + content_sent,
             .iov_len = request->content.len - content_sent}};
        const struct msghdr message = {.msg_iov = parts,
                                       .msg_iovlen = request->content.len > content_sent ? 2 : 1};
        const lamina_status status = check_time(c);
        if (status != LAMINA_OK)
            return status;
        const ssize_t len = sendmsg(c->fd, &message, MSG_NOSIGNAL);
        if (len < 0 && !is_passing(errno))
            return LAMINA_OK;
        sent += len > 0 ? (size_t)len : 0;
    }
    return LAMINA_OK;
}

static lamina_status receive_answer(const call *c)
{
    lamina_status status = LAMINA_OK;
    while (status == LAMINA_OK && c->answer->step != HTTP_WHOLE) {
        status = check_time(c);
        if (status != LAMINA_OK)
            return status;
        size_t room;
        char *bytes = host__http_answer_room(c->answer, &room);
        if (bytes == NULL)
            return give_up(c, LAMINA_E_MEMORY, "there is no memory for the answer");
        const ssize_t len = recv(c->fd, bytes, room, 0);
        if (len > 0)
            status = host__http_answer_take(c->answer, (size_t)len);
        else if (len == 0)
            status = host__http_answer_close(c->answer);
        else if (!is_passing(errno))
            return give_up(c, LAMINA_E_UNAVAILABLE, strerror(errno));
    }
    return status;
}

static lamina_status exchange_once(http_connection *connection, call *c)
{
    host__http_answer_begin(c->answer, KEPT_CAP);
    lamina_status status = LAMINA_OK;
    if (!connection->is_open)
        status = open_connection(connection, c->answer);
    c->fd = connection->fd;
    if (status == LAMINA_OK)
        status = send_request(c);
    if (status == LAMINA_OK)
        status = receive_answer(c);
    if (status != LAMINA_OK || c->answer->closes)
        host__http_connection_close(connection);
    return status;
}

lamina_status host__http_exchange(http_connection *connection, const http_request *request,
                                  http_answer *answer)
{
    call c = {.request = request, .answer = answer};
    if (request->timeout_ms > 0)
        c.end_ms = now_ms() + request->timeout_ms;
    const bool was_kept = connection->is_open;
    const lamina_status status = exchange_once(connection, &c);
    const bool is_stopped = request->stop != NULL && *request->stop != 0;
    if (status != LAMINA_E_UNAVAILABLE || !was_kept || answer->len > 0 || is_stopped)
        return status;
    return exchange_once(connection, &c);
}
