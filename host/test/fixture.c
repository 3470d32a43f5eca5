/*
 * fixture.c - for the host's unit tests: event files, a small service, and answers read as JSON.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "lamina/system_host.h"

lamina_str fixture_event(lamina_arena *arena, const char *name)
{
    static const char *const folders[] = {"sdk/cli/events", "host/test/events"};
    const char *root = getenv("LAMINA_ROOT");
    FILE *file = NULL;
    for (size_t i = 0; file == NULL && i < sizeof(folders) / sizeof(folders[0]); i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s/%s.json", root != NULL ? root : ".", folders[i], name);
        file = fopen(path, "r");
    }
    cr_assert_not_null(file, "there is no sample event %s", name);
    char bytes[65536];
    const size_t len = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    return lamina_arena_copy(arena, (lamina_str){bytes, len});
}

/* ---- the plugin ---- */

fixture_script fixture_handler;

static lamina_status run_script(lamina_context *context, const lamina_request *request,
                                lamina_response *response)
{
    fixture_handler.calls++;
    fixture_handler.request = request;
    return fixture_handler.act != NULL ? fixture_handler.act(context, request, response)
                                       : LAMINA_OK;
}

static const lamina_range count_range = {.minimum = 0, .maximum = 10};
static const lamina_field item_fields[] = {
    {.name = "name",
     .type = LAMINA_TYPE_STRING,
     .offset = offsetof(fixture_item, name),
     .flags = LAMINA_FIELD_REQUIRED,
     .min_length = 1,
     .max_length = 20},
    {.name = "count",
     .type = LAMINA_TYPE_INT64,
     .offset = offsetof(fixture_item, count),
     .range = &count_range},
};
static const lamina_record item_record = {.size = sizeof(lamina_record),
                                          .name = "Item",
                                          .struct_size = sizeof(fixture_item),
                                          .field_size = sizeof(lamina_field),
                                          .fields = item_fields,
                                          .field_count = 2};

static const lamina_range limit_range = {.minimum = 1, .maximum = 100};
static const lamina_field query_fields[] = {
    {.name = "limit",
     .type = LAMINA_TYPE_INT64,
     .offset = offsetof(fixture_query, limit),
     .range = &limit_range},
    {.name = "tag", .type = LAMINA_TYPE_STRING, .offset = offsetof(fixture_query, tag)},
};
static const lamina_record query_record = {.size = sizeof(lamina_record),
                                           .name = "Query",
                                           .struct_size = sizeof(fixture_query),
                                           .field_size = sizeof(lamina_field),
                                           .fields = query_fields,
                                           .field_count = 2};

static const lamina_route routes[] = {
    {.operation = "list_items",
     .method = "GET",
     .path = "/items",
     .handler = run_script,
     .query = &query_record,
     .response = &item_record,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "create_item",
     .method = "POST",
     .path = "/items",
     .handler = run_script,
     .request = &item_record,
     .response = &item_record,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "get_item",
     .method = "GET",
     .path = "/items/{id}",
     .handler = run_script,
     .response = &item_record,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "post_item",
     .method = "POST",
     .path = "/items/{id}",
     .handler = run_script,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "get_newest",
     .method = "GET",
     .path = "/items/newest",
     .handler = run_script,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "put_item",
     .method = "PUT",
     .path = "/items/{id}",
     .handler = run_script,
     .request = &item_record,
     .scope = "items:write"},
    {.operation = "get_file",
     .method = "GET",
     .path = "/files/{path+}",
     .handler = run_script,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "post_raw",
     .method = "POST",
     .path = "/raw",
     .handler = run_script,
     .flags = LAMINA_ROUTE_PUBLIC,
     .body_cap = 8},
};

static const lamina_plugin plugin = {.magic = LAMINA_PLUGIN_MAGIC,
                                     .size = sizeof(lamina_plugin),
                                     .abi_major = LAMINA_ABI_MAJOR,
                                     .abi_minor = LAMINA_ABI_MINOR,
                                     .name = "fixture",
                                     .version = "1.0.0",
                                     .routes = routes,
                                     .route_count = sizeof(routes) / sizeof(routes[0]),
                                     .route_size = sizeof(lamina_route)};

/* ---- the service ---- */

void fixture_open(fixture *f)
{
    *f = (fixture){0};
    fixture_handler = (fixture_script){0};
    lamina_log_configure(&(lamina_log_options){.size = sizeof(lamina_log_options),
                                               .fd = 2,
                                               .level = LAMINA_LOG_FATAL,
                                               .service = "fixture"});
    f->lasting = lamina_arena_new(64 * 1024 * 1024);
    cr_assert_eq(host__service_init(&f->service), LAMINA_OK);
    f->service.host = lamina_system_host();
    f->service.plugin = &plugin;
    lamina_refusal refusal;
    cr_assert_eq(
        lamina_plugin_check(f->lasting, &plugin, f->service.host, LAMINA_STR("fixture"), &refusal),
        LAMINA_OK);
    cr_assert_eq(
        host__router_init(f->lasting, &plugin, LAMINA_STR(""), &f->service.router, &refusal),
        LAMINA_OK);
}

void fixture_close(fixture *f)
{
    host__service_clear(&f->service);
    lamina_arena_free(f->lasting);
}

lamina_status fixture_run(fixture *f, lamina_str event)
{
    host__service_reset(&f->service);
    f->context = (lamina_context){.size = sizeof(lamina_context),
                                  .host = f->service.host,
                                  .arena = f->service.arena,
                                  .error = lamina_error_new(f->service.arena),
                                  .request_id = LAMINA_STR(FIXTURE_REQUEST_ID)};
    host_incoming incoming;
    f->exchange = (host_exchange){0};
    lamina_status status = host__event_open(f->context.arena, event, &incoming, &f->exchange.fault);
    if (status == LAMINA_OK)
        status = host__exchange_run(&f->exchange, &f->service, &f->context, &incoming);
    f->answer = NULL;
    if (status == LAMINA_OK)
        cr_assert_eq(
            lamina_json_read(f->lasting, lamina_text_view(&f->service.answer), 0, &f->answer, NULL),
            LAMINA_OK);
    return status;
}

lamina_status fixture_run_text(fixture *f, const char *event)
{
    return fixture_run(f, lamina_str_from(event));
}

lamina_status fixture_run_rest(fixture *f, const char *method, const char *path,
                               const char *members)
{
    return fixture_run(
        f, lamina_arena_format(f->lasting,
                               "{\"httpMethod\":\"%s\",\"path\":\"%s\",\"requestContext\":{}%s}",
                               method, path, members));
}

int64_t fixture_status(const fixture *f)
{
    int64_t status = 0;
    (void)lamina_json_int64(lamina_json_member(f->answer, "statusCode"), &status);
    return status;
}

lamina_str fixture_header(const fixture *f, const char *name)
{
    return lamina_json_member_string(lamina_json_member(f->answer, "headers"), name);
}

lamina_str fixture_body(const fixture *f)
{
    return lamina_json_member_string(f->answer, "body");
}

const lamina_json *fixture_body_json(const fixture *f)
{
    const lamina_json *body = NULL;
    cr_assert_eq(lamina_json_read(f->lasting, fixture_body(f), 0, &body, NULL), LAMINA_OK,
                 "the body is no JSON");
    return body;
}

lamina_str fixture_problem(const fixture *f, const char *member)
{
    fixture_expect(fixture_header(f, "Content-Type"), "application/problem+json");
    return lamina_json_member_string(fixture_body_json(f), member);
}
