/*
 * child.h - work that may crash, hang or end the process: done in another one, with a time limit.
 */
#ifndef CLI_CHILD_H
#define CLI_CHILD_H

#include "lamina/text.h"

/* As long as Lambda waits for a runtime to start (Lambda Developer Guide, "Lambda execution environment
   lifecycle"). */
#define CLI_CHILD_LIMIT_MS 10000

/* What a child does: writes its result to out and leaves with _exit() or exec. */
typedef void (*cli_child_work_fn)(const void *subject, int out);

typedef struct cli_child_end {
    lamina_text output; /* the caller's to clear */
    int wait_status;    /* as waitpid(2) gives it */
    bool is_late;       /* the time was up, and it was killed */
} cli_child_end;

/*
 * Forks, lets the child work, and waits for its end, at most limit_ms. What the child started is ended
 * with it. LAMINA_E_UNAVAILABLE when the system has no process to spare; end is filled in any case.
 */
lamina_status cli__child_run(cli_child_work_fn work, const void *subject, int limit_ms,
                             cli_child_end *end);

/* How it ended, when that was not with status 0: "was ended by signal 11 (Segmentation fault)". */
lamina_str cli__child_end_text(lamina_arena *arena, const cli_child_end *end);

/* All of bytes to fd; for a child's result. */
bool cli__write_all(int fd, lamina_str bytes);

#endif
