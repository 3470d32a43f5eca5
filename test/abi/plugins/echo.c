/*
 * The plugin that the host's own tests talk to: it answers with what it was given, and fails in
 * every way that a handler can fail. GET /request shows the request itself.
 */
#include <stdlib.h>
#include <unistd.h>

#include "echo_records.h"

typedef struct echo_state {
    int64_t invocations; /* of this process */
} echo_state;

static echo_state only_state;

/* ------------------------------------------------------------------------------- records, echoed */

static lamina_status list_orders(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    (void)context;
    response->body = request->query;
    return LAMINA_OK;
}

static lamina_status answer_order(lamina_context *context, const lamina_request *request,
                                  lamina_response *response, const echo_order *received)
{
    echo_order *order = lamina_alloc(context, sizeof *order);
    if (order == NULL)
        return LAMINA_E_LIMIT;
    *order = *received;
    if (lamina_request_path(request, "id", &order->id))
        lamina_mark(&order->has, ORDER_ID);
    response->body = order;
    return LAMINA_OK;
}

static lamina_status create_order(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    response->status = 201;
    lamina_status status =
        lamina_response_header(context, response, "Location", LAMINA_STR("/echo/new"));
    if (status != LAMINA_OK)
        return status;
    return answer_order(context, request, response, request->body);
}

static lamina_status replace_order(lamina_context *context, const lamina_request *request,
                                   lamina_response *response)
{
    return answer_order(context, request, response, request->body);
}

static lamina_status get_order(lamina_context *context, const lamina_request *request,
                               lamina_response *response)
{
    const echo_order order = {.name = LAMINA_STR("an order")};
    return answer_order(context, request, response, &order);
}

static lamina_status change_order(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    (void)context;
    response->body = request->body;
    return LAMINA_OK;
}

static lamina_status delete_order(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    (void)context;
    (void)request;
    (void)response;
    return LAMINA_OK; /* no content: 204 */
}

/* ------------------------------------------------------------------------------------ the request */

static void write_params(lamina_json_writer *writer, const char *name, const lamina_param *params,
                         size_t count)
{
    lamina_json_write_name(writer, lamina_str_from(name));
    lamina_json_write_array(writer);
    for (size_t i = 0; i < count; i++) {
        lamina_json_write_array(writer);
        lamina_json_write_string(writer, params[i].name);
        lamina_json_write_string(writer, params[i].value);
        lamina_json_write_array_end(writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_request(lamina_json_writer *writer, const lamina_request *request)
{
    lamina_json_write_member_int64(writer, "source", request->source);
    lamina_json_write_member_string(writer, "method", request->method);
    lamina_json_write_member_string(writer, "path", request->path);
    lamina_json_write_member_string(writer, "rawBody", request->raw_body);
    lamina_json_write_member_string(writer, "contentType", request->content_type);
    lamina_json_write_member_string(writer, "sourceIp", request->source_ip);
    lamina_json_write_member_string(writer, "principalId", request->principal_id);
    lamina_json_write_member_string(writer, "scopes", request->scopes);
    lamina_json_write_member_string(writer, "authorizer", request->authorizer);
    write_params(writer, "pathParams", request->path_params, request->path_param_count);
    write_params(writer, "queryParams", request->query_params, request->query_param_count);
    write_params(writer, "headers", request->headers, request->header_count);
}

static void write_context(lamina_json_writer *writer, const lamina_context *context)
{
    const echo_state *state = context->state;
    lamina_json_write_member_string(writer, "requestId", context->request_id);
    lamina_json_write_member_string(writer, "functionArn", context->function_arn);
    lamina_json_write_member_string(writer, "traceId", context->trace_id);
    lamina_json_write_member_string(writer, "clientContext", context->client_context);
    lamina_json_write_member_string(writer, "cognitoIdentity", context->cognito_identity);
    lamina_json_write_member_string(writer, "tenantId", context->tenant_id);
    lamina_json_write_member_string(writer, "operation", context->operation);
    lamina_json_write_member_int64(writer, "deadlineMs", context->deadline_ms);
    lamina_json_write_member_int64(writer, "remainingMs", lamina_remaining_ms(context));
    lamina_json_write_member_int64(writer, "flags", context->flags);
    lamina_json_write_member_int64(writer, "pid", getpid());
    lamina_json_write_member_int64(writer, "invocations", state->invocations);
}

static lamina_status show_request(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    echo_state *state = context->state;
    state->invocations++;

    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, (size_t)4 * 1024 * 1024);
    lamina_json_write_init(&writer, &text);
    lamina_json_write_object(&writer);
    write_request(&writer, request);
    write_context(&writer, context);
    lamina_json_write_object_end(&writer);

    lamina_status status = lamina_text_status(&text);
    if (status == LAMINA_OK) {
        response->raw_body = lamina_arena_copy(context->arena, lamina_text_view(&text));
        status = response->raw_body.ptr != NULL ? LAMINA_OK : LAMINA_E_LIMIT;
    }
    lamina_text_clear(&text);
    return status;
}

static lamina_status get_file(lamina_context *context, const lamina_request *request,
                              lamina_response *response)
{
    (void)context;
    response->content_type = LAMINA_STR("text/plain");
    lamina_request_path(request, "path", &response->raw_body);
    return LAMINA_OK;
}

/* ---------------------------------------------------------------------------------- raw answers */

static lamina_status return_raw(lamina_context *context, const lamina_request *request,
                                lamina_response *response)
{
    (void)context;
    response->raw_body = request->raw_body;
    response->content_type = request->content_type;
    return LAMINA_OK;
}

static lamina_status get_binary(lamina_context *context, const lamina_request *request,
                                lamina_response *response)
{
    (void)request;
    enum { BYTES = 256 };
    char *bytes = lamina_alloc(context, BYTES);
    if (bytes == NULL)
        return LAMINA_E_LIMIT;
    for (int i = 0; i < BYTES; i++)
        bytes[i] = (char)i;
    response->raw_body = (lamina_str){.ptr = bytes, .len = BYTES};
    response->content_type = LAMINA_STR("application/octet-stream");
    return LAMINA_OK;
}

static lamina_status get_cookies(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    (void)request;
    static const struct {
        const char *name;
        lamina_str value;
    } headers[] = {
        {"Set-Cookie", {"theme=dark; Path=/", 18}},
        {"Set-Cookie", {"session=s1; HttpOnly", 20}},
        {"X-Replaced", {"first", 5}},
        {"x-replaced", {"second", 6}},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        lamina_status status =
            lamina_response_header(context, response, headers[i].name, headers[i].value);
        if (status != LAMINA_OK)
            return status;
    }
    response->status = 200;
    return LAMINA_OK;
}

/* --------------------------------------------------------------------------------------- failures */

static const struct {
    const char *kind;
    lamina_status status;
} failures[] = {
    {"internal", LAMINA_E_INTERNAL},
    {"memory", LAMINA_E_MEMORY},
    {"limit", LAMINA_E_LIMIT},
    {"argument", LAMINA_E_ARGUMENT},
    {"syntax", LAMINA_E_SYNTAX},
    {"invalid", LAMINA_E_INVALID},
    {"not-found", LAMINA_E_NOT_FOUND},
    {"conflict", LAMINA_E_CONFLICT},
    {"precondition", LAMINA_E_PRECONDITION},
    {"unauthenticated", LAMINA_E_UNAUTHENTICATED},
    {"forbidden", LAMINA_E_FORBIDDEN},
    {"too-large", LAMINA_E_TOO_LARGE},
    {"media-type", LAMINA_E_MEDIA_TYPE},
    {"method", LAMINA_E_METHOD},
    {"timeout", LAMINA_E_TIMEOUT},
    {"throttled", LAMINA_E_THROTTLED},
    {"unavailable", LAMINA_E_UNAVAILABLE},
    {"upstream", LAMINA_E_UPSTREAM},
    {"unsupported", LAMINA_E_UNSUPPORTED},
    {"config", LAMINA_E_CONFIG},
    {"ambiguous", LAMINA_E_AMBIGUOUS},
};

/* With ?silent the status comes alone, without a word on the error object. */
static lamina_status fail_as_asked(lamina_context *context, const lamina_request *request,
                                   lamina_response *response)
{
    (void)response;
    lamina_str kind;
    lamina_str silent;
    lamina_request_path(request, "kind", &kind);
    bool is_silent = lamina_request_query(request, "silent", &silent);
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        if (!lamina_str_is(kind, failures[i].kind))
            continue;
        lamina_status status = failures[i].status;
        if (is_silent)
            return status;
        lamina_cause(context, status, "secret of the layer below: %s", "hunter2");
        return lamina_fail(context, status, "as-asked", "It failed as %.*s, as asked",
                           LAMINA_FMT(kind));
    }
    return lamina_fail_field(context, "/kind", "enum", "is no kind of failure");
}

static lamina_status return_unknown(lamina_context *context, const lamina_request *request,
                                    lamina_response *response)
{
    (void)context;
    (void)request;
    (void)response;
    return -9999;
}

static lamina_status crash(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    (void)context;
    (void)request;
    (void)response;
    abort();
}

/* Until somebody kills the process: pause() returns -1 after a signal that was handled. */
static lamina_status hang(lamina_context *context, const lamina_request *request,
                          lamina_response *response)
{
    (void)context;
    (void)request;
    (void)response;
    while (pause() != 0)
        continue;
    return LAMINA_OK;
}

static lamina_status fill_arena(lamina_context *context, const lamina_request *request,
                                lamina_response *response)
{
    (void)request;
    (void)response;
    while (lamina_alloc(context, (size_t)64 * 1024) != NULL)
        continue;
    return lamina_fail(context, LAMINA_E_LIMIT, "arena-full", "These words have no room any more");
}

static lamina_status write_log(lamina_context *context, const lamina_request *request,
                               lamina_response *response)
{
    (void)request;
    (void)response;
    const lamina_log_field fields[] = {lamina_log_text("text", LAMINA_STR("with \"quotes\"\n")),
                                       lamina_log_number("number", 42)};
    lamina_log_with(context, LAMINA_LOG_WARN, LAMINA_STR("a line of the echo plugin"), fields, 2);
    lamina_log_annotate(context, lamina_log_text("basket", LAMINA_STR("b-1")));
    lamina_log_annotate(context, lamina_log_number("basket_items", 3));
    return LAMINA_OK;
}

/* ----------------------------------------------------------------------------------------- entry */

#define PUBLIC .flags = LAMINA_ROUTE_PUBLIC
#define SCOPED .scope = "echo:write"

static const char *const tags[] = {"echo", NULL};

static const lamina_route routes[] = {
    {"list_orders", "GET", "/echo", list_orders, .query = &query_record, .response = &query_record,
     .summary = "The query as it was understood", .tags = tags, PUBLIC},
    {"create_order", "POST", "/echo", create_order, .request = &order_record,
     .response = &order_record, SCOPED},
    {"get_order", "GET", "/echo/{id}", get_order, .response = &order_record, PUBLIC},
    {"replace_order", "PUT", "/echo/{id}", replace_order, .request = &order_record,
     .response = &order_record, SCOPED},
    {"change_order", "PATCH", "/echo/{id}", change_order, .request = &change_record,
     .response = &change_record, SCOPED},
    {"delete_order", "DELETE", "/echo/{id}", delete_order, SCOPED},
    {"get_latest", "GET", "/echo/latest", show_request, PUBLIC},
    {"get_part", "GET", "/echo/{id}/parts/{part}", show_request, PUBLIC},
    {"get_file", "GET", "/files/{path+}", get_file, PUBLIC},
    {"show_request", "GET", "/request", show_request, PUBLIC},
    {"post_request", "POST", "/request", show_request, PUBLIC},
    {"show_request_scoped", "GET", "/request/scoped", show_request, .scope = "echo:read"},
    {"return_raw", "POST", "/raw", return_raw, PUBLIC},
    {"return_raw_small", "POST", "/raw/small", return_raw, PUBLIC, .body_cap = 16},
    {"get_binary", "GET", "/binary", get_binary, PUBLIC},
    {"get_cookies", "GET", "/cookies", get_cookies, PUBLIC},
    {"fail", "GET", "/fail/{kind}", fail_as_asked, PUBLIC},
    {"return_unknown", "GET", "/unknown-status", return_unknown, PUBLIC},
    {"crash", "GET", "/crash", crash, PUBLIC},
    {"hang", "GET", "/hang", hang, PUBLIC},
    {"fill_arena", "GET", "/memory", fill_arena, PUBLIC},
    {"write_log", "GET", "/log", write_log, PUBLIC},
};

static lamina_status start(lamina_context *context, void **state)
{
    lamina_log(context, LAMINA_LOG_INFO, "the echo plugin starts");
    *state = &only_state;
    return LAMINA_OK;
}

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = sizeof(lamina_plugin),
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR,
                                           .name = "echo",
                                           .version = "1.2.3",
                                           .summary = "Answers with what it was given",
                                           .routes = routes,
                                           .route_count = sizeof routes / sizeof *routes,
                                           .route_size = sizeof(lamina_route),
                                           .init = start};
