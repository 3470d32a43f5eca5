/*
 * pool.h - the processes of one module, and the invocations that wait for one.
 */
#ifndef LOCAL_POOL_H
#define LOCAL_POOL_H

#include <sys/queue.h>

#include "ids.h"
#include "lamina/json.h"
#include "stage.h"

typedef struct local_pool local_pool;
typedef struct local_invocation local_invocation;
struct local_module;
struct local_child;

/* How an invocation ended. */
typedef enum local_outcome {
    LOCAL_OUTCOME_ANSWERED, /* body is what the function said */
    LOCAL_OUTCOME_FAILED,   /* it said that it failed, it crashed, or it could not be started */
    LOCAL_OUTCOME_TIMED_OUT
} local_outcome;

/* body lives during the call. The invocation is not to be touched any more. */
typedef void (*local_finish_fn)(void *arg, local_outcome outcome, lamina_str body);

/* One event on its way through a function. The pool owns it. */
struct local_invocation {
    TAILQ_ENTRY(local_invocation) link; /* while it waits */
    local_pool *pool;
    struct local_child *child; /* who serves it; NULL while it waits */
    char id[sizeof(((local_ids *)0)->invocation)];
    char trace[sizeof(((local_ids *)0)->trace)];
    char label[128];        /* "GET /partners/1", for people */
    lamina_text event;      /* JSON */
    int64_t deadline_ms;    /* milliseconds since 1970, from its delivery on */
    local_finish_fn finish; /* NULL: nobody waits for the outcome any more */
    void *arg;
};

/* Everything is borrowed for the call, but event, whose memory is taken. */
typedef struct local_job {
    const local_ids *ids;
    lamina_str method;
    lamina_str path;
    lamina_text *event;
    local_finish_fn finish;
    void *arg;
} local_job;

local_pool *local__pool_new(local_stage *stage, const struct local_module *module);
/* Frees what still waits and runs without telling anybody. NULL is ignored. */
void local__pool_free(local_pool *pool);

/*
 * Hands an invocation to a process that is idle, else to a new one, else lets it wait. NULL when too
 * many wait already; finish is not called then. Otherwise finish is called once, later, never during
 * this call.
 */
local_invocation *local__pool_submit(local_pool *pool, const local_job *job);
/* Nobody waits for the outcome any more. A function that runs is let run, as Lambda does. */
void local__pool_abandon(local_invocation *invocation);

/* The plugin's file is another: processes of before end when they are through with what they do, and new
   ones take what comes. */
void local__pool_renew(local_pool *pool);
/* An array of its processes: {process, state, invocations}. */
void local__pool_write(const local_pool *pool, lamina_json_writer *writer);

/* ---- for child.c ---- */

/* The child asked for an event: gives it one if there is one. */
void local__pool_child_idle(local_pool *pool, struct local_child *child);
/* The child is gone, and the caller frees it. served: it had asked for an event at least once. */
void local__pool_child_gone(local_pool *pool, struct local_child *child, bool served);
/* Tells the outcome to whoever waits, and frees the invocation. */
void local__invocation_end(local_invocation *invocation, local_outcome outcome, lamina_str body);

#endif
