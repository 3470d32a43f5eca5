/*
 * content.c - JSON of the module's own, whatever it came in, as the struct of a record.
 */
#include "content.h"

#include "lamina/problem.h"
#include "lamina/record_json.h"

static lamina_status refuse_json(lamina_context *context, lamina_status status,
                                 const lamina_json_fault *fault, const char *what)
{
    if (fault->reason != NULL)
        return lamina_fail(context, LAMINA_E_SYNTAX, "malformed-json",
                           "The %s is not JSON: line %zu, column %zu (byte %zu): %s", what,
                           fault->line, fault->column, fault->offset, fault->reason);
    if (status == LAMINA_E_LIMIT)
        return lamina_fail(context, LAMINA_E_TOO_LARGE, "content-too-large",
                           "The %s holds too many values", what);
    return status;
}

lamina_status host__content_fill(lamina_context *context, const lamina_record *record,
                                 const lamina_json *value, const void **content)
{
    *content = NULL;
    if (record == NULL)
        return LAMINA_OK;
    void *filled = lamina_arena_alloc(context->arena, record->struct_size);
    if (filled == NULL)
        return LAMINA_E_LIMIT;
    lamina_violations violations = {0};
    const lamina_status status =
        lamina_record_read_json(context->arena, record, value, filled, &violations);
    *content = filled;
    return status == LAMINA_E_INVALID ? lamina_fail_violations(context, &violations) : status;
}

lamina_status host__content_read(lamina_context *context, const lamina_record *record,
                                 lamina_str text, const char *what, const void **content)
{
    *content = NULL;
    if (record == NULL)
        return LAMINA_OK;
    const lamina_json *value = NULL;
    lamina_json_fault fault = {0};
    const lamina_status status = lamina_json_read(context->arena, text, 0, &value, &fault);
    if (status != LAMINA_OK)
        return refuse_json(context, status, &fault, what);
    return host__content_fill(context, record, value, content);
}
