/*
 * listener.c - bound and listening sockets.
 */
#include "listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/listener.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

static int bound_socket(const char *address, uint16_t port)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, address, &name.sin_addr) != 1) {
        errno = EINVAL;
        return -1;
    }
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    /* Accepted connections inherit TCP_NODELAY: an answer in two pieces must not wait 40 ms for the
       other side's delayed acknowledgement. */
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (!bind(fd, (const struct sockaddr *)&name, sizeof(name)))
        return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

static uint16_t port_of(int fd)
{
    struct sockaddr_in name = {0};
    socklen_t len = sizeof(name);
    return getsockname(fd, (struct sockaddr *)&name, &len) ? 0 : ntohs(name.sin_port);
}

struct evhttp_bound_socket *local__listen(struct evhttp *http, const char *address, uint16_t *port)
{
    int fd = bound_socket(address, *port);
    if (fd < 0)
        return NULL;
    struct evhttp_bound_socket *bound = NULL;
    if (!listen(fd, SOMAXCONN))
        bound = evhttp_accept_socket_with_handle(http, fd);
    if (bound) {
        *port = port_of(fd);
        return bound;
    }
    int reason = errno;
    close(fd);
    errno = reason;
    return NULL;
}

struct evconnlistener *local__listen_raw(struct event_base *base, evconnlistener_cb on_connection,
                                         void *arg, uint16_t *port)
{
    int fd = bound_socket("127.0.0.1", 0);
    if (fd < 0)
        return NULL;
    struct evconnlistener *listener = evconnlistener_new(
        base, on_connection, arg, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, SOMAXCONN, fd);
    if (listener)
        *port = port_of(fd);
    else
        close(fd);
    return listener;
}

uint16_t local__free_port(void)
{
    int fd = bound_socket("127.0.0.1", 0);
    if (fd < 0)
        return 0;
    uint16_t port = port_of(fd);
    close(fd);
    return port;
}
