/*
 * invocation.c - one invocation: its context, its exchange, its answer to the Runtime API.
 */
#include "invocation.h"

#include "dispatch.h"
#include "event_kind.h"
#include "exchange.h"
#include "lamina/log.h"
#include "request_log.h"
#include "trace_variable.h"

static lamina_context new_context(const host_service *service, const runtime_event *event)
{
    return (lamina_context){.size = sizeof(lamina_context),
                            .flags = service->warm ? 0 : LAMINA_CONTEXT_COLD_START,
                            .host = service->host,
                            .arena = service->arena,
                            .error = lamina_error_new(service->arena),
                            .state = service->state,
                            .deadline_ms = event->deadline_ms,
                            .request_id = event->request_id,
                            .function_arn = event->function_arn,
                            .trace_id = event->trace_id,
                            .client_context = event->client_context,
                            .cognito_identity = event->cognito_identity,
                            .tenant_id = event->tenant_id,
                            .notes = lamina_notes_new(service->arena)};
}

/* There is nobody to send a problem to: the invocation itself fails. */
static runtime_outcome fail(runtime_client *client, const lamina_context *context,
                            const runtime_event *event, lamina_status status, lamina_str fault)
{
    const lamina_refusal failure = {.type = status == LAMINA_E_INTERNAL ? "Function.AnswerFailed"
                                                                        : "Function.BadEvent",
                                    .message = fault};
    const lamina_log_field type = lamina_log_text("errorType", lamina_str_from(failure.type));
    lamina_log_with(context, LAMINA_LOG_ERROR, fault, &type, 1);
    return host__runtime_fail(client, event, &failure);
}

static runtime_outcome serve_http(host_service *service, runtime_client *client,
                                  lamina_context *context, const runtime_event *event,
                                  const host_incoming *incoming)
{
    const int64_t start_us = lamina_monotonic_us(context);
    host_exchange exchange;
    const lamina_status status = host__exchange_run(&exchange, service, context, incoming);
    if (status != LAMINA_OK)
        return fail(client, context, event, status, exchange.fault);
    const int64_t duration_us = lamina_monotonic_us(context) - start_us;
    const runtime_outcome outcome =
        host__runtime_respond(client, event, lamina_text_view(&service->answer));
    /* After the answer: the client does not wait for the log. */
    host__request_log(&exchange, duration_us);
    return outcome;
}

static runtime_outcome serve_other(host_service *service, runtime_client *client,
                                   lamina_context *context, const runtime_event *event,
                                   const host_incoming *incoming)
{
    const int64_t start_us = lamina_monotonic_us(context);
    host_dispatch dispatch;
    lamina_refusal failure = {0};
    const lamina_status status =
        host__dispatch_run(&dispatch, service, context, incoming, &failure);
    const int64_t duration_us = lamina_monotonic_us(context) - start_us;
    const runtime_outcome outcome =
        status == LAMINA_OK
            ? host__runtime_respond(client, event, lamina_text_view(&service->answer))
            : host__runtime_fail(client, event, &failure);
    host__dispatch_log(&dispatch, &failure, duration_us);
    return outcome;
}

runtime_outcome host__invocation_serve(host_service *service, runtime_client *client,
                                       const runtime_event *event)
{
    lamina_context context = new_context(service, event);
    service->warm = true;
    host__trace_variable_set(event->trace_id);
    if (event->too_large)
        return fail(
            client, &context, event, LAMINA_E_LIMIT,
            LAMINA_STR("the event is larger than 6291556 bytes, or its headers than 256 KiB"));

    host_incoming incoming;
    lamina_str fault = {0};
    const lamina_status status = host__event_open(context.arena, event->body, &incoming, &fault);
    if (status != LAMINA_OK)
        return fail(client, &context, event, status, fault);
    return incoming.kind->read != NULL ? serve_http(service, client, &context, event, &incoming)
                                       : serve_other(service, client, &context, event, &incoming);
}
