/*
 * process.h - the programs that the stage starts: modules' children, the database, the setup.
 *
 * Each runs in a process group of its own (a terminal's Ctrl-C reaches the stage alone, which then
 * ends them in order), without standard input, and dies with the stage even when that is killed.
 */
#ifndef LOCAL_PROCESS_H
#define LOCAL_PROCESS_H

#include <event2/event.h>
#include <sys/types.h>

#include "lamina/text.h"
#include "output_lines.h"

typedef struct local_processes local_processes; /* all of them */
typedef struct local_process local_process;

typedef struct local_program {
    const char *const *argv; /* closed by NULL; looked up in PATH when it has no slash */
    const char *const *env;  /* closed by NULL */
    const char *folder;      /* where it runs; NULL: here */
    bool is_held;            /* stopped at its first instruction, until somebody sends SIGCONT */
    local_line_fn on_output; /* each whole line of its stdout */
    local_line_fn on_error;  /* each whole line of its stderr */
    /* It has ended and everything it wrote was passed on; wait_status is waitpid's. The process is
       freed after the call. */
    void (*on_end)(void *arg, int wait_status);
    void *arg;
} local_program;

/* NULL when the system refuses. */
local_processes *local__processes_new(struct event_base *base);
/* Kills what still runs and waits for it; on_end is not called. NULL is ignored. */
void local__processes_free(local_processes *all);

/* Starts a program. NULL, with errno set, when there is no process to be had; a program that cannot
   be executed says so on its stderr and ends with status 127. */
local_process *local__process_start(local_processes *all, const local_program *program);
/* Kills it; nothing of it is told to anybody any more. */
void local__process_abandon(local_process *process);
/* Sends a signal to its whole group. One that a program may handle is followed by SIGCONT, because a
   stopped process handles nothing. */
void local__process_signal(local_process *process, int signal_number);
void local__processes_signal(local_processes *all, int signal_number);
pid_t local__process_id(const local_process *process);
/* How many were started and have not ended. */
size_t local__processes_count(const local_processes *all);

/* "exit status 1", "signal 11 (Segmentation fault)". */
void local__write_end(lamina_text *out, int wait_status);

#endif
