#include "connection.h"

#include "fatal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST_CAP ((size_t)64 << 10)
#define MAX_BODY ((size_t)64 << 20)
#define MAX_CHUNK_LINE 1024

bench_connection *bench_connection_new(int fd)
{
    bench_connection *c = bench_realloc(NULL, sizeof *c);
    *c = (bench_connection){.fd = fd, .cap = FIRST_CAP, .buf = bench_realloc(NULL, FIRST_CAP)};
    return c;
}

void bench_connection_free(bench_connection *c)
{
    (void)close(c->fd);
    free(c->buf);
    free(c);
}

static void make_room(bench_connection *c)
{
    size_t need = c->head && !c->chunked ? c->head + c->body : 0;
    if (need < c->len + 4096)
        need = c->len + 4096;
    if (need <= c->cap)
        return;
    /* method and path point into the buffer */
    size_t method_at = c->head ? (size_t)(c->method - c->buf) : 0;
    size_t path_at = c->head ? (size_t)(c->path - c->buf) : 0;
    c->cap = c->cap * 2 > need ? c->cap * 2 : need;
    c->buf = bench_realloc(c->buf, c->cap);
    c->method = c->buf + method_at;
    c->path = c->buf + path_at;
}

long bench_connection_receive(bench_connection *c)
{
    make_room(c);
    ssize_t got = recv(c->fd, c->buf + c->len, c->cap - c->len, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (got <= 0)
        return -1;
    c->len += (size_t)got;
    return got;
}

/* ------------------------------------------------------------------------------------- the head */

static char *cut_line(char *line)
{
    char *end = strstr(line, "\r\n");
    if (end)
        *end = '\0';
    return end;
}

static bool read_request_line(bench_connection *c, char *line)
{
    c->method = line;
    char *path = strchr(line, ' ');
    char *version = path ? strchr(path + 1, ' ') : NULL;
    if (!version)
        return false;
    *path++ = '\0';
    *version++ = '\0';
    if (!strncmp(path, "http://", 7)) { /* the absolute form */
        char *slash = strchr(path + 7, '/');
        if (slash)
            path = slash;
    }
    c->path = path;
    c->close_after = !strcmp(version, "HTTP/1.0");
    return true;
}

static void read_header(bench_connection *c, char *line)
{
    char *value = strchr(line, ':');
    if (!value)
        return;
    *value++ = '\0';
    value += strspn(value, " \t");
    if (!strcasecmp(line, "content-length"))
        c->body = strtoul(value, NULL, 10);
    else if (!strcasecmp(line, "transfer-encoding"))
        c->chunked = strcasestr(value, "chunked") != NULL;
    else if (!strcasecmp(line, "connection"))
        c->close_after = c->close_after || strcasestr(value, "close");
    else if (!strcasecmp(line, "expect"))
        c->expected = !strncasecmp(value, "100-", 4);
}

bench_progress bench_connection_read_head(bench_connection *c)
{
    char *end = memmem(c->buf, c->len, "\r\n\r\n", 4);
    if (!end)
        return c->len == c->cap && c->cap > FIRST_CAP ? BENCH_MALFORMED : BENCH_MORE;
    c->head = (size_t)(end - c->buf) + 4;
    *end = '\0';
    c->body = 0;
    c->chunked = c->close_after = c->expected = false;
    char *line_end = cut_line(c->buf);
    if (!read_request_line(c, c->buf))
        return BENCH_MALFORMED;
    while (line_end) {
        char *line = line_end + 2;
        line_end = cut_line(line);
        read_header(c, line);
    }
    if (c->chunked) {
        c->body = 0;
        c->raw = c->head;
        c->state = CHUNK_SIZE;
    }
    c->wants_continue = c->expected && (c->chunked || c->body) && c->len == c->head;
    return c->body > MAX_BODY ? BENCH_MALFORMED : BENCH_WHOLE;
}

/* ------------------------------------------------------------------------------------- the body */

static bench_progress read_chunk_size(bench_connection *c, const char *at, size_t left)
{
    const char *newline = memchr(at, '\n', left);
    if (!newline)
        return left > MAX_CHUNK_LINE ? BENCH_MALFORMED : BENCH_MORE;
    char *stop;
    c->chunk_left = strtoul(at, &stop, 16);
    if (stop == at || c->chunk_left > MAX_BODY || c->body + c->chunk_left > MAX_BODY)
        return BENCH_MALFORMED;
    c->raw += (size_t)(newline - at) + 1;
    c->state = c->chunk_left ? CHUNK_DATA : CHUNK_TRAILER;
    return BENCH_WHOLE;
}

static bench_progress read_chunk_data(bench_connection *c, const char *at, size_t left)
{
    size_t len = left < c->chunk_left ? left : c->chunk_left;
    memmove(c->buf + c->head + c->body, at, len);
    c->body += len;
    c->raw += len;
    c->chunk_left -= len;
    if (c->chunk_left)
        return BENCH_MORE;
    c->state = CHUNK_END;
    return BENCH_WHOLE;
}

static bench_progress read_chunk_end(bench_connection *c, const char *at, size_t left)
{
    if (left < 2)
        return BENCH_MORE;
    if (memcmp(at, "\r\n", 2) != 0)
        return BENCH_MALFORMED;
    c->raw += 2;
    c->state = CHUNK_SIZE;
    return BENCH_WHOLE;
}

/* Decodes the chunks at hand in place. */
static bench_progress decode_chunks(bench_connection *c)
{
    for (;;) {
        const char *at = c->buf + c->raw;
        size_t left = c->len - c->raw;
        bench_progress progress = BENCH_WHOLE;
        const char *newline;
        switch (c->state) {
        case CHUNK_SIZE: progress = read_chunk_size(c, at, left); break;
        case CHUNK_DATA: progress = read_chunk_data(c, at, left); break;
        case CHUNK_END: progress = read_chunk_end(c, at, left); break;
        case CHUNK_TRAILER:
            newline = memchr(at, '\n', left);
            if (!newline)
                return BENCH_MORE;
            c->raw += (size_t)(newline - at) + 1;
            if (newline == at || (newline == at + 1 && *at == '\r'))
                return BENCH_WHOLE;
            break;
        }
        if (progress != BENCH_WHOLE)
            return progress;
    }
}

bench_progress bench_connection_read_body(bench_connection *c, size_t *total)
{
    if (c->chunked) {
        bench_progress progress = decode_chunks(c);
        *total = c->raw;
        return progress;
    }
    *total = c->head + c->body;
    return c->len < *total ? BENCH_MORE : BENCH_WHOLE;
}

void bench_connection_drop(bench_connection *c, size_t total)
{
    memmove(c->buf, c->buf + total, c->len - total);
    c->len -= total;
    c->head = 0;
}

/* -------------------------------------------------------------------------------------- sending */

bool bench_connection_send(int fd, bench_bytes bytes, long timeout_s)
{
    const char *at = bytes.ptr;
    size_t left = bytes.len;
    while (left) {
        ssize_t sent = send(fd, at, left, MSG_NOSIGNAL);
        if (sent > 0) {
            at += sent;
            left -= (size_t)sent;
        } else if (sent < 0 && errno == EAGAIN) {
            struct pollfd writable = {.fd = fd, .events = POLLOUT};
            if (poll(&writable, 1, (int)timeout_s * 1000) != 1)
                return false;
        } else if (sent < 0 && errno != EINTR) {
            return false;
        }
    }
    return true;
}
