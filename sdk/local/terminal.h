/*
 * terminal.h - what the stage tells its user: plain words on stdout, complaints on stderr.
 */
#ifndef LOCAL_TERMINAL_H
#define LOCAL_TERMINAL_H

#include "lamina/text.h"

/* Text as it is, on stdout. */
void local__print(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* One line on stderr that begins with the program's name. */
void local__complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes "prefix | line\n" to fd in one piece, so that lines of several processes never mix. */
void local__write_line(int fd, const char *prefix, lamina_str line);

#endif
