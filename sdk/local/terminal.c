/*
 * terminal.c - each message leaves in one write, whole, whoever else writes to the same terminal.
 */
#include "terminal.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* A terminal that was made non-blocking by somebody else is waited for; one that is gone is not an
   error of the stage. */
static void write_all(int fd, struct iovec *part, int count)
{
    while (count > 0) {
        ssize_t written = writev(fd, part, count);
        if (written < 0 && errno == EAGAIN) {
            struct pollfd wait = {.fd = fd, .events = POLLOUT};
            poll(&wait, 1, -1);
        }
        if (written < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (written < 0)
            return;
        size_t left = (size_t)written;
        while (count > 0 && left >= part->iov_len) {
            left -= part->iov_len;
            part++;
            count--;
        }
        if (count > 0) {
            part->iov_base = (char *)part->iov_base + left;
            part->iov_len -= left;
        }
    }
}

static struct iovec piece(const char *text, size_t len)
{
    /* writev's type has no const, though it only reads. */
    return (struct iovec){.iov_base = (void *)(uintptr_t)text, .iov_len = len};
}

void local__write_line(int fd, const char *prefix, lamina_str line)
{
    struct iovec parts[] = {piece(prefix, strlen(prefix)), piece(" | ", 3),
                            piece(line.ptr, line.len), piece("\n", 1)};
    write_all(fd, parts, 4);
}

static void write_format(int fd, const char *before, const char *after, const char *format,
                         va_list arguments)
{
    char *text = NULL;
    int len = vasprintf(&text, format, arguments);
    if (len < 0)
        return;
    struct iovec parts[] = {piece(before, strlen(before)), piece(text, (size_t)len),
                            piece(after, strlen(after))};
    write_all(fd, parts, 3);
    free(text);
}

void local__print(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_format(STDOUT_FILENO, "", "", format, arguments);
    va_end(arguments);
}

void local__complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_format(STDERR_FILENO, "lamina dev: ", "\n", format, arguments);
    va_end(arguments);
}
