/*
 * runtime_api_connection.c - one runtime's connection to the tests' Runtime API, on a plain socket.
 */
#include "runtime_api_connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

void runtime_api_connection_drop(runtime_api_connection *c)
{
    close(c->fd);
    free(c->in);
    *c = (runtime_api_connection){.fd = -1};
}

/* ---- in ---- */

bool runtime_api_connection_receive(runtime_api_connection *c)
{
    if (c->in_room - c->in_len < 65536) {
        c->in_room = c->in_room * 2 + 65536;
        c->in = realloc(c->in, c->in_room);
        if (c->in == NULL)
            abort(); /* not an assertion: those jump, and this is another thread than the test's */
    }
    const ssize_t got = recv(c->fd, c->in + c->in_len, c->in_room - c->in_len, 0);
    if (got <= 0) {
        runtime_api_connection_drop(c);
        return false;
    }
    c->in_len += (size_t)got;
    return true;
}

static size_t content_length(const char *headers, const char *end)
{
    static const char name[] = "\r\ncontent-length:";
    for (const char *at = headers; at + sizeof(name) < end; at++)
        if (strncasecmp(at, name, sizeof(name) - 1) == 0)
            return strtoul(at + sizeof(name) - 1, NULL, 10);
    return 0;
}

bool runtime_api_connection_request(const runtime_api_connection *c, runtime_api_request *request)
{
    const char *head_end = c->in_len == 0 ? NULL : memmem(c->in, c->in_len, "\r\n\r\n", 4);
    if (head_end == NULL)
        return false;
    const char *line_end = memmem(c->in, c->in_len, "\r\n", 2);
    const size_t head_len = (size_t)(head_end - c->in) + 4;
    const size_t body_len = content_length(line_end, head_end + 2);
    if (c->in_len < head_len + body_len)
        return false;
    const char *path = (const char *)memchr(c->in, ' ', head_len) + 1;
    *request = (runtime_api_request){.is_get = strncmp(c->in, "GET ", 4) == 0,
                                     .path = path,
                                     .path_len = strcspn(path, " \r\n"),
                                     .headers = line_end + 2,
                                     .headers_len = (size_t)(head_end - line_end),
                                     .body = c->in + head_len,
                                     .body_len = body_len,
                                     .len = head_len + body_len};
    return true;
}

void runtime_api_connection_pass(runtime_api_connection *c, const runtime_api_request *request)
{
    c->in_len -= request->len;
    memmove(c->in, c->in + request->len, c->in_len);
}

/* ---- out ---- */

/* The test's other side may be gone; that is for the test to notice. */
static void send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        const ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        len -= (size_t)sent;
    }
}

static void send_chunked(int fd, const char *body, size_t len)
{
    for (size_t at = 0; at < len;) {
        const size_t piece = len - at < 1000 ? len - at : 1000;
        char size[32];
        const int digits = snprintf(size, sizeof(size), "%zx\r\n", piece);
        send_all(fd, size, (size_t)digits);
        send_all(fd, body + at, piece);
        send_all(fd, "\r\n", 2);
        at += piece;
    }
    send_all(fd, "0\r\n\r\n", 5);
}

static void send_head(int fd, const runtime_api_event *event, size_t number)
{
    char *head = NULL;
    size_t head_len = 0;
    FILE *out = open_memstream(&head, &head_len);
    fprintf(out, "HTTP/1.1 %d Scripted\r\n%s", event->status != 0 ? event->status : 200,
            event->headers);
    if (event->request_id == NULL)
        fprintf(out, "Lambda-Runtime-Aws-Request-Id: request-%zu\r\n", number);
    else if (event->request_id[0] != '\0')
        fprintf(out, "Lambda-Runtime-Aws-Request-Id: %s\r\n", event->request_id);
    if (event->chunked)
        fputs("Transfer-Encoding: chunked\r\n\r\n", out);
    else
        fprintf(out, "Content-Length: %zu\r\n\r\n", event->body_len);
    fclose(out);
    send_all(fd, head, head_len);
    free(head);
}

void runtime_api_connection_send_event(runtime_api_connection *c, const runtime_api_event *event,
                                       size_t number)
{
    c->wants_event = false;
    if (event->hang_up) {
        runtime_api_connection_drop(c);
        return;
    }
    send_head(c->fd, event, number);
    if (event->chunked)
        send_chunked(c->fd, event->body, event->body_len);
    else
        send_all(c->fd, event->body, event->body_len);
    if (event->close_after)
        runtime_api_connection_drop(c);
}

void runtime_api_connection_send_status(const runtime_api_connection *c, int status)
{
    char answer[128];
    const int len =
        snprintf(answer, sizeof(answer),
                 "HTTP/1.1 %d Scripted\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}", status);
    send_all(c->fd, answer, (size_t)len);
}
