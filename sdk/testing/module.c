/*
 * module.c - a plugin loaded as the host loads it, and one invocation after the other.
 */
#include "module.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dispatch.h"
#include "lamina/check.h"
#include "lamina/http_event.h"
#include "lamina/log.h"
#include "request_log.h"

/* The plugin of a module's test program, if one is linked into it. */
extern const lamina_plugin lamina_plugin_entry __attribute__((weak));

enum { LASTING_CAP = 64 << 20 };

void testing__die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("lamina_test: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    abort();
}

/* ---- birth and end ---- */

static const lamina_plugin *plugin_of(const lamina_test_options *options)
{
    const lamina_plugin *plugin = options != NULL ? options->plugin : NULL;
    if (plugin == NULL && &lamina_plugin_entry != NULL)
        plugin = &lamina_plugin_entry;
    if (plugin == NULL)
        testing__die("no plugin: link the module's objects, or set lamina_test_options.plugin");
    return plugin;
}

static void load(lamina_test *test, const lamina_test_options *options)
{
    host_service *service = &test->service;
    const char *operation = options != NULL && options->operation != NULL ? options->operation : "";
    const lamina_plugin *plugin = service->plugin;
    lamina_refusal refusal = {0};
    lamina_status status = lamina_plugin_check(test->lasting, plugin, service->host,
                                               lamina_str_from(plugin->name), &refusal);
    if (status == LAMINA_OK)
        status = host__router_init(test->lasting, plugin, lamina_str_from(operation),
                                   &service->router, &refusal);
    if (status == LAMINA_OK &&
        host__event_table_init(test->lasting, plugin, lamina_str_from(operation),
                               &service->events) != LAMINA_OK)
        testing__die("out of memory");
    if (status != LAMINA_OK)
        testing__die("the host refuses the plugin: %s: %.*s", refusal.type,
                     LAMINA_FMT(refusal.message));
}

static void run_init(lamina_test *test)
{
    const lamina_plugin *plugin = test->service.plugin;
    if (plugin->init == NULL)
        return;
    lamina_context context = *test_context_get(test->clock_and_log);
    context.flags = LAMINA_CONTEXT_INIT;
    context.arena = test->lasting;
    context.request_id = (lamina_str){0};
    context.notes = NULL;
    const lamina_status status = plugin->init(&context, &test->service.state);
    if (status != LAMINA_OK)
        testing__die("init() of plugin %s failed with %s", plugin->name,
                     lamina_status_name(status));
}

lamina_test *lamina_test_new(const lamina_test_options *options)
{
    lamina_test *test = calloc(1, sizeof *test);
    if (test == NULL)
        testing__die("out of memory");
    test->clock_and_log = test_context_new();
    test->lasting = lamina_arena_new(LASTING_CAP);
    test->remaining_ms = LAMINA_TEST_REMAINING_MS;
    if (test->lasting == NULL || host__service_init(&test->service) != LAMINA_OK)
        testing__die("out of memory");
    if (options != NULL && options->seed != 0)
        test_context_seed_random(test->clock_and_log, options->seed);
    test->service.host = test_context_get(test->clock_and_log)->host;
    test->service.plugin = plugin_of(options);
    load(test, options);
    run_init(test);
    return test;
}

void lamina_test_free(lamina_test *test)
{
    if (test == NULL)
        return;
    if (test->service.plugin->shutdown != NULL)
        test->service.plugin->shutdown(test->service.state);
    testing__database_end(test);
    host__service_clear(&test->service);
    test_context_free(test->clock_and_log);
    lamina_arena_free(test->lasting);
    free(test);
}

/* ---- who, when, and with what luck ---- */

static const char *keep(lamina_test *test, const char *text)
{
    if (text == NULL)
        return NULL;
    const lamina_str copy = lamina_arena_copy(test->lasting, lamina_str_from(text));
    if (copy.ptr == NULL)
        testing__die("out of memory");
    return copy.ptr;
}

void lamina_test_as(lamina_test *test, const char *subject, const char *tenant, const char *scopes)
{
    test->subject = keep(test, subject);
    test->tenant = keep(test, tenant);
    test->scopes = keep(test, scopes);
}

void lamina_test_set_time_us(lamina_test *test, int64_t realtime_us)
{
    test_context_set_clock_us(test->clock_and_log, realtime_us);
}

void lamina_test_advance_us(lamina_test *test, int64_t us)
{
    test_context_advance_us(test->clock_and_log, us);
}

void lamina_test_use_system_clock(lamina_test *test)
{
    test_context_use_system_clock(test->clock_and_log);
}

void lamina_test_set_remaining_ms(lamina_test *test, int64_t remaining_ms)
{
    test->remaining_ms = remaining_ms;
}

void lamina_test_seed(lamina_test *test, uint64_t seed)
{
    test_context_seed_random(test->clock_and_log, seed);
}

/* ---- calling ---- */

lamina_context *testing__begin(lamina_test *test)
{
    test_context_reset(test->clock_and_log);
    test_context_set_remaining_ms(test->clock_and_log, test->remaining_ms);
    host__service_reset(&test->service);
    test->answer = test->body = NULL;
    test->exchange = (host_exchange){0};
    test->failure = (lamina_refusal){0};

    /* The arena and the tables of the fixed host, with what of a request stays of this plugin. */
    lamina_context *context = test_context_get(test->clock_and_log);
    context->flags = test->service.warm ? 0 : LAMINA_CONTEXT_COLD_START;
    context->state = test->service.state;
    context->operation = (lamina_str){0};
    context->caller_id = lamina_str_from(test->subject);
    context->caller_tenant = lamina_str_from(test->tenant);
    context->caller_scopes = lamina_str_from(test->scopes);
    return context;
}

lamina_context *lamina_test_context(lamina_test *test)
{
    return testing__begin(test);
}

void lamina_test_header(lamina_test *test, const char *name, const char *value)
{
    if (test->header_count == TESTING_HEADER_CAP)
        testing__die("a request has at most %d headers", TESTING_HEADER_CAP);
    test->headers[test->header_count++] = (lamina_param){
        .name = lamina_str_from(keep(test, name)), .value = lamina_str_from(keep(test, value))};
}

static void read_answer(lamina_test *test, lamina_arena *arena)
{
    if (lamina_json_read(arena, lamina_text_view(&test->service.answer), 0, &test->answer, NULL) !=
        LAMINA_OK)
        testing__die("the host's answer is no JSON");
}

static void send_http(lamina_test *test, lamina_context *context, const host_incoming *incoming)
{
    const int64_t start_us = lamina_monotonic_us(context);
    const lamina_status status =
        host__exchange_run(&test->exchange, &test->service, context, incoming);
    if (status != LAMINA_OK)
        testing__die("the event cannot be served: %.*s", LAMINA_FMT(test->exchange.fault));
    host__request_log(&test->exchange, lamina_monotonic_us(context) - start_us);
    read_answer(test, context->arena);
    (void)lamina_json_read(context->arena, lamina_test_body(test), 0, &test->body, NULL);
}

static void send_other(lamina_test *test, lamina_context *context, const host_incoming *incoming)
{
    const int64_t start_us = lamina_monotonic_us(context);
    host_dispatch dispatch;
    const lamina_status status =
        host__dispatch_run(&dispatch, &test->service, context, incoming, &test->failure);
    host__dispatch_log(&dispatch, &test->failure, lamina_monotonic_us(context) - start_us);
    if (status != LAMINA_OK)
        return;
    read_answer(test, context->arena);
    test->body = test->answer;
}

void lamina_test_send_event(lamina_test *test, const char *event_json)
{
    lamina_context *context = testing__begin(test);
    const lamina_str event = lamina_arena_copy(context->arena, lamina_str_from(event_json));
    host_incoming incoming;
    lamina_str fault = {0};
    if (host__event_open(context->arena, event, &incoming, &fault) != LAMINA_OK)
        testing__die("the event cannot be served: %.*s", LAMINA_FMT(fault));
    if (incoming.kind->read != NULL)
        send_http(test, context, &incoming);
    else
        send_other(test, context, &incoming);
    test->service.warm = true;
}

/* ---- a request as an event ---- */

/* What an authorizer would have said of the caller. */
static void write_authorizer(lamina_json_writer *json, const lamina_test *test)
{
    lamina_json_write_object(json);
    lamina_json_write_member_string(json, "principalId", lamina_str_from(test->subject));
    if (test->tenant != NULL)
        lamina_json_write_member_string(json, "tenant", lamina_str_from(test->tenant));
    lamina_json_write_member_string(json, "scope", lamina_str_from(test->scopes));
    lamina_json_write_object_end(json);
}

void lamina_test_send(lamina_test *test, const char *method, const char *target, const char *body)
{
    lamina_text event;
    lamina_text authorizer;
    lamina_json_writer json;
    lamina_text_init(&event, (size_t)16 << 20);
    lamina_text_init(&authorizer, (size_t)1 << 20);
    lamina_json_write_init(&json, &authorizer);
    if (test->subject != NULL)
        write_authorizer(&json, test);
    const lamina_http_event request = {.size = sizeof request,
                                       .has_body = body != NULL,
                                       .method = lamina_str_from(method),
                                       .target = lamina_str_from(target),
                                       .headers = test->headers,
                                       .header_count = test->header_count,
                                       .body = lamina_str_from(body),
                                       .authorizer = lamina_text_view(&authorizer),
                                       .source_ip = LAMINA_STR("192.0.2.1")}; /* RFC 5737 */
    if (lamina_text_status(&authorizer) != LAMINA_OK ||
        lamina_http_event_write(&request, &event) != LAMINA_OK)
        testing__die("the request is too large");
    test->header_count = 0;
    lamina_test_send_event(test, event.ptr);
    lamina_text_clear(&authorizer);
    lamina_text_clear(&event);
}
