/*
 * lamina/problem.h - what went wrong, told once, by whoever knows most.
 *
 * A function that fails for a reason worth telling sets it on the invocation's error object and
 * returns the status; everybody above just passes the status on. The host renders the object as
 * application/problem+json (RFC 9457). What a client may read (code, detail, violations) and what
 * only the log may hold (cause) are kept apart.
 *
 *     if (partner->status == PARTNER_SUSPENDED)
 *         return lamina_fail(context, LAMINA_E_CONFLICT, "partner-suspended",
 *                            "Partner %.*s is suspended", LAMINA_FMT(partner->partner_id));
 * All since 1.0.
 */
#ifndef LAMINA_PROBLEM_H
#define LAMINA_PROBLEM_H

#include "lamina/abi.h"
#include "lamina/context.h"
#include "lamina/record_json.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A problem's "type" member is this and its code. Each code of Lamina has a page of its name under
   docs/problems/. */
#define LAMINA_PROBLEM_TYPE_PREFIX "urn:lamina:problem:"

/*
 * Sets code and detail, if nothing was set before, and returns status. code is static text of
 * [a-z0-9-]; detail is for the client. The HTTP status is lamina_status_http(status).
 * [init] [invoke] Since 1.0.
 */
lamina_status lamina_fail(lamina_context *context, lamina_status status, const char *code,
                          const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The same with LAMINA_E_INVALID, code "invalid-request" and one violation per broken rule. Since 1.0. */
lamina_status lamina_fail_violations(lamina_context *context, const lamina_violations *violations);

/* One violation alone: lamina_fail_field(context, "/email", "unique", "is used by ..."). Since 1.0. */
lamina_status lamina_fail_field(lamina_context *context, const char *pointer, const char *code,
                                const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds a line for the log, never for the client: what the layer below said. Up to 8 lines are kept,
   the oldest first. Returns status, for "return lamina_cause(...)". Since 1.0. */
lamina_status lamina_cause(lamina_context *context, lamina_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Forgets what was set: for code that handles a failure and goes on. Since 1.0. */
void lamina_error_reset(lamina_context *context);

/* ---- for hosts and tests ---- */

/* What the error object holds; all borrowed from the arena. Grows at the end. Since 1.0. */
typedef struct lamina_problem {
    uint32_t size;        /* the reader's sizeof(lamina_problem), set before the call */
    lamina_status status; /* LAMINA_OK when nothing was set */
    lamina_str code;
    lamina_str detail;
    const lamina_violation *violations;
    size_t violation_count;
    const lamina_str *causes;
    size_t cause_count;
} lamina_problem;

/* A new, empty error object in the arena. NULL when it is full. Since 1.0. */
lamina_error *lamina_error_new(lamina_arena *arena);
void lamina_error_read(const lamina_error *error, lamina_problem *out);

/*
 * Writes the problem+json object: type, title, status, detail, instance (the request id as
 * "urn:lamina:request:<id>"), errors (an array of pointer or query parameter, code, detail). status is the one that the
 * handler returned; the error object's words are used when they were set with it, and a problem with
 * no code gets one from the status ("not-found", "internal-error", ...). A 5xx shows a detail only if
 * one was set by lamina_fail(). Since 1.0.
 */
void lamina_problem_write(lamina_text *out, lamina_status status, int32_t http_status,
                          const lamina_problem *problem, lamina_str request_id);

/* The generic code of a status: "not-found". Static text. Since 1.0. */
const char *lamina_status_code(lamina_status status);

#ifdef __cplusplus
}
#endif
#endif
