/*
 * front.c - the HTTP server of the API: limits, the stage's prefix, and whose path it is.
 */
#include "front.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/http.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "console.h"
#include "exchange.h"
#include "framing.h"
#include "listener.h"
#include "module.h"
#include "reply.h"
#include "terminal.h"

/* API Gateway quotas of a REST API: 10 MB of content. */
#define CONTENT_CAP ((size_t)10 << 20)
/* Larger content is read, and then refused in API Gateway's words; above this, libevent refuses. */
#define READ_CAP ((ev_ssize_t)64 << 20)
/* API Gateway quotas: the request line and all header values together. */
#define HEADER_CAP 20480

struct local_front {
    local_stage *stage;
    struct evhttp *http;
    struct evhttp_bound_socket *bound;
    struct local_exchanges exchanges;
    uint16_t port;
};

/* One request while it is looked at. */
typedef struct visit {
    local_front *front;
    struct evhttp_request *request;
    local_ids ids;
    int64_t now_ms;
    lamina_str path;    /* without the stage: "/partners/1" */
    lamina_str segment; /* the first of it: "partners" */
    const char *query;
    const local_module *module;
} visit;

static bool has_header(struct evhttp_request *request, const char *name)
{
    return evhttp_find_header(evhttp_request_get_input_headers(request), name) != NULL;
}

/* ---- the checks, in API Gateway's order; each answers by saying which answer it is ---- */

static bool is_badly_framed(visit *v, local_gateway_answer *answer)
{
    return local__framing_is_bad(v->request, answer);
}

static bool is_closed(visit *v, local_gateway_answer *answer)
{
    *answer = v->front->stage->stopping ? LOCAL_STOPPING : LOCAL_STARTING;
    return v->front->stage->stopping || !v->front->stage->open;
}

/* Other protocols (h2c) are offers that an answer over HTTP/1.1 declines; this one is all or nothing. */
static bool wants_websocket(visit *v, local_gateway_answer *answer)
{
    lamina_str offers = lamina_str_from(
        evhttp_find_header(evhttp_request_get_input_headers(v->request), "Upgrade"));
    *answer = LOCAL_NOT_EMULATED_WEBSOCKET;
    bool more = offers.len > 0;
    while (more) {
        lamina_str offer;
        more = lamina_str_cut(&offers, ',', &offer);
        if (lamina_str_equal_nocase(lamina_str_trim(offer), LAMINA_STR("websocket")))
            return true;
    }
    return false;
}

static bool is_too_long(visit *v, local_gateway_answer *answer)
{
    *answer = LOCAL_REQUEST_TOO_LONG;
    return evbuffer_get_length(evhttp_request_get_input_buffer(v->request)) > CONTENT_CAP;
}

/* Cuts "/v1" off the path and finds whose it is. */
static bool is_outside_of_stage(visit *v, local_gateway_answer *answer)
{
    const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(v->request);
    lamina_str rest = lamina_str_from(uri ? evhttp_uri_get_path(uri) : NULL);
    lamina_str segment;
    *answer = LOCAL_FORBIDDEN;
    if (rest.len == 0 || rest.ptr[0] != '/')
        return true;
    lamina_str_cut(&rest, '/', &segment);
    v->path = rest;
    lamina_str_cut(&rest, '/', &segment);
    if (!lamina_str_is(segment, v->front->stage->options->stage))
        return true;
    v->query = evhttp_uri_get_query(uri);
    v->path.ptr += segment.len;
    v->path.len -= segment.len;
    lamina_str_cut(&rest, '/', &v->segment);
    return false;
}

/* The shared API's own method. */
static bool asks_for_health(visit *v, local_gateway_answer *answer)
{
    *answer = LOCAL_HEALTHY;
    return lamina_str_is(v->path, "/health") &&
           evhttp_request_get_command(v->request) == EVHTTP_REQ_GET;
}

/* A method that the API does not know, or a path that no module attached. */
static bool is_unknown(visit *v, local_gateway_answer *answer)
{
    const int known = EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST | EVHTTP_REQ_PUT |
                      EVHTTP_REQ_PATCH | EVHTTP_REQ_DELETE | EVHTTP_REQ_OPTIONS;
    *answer = LOCAL_MISSING_TOKEN;
    v->module = local__modules_find(v->front->stage->modules, v->segment);
    return !v->module || !((int)evhttp_request_get_command(v->request) & known);
}

/* The API's OPTIONS method answers preflights; any other OPTIONS is the function's. */
static bool is_preflight(visit *v, local_gateway_answer *answer)
{
    *answer = LOCAL_PREFLIGHT;
    return evhttp_request_get_command(v->request) == EVHTTP_REQ_OPTIONS &&
           has_header(v->request, "Origin") &&
           has_header(v->request, "Access-Control-Request-Method");
}

static bool (*const checks[])(visit *v, local_gateway_answer *answer) = {
    is_badly_framed,     is_closed,       wants_websocket, is_too_long,
    is_outside_of_stage, asks_for_health, is_unknown,      is_preflight,
};

static void on_request(struct evhttp_request *request, void *arg)
{
    visit v = {.front = arg, .request = request};
    struct timeval now;
    gettimeofday(&now, NULL);
    v.now_ms = (int64_t)now.tv_sec * 1000 + now.tv_usec / 1000;
    if (local__ids_make(&v.ids, v.now_ms)) {
        local__reply_gateway(request, LOCAL_INTERNAL_ERROR, NULL);
        return;
    }
    local_gateway_answer answer;
    if (v.front->stage->console && local__console_owns(request) && !is_badly_framed(&v, &answer)) {
        local__console_serve(v.front->stage->console, request);
        return;
    }
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        if (checks[i](&v, &answer)) {
            local__reply_gateway(request, answer, &v.ids);
            return;
        }
    local_forward forward = {.module = v.module,
                             .ids = &v.ids,
                             .path = v.path,
                             .query = v.query,
                             .now_ms = v.now_ms,
                             .port = v.front->port};
    local__exchange_begin(v.front->stage, &v.front->exchanges, request, &forward);
}

/* ---- the server ---- */

static void complain_of_port(const local_options *options)
{
    if (errno == EADDRINUSE)
        local__complain("port %lld is in use; stop what listens there or choose another: "
                        "make run PORT=%lld",
                        (long long)options->port,
                        (long long)(options->port < 65535 ? options->port + 1 : 8081));
    else
        local__complain("cannot listen on %s port %lld: %s", options->host,
                        (long long)options->port, strerror(errno));
}

local_front *local__front_new(local_stage *stage)
{
    local_front *front = calloc(1, sizeof(*front));
    if (!front)
        return NULL;
    front->stage = stage;
    front->port = (uint16_t)stage->options->port;
    TAILQ_INIT(&front->exchanges);
    front->http = evhttp_new(stage->base);
    if (front->http)
        front->bound = local__listen(front->http, stage->options->host, &front->port);
    if (!front->bound) {
        complain_of_port(stage->options);
        local__front_free(front);
        return NULL;
    }
    /* All of them, also those that libevent has no name for: unknown ones are answered here. */
    evhttp_set_allowed_methods(front->http, UINT16_MAX);
    evhttp_set_max_headers_size(front->http, HEADER_CAP);
    evhttp_set_max_body_size(front->http, READ_CAP);
    evhttp_set_flags(front->http, EVHTTP_SERVER_LINGERING_CLOSE);
    evhttp_set_default_content_type(front->http, NULL);
    evhttp_set_gencb(front->http, on_request, front);
    return front;
}

void local__front_free(local_front *front)
{
    if (!front)
        return;
    local__exchanges_drop(&front->exchanges);
    if (front->http)
        evhttp_free(front->http);
    free(front);
}

uint16_t local__front_port(const local_front *front)
{
    return front->port;
}

void local__front_stop(local_front *front)
{
    if (front->bound)
        evhttp_del_accept_socket(front->http, front->bound);
    front->bound = NULL;
}

size_t local__front_count(const local_front *front)
{
    return local__exchanges_count(&front->exchanges);
}
