/*
 * A handler of every kind of event, and no route. Each says in the log what it saw; a thing of the name
 * "broken" fails, and one of the name "crash" ends the process.
 */
#include <stdlib.h>

#include "lamina/lamina.h"

typedef struct thing {
    lamina_presence has;
    lamina_str name;
} thing;

static const lamina_field thing_fields[] = {{.name = "name",
                                             .type = LAMINA_TYPE_STRING,
                                             .offset = offsetof(thing, name),
                                             .flags = LAMINA_FIELD_REQUIRED,
                                             .min_length = 1,
                                             .max_length = 20}};
static const lamina_record thing_record = {.size = sizeof(lamina_record),
                                           .name = "Thing",
                                           .struct_size = sizeof(thing),
                                           .field_size = sizeof(lamina_field),
                                           .fields = thing_fields,
                                           .field_count = 1};

static lamina_status handle(lamina_context *context, lamina_str name)
{
    lamina_log(context, LAMINA_LOG_INFO, "%.*s saw %.*s", LAMINA_FMT(context->operation),
               LAMINA_FMT(name));
    if (lamina_str_is(name, "crash"))
        abort();
    if (!lamina_str_is(name, "broken"))
        return LAMINA_OK;
    lamina_cause(context, LAMINA_E_CONFLICT, "it fell down");
    return lamina_fail(context, LAMINA_E_CONFLICT, "thing-broken", "The thing is broken");
}

/* "Bearer ada" lets ada in, "Bearer down" finds that whoever knows cannot be reached. */
static lamina_status authorize(lamina_context *context, const lamina_authorizer_event *event,
                               lamina_authorizer_decision *decision)
{
    if (lamina_str_is(event->token, "Bearer down"))
        return lamina_fail(context, LAMINA_E_UNAVAILABLE, "unavailable", "Ask again later");
    if (lamina_str_is(event->token, "Bearer mallory")) {
        decision->verdict = LAMINA_AUTHORIZER_DENY;
        return LAMINA_OK;
    }
    if (!lamina_str_is(event->token, "Bearer ada"))
        return LAMINA_E_UNAUTHENTICATED;
    decision->verdict = LAMINA_AUTHORIZER_ALLOW;
    decision->principal_id = LAMINA_STR("ada");
    decision->scopes = LAMINA_STR("things:read");
    return LAMINA_OK;
}

static lamina_status give_back(lamina_context *context, const lamina_direct_event *event,
                               lamina_direct_answer *answer)
{
    const thing *input = event->input;
    answer->output = input;
    return handle(context, input->name);
}

static lamina_status on_message(lamina_context *context, const lamina_sqs_message *message)
{
    return handle(context, ((const thing *)message->body)->name);
}

static lamina_status on_change(lamina_context *context, const lamina_stream_change *change)
{
    return handle(context, change->keys);
}

static lamina_status on_notification(lamina_context *context,
                                     const lamina_sns_notification *notification)
{
    return handle(context, ((const thing *)notification->message)->name);
}

static lamina_status on_object(lamina_context *context, const lamina_s3_change *change)
{
    return handle(context, change->key);
}

static lamina_status on_event(lamina_context *context, const lamina_bus_event *event)
{
    return handle(context, ((const thing *)event->detail)->name);
}

static lamina_status nightly(lamina_context *context, const lamina_bus_event *event)
{
    return handle(context, event->id);
}

static const lamina_event_handler events[] = {
    {.operation = "authorize",
     .kind = LAMINA_EVENT_AUTHORIZER,
     .handler = {.authorizer = authorize}},
    {.operation = "count_items", /* what the sample event names */
     .kind = LAMINA_EVENT_DIRECT,
     .request = &thing_record,
     .response = &thing_record,
     .handler = {.direct = give_back}},
    {.operation = "on_message",
     .kind = LAMINA_EVENT_SQS,
     .request = &thing_record,
     .handler = {.sqs = on_message}},
    {.operation = "on_change", .kind = LAMINA_EVENT_DYNAMODB, .handler = {.dynamodb = on_change}},
    {.operation = "on_notification",
     .kind = LAMINA_EVENT_SNS,
     .request = &thing_record,
     .handler = {.sns = on_notification}},
    {.operation = "on_object", .kind = LAMINA_EVENT_S3, .handler = {.s3 = on_object}},
    {.operation = "on_event",
     .kind = LAMINA_EVENT_EVENTBRIDGE,
     .request = &thing_record,
     .handler = {.eventbridge = on_event}},
    {.operation = "nightly", .kind = LAMINA_EVENT_SCHEDULE, .handler = {.schedule = nightly}},
};

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = sizeof(lamina_plugin),
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR,
                                           .name = "events",
                                           .version = "1.0.0",
                                           .events = events,
                                           .event_count = sizeof(events) / sizeof(events[0]),
                                           .event_size = sizeof(lamina_event_handler)};
