/*
 * lamina/context.h - one invocation, as a handler, a service and a repository see it.
 *
 * The host fills a lamina_context and hands it down; everything in it is borrowed and lives until
 * the handler returns. It is also what init() is called with: then request_id is empty and the
 * deadline is that of the init phase. Part of the ABI; the functions are liblamina's.
 * All since 1.0.
 */
#ifndef LAMINA_CONTEXT_H
#define LAMINA_CONTEXT_H

#include "lamina/abi.h"
#include "lamina/arena.h"
#include "lamina/host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The invocation's error object: set once, by whoever knows most. See lamina/problem.h. */
typedef struct lamina_error lamina_error;

/* Fields that were added to the invocation's own log line. See lamina_log_annotate() in lamina/log.h. */
typedef struct lamina_notes lamina_notes;

/* Flags of a context. Since 1.0. */
#define LAMINA_CONTEXT_COLD_START 0x1u /* the first invocation of this process */
#define LAMINA_CONTEXT_INIT 0x2u       /* no invocation: the plugin's init() is running */

/*
 * Written by the host, read by everybody else. Grows at the end. Since 1.0.
 * Sources of the members: AWS Lambda Developer Guide, "Using the Lambda runtime API", the headers of
 * GET /runtime/invocation/next; a header that was absent is an empty view.
 */
typedef struct lamina_context {
    uint32_t size;  /* sizeof(lamina_context) of the host */
    uint32_t flags; /* LAMINA_CONTEXT_* */
    const lamina_host *host;
    lamina_arena *arena; /* reset after the answer was sent; free nothing */
    lamina_error *error;
    void *state;                 /* what the plugin's init() left there */
    int64_t deadline_ms;         /* milliseconds since 1970: Lambda ends the process then */
    lamina_str request_id;       /* Lambda-Runtime-Aws-Request-Id */
    lamina_str function_arn;     /* Lambda-Runtime-Invoked-Function-Arn */
    lamina_str trace_id;         /* Lambda-Runtime-Trace-Id */
    lamina_str client_context;   /* Lambda-Runtime-Client-Context, JSON */
    lamina_str cognito_identity; /* Lambda-Runtime-Cognito-Identity, JSON */
    lamina_str tenant_id;        /* Lambda-Runtime-Aws-Tenant-Id */
    lamina_str operation; /* of the route that is served, "get_partner"; empty before routing */
    lamina_notes *notes;  /* NULL: there is no line to add to, as in init() */
    /* Who is asking, by the authorizer's word: services and repositories see it without HTTP. All
       empty when there is no authorizer, and before a route is found. */
    lamina_str caller_id;     /* the subject: principalId, or the claim "sub" */
    lamina_str caller_tenant; /* whose data alone the caller may reach; empty: bound to no tenant */
    lamina_str caller_scopes; /* separated by spaces */
} lamina_context;

/* Allocates zeroed memory that lives until the answer was sent; NULL when the arena's cap is
   reached. [invoke] Since 1.0. */
void *lamina_alloc(const lamina_context *context, size_t size);

/* Microseconds since 1970 by the host's clock. [any-thread] Since 1.0. */
int64_t lamina_now_us(const lamina_context *context);

/* Microseconds of the host's monotonic clock, for durations. [any-thread] Since 1.0. */
int64_t lamina_monotonic_us(const lamina_context *context);

/* Milliseconds until the deadline, never negative: the upper bound of every wait. INT64_MAX when the
   host gave no deadline. [any-thread] Since 1.0. */
int64_t lamina_remaining_ms(const lamina_context *context);

/* Random bytes of the host. LAMINA_E_INTERNAL when there are none. [any-thread] Since 1.0. */
lamina_status lamina_random(const lamina_context *context, void *out, size_t len);

#ifdef __cplusplus
}
#endif
#endif
