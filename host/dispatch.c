/*
 * dispatch.c - an event that is not HTTP turned into one answer.
 */
#include "dispatch.h"

#include "failure.h"
#include "lamina/log.h"
#include "refusal.h"

/* The line's own fields; those of the invocation's notes come behind them. */
#define OWN_FIELD_CAP 7u

/* The index is LAMINA_EVENT_*. */
static const dispatch_fn serve[] = {
    [LAMINA_EVENT_AUTHORIZER] = host__dispatch_authorizer,
    [LAMINA_EVENT_DIRECT] = host__dispatch_direct,
    [LAMINA_EVENT_SQS] = host__dispatch_records,
    [LAMINA_EVENT_DYNAMODB] = host__dispatch_records,
    [LAMINA_EVENT_SNS] = host__dispatch_records,
    [LAMINA_EVENT_S3] = host__dispatch_records,
    [LAMINA_EVENT_EVENTBRIDGE] = host__dispatch_bus,
    [LAMINA_EVENT_SCHEDULE] = host__dispatch_bus,
};

lamina_status host__dispatch_read(host_dispatch *d, const event_reader *reader)
{
    if (reader->status != LAMINA_OK)
        d->fault = reader->fault;
    return reader->status;
}

lamina_status host__dispatch_blame(host_dispatch *d, const char *what, lamina_str detail)
{
    d->fault = lamina_arena_format(d->context->arena, "the answer of %s cannot be sent: %s%.*s",
                                   d->handler->operation, what, LAMINA_FMT(detail));
    return LAMINA_E_INTERNAL;
}

lamina_status host__dispatch_write_null(host_dispatch *d)
{
    lamina_text_add(&d->service->answer, LAMINA_STR("null"));
    return lamina_text_status(&d->service->answer);
}

static lamina_status find_and_serve(host_dispatch *d)
{
    if (d->kind->handled == 0) {
        d->fault = lamina_arena_format(
            d->context->arena, "this host serves no events of the kind \"%s\"", d->kind->name);
        return LAMINA_E_SYNTAX;
    }
    const lamina_str operation = d->kind->handled == LAMINA_EVENT_DIRECT
                                     ? lamina_json_member_string(d->root, "operation")
                                     : (lamina_str){0};
    if (host__event_table_find(&d->service->events, d->context->arena, d->kind, operation,
                               &d->handler, &d->fault) != LAMINA_OK)
        return LAMINA_E_SYNTAX;
    d->context->operation = lamina_str_from(d->handler->operation);
    return serve[d->kind->handled](d);
}

/* With a fault the host itself is the one that speaks. */
static void refuse_fault(host_dispatch *d, lamina_status status, lamina_refusal *failure)
{
    host__refuse(failure,
                 status == LAMINA_E_INTERNAL ? "Function.AnswerFailed" : "Function.BadEvent",
                 d->fault);
    const lamina_log_field type = lamina_log_text("errorType", lamina_str_from(failure->type));
    lamina_log_with(d->context, LAMINA_LOG_ERROR, d->fault, &type, 1);
}

/* Nobody known is asking: that is an answer, and API Gateway wants to hear it as a failure with this
   very message. Source: API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer". */
static bool is_unauthorized(const host_dispatch *d, lamina_status status)
{
    return d->kind->handled == LAMINA_EVENT_AUTHORIZER && status == LAMINA_E_UNAUTHENTICATED;
}

lamina_status host__dispatch_run(host_dispatch *d, host_service *service, lamina_context *context,
                                 const host_incoming *incoming, lamina_refusal *failure)
{
    *d = (host_dispatch){.service = service,
                         .context = context,
                         .root = incoming->root,
                         .kind = incoming->kind,
                         .problem = {.size = sizeof(lamina_problem)}};
    lamina_text_reset(&service->answer);
    const lamina_status status = find_and_serve(d);
    if (status == LAMINA_OK)
        return status;
    if (d->fault.len > 0) {
        refuse_fault(d, status, failure);
        return status;
    }
    if (is_unauthorized(d, status)) {
        host__refuse(failure, "Function.Unauthorized", LAMINA_STR("Unauthorized"));
        return status;
    }
    lamina_error_read(context->error, &d->problem);
    *failure = host__failure_describe(context->arena, &d->problem, status);
    host__failure_log(context, LAMINA_STR("event failed"), &d->problem, status, NULL);
    return status;
}

void host__dispatch_log(const host_dispatch *d, const lamina_refusal *failure, int64_t duration_us)
{
    if (!d->service->access_log)
        return;
    lamina_log_field fields[OWN_FIELD_CAP + LAMINA_NOTE_CAP] = {
        lamina_log_text("event_kind",
                        d->kind->handled != 0
                            ? lamina_str_from(lamina_event_kind_name(d->kind->handled))
                            : lamina_str_from(d->kind->name)),
        lamina_log_number("records", (int64_t)d->records),
        lamina_log_number("failed_records", (int64_t)d->failed),
        lamina_log_number("duration_us", duration_us),
        lamina_log_number("arena_bytes", (int64_t)lamina_arena_used(d->context->arena)),
    };
    size_t count = OWN_FIELD_CAP - 2;
    if (d->verdict != NULL)
        fields[count++] = lamina_log_text("verdict", lamina_str_from(d->verdict));
    if (failure->type != NULL)
        fields[count++] = lamina_log_text("errorType", lamina_str_from(failure->type));
    count += lamina_notes_read(d->context->notes, fields + count, LAMINA_NOTE_CAP);
    lamina_log_with(d->context, LAMINA_LOG_INFO, LAMINA_STR("event"), fields, count);
}
