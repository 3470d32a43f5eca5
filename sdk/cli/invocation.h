/*
 * invocation.h - one event through the layer's own bootstrap with one plugin, in a process of its own.
 */
#ifndef CLI_INVOCATION_H
#define CLI_INVOCATION_H

#include "runtime_api.h"

/* Everything is borrowed. */
typedef struct cli_invocation {
    const char *plugin;    /* path of the .so */
    const char *operation; /* NULL: all of them */
    const char *layer;     /* folder */
    lamina_str event;
    int64_t timeout_s;
    const char *const *env; /* "NAME=value", beside this process's own variables */
    size_t env_count;
} cli_invocation;

typedef struct cli_invocation_end {
    cli_outcome outcome;
    lamina_str body;  /* in the arena */
    lamina_str fault; /* why there is no outcome, for people; in the arena */
    int64_t duration_ms;
} cli_invocation_end;

/*
 * Runs it: what the plugin writes to stdout and stderr goes to stderr. LAMINA_OK with end filled;
 * LAMINA_E_UNAVAILABLE when the system has no process or port to spare, LAMINA_E_NOT_FOUND when there is
 * no such plugin or layer: end->fault says so.
 */
lamina_status cli__invocation_run(lamina_arena *arena, const cli_invocation *invocation,
                                  cli_invocation_end *end);

#endif
