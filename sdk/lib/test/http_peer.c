/*
 * An HTTP peer for tests of the client.
 */
#include "http_peer.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* False when the peer is being stopped. */
static bool wait_for(const http_peer *peer, int fd)
{
    struct pollfd fds[2] = {{.fd = fd, .events = POLLIN}, {.fd = peer->stop[0], .events = POLLIN}};
    while (poll(fds, 2, -1) < 0)
        continue;
    return fds[1].revents == 0;
}

/* The bytes that a whole request has, or 0 when its head is not complete. */
static size_t request_size(const char *text)
{
    const char *end = strstr(text, "\r\n\r\n");
    if (end == NULL)
        return 0;
    size_t size = (size_t)(end - text) + 4;
    const char *length = strstr(text, "Content-Length: ");
    if (length != NULL && length < end)
        size += strtoul(length + strlen("Content-Length: "), NULL, 10);
    return size;
}

/* Reads one request into requests[i]. False when the client is gone or the peer is stopped. */
static bool read_request(http_peer *peer, int fd, size_t i)
{
    size_t room = 4096;
    size_t len = 0;
    char *text = malloc(room);
    for (;;) {
        text[len] = '\0';
        size_t size = request_size(text);
        if (size > 0 && len >= size)
            break;
        if (len + 1 >= room)
            text = realloc(text, room *= 2);
        ssize_t got = wait_for(peer, fd) ? read(fd, text + len, room - len - 1) : 0;
        if (got <= 0) {
            free(text);
            return false;
        }
        len += (size_t)got;
    }
    free(peer->requests[i]);
    peer->requests[i] = text;
    peer->request_lens[i] = len;
    return true;
}

static void write_answer(int fd, const http_peer_exchange *exchange)
{
    size_t len = exchange->answer_len;
    if (exchange->answer != NULL && len == 0)
        len = strlen(exchange->answer);
    const char *at = exchange->answer;
    while (len > 0) {
        ssize_t written = send(fd, at, len, MSG_NOSIGNAL);
        if (written <= 0)
            return;
        at += written;
        len -= (size_t)written;
    }
}

/* Waits for the next request, on the connection that is open or on a new one, which replaces it.
   -1 when the peer is being stopped. */
static int next_connection(http_peer *peer, int fd)
{
    struct pollfd fds[3] = {{.fd = fd, .events = POLLIN}, /* a negative one is left out */
                            {.fd = peer->listener, .events = POLLIN},
                            {.fd = peer->stop[0], .events = POLLIN}};
    while (poll(fds, 3, -1) < 0)
        continue;
    if (fds[2].revents == 0 && fds[0].revents != 0)
        return fd;
    if (fd >= 0)
        close(fd);
    if (fds[2].revents != 0)
        return -1;
    peer->connections++;
    return accept(peer->listener, NULL, NULL);
}

static void *serve(void *user)
{
    http_peer *peer = user;
    int fd = -1;
    for (size_t i = 0; i < peer->count;) {
        fd = next_connection(peer, fd);
        if (fd < 0)
            return NULL;
        peer->on_connection[i] = peer->connections;
        bool got = read_request(peer, fd, i);
        if (got)
            write_answer(fd, &peer->script[i]);
        if (!got || peer->script[i].close) {
            close(fd);
            fd = -1;
        }
        i += got ? 1 : 0;
    }
    if (fd >= 0) {
        wait_for(peer, peer->stop[0]);
        close(fd);
    }
    return NULL;
}

http_peer *http_peer_start(const http_peer_exchange *script, size_t count)
{
    http_peer *peer = calloc(1, sizeof *peer);
    cr_assert(peer != NULL && count <= HTTP_PEER_EXCHANGES);
    if (count > 0)
        memcpy(peer->script, script, count * sizeof *script);
    peer->count = count;

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    peer->listener = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_eq(bind(peer->listener, (struct sockaddr *)&address, len), 0);
    cr_assert_eq(listen(peer->listener, 8), 0);
    cr_assert_eq(getsockname(peer->listener, (struct sockaddr *)&address, &len), 0);
    snprintf(peer->url, sizeof peer->url, "http://127.0.0.1:%d/x", ntohs(address.sin_port));
    cr_assert_eq(pipe(peer->stop), 0);
    cr_assert_eq(pthread_create(&peer->thread, NULL, serve, peer), 0);
    return peer;
}

void http_peer_stop(http_peer *peer)
{
    cr_assert_eq(write(peer->stop[1], "x", 1), 1);
    pthread_join(peer->thread, NULL);
    close(peer->listener);
    close(peer->stop[0]);
    close(peer->stop[1]);
    for (size_t i = 0; i < HTTP_PEER_EXCHANGES; i++)
        free(peer->requests[i]);
    free(peer);
}
