/*
 * exchange.c - one event turned into one answer: route, guard, decode, handler, encode.
 */
#include "exchange.h"

#include "body.h"
#include "crash.h"
#include "exchange_answer.h"
#include "guard.h"
#include "own_authorizer.h"
#include "query_string.h"

/* ---- before the handler: each step fails with the invocation's error object set ---- */

static lamina_status route(host_exchange *x)
{
    const lamina_status status = host__router_find(&x->service->router, x->context->arena,
                                                   x->event.method, x->event.path, &x->match);
    switch (status) {
    case LAMINA_E_NOT_FOUND:
        return lamina_fail(x->context, status, "not-found", "There is nothing at this path");
    case LAMINA_E_METHOD:
        return lamina_fail(x->context, status, "method-not-allowed",
                           "This path does not offer the method %.*s", LAMINA_FMT(x->event.method));
    case LAMINA_E_SYNTAX:
        return lamina_fail(x->context, status, "invalid-path",
                           "The path is not percent-encoded UTF-8 text");
    default: return status;
    }
}

static lamina_status guard(host_exchange *x)
{
    lamina_status status =
        host__identity_read(x->context->arena, x->event.authorizer, &x->identity);
    if (status == LAMINA_OK && !x->identity.known && x->match.route->scope != NULL)
        status = host__own_authorizer_ask(x->service, x->context, &x->event, &x->identity);
    x->context->caller_id = x->identity.principal_id;
    x->context->caller_tenant = x->identity.tenant;
    x->context->caller_scopes = x->identity.scopes;
    if (status == LAMINA_OK)
        status = host__guard_scope(x->context, x->match.route, &x->identity);
    if (status == LAMINA_OK)
        status = host__guard_size(x->context, x->match.route, &x->event);
    return status;
}

static void write_authorizer(host_exchange *x)
{
    if (lamina_json_count(x->event.authorizer) == 0)
        return;
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &x->service->authorizer);
    lamina_json_write_value(&writer, x->event.authorizer);
    x->request.authorizer = lamina_text_view(&x->service->authorizer);
}

static lamina_status fill_request(host_exchange *x)
{
    const host_event *event = &x->event;
    x->request = (lamina_request){.size = sizeof(lamina_request),
                                  .source = event->source,
                                  .route = x->match.route,
                                  .method = event->method,
                                  .path = event->path,
                                  .source_ip = event->source_ip,
                                  .principal_id = x->identity.principal_id,
                                  .scopes = x->identity.scopes,
                                  .path_params = x->match.params,
                                  .path_param_count = x->match.param_count,
                                  .headers = event->headers,
                                  .header_count = event->header_count};
    (void)lamina_request_header(&x->request, "content-type", &x->request.content_type);
    write_authorizer(x);
    const lamina_status status = host__body_unwrap(x->context->arena, event, &x->request);
    if (status == LAMINA_E_SYNTAX)
        x->fault = LAMINA_STR("isBase64Encoded is true, but body is not base64");
    return status;
}

static lamina_status decode_query(host_exchange *x)
{
    const lamina_status status = host__query_read(
        x->context->arena, &x->event, &x->request.query_params, &x->request.query_param_count);
    x->query_refused = true;
    if (status == LAMINA_E_SYNTAX)
        return lamina_fail(x->context, status, "invalid-query",
                           "The query string is not percent-encoded UTF-8 text");
    return status != LAMINA_OK ? status : host__query_decode(x->context, &x->request);
}

static lamina_status decode_body(host_exchange *x)
{
    x->query_refused = false;
    return host__body_decode(x->context, &x->request);
}

/* ---- the handler ---- */

static lamina_status call_handler(host_exchange *x)
{
    const lamina_route *r = x->match.route;
    x->response = (lamina_response){.size = sizeof(lamina_response), .record = r->response};
    host__crash_enter(x->context->request_id, r->operation);
    const lamina_status status = r->handler(x->context, &x->request, &x->response);
    host__crash_leave();
    return status;
}

static lamina_status run_steps(host_exchange *x)
{
    static lamina_status (*const steps[])(host_exchange *) = {
        guard, fill_request, decode_query, decode_body, call_handler, host__exchange_encode};
    lamina_status status = route(x);
    if (status != LAMINA_OK)
        return status;
    x->context->operation = lamina_str_from(x->match.route->operation);
    for (size_t i = 0; status == LAMINA_OK && i < sizeof(steps) / sizeof(steps[0]); i++)
        status = steps[i](x);
    return status;
}

lamina_status host__exchange_run(host_exchange *x, host_service *service, lamina_context *context,
                                 const host_incoming *incoming)
{
    *x = (host_exchange){.service = service, .context = context};
    lamina_status status = host__event_read(context->arena, incoming, &x->event, &x->fault);
    if (status != LAMINA_OK)
        return status;
    status = run_steps(x);
    if (x->fault.len > 0)
        return status;
    if (status == LAMINA_E_METHOD && lamina_str_is(x->event.method, "OPTIONS") &&
        x->match.route == NULL)
        return host__exchange_write_options(x);
    if (status == LAMINA_OK)
        status = host__exchange_write(x);
    return status == LAMINA_OK ? status : host__exchange_write_problem(x, status);
}
