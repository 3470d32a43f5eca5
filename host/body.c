/*
 * body.c - the content of a request: base64 off, then JSON into the struct of the route's record.
 */
#include "body.h"

#include "content.h"
#include "guard.h"
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

lamina_status host__body_decode(lamina_context *context, lamina_request *request)
{
    const lamina_record *record = request->route->request;
    if (record == NULL)
        return LAMINA_OK;
    if (request->raw_body.len == 0)
        return lamina_fail(context, LAMINA_E_SYNTAX, "malformed-json", "A JSON body is required");
    const lamina_status status = host__guard_media_type(context, request->content_type);
    if (status != LAMINA_OK)
        return status;
    return host__content_read(context, record, request->raw_body, "body", &request->body);
}

lamina_status host__query_decode(lamina_context *context, lamina_request *request)
{
    const lamina_record *record = request->route->query;
    if (record == NULL)
        return LAMINA_OK;
    void *query = lamina_arena_alloc(context->arena, record->struct_size);
    if (query == NULL)
        return LAMINA_E_LIMIT;
    lamina_violations violations = {0};
    const lamina_status status =
        lamina_record_read_params(context->arena, record, request->query_params,
                                  request->query_param_count, query, &violations);
    request->query = query;
    return status == LAMINA_E_INVALID ? lamina_fail_violations(context, &violations) : status;
}
