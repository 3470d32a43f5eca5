/*
 * event_fixture.c - a service with a handler of every kind.
 */
#include "event_fixture.h"

#include <string.h>

#include "lamina/system_host.h"

event_fixture event_f;

static const lamina_field item_fields[] = {{.name = "name",
                                            .type = LAMINA_TYPE_STRING,
                                            .offset = offsetof(event_item, name),
                                            .flags = LAMINA_FIELD_REQUIRED,
                                            .min_length = 1,
                                            .max_length = 10}};
static const lamina_record item_record = {.size = sizeof(lamina_record),
                                          .name = "Item",
                                          .struct_size = sizeof(event_item),
                                          .field_size = sizeof(lamina_field),
                                          .fields = item_fields,
                                          .field_count = 1};

static lamina_status act(lamina_context *context, const void *view, void *answer,
                         const event_item *item)
{
    event_script *script = &event_f.script;
    cr_assert_lt(script->calls, EVENT_SEEN_CAP);
    if (item != NULL)
        script->names[script->calls] = lamina_arena_copy(event_f.lasting, item->name);
    script->calls++;
    if (script->calls == script->fail_call) {
        lamina_cause(context, LAMINA_E_CONFLICT, "a cause for the log");
        return lamina_fail(context, LAMINA_E_CONFLICT, "item-locked", "Item %zu is locked",
                           script->calls);
    }
    return script->act != NULL ? script->act(context, view, answer) : LAMINA_OK;
}

static lamina_status authorize(lamina_context *context, const lamina_authorizer_event *event,
                               lamina_authorizer_decision *decision)
{
    return act(context, event, decision, NULL);
}

static lamina_status call_directly(lamina_context *context, const lamina_direct_event *event,
                                   lamina_direct_answer *answer)
{
    return act(context, event, answer, event->input);
}

static lamina_status on_message(lamina_context *context, const lamina_sqs_message *message)
{
    return act(context, message, NULL, message->body);
}

static lamina_status on_change(lamina_context *context, const lamina_stream_change *change)
{
    return act(context, change, NULL, NULL);
}

static lamina_status on_notification(lamina_context *context,
                                     const lamina_sns_notification *notification)
{
    return act(context, notification, NULL, notification->message);
}

static lamina_status on_object(lamina_context *context, const lamina_s3_change *change)
{
    return act(context, change, NULL, NULL);
}

static lamina_status on_bus(lamina_context *context, const lamina_bus_event *event)
{
    return act(context, event, NULL, event->detail);
}

static const lamina_event_handler handlers[] = {
    {.operation = "authorize",
     .kind = LAMINA_EVENT_AUTHORIZER,
     .handler = {.authorizer = authorize}},
    {.operation = "count_items",
     .kind = LAMINA_EVENT_DIRECT,
     .request = &item_record,
     .response = &item_record,
     .handler = {.direct = call_directly}},
    {.operation = "on_message",
     .kind = LAMINA_EVENT_SQS,
     .request = &item_record,
     .handler = {.sqs = on_message}},
    {.operation = "on_change", .kind = LAMINA_EVENT_DYNAMODB, .handler = {.dynamodb = on_change}},
    {.operation = "on_notification",
     .kind = LAMINA_EVENT_SNS,
     .request = &item_record,
     .handler = {.sns = on_notification}},
    {.operation = "on_object", .kind = LAMINA_EVENT_S3, .handler = {.s3 = on_object}},
    {.operation = "on_bus",
     .kind = LAMINA_EVENT_EVENTBRIDGE,
     .request = &item_record,
     .handler = {.eventbridge = on_bus}},
    {.operation = "nightly", .kind = LAMINA_EVENT_SCHEDULE, .handler = {.schedule = on_bus}},
};

void event_fixture_open(void)
{
    event_f = (event_fixture){0};
    lamina_log_configure(&(lamina_log_options){.size = sizeof(lamina_log_options),
                                               .fd = 2,
                                               .level = LAMINA_LOG_FATAL,
                                               .service = "fixture"});
    event_f.lasting = lamina_arena_new((size_t)64 * 1024 * 1024);
    cr_assert_eq(host__service_init(&event_f.service), LAMINA_OK);
    event_f.service.host = lamina_system_host();
    memcpy(event_f.handlers, handlers, sizeof(handlers));
    event_f.plugin = (lamina_plugin){.magic = LAMINA_PLUGIN_MAGIC,
                                     .size = sizeof(lamina_plugin),
                                     .abi_major = LAMINA_ABI_MAJOR,
                                     .abi_minor = LAMINA_ABI_MINOR,
                                     .name = "fixture",
                                     .version = "1.0.0",
                                     .events = event_f.handlers,
                                     .event_count = 8,
                                     .event_size = sizeof(lamina_event_handler)};
    event_f.service.plugin = &event_f.plugin;
    event_fixture_serve("");
}

void event_fixture_serve(const char *operation)
{
    lamina_refusal refusal;
    cr_assert_eq(lamina_plugin_check(event_f.lasting, &event_f.plugin, event_f.service.host,
                                     LAMINA_STR("fixture"), &refusal),
                 LAMINA_OK, "%.*s", LAMINA_FMT(refusal.message));
    cr_assert_eq(host__event_table_init(event_f.lasting, &event_f.plugin,
                                        lamina_str_from(operation), &event_f.service.events),
                 LAMINA_OK);
}

void event_fixture_close(void)
{
    host__service_clear(&event_f.service);
    lamina_arena_free(event_f.lasting);
}

lamina_status event_fixture_run(lamina_str event)
{
    host__service_reset(&event_f.service);
    event_f.context = (lamina_context){.size = sizeof(lamina_context),
                                       .host = event_f.service.host,
                                       .arena = event_f.service.arena,
                                       .error = lamina_error_new(event_f.service.arena),
                                       .notes = lamina_notes_new(event_f.service.arena),
                                       .request_id = LAMINA_STR(FIXTURE_REQUEST_ID)};
    event_f.failure = (lamina_refusal){0};
    event_f.script.calls = 0;
    host_incoming incoming;
    lamina_str fault = {0};
    cr_assert_eq(host__event_open(event_f.context.arena, event, &incoming, &fault), LAMINA_OK,
                 "%.*s", LAMINA_FMT(fault));
    cr_assert_null(incoming.kind->read, "it is an HTTP event");
    const lamina_status status = host__dispatch_run(&event_f.dispatch, &event_f.service,
                                                    &event_f.context, &incoming, &event_f.failure);
    cr_expect_eq(status == LAMINA_OK, event_f.failure.type == NULL);
    return status;
}

lamina_status event_fixture_run_file(const char *name)
{
    return event_fixture_run(fixture_event(event_f.lasting, name));
}

lamina_str event_fixture_changed(const char *name, const char *from, const char *to)
{
    const lamina_str text = fixture_event(event_f.lasting, name);
    lamina_text changed;
    lamina_text_init(&changed, 65536);
    const char *at = text.ptr;
    for (const char *found = strstr(at, from); found != NULL; found = strstr(at, from)) {
        lamina_text_add(&changed, (lamina_str){at, (size_t)(found - at)});
        lamina_text_add(&changed, lamina_str_from(to));
        at = found + strlen(from);
    }
    cr_assert_neq(at, text.ptr, "%s has no %s", name, from);
    lamina_text_add(&changed, lamina_str_from(at));
    const lamina_str copy = lamina_arena_copy(event_f.lasting, lamina_text_view(&changed));
    lamina_text_clear(&changed);
    return copy;
}

void event_expect_text(lamina_str seen, const char *expected)
{
    cr_expect(lamina_str_is(seen, expected), "\"%.*s\", not \"%s\"", (int)seen.len,
              seen.ptr != NULL ? seen.ptr : "", expected);
}

void event_expect_number(int64_t seen, int64_t expected)
{
    cr_expect_eq(seen, expected, "%lld, not %lld", (long long)seen, (long long)expected);
}

void event_fixture_expect_answer(const char *json)
{
    const lamina_str answer = lamina_text_view(&event_f.service.answer);
    cr_expect(lamina_str_is(answer, json), "%.*s, not %s", LAMINA_FMT(answer), json);
}

void event_fixture_expect_failure(const char *type, const char *words)
{
    cr_assert_not_null(event_f.failure.type, "no failure, expected %s: %s", type, words);
    const lamina_str message = event_f.failure.message;
    cr_expect_str_eq(event_f.failure.type, type, "%s: %.*s", event_f.failure.type,
                     LAMINA_FMT(message));
    cr_expect_not_null(memmem(message.ptr, message.len, words, strlen(words)),
                       "\"%.*s\" lacks \"%s\"", LAMINA_FMT(message), words);
}
