/*
 * runtime_api.c - the HTTP side of the Runtime API; what is allowed when, child.c knows. Source:
 * AWS Lambda Developer Guide, "Using the Lambda runtime API".
 *
 * A server a child, because AWS_LAMBDA_RUNTIME_API has no room for more than an address: the port
 * says who is asking.
 */
#include "runtime_api.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "listener.h"
#include "module.h"

#define API_PREFIX "/2018-06-01/runtime/"
/* Read in full, so that an answer over Lambda's limit gets Lambda's 413 and not a closed connection. */
#define READ_CAP ((ev_ssize_t)256 << 20)

struct local_runtime_api {
    local_child *child;
    struct evhttp *http;
    struct evhttp_request *waiting; /* the GET /next that has no answer yet */
    uint16_t port;
};

/* ---- answers ---- */

static void send_json(struct evhttp_request *request, int status, const char *json)
{
    evhttp_add_header(evhttp_request_get_output_headers(request), "Content-Type",
                      "application/json");
    evbuffer_add(evhttp_request_get_output_buffer(request), json, strlen(json));
    evhttp_send_reply(request, status, NULL, NULL);
}

static const struct {
    int status;
    const char *json;
} verdict_answers[] = {
    [LOCAL_ACCEPTED] = {202, "{\"status\":\"OK\"}"},
    [LOCAL_WRONG_ID] = {400, "{\"errorMessage\":\"Invalid request ID\","
                             "\"errorType\":\"InvalidRequestID\"}"},
    [LOCAL_WRONG_STATE] = {403, "{\"errorMessage\":\"State transition is not allowed\","
                                "\"errorType\":\"InvalidStateTransition\"}"},
    [LOCAL_TOO_LARGE] = {413, "{\"errorMessage\":\"Exceeded maximum allowed payload size "
                              "(6291556 bytes).\",\"errorType\":\"RequestEntityTooLarge\"}"},
    [LOCAL_WRONG_MODE] = {400, "{\"errorMessage\":\"The local stage does not emulate response "
                               "streaming\",\"errorType\":\"InvalidFunctionResponseMode\"}"},
};

static void send_verdict(struct evhttp_request *request, local_verdict verdict)
{
    send_json(request, verdict_answers[verdict].status, verdict_answers[verdict].json);
}

static void send_unknown(struct evhttp_request *request)
{
    send_json(request, 404,
              "{\"errorMessage\":\"The local stage serves the Runtime API 2018-06-01 without "
              "restore; it emulates no Extensions API\",\"errorType\":\"NotEmulated\"}");
}

void local__runtime_api_send_event(local_runtime_api *api, const local_invocation *invocation)
{
    struct evhttp_request *request = api->waiting;
    if (!request)
        return;
    api->waiting = NULL;
    char deadline[24];
    snprintf(deadline, sizeof(deadline), "%lld", (long long)invocation->deadline_ms);
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    evhttp_add_header(headers, "Content-Type", "application/json");
    evhttp_add_header(headers, "Lambda-Runtime-Aws-Request-Id", invocation->id);
    evhttp_add_header(headers, "Lambda-Runtime-Deadline-Ms", deadline);
    evhttp_add_header(headers, "Lambda-Runtime-Invoked-Function-Arn",
                      api->child->module->function_arn);
    evhttp_add_header(headers, "Lambda-Runtime-Trace-Id", invocation->trace);
    evbuffer_add(evhttp_request_get_output_buffer(request), invocation->event.ptr,
                 invocation->event.len);
    evhttp_send_reply(request, 200, NULL, NULL);
}

/* ---- requests ---- */

static lamina_str body_of(struct evhttp_request *request)
{
    struct evbuffer *body = evhttp_request_get_input_buffer(request);
    size_t len = evbuffer_get_length(body);
    const char *bytes = len > 0 ? (const char *)evbuffer_pullup(body, -1) : NULL;
    return (lamina_str){bytes, bytes ? len : 0};
}

static lamina_str header_of(struct evhttp_request *request, const char *name)
{
    return lamina_str_from(evhttp_find_header(evhttp_request_get_input_headers(request), name));
}

static void handle_next(local_runtime_api *api, struct evhttp_request *request, lamina_str id)
{
    (void)id;
    /* A poll that came before on another connection has been given up by its sender. */
    if (api->waiting)
        send_verdict(api->waiting, LOCAL_WRONG_STATE);
    api->waiting = request;
    if (local__child_next(api->child) == LOCAL_ACCEPTED)
        return;
    api->waiting = NULL;
    send_verdict(request, LOCAL_WRONG_STATE);
}

static void handle_response(local_runtime_api *api, struct evhttp_request *request, lamina_str id)
{
    lamina_str mode = header_of(request, "Lambda-Runtime-Function-Response-Mode");
    send_verdict(request, mode.len > 0 ? local__child_bad_response(api->child, id, LOCAL_WRONG_MODE)
                                       : local__child_response(api->child, id, body_of(request)));
}

static void handle_error(local_runtime_api *api, struct evhttp_request *request, lamina_str id)
{
    send_verdict(request,
                 local__child_error(api->child, id,
                                    header_of(request, "Lambda-Runtime-Function-Error-Type"),
                                    body_of(request)));
}

static void handle_init_error(local_runtime_api *api, struct evhttp_request *request, lamina_str id)
{
    (void)id;
    send_verdict(request, local__child_init_error(
                              api->child, header_of(request, "Lambda-Runtime-Function-Error-Type"),
                              body_of(request)));
}

/* "invocation/<id>/response": before and after the id; without an id, after is empty. */
static const struct {
    enum evhttp_cmd_type method;
    const char *before;
    const char *after;
    void (*handle)(local_runtime_api *api, struct evhttp_request *request, lamina_str id);
} api_routes[] = {
    {EVHTTP_REQ_GET, "invocation/next", "", handle_next},
    {EVHTTP_REQ_POST, "init/error", "", handle_init_error},
    {EVHTTP_REQ_POST, "invocation/", "/response", handle_response},
    {EVHTTP_REQ_POST, "invocation/", "/error", handle_error},
};

static bool match(lamina_str path, size_t route, lamina_str *id)
{
    lamina_str before = lamina_str_from(api_routes[route].before);
    lamina_str after = lamina_str_from(api_routes[route].after);
    if (after.len == 0)
        return lamina_str_equal(path, before);
    if (!lamina_str_has_prefix(path, before) || path.len < before.len + after.len)
        return false;
    *id = (lamina_str){path.ptr + before.len, path.len - before.len - after.len};
    return lamina_str_equal(after, (lamina_str){id->ptr + id->len, after.len});
}

static void on_request(struct evhttp_request *request, void *arg)
{
    local_runtime_api *api = arg;
    lamina_str path = lamina_str_from(evhttp_request_get_uri(request));
    lamina_str prefix = LAMINA_STR(API_PREFIX);
    if (!lamina_str_has_prefix(path, prefix)) {
        send_unknown(request);
        return;
    }
    path.ptr += prefix.len;
    path.len -= prefix.len;
    for (size_t i = 0; i < sizeof(api_routes) / sizeof(api_routes[0]); i++) {
        lamina_str id = {0};
        if (evhttp_request_get_command(request) != api_routes[i].method || !match(path, i, &id))
            continue;
        api_routes[i].handle(api, request, id);
        return;
    }
    send_unknown(request);
}

/* ---- the server ---- */

local_runtime_api *local__runtime_api_new(struct event_base *base, local_child *child)
{
    local_runtime_api *api = calloc(1, sizeof(*api));
    if (!api)
        return NULL;
    api->child = child;
    api->http = evhttp_new(base);
    if (!api->http || !local__listen(api->http, "127.0.0.1", &api->port)) {
        local__runtime_api_free(api);
        return NULL;
    }
    evhttp_set_allowed_methods(api->http, EVHTTP_REQ_GET | EVHTTP_REQ_POST);
    evhttp_set_max_body_size(api->http, READ_CAP);
    evhttp_set_default_content_type(api->http, NULL);
    evhttp_set_gencb(api->http, on_request, api);
    return api;
}

void local__runtime_api_free(local_runtime_api *api)
{
    if (!api)
        return;
    if (api->http)
        evhttp_free(api->http);
    free(api);
}

uint16_t local__runtime_api_port(const local_runtime_api *api)
{
    return api->port;
}
