/*
 * http_peer.c - a server that answers requests with scripted bytes.
 */
#include "http_peer.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define REQUESTS_CAP ((size_t)8 << 20)

static bool is_end(const http_peer_row *row)
{
    return row->bytes == NULL && !row->closes;
}

static bool receive(http_peer *peer, int fd)
{
    const ssize_t len =
        recv(fd, peer->requests + peer->requests_len, REQUESTS_CAP - peer->requests_len, 0);
    peer->requests_len += len > 0 ? (size_t)len : 0;
    peer->requests[peer->requests_len] = '\0';
    return len > 0;
}

/* From start on: the head, and as much content as it says. */
static bool is_whole(const http_peer *peer, size_t start)
{
    const char *head = peer->requests + start;
    const char *end = strstr(head, "\r\n\r\n");
    if (end == NULL)
        return false;
    const char *length = strstr(head, "Content-Length: ");
    const size_t content = length != NULL && length < end ? strtoul(length + 16, NULL, 10) : 0;
    return peer->requests_len - start >= (size_t)(end + 4 - head) + content;
}

static void send_bytes(int fd, const http_peer_row *row)
{
    const size_t len = row->bytes != NULL ? strlen(row->bytes) : 0;
    const size_t piece = row->piece != 0 ? row->piece : len;
    for (size_t at = 0; at < len; at += piece)
        (void)send(fd, row->bytes + at, len - at < piece ? len - at : piece, MSG_NOSIGNAL);
}

/* One connection; returns the row that the next one begins with. */
static const http_peer_row *serve(http_peer *peer, int fd, const http_peer_row *row)
{
    const int on = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    for (; !is_end(row); row++) {
        const size_t start = peer->requests_len;
        if (row->at_once)
            send_bytes(fd, row);
        while (!row->at_once && !is_whole(peer, start))
            if (!receive(peer, fd))
                return row;
        if (!row->at_once)
            send_bytes(fd, row);
        if (row->closes)
            break;
    }
    const bool was_closed = !is_end(row);
    /* What still comes is read, so that nothing that was sent is lost with a reset. */
    if (was_closed)
        (void)shutdown(fd, SHUT_WR);
    while (receive(peer, fd))
        continue;
    return was_closed ? row + 1 : row;
}

static void *run(void *argument)
{
    http_peer *peer = argument;
    const http_peer_row *row = peer->script;
    while (!is_end(row)) {
        const int fd = accept(peer->listener, NULL, NULL);
        if (fd < 0)
            break;
        peer->connections++;
        row = serve(peer, fd, row);
        (void)close(fd);
    }
    return NULL;
}

void http_peer_start(http_peer *peer, const http_peer_row *script)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(address);
    *peer = (http_peer){.script = script, .requests = calloc(1, REQUESTS_CAP + 1)};
    peer->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert(peer->listener >= 0 && peer->requests != NULL);
    cr_assert_eq(bind(peer->listener, (struct sockaddr *)&address, sizeof(address)), 0);
    cr_assert_eq(listen(peer->listener, 8), 0);
    cr_assert_eq(getsockname(peer->listener, (struct sockaddr *)&address, &len), 0);
    snprintf(peer->authority, sizeof(peer->authority), "127.0.0.1:%u", ntohs(address.sin_port));
    cr_assert_eq(pthread_create(&peer->thread, NULL, run, peer), 0);
}

void http_peer_join(http_peer *peer)
{
    /* A client that gave up before it asked leaves the peer waiting for the next one. */
    (void)shutdown(peer->listener, SHUT_RDWR);
    cr_assert_eq(pthread_join(peer->thread, NULL), 0);
}

void http_peer_clear(http_peer *peer)
{
    (void)close(peer->listener);
    free(peer->requests);
}
