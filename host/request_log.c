/*
 * request_log.c - what the log says of each request. Never a path, a query or a body as they came:
 * those can hold what must not lie in logs.
 */
#include "request_log.h"

#include "failure.h"
#include "lamina/log.h"

/* A method is any token; those that exist are far shorter. */
#define METHOD_CAP 32u
/* The line's own fields; those of the invocation's notes come behind them. */
#define OWN_FIELD_CAP 6u

void host__request_log(const host_exchange *x, int64_t duration_us)
{
    if (x->failure != LAMINA_OK && x->answer.status >= 500)
        host__failure_log(x->context, LAMINA_STR("request failed"), &x->problem, x->failure, NULL);
    if (!x->service->access_log)
        return;
    lamina_str method = x->event.method;
    if (method.len > METHOD_CAP)
        method.len = METHOD_CAP;
    const char *template = x->match.route != NULL ? x->match.route->path : "";
    lamina_log_field fields[OWN_FIELD_CAP + LAMINA_NOTE_CAP] = {
        lamina_log_text("method", method),
        lamina_log_text("route", lamina_str_from(template)),
        lamina_log_number("status", x->answer.status),
        lamina_log_number("duration_us", duration_us),
        lamina_log_number("arena_bytes", (int64_t)lamina_arena_used(x->context->arena)),
        lamina_log_text("problem", x->failure != LAMINA_OK
                                       ? host__failure_code(&x->problem, x->failure)
                                       : (lamina_str){0}),
    };
    size_t count = x->failure != LAMINA_OK ? OWN_FIELD_CAP : OWN_FIELD_CAP - 1;
    count += lamina_notes_read(x->context->notes, fields + count, LAMINA_NOTE_CAP);
    lamina_log_with(x->context, LAMINA_LOG_INFO, LAMINA_STR("request"), fields, count);
}
