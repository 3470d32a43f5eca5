/*
 * output_lines.h - reads what a process writes and passes it on line by line.
 */
#ifndef LOCAL_OUTPUT_LINES_H
#define LOCAL_OUTPUT_LINES_H

#include <event2/event.h>

#include "lamina/text.h"

typedef struct local_output_lines local_output_lines;

/* line lives during the call. */
typedef void (*local_line_fn)(void *arg, lamina_str line);

/* Takes fd, the read end of a pipe. NULL when out of memory; fd is closed then too. */
local_output_lines *local__output_lines_new(struct event_base *base, int fd, local_line_fn on_line,
                                            void *arg);
/* Passes on what the pipe still holds, an unfinished last line too, and closes it. NULL is ignored. */
void local__output_lines_free(local_output_lines *lines);

#endif
