/*
 * The invocation's error object: set once by whoever knows most, plus the causes that only the log
 * sees. All of it lives in the invocation's arena. Where the arena is full, words are lost and the
 * status is not.
 */
#include "lamina/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { CAUSE_CAP = 8 };

struct lamina_error {
    lamina_arena *arena;
    lamina_status status; /* LAMINA_OK: nothing was set */
    uint32_t cause_count;
    lamina_str code;
    lamina_str detail;
    lamina_violations violations;
    lamina_str causes[CAUSE_CAP];
};

lamina_error *lamina_error_new(lamina_arena *arena)
{
    lamina_error *error = lamina_arena_alloc(arena, sizeof *error);
    if (error != NULL)
        error->arena = arena;
    return error;
}

static lamina_error *error_of(lamina_context *context)
{
    return context != NULL ? context->error : NULL;
}

static lamina_str format_text(lamina_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0)
        return (lamina_str){0};
    char *text = lamina_arena_alloc(arena, (size_t)len + 1);
    if (text == NULL)
        return (lamina_str){0};
    vsnprintf(text, (size_t)len + 1, format, args);
    return (lamina_str){.ptr = text, .len = (size_t)len};
}

/* The error object when it is still empty and this status is a failure. */
static lamina_error *to_set(lamina_context *context, lamina_status status)
{
    lamina_error *error = error_of(context);
    if (error == NULL || error->status != LAMINA_OK || status == LAMINA_OK)
        return NULL;
    error->status = status;
    return error;
}

lamina_status lamina_fail(lamina_context *context, lamina_status status, const char *code,
                          const char *format, ...)
{
    lamina_error *error = to_set(context, status);
    if (error == NULL)
        return status;
    error->code = lamina_str_from(code);
    if (format == NULL)
        return status;
    va_list args;
    va_start(args, format);
    error->detail = format_text(error->arena, format, args);
    va_end(args);
    return status;
}

static void set_invalid(lamina_error *error, const lamina_violations *violations)
{
    size_t count = violations->count + violations->dropped;
    error->code = LAMINA_STR("invalid-request");
    error->violations = *violations;
    error->detail = count == 1
                        ? LAMINA_STR("The request breaks 1 rule")
                        : lamina_arena_format(error->arena, "The request breaks %zu rules", count);
}

lamina_status lamina_fail_violations(lamina_context *context, const lamina_violations *violations)
{
    lamina_error *error = to_set(context, LAMINA_E_INVALID);
    if (error != NULL)
        set_invalid(error, violations);
    return LAMINA_E_INVALID;
}

lamina_status lamina_fail_field(lamina_context *context, const char *pointer, const char *code,
                                const char *format, ...)
{
    lamina_error *error = to_set(context, LAMINA_E_INVALID);
    if (error == NULL)
        return LAMINA_E_INVALID;
    va_list args;
    va_start(args, format);
    lamina_str message = format_text(error->arena, format, args);
    va_end(args);

    lamina_violations violations = {0};
    lamina_violation_add(error->arena, &violations, lamina_str_from(pointer), code, "%.*s",
                         LAMINA_FMT(message));
    set_invalid(error, &violations);
    return LAMINA_E_INVALID;
}

lamina_status lamina_cause(lamina_context *context, lamina_status status, const char *format, ...)
{
    lamina_error *error = error_of(context);
    if (error == NULL || error->cause_count == CAUSE_CAP)
        return status;
    va_list args;
    va_start(args, format);
    lamina_str cause = format_text(error->arena, format, args);
    va_end(args);
    if (cause.ptr != NULL)
        error->causes[error->cause_count++] = cause;
    return status;
}

void lamina_error_reset(lamina_context *context)
{
    lamina_error *error = error_of(context);
    if (error != NULL)
        *error = (lamina_error){.arena = error->arena};
}

void lamina_error_read(const lamina_error *error, lamina_problem *out)
{
    lamina_problem full = {.size = sizeof full};
    if (error != NULL) {
        full.status = error->status;
        full.code = error->code;
        full.detail = error->detail;
        full.violations = error->violations.items;
        full.violation_count = error->violations.count;
        full.causes = error->causes;
        full.cause_count = error->cause_count;
    }
    lamina_hand_over(out, &full, sizeof full);
}
