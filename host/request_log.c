/*
 * request_log.c - what the log says of each request. Never a path, a query or a body as they came:
 * those can hold what must not lie in logs.
 */
#include "request_log.h"

#include "lamina/log.h"

/* A method is any token; those that exist are far shorter. */
#define METHOD_CAP 32u
/* The line's own fields; those of the invocation's notes come behind them. */
#define OWN_FIELD_CAP 6u

static lamina_str problem_code(const host_exchange *x)
{
    if (x->problem.status == x->failure && x->problem.code.len > 0)
        return x->problem.code;
    return lamina_str_from(lamina_status_code(x->failure));
}

static void write_failure(const host_exchange *x)
{
    lamina_text causes;
    lamina_text_init(&causes, 65536);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &causes);
    lamina_json_write_array(&writer);
    for (size_t i = 0; i < x->problem.cause_count; i++)
        lamina_json_write_string(&writer, x->problem.causes[i]);
    lamina_json_write_array_end(&writer);
    const bool fits = lamina_text_status(&causes) == LAMINA_OK;
    const lamina_log_field fields[] = {
        lamina_log_text("problem", problem_code(x)),
        lamina_log_text("failure", lamina_str_from(lamina_status_name(x->failure))),
        lamina_log_text("detail", x->problem.detail),
        {.name = "causes",
         .kind = LAMINA_LOG_JSON,
         .text = fits ? lamina_text_view(&causes) : LAMINA_STR("[]")},
    };
    lamina_log_with(x->context, LAMINA_LOG_ERROR, LAMINA_STR("request failed"), fields,
                    sizeof(fields) / sizeof(fields[0]));
    lamina_text_clear(&causes);
}

void host__request_log(const host_exchange *x, int64_t duration_us)
{
    if (x->failure != LAMINA_OK && x->answer.status >= 500)
        write_failure(x);
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
        lamina_log_text("problem", x->failure != LAMINA_OK ? problem_code(x) : (lamina_str){0}),
    };
    size_t count = x->failure != LAMINA_OK ? OWN_FIELD_CAP : OWN_FIELD_CAP - 1;
    count += lamina_notes_read(x->context->notes, fields + count, LAMINA_NOTE_CAP);
    lamina_log_with(x->context, LAMINA_LOG_INFO, LAMINA_STR("request"), fields, count);
}
