/*
 * fuzz_event.c - any bytes as the event of an invocation, served by a plugin that has a route and a handler
 * of every kind. What is answered must be JSON, and what is not must have a name and words.
 */
#include <stdint.h>
#include <stdlib.h>

#include "dispatch.h"
#include "exchange.h"
#include "lamina/lamina.h"
#include "lamina/system_host.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

/* Reads all of a text, so that a view that leads out of its memory is found. */
static size_t touched;

static void touch(lamina_str text)
{
    for (size_t i = 0; i < text.len; i++)
        touched += (unsigned char)text.ptr[i];
}

static lamina_status serve(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    (void)context;
    touch(request->raw_body);
    touch(request->path);
    for (size_t i = 0; i < request->header_count; i++)
        touch(request->headers[i].value);
    response->raw_body = request->raw_body;
    return LAMINA_OK;
}

static lamina_status authorize(lamina_context *context, const lamina_authorizer_event *event,
                               lamina_authorizer_decision *decision)
{
    (void)context;
    touch(event->path);
    decision->verdict = event->type;
    decision->principal_id = event->token;
    decision->scopes = event->method;
    return LAMINA_OK;
}

static lamina_status do_it(lamina_context *context, const lamina_direct_event *event,
                           lamina_direct_answer *answer)
{
    (void)context;
    touch(event->raw_input);
    (void)answer;
    return LAMINA_OK;
}

/* Every other record fails. */
static lamina_status verdict(lamina_str id)
{
    touch(id);
    return touched % 2 == 0 ? LAMINA_OK : LAMINA_E_CONFLICT;
}

static lamina_status on_message(lamina_context *context, const lamina_sqs_message *message)
{
    (void)context;
    touch(message->raw_body);
    for (size_t i = 0; i < message->attribute_count; i++)
        touch(message->attributes[i].value);
    return verdict(message->message_id);
}

static lamina_status on_change(lamina_context *context, const lamina_stream_change *change)
{
    (void)context;
    touch(change->keys);
    touch(change->new_image);
    return verdict(change->sequence_number);
}

static lamina_status on_notification(lamina_context *context,
                                     const lamina_sns_notification *notification)
{
    (void)context;
    touch(notification->raw_message);
    return verdict(notification->message_id);
}

static lamina_status on_object(lamina_context *context, const lamina_s3_change *change)
{
    (void)context;
    return verdict(change->key);
}

static lamina_status on_bus(lamina_context *context, const lamina_bus_event *event)
{
    (void)context;
    for (size_t i = 0; i < event->resource_count; i++)
        touch(event->resources[i]);
    return verdict(event->raw_detail);
}

static const lamina_route routes[] = {{.operation = "serve",
                                       .method = "POST",
                                       .path = "/items/{path+}",
                                       .handler = serve,
                                       .flags = LAMINA_ROUTE_PUBLIC}};
static const lamina_event_handler events[] = {
    {.operation = "a", .kind = LAMINA_EVENT_AUTHORIZER, .handler = {.authorizer = authorize}},
    {.operation = "d", .kind = LAMINA_EVENT_DIRECT, .handler = {.direct = do_it}},
    {.operation = "q", .kind = LAMINA_EVENT_SQS, .handler = {.sqs = on_message}},
    {.operation = "t", .kind = LAMINA_EVENT_DYNAMODB, .handler = {.dynamodb = on_change}},
    {.operation = "n", .kind = LAMINA_EVENT_SNS, .handler = {.sns = on_notification}},
    {.operation = "o", .kind = LAMINA_EVENT_S3, .handler = {.s3 = on_object}},
    {.operation = "b", .kind = LAMINA_EVENT_EVENTBRIDGE, .handler = {.eventbridge = on_bus}},
    {.operation = "s", .kind = LAMINA_EVENT_SCHEDULE, .handler = {.schedule = on_bus}},
};
static const lamina_plugin plugin = {.magic = LAMINA_PLUGIN_MAGIC,
                                     .size = sizeof(lamina_plugin),
                                     .abi_major = LAMINA_ABI_MAJOR,
                                     .abi_minor = LAMINA_ABI_MINOR,
                                     .name = "fuzz",
                                     .version = "1.0.0",
                                     .routes = routes,
                                     .route_count = 1,
                                     .route_size = sizeof(lamina_route),
                                     .events = events,
                                     .event_count = sizeof(events) / sizeof(events[0]),
                                     .event_size = sizeof(lamina_event_handler)};

/* Once for all runs. */
static host_service *open_service(void)
{
    static host_service service;
    static lamina_arena *lasting; /* what the service points into */
    if (service.plugin != NULL)
        return &service;
    lamina_refusal refusal;
    lasting = lamina_arena_new((size_t)1 << 20);
    lamina_log_configure(&(lamina_log_options){.size = sizeof(lamina_log_options),
                                               .fd = 2,
                                               .level = LAMINA_LOG_FATAL + 1,
                                               .service = "fuzz"});
    demand(lasting != NULL && host__service_init(&service) == LAMINA_OK);
    service.host = lamina_system_host();
    service.plugin = &plugin;
    demand(lamina_plugin_check(lasting, &plugin, service.host, LAMINA_STR("fuzz"), &refusal) ==
           LAMINA_OK);
    demand(host__router_init(lasting, &plugin, LAMINA_STR(""), &service.router, &refusal) ==
           LAMINA_OK);
    demand(host__event_table_init(lasting, &plugin, LAMINA_STR(""), &service.events) == LAMINA_OK);
    return &service;
}

static void run(host_service *service, lamina_context *context, const host_incoming *incoming)
{
    lamina_status status;
    if (incoming->kind->read != NULL) {
        host_exchange exchange;
        status = host__exchange_run(&exchange, service, context, incoming);
        demand(status == LAMINA_OK || exchange.fault.len > 0);
    } else {
        host_dispatch dispatch;
        lamina_refusal failure = {0};
        status = host__dispatch_run(&dispatch, service, context, incoming, &failure);
        demand(status == LAMINA_OK || (failure.type != NULL && failure.message.len > 0));
        host__dispatch_log(&dispatch, &failure, 0);
    }
    const lamina_json *answer = NULL;
    demand(status != LAMINA_OK ||
           lamina_json_read(context->arena, lamina_text_view(&service->answer), 0, &answer, NULL) ==
               LAMINA_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    host_service *service = open_service();
    host__service_reset(service);
    lamina_context context = {.size = sizeof(context),
                              .host = service->host,
                              .arena = service->arena,
                              .error = lamina_error_new(service->arena),
                              .notes = lamina_notes_new(service->arena),
                              .request_id = LAMINA_STR("fuzz")};
    host_incoming incoming;
    lamina_str fault = {0};
    const lamina_status status =
        host__event_open(context.arena, (lamina_str){(const char *)data, size}, &incoming, &fault);
    demand(status == LAMINA_OK || fault.len > 0);
    if (status == LAMINA_OK)
        run(service, &context, &incoming);
    return 0;
}
