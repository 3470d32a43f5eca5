/*
 * domain/dynamodb_hook.h - watching every call to DynamoDB: for traces, metrics, audits and tests.
 *
 * Hooks are added once, in init(), and see the calls of every client of the process. For example:
 *
 *     static void trace(void *self, lamina_context *context, const dynamodb_event *event)
 *     {
 *         if (event->phase == DYNAMODB_CALL_ENDS)
 *             lamina_log(context, LAMINA_LOG_DEBUG, "%s: %lld us", event->operation,
 *                        (long long)event->duration_us);
 *     }
 *     ...
 *     dynamodb_hook_add(trace, NULL);
 *
 * Hooks see requests and answers as they travel, fields marked LAMINA_FIELD_SECRET among them. The
 * library's own log lines never hold any of it; a hook that logs must leave it out as well.
 * All since 1.0.
 */
#ifndef DOMAIN_DYNAMODB_HOOK_H
#define DOMAIN_DYNAMODB_HOOK_H

#include "domain/dynamodb.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * When a hook is called. A call is one dynamodb_send(); it makes one try or more:
 *   CALL_BEGINS (TRY_BEGINS TRY_ENDS)+ CALL_ENDS
 * Between the tries lie the pauses, which count towards the call's duration and no try's.
 */
#define DYNAMODB_CALL_BEGINS 1u
#define DYNAMODB_TRY_BEGINS 2u /* credentials and signature come after it */
#define DYNAMODB_TRY_ENDS 3u
#define DYNAMODB_CALL_ENDS 4u

/* What is seen. Everything is borrowed until the hook returns, and cannot be changed. Members of what
   is still to come are zero. Grows at the end. Since 1.0. */
typedef struct dynamodb_event {
    uint32_t size;         /* sizeof(dynamodb_event) of the library */
    uint32_t phase;        /* DYNAMODB_CALL_BEGINS, ... */
    const char *operation; /* "GetItem" */
    lamina_str table;      /* empty when the request names several, or none */
    lamina_str request;    /* JSON, the same bytes for each try */
    lamina_str response;   /* of this try, or of the call's last: as it came, whatever it is */
    uint32_t attempt;      /* from 1; when the call ends: how many were made */
    int32_t http_status;   /* 0: no answer came */
    lamina_status status;  /* of the try, or what the call comes to */
    uint32_t error_kind;   /* DYNAMODB_ERROR_* */
    lamina_str error_type; /* "ConditionalCheckFailedException" */
    lamina_str request_id; /* x-amzn-RequestId */
    int64_t duration_us;   /* of the try or the call */
} dynamodb_event;

/* context is the caller's. A hook may log, annotate and allocate. A request to DynamoDB from within a
   hook is refused with LAMINA_E_ARGUMENT. [init] [invoke] */
typedef void (*dynamodb_hook_fn)(void *self, lamina_context *context, const dynamodb_event *event);

/* Hooks that there can be at once. Since 1.0. */
#define DYNAMODB_HOOK_CAP 8u

/* Hooks are called in the order in which they were added, behind a call in the same order. The same
   pair twice is called once. LAMINA_E_LIMIT for one more than DYNAMODB_HOOK_CAP, LAMINA_E_ARGUMENT
   without a function or from within a hook. For the whole process, not thread-safe. [init] Since 1.0. */
lamina_status dynamodb_hook_add(dynamodb_hook_fn hook, void *self);
/* For tests. A pair that is not there is ignored, and so is a call from within a hook. Since 1.0. */
void dynamodb_hook_remove(dynamodb_hook_fn hook, void *self);

#ifdef __cplusplus
}
#endif
#endif
