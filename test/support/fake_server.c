/* A server that plays a script: see fake_server.h. One thread, one connection at a time. */
#include "fake_server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define REQUEST_COUNT_CAP 16u
#define REQUEST_CAP 8192u

struct fake_server {
    pthread_t thread;
    pthread_mutex_t lock;
    const fake_reply *replies;
    size_t reply_count;
    int listener;
    int stop; /* an eventfd: readable once the server shall end */
    unsigned port;
    size_t connections;
    size_t requests;
    char request[REQUEST_COUNT_CAP][REQUEST_CAP];
};

static void must(bool ok)
{
    if (!ok) {
        perror("fake_server");
        abort();
    }
}

/* False when the server shall end. */
static bool wait_readable(const fake_server *server, int fd)
{
    struct pollfd fds[2] = {{.fd = fd, .events = POLLIN}, {.fd = server->stop, .events = POLLIN}};
    must(poll(fds, 2, -1) > 0);
    return fds[1].revents == 0;
}

static bool is_whole(const char *request)
{
    const char *end = strstr(request, "\r\n\r\n");
    if (end == NULL)
        return false;
    size_t content = 0;
    for (const char *line = strstr(request, "\r\n"); line != NULL && line < end;
         line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, "content-length:", 15) == 0)
            content = strtoul(line + 17, NULL, 10);
    return strlen(end + 4) >= content;
}

/* False when the other side closed, or the server shall end. */
static bool read_request(const fake_server *server, int fd, char request[REQUEST_CAP])
{
    size_t len = 0;
    request[0] = '\0';
    while (!is_whole(request)) {
        if (!wait_readable(server, fd))
            return false;
        ssize_t got = recv(fd, request + len, REQUEST_CAP - 1 - len, 0);
        if (got <= 0)
            return false;
        len += (size_t)got;
        request[len] = '\0';
    }
    return true;
}

static const fake_reply *keep_request(fake_server *server, const char *request)
{
    pthread_mutex_lock(&server->lock);
    size_t index = server->requests++;
    if (index < REQUEST_COUNT_CAP)
        snprintf(server->request[index], REQUEST_CAP, "%s", request);
    pthread_mutex_unlock(&server->lock);
    return &server->replies[index < server->reply_count ? index : server->reply_count - 1];
}

static void serve(fake_server *server, int fd)
{
    char request[REQUEST_CAP];
    while (read_request(server, fd, request)) {
        const fake_reply *reply = keep_request(server, request);
        if (reply->answer != NULL)
            must(send(fd, reply->answer, strlen(reply->answer), MSG_NOSIGNAL) >= 0);
        if (reply->close)
            return;
    }
}

static void *run(void *argument)
{
    fake_server *server = argument;
    while (wait_readable(server, server->listener)) {
        int fd = accept(server->listener, NULL, NULL);
        must(fd >= 0);
        pthread_mutex_lock(&server->lock);
        server->connections++;
        pthread_mutex_unlock(&server->lock);
        serve(server, fd);
        close(fd);
    }
    return NULL;
}

fake_server *fake_server_start(const fake_reply *replies, size_t count)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    fake_server *server = calloc(1, sizeof *server);
    must(server != NULL);
    server->replies = replies;
    server->reply_count = count;
    server->stop = eventfd(0, EFD_CLOEXEC);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(bind(server->listener, (struct sockaddr *)&address, len) == 0);
    must(listen(server->listener, 8) == 0);
    must(getsockname(server->listener, (struct sockaddr *)&address, &len) == 0);
    server->port = ntohs(address.sin_port);
    pthread_mutex_init(&server->lock, NULL);
    must(pthread_create(&server->thread, NULL, run, server) == 0);
    return server;
}

void fake_server_stop(fake_server *server)
{
    if (server == NULL)
        return;
    must(eventfd_write(server->stop, 1) == 0);
    pthread_join(server->thread, NULL);
    pthread_mutex_destroy(&server->lock);
    close(server->listener);
    close(server->stop);
    free(server);
}

unsigned fake_server_port(const fake_server *server)
{
    return server->port;
}

size_t fake_server_requests(fake_server *server)
{
    pthread_mutex_lock(&server->lock);
    size_t requests = server->requests;
    pthread_mutex_unlock(&server->lock);
    return requests;
}

size_t fake_server_connections(fake_server *server)
{
    pthread_mutex_lock(&server->lock);
    size_t connections = server->connections;
    pthread_mutex_unlock(&server->lock);
    return connections;
}

const char *fake_server_request(fake_server *server, size_t index)
{
    return index < fake_server_requests(server) ? server->request[index] : "";
}
