/*
 * child.h - one process that runs the layer's bootstrap for one module, as one execution environment
 * of Lambda: where it stands between its start, its events and its end.
 */
#ifndef LOCAL_CHILD_H
#define LOCAL_CHILD_H

#include <sys/queue.h>

#include "pool.h"

typedef enum local_child_state {
    LOCAL_CHILD_STARTING, /* has not asked for an event yet */
    LOCAL_CHILD_IDLE,     /* asked for an event, and waits */
    LOCAL_CHILD_BUSY,     /* has an event */
    LOCAL_CHILD_ANSWERED, /* gave its answer, and did not ask for the next event yet */
    LOCAL_CHILD_CONDEMNED /* said that it cannot start, or was killed: its end is near */
} local_child_state;

/* What the Runtime API says to a message of the child. */
typedef enum local_verdict {
    LOCAL_ACCEPTED,
    LOCAL_WRONG_ID,    /* 400 InvalidRequestID */
    LOCAL_WRONG_STATE, /* 403 InvalidStateTransition */
    LOCAL_TOO_LARGE,   /* 413 RequestEntityTooLarge */
    LOCAL_WRONG_MODE   /* 400 InvalidFunctionResponseMode */
} local_verdict;

/* One answer of a function: AWS Lambda Developer Guide, "Lambda quotas": 6 MB, and 100 bytes. */
#define LOCAL_RESPONSE_CAP ((size_t)6291556)

typedef struct local_child local_child;
struct local_child {
    TAILQ_ENTRY(local_child) link;
    local_pool *pool;
    local_stage *stage;
    const struct local_module *module;
    struct local_runtime_api *api;
    struct local_passthrough *database; /* its way to the database; NULL: straight */
    local_process *process;
    struct event *timer; /* of the init phase, then of the invocation */
    local_child_state state;
    local_invocation *invocation; /* from its delivery until the next event is asked for */
    bool served;                  /* asked for an event at least once */
    bool is_retired;              /* gets no further event */
    size_t deliveries;            /* events that it got */
};

/* Starts one; NULL, and the reason was printed, when that is not possible. */
local_child *local__child_start(local_pool *pool, local_stage *stage,
                                const struct local_module *module);
/* Kills the process if it still runs; what it serves is dropped. */
void local__child_free(local_child *child);
/* Hands an event to a child that is idle. */
void local__child_deliver(local_child *child, local_invocation *invocation);

/* Lets it finish what it does, and ends it then. */
void local__child_retire(local_child *child);

/* ---- for runtime_api.c: what the child says ---- */

local_verdict local__child_next(local_child *child);
local_verdict local__child_response(local_child *child, lamina_str id, lamina_str body);
/* It sent an answer of a kind that the stage does not take. */
local_verdict local__child_bad_response(local_child *child, lamina_str id, local_verdict verdict);
local_verdict local__child_error(local_child *child, lamina_str id, lamina_str type,
                                 lamina_str body);
local_verdict local__child_init_error(local_child *child, lamina_str type, lamina_str body);

#endif
