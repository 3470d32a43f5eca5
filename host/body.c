/*
 * body.c - the content of a request: base64 off, then JSON into the struct of the route's record.
 */
#include "body.h"

#include "guard.h"
#include "lamina/json.h"
#include "lamina/plugin.h"
#include "lamina/problem.h"
#include "lamina/record_json.h"

lamina_status host__body_unwrap(lamina_arena *arena, const host_event *event,
                                lamina_request *request)
{
    request->raw_body = event->body;
    if (!event->body_is_base64)
        return LAMINA_OK;
    return lamina_base64_decode(arena, event->body, &request->raw_body);
}

static lamina_status refuse_json(lamina_context *context, lamina_status status,
                                 const lamina_json_fault *fault)
{
    if (fault->reason != NULL)
        return lamina_fail(context, LAMINA_E_SYNTAX, "malformed-json",
                           "The body is not JSON: line %zu, column %zu (byte %zu): %s", fault->line,
                           fault->column, fault->offset, fault->reason);
    if (status == LAMINA_E_LIMIT)
        return lamina_fail(context, LAMINA_E_TOO_LARGE, "content-too-large",
                           "The body holds too many values");
    return status;
}

/* A struct of that record, which lives as long as the invocation. */
static void *new_struct(lamina_context *context, const lamina_record *record)
{
    return lamina_arena_alloc(context->arena, record->struct_size);
}

lamina_status host__body_decode(lamina_context *context, lamina_request *request)
{
    const lamina_record *record = request->route->request;
    if (record == NULL)
        return LAMINA_OK;
    if (request->raw_body.len == 0)
        return lamina_fail(context, LAMINA_E_SYNTAX, "malformed-json", "A JSON body is required");
    lamina_status status = host__guard_media_type(context, request->content_type);
    if (status != LAMINA_OK)
        return status;

    const lamina_json *value = NULL;
    lamina_json_fault fault = {0};
    status = lamina_json_read(context->arena, request->raw_body, 0, &value, &fault);
    if (status != LAMINA_OK)
        return refuse_json(context, status, &fault);

    void *body = new_struct(context, record);
    if (body == NULL)
        return LAMINA_E_LIMIT;
    lamina_violations violations = {0};
    status = lamina_record_read_json(context->arena, record, value, body, &violations);
    request->body = body;
    return status == LAMINA_E_INVALID ? lamina_fail_violations(context, &violations) : status;
}

lamina_status host__query_decode(lamina_context *context, lamina_request *request)
{
    const lamina_record *record = request->route->query;
    if (record == NULL)
        return LAMINA_OK;
    void *query = new_struct(context, record);
    if (query == NULL)
        return LAMINA_E_LIMIT;
    lamina_violations violations = {0};
    const lamina_status status =
        lamina_record_read_params(context->arena, record, request->query_params,
                                  request->query_param_count, query, &violations);
    request->query = query;
    return status == LAMINA_E_INVALID ? lamina_fail_violations(context, &violations) : status;
}
