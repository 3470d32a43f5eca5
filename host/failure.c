/*
 * failure.c - what a handler's failure is called.
 */
#include "failure.h"

#include "lamina/json.h"
#include "lamina/log.h"
#include "lamina/text.h"

/* Of an error type, which Lambda shows in one line, and of a message. */
#define TYPE_CAP 256u
#define MESSAGE_CAP 16384u
#define CAUSES_CAP 65536u

lamina_str host__failure_code(const lamina_problem *problem, lamina_status status)
{
    if (problem->status == status && problem->code.len > 0)
        return problem->code;
    return lamina_str_from(lamina_status_code(status));
}

void host__failure_log(const lamina_context *context, lamina_str message,
                       const lamina_problem *problem, lamina_status status,
                       const lamina_log_field *extra)
{
    lamina_text causes;
    lamina_text_init(&causes, CAUSES_CAP);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &causes);
    lamina_json_write_array(&writer);
    for (size_t i = 0; i < problem->cause_count; i++)
        lamina_json_write_string(&writer, problem->causes[i]);
    lamina_json_write_array_end(&writer);
    const bool fits = lamina_text_status(&causes) == LAMINA_OK;
    const lamina_log_field fields[] = {
        lamina_log_text("problem", host__failure_code(problem, status)),
        lamina_log_text("failure", lamina_str_from(lamina_status_name(status))),
        lamina_log_text("detail", problem->detail),
        {.name = "causes",
         .kind = LAMINA_LOG_JSON,
         .text = fits ? lamina_text_view(&causes) : LAMINA_STR("[]")},
        extra != NULL ? *extra : (lamina_log_field){0},
    };
    const size_t count = sizeof(fields) / sizeof(fields[0]) - (extra == NULL ? 1 : 0);
    lamina_log_with(context, LAMINA_LOG_ERROR, message, fields, count);
    lamina_text_clear(&causes);
}

/* "user-exists" as "Function.UserExists". Lambda replaces what is not letters alone by "Unknown". */
static const char *type_of(lamina_arena *arena, lamina_str code)
{
    lamina_text type;
    lamina_text_init(&type, TYPE_CAP);
    lamina_text_add(&type, LAMINA_STR("Function."));
    bool upper = true;
    for (size_t i = 0; i < code.len; i++) {
        const char c = code.ptr[i];
        if (c >= 'a' && c <= 'z')
            lamina_text_add_char(&type, (char)(upper ? c - 'a' + 'A' : c));
        upper = c < 'a' || c > 'z';
    }
    const lamina_str copy = lamina_arena_copy(arena, lamina_text_view(&type));
    lamina_text_clear(&type);
    return copy.len > sizeof("Function.") - 1 ? copy.ptr : "Function.HandlerFailed";
}

lamina_refusal host__failure_describe(lamina_arena *arena, const lamina_problem *problem,
                                      lamina_status status)
{
    const bool has_words = problem->status == status && problem->detail.len > 0;
    lamina_text words;
    lamina_text_init(&words, MESSAGE_CAP);
    if (has_words)
        lamina_text_add(&words, problem->detail);
    else
        lamina_text_add_format(&words, "the operation failed (%.*s); the log says more",
                               LAMINA_FMT(host__failure_code(problem, status)));
    for (size_t i = 0; has_words && i < problem->violation_count; i++)
        lamina_text_add_format(&words, "; %.*s %.*s", LAMINA_FMT(problem->violations[i].pointer),
                               LAMINA_FMT(problem->violations[i].message));
    const lamina_refusal failure = {
        .type = type_of(arena, host__failure_code(problem, status)),
        .message = lamina_arena_copy(arena, lamina_text_view(&words)),
    };
    lamina_text_clear(&words);
    return failure;
}
