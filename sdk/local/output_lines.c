/*
 * output_lines.c - a pipe's bytes cut into whole lines.
 */
#include "output_lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* CloudWatch takes events of up to 1 MiB; a longer line is cut there, as it would be. */
#define LINE_CAP ((size_t)1 << 20)
#define READ_LEN ((size_t)64 << 10)

struct local_output_lines {
    struct event *readable;
    int fd;
    local_line_fn on_line;
    void *arg;
    lamina_text unfinished;
};

static void pass_on(local_output_lines *lines, lamina_str end)
{
    if (lines->unfinished.len == 0) {
        lines->on_line(lines->arg, end);
        return;
    }
    lamina_text_add(&lines->unfinished, end);
    lines->on_line(lines->arg, lamina_text_view(&lines->unfinished));
    lamina_text_reset(&lines->unfinished);
}

static void take(local_output_lines *lines, lamina_str bytes)
{
    lamina_str line;
    while (lamina_str_cut(&bytes, '\n', &line))
        pass_on(lines, line);
    if (lines->unfinished.len + line.len > LINE_CAP)
        pass_on(lines, (lamina_str){0});
    lamina_text_add(&lines->unfinished, line);
}

/* Reads what is there. False at the end of the pipe, and when there is nothing more for now. */
static bool read_some(local_output_lines *lines, bool *ended)
{
    static char buffer[READ_LEN]; /* one thread reads, and nothing is kept in it */
    ssize_t count;
    do
        count = read(lines->fd, buffer, sizeof(buffer));
    while (count < 0 && errno == EINTR);
    *ended = count == 0 || (count < 0 && errno != EAGAIN);
    if (count <= 0)
        return false;
    take(lines, (lamina_str){buffer, (size_t)count});
    return true;
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    local_output_lines *lines = arg;
    bool ended = false;
    read_some(lines, &ended);
    if (ended)
        event_del(lines->readable);
}

local_output_lines *local__output_lines_new(struct event_base *base, int fd, local_line_fn on_line,
                                            void *arg)
{
    local_output_lines *lines = calloc(1, sizeof(*lines));
    if (!lines) {
        close(fd);
        return NULL;
    }
    *lines = (local_output_lines){.fd = fd, .on_line = on_line, .arg = arg};
    lamina_text_init(&lines->unfinished, LINE_CAP + READ_LEN);
    evutil_make_socket_nonblocking(fd);
    lines->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, lines);
    if (!lines->readable || event_add(lines->readable, NULL)) {
        local__output_lines_free(lines);
        return NULL;
    }
    return lines;
}

void local__output_lines_free(local_output_lines *lines)
{
    if (!lines)
        return;
    bool ended = false;
    while (lines->readable && read_some(lines, &ended))
        continue;
    if (lines->unfinished.len > 0)
        pass_on(lines, (lamina_str){0});
    if (lines->readable)
        event_free(lines->readable);
    lamina_text_clear(&lines->unfinished);
    close(lines->fd);
    free(lines);
}
