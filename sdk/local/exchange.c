/*
 * exchange.c - API Gateway's Lambda proxy integration: asks the authorizer and the function, watches
 * the time, answers.
 *
 * While a function works, libevent does not read from the client's connection, so it notices only
 * when it sends that the client is gone; the request stays ours until it was answered, once.
 */
#include "exchange.h"

#include <event2/buffer.h>
#include <stdlib.h>

#include "authorizer.h"
#include "proxy_answer.h"
#include "proxy_event.h"
#include "recorder.h"
#include "request_headers.h"
#include "terminal.h"

/* API Gateway's integration timeout: what takes longer is answered without the function. */
#define INTEGRATION_LIMIT_S 29
/* Lambda's limit of a synchronous request. */
#define EVENT_CAP ((size_t)6291556)

struct local_exchange {
    TAILQ_ENTRY(local_exchange) link;
    struct local_exchanges *list;
    local_stage *stage;
    struct evhttp_request *request;
    local_invocation *invocation; /* of the authorizer, and then of the module */
    struct event *limit;
    local_ids ids; /* its invocation is the module's; the authorizer's has an id of its own */
    local_forward forward; /* its texts are the request's, its ids ours */
};

static void end_exchange(local_exchange *exchange)
{
    TAILQ_REMOVE(exchange->list, exchange, link);
    if (exchange->limit)
        event_free(exchange->limit);
    free(exchange);
}

static void end_with(local_exchange *exchange, local_gateway_answer answer)
{
    local__reply_gateway(exchange->request, answer, &exchange->ids);
    end_exchange(exchange);
}

/* ---- the answer ---- */

static void answer_from(local_exchange *exchange, lamina_str body)
{
    lamina_arena *arena = exchange->stage->scratch;
    lamina_arena_reset(arena);
    local_reply reply;
    lamina_str reason = {0};
    if (local__proxy_answer_read(arena, body, &reply, &reason)) {
        local__complain("%s: malformed proxy answer: %.*s (request %s)",
                        exchange->forward.module->name, LAMINA_FMT(reason), exchange->ids.request);
        end_with(exchange, LOCAL_BAD_FUNCTION);
        return;
    }
    local__recorder_status(exchange->stage->recorder, exchange->ids.invocation, reply.status);
    if (exchange->stage->stopping)
        local__reply_close(exchange->request);
    local__reply_send(exchange->request, &reply, &exchange->ids);
    end_exchange(exchange);
}

static void on_finish(void *arg, local_outcome outcome, lamina_str body)
{
    local_exchange *exchange = arg;
    switch (outcome) {
    case LOCAL_OUTCOME_ANSWERED: answer_from(exchange, body); return;
    case LOCAL_OUTCOME_FAILED: end_with(exchange, LOCAL_BAD_FUNCTION); return;
    case LOCAL_OUTCOME_TIMED_OUT: end_with(exchange, LOCAL_TIMED_OUT); return;
    }
}

static void on_limit(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    local_exchange *exchange = arg;
    local__complain("%s: no answer within the API's %d seconds (request %s)",
                    exchange->forward.module->name, INTEGRATION_LIMIT_S, exchange->ids.request);
    local__pool_abandon(exchange->invocation);
    end_with(exchange, LOCAL_TIMED_OUT);
}

/* ---- the event ---- */

static const char *method_name(enum evhttp_cmd_type method)
{
    switch (method) {
    case EVHTTP_REQ_GET: return "GET";
    case EVHTTP_REQ_POST: return "POST";
    case EVHTTP_REQ_HEAD: return "HEAD";
    case EVHTTP_REQ_PUT: return "PUT";
    case EVHTTP_REQ_DELETE: return "DELETE";
    case EVHTTP_REQ_OPTIONS: return "OPTIONS";
    case EVHTTP_REQ_PATCH: return "PATCH";
    default: return "";
    }
}

/* "/partners/1/x": the prefix's resource stands for the first segment, {proxy+} for the rest. */
static lamina_status set_resource(lamina_arena *arena, local_proxy_request *event)
{
    lamina_str rest = event->path;
    lamina_str prefix;
    lamina_str_cut(&rest, '/', &prefix);
    lamina_str_cut(&rest, '/', &prefix);
    event->proxy = rest;
    event->resource =
        lamina_arena_format(arena, "/%.*s%s", LAMINA_FMT(prefix), rest.len > 0 ? "/{proxy+}" : "");
    return event->resource.ptr ? LAMINA_OK : LAMINA_E_LIMIT;
}

static lamina_str content_of(struct evhttp_request *request)
{
    struct evbuffer *content = evhttp_request_get_input_buffer(request);
    size_t len = evbuffer_get_length(content);
    const char *bytes = len > 0 ? (const char *)evbuffer_pullup(content, -1) : NULL;
    return (lamina_str){bytes, bytes ? len : 0};
}

/* The request, in the scratch arena, which is reset for it. */
static lamina_status read_request(local_exchange *exchange, local_proxy_request *request)
{
    lamina_arena *arena = exchange->stage->scratch;
    lamina_arena_reset(arena);
    char *address = NULL;
    uint16_t port = 0;
    evhttp_connection_get_peer(evhttp_request_get_connection(exchange->request), &address, &port);
    *request = (local_proxy_request){
        .method = lamina_str_from(method_name(evhttp_request_get_command(exchange->request))),
        .path = exchange->forward.path,
        .query = lamina_str_from(exchange->forward.query),
        .stage = lamina_str_from(exchange->stage->options->stage),
        .protocol = LAMINA_STR("HTTP/1.1"),
        .source_ip = lamina_str_from(address),
        .body = content_of(exchange->request),
        .ids = &exchange->ids,
        .now_ms = exchange->forward.now_ms};
    lamina_param *headers = NULL;
    lamina_status status =
        local__request_headers(arena, exchange->request, &exchange->ids, address,
                               exchange->forward.port, &headers, &request->header_count);
    request->headers = headers;
    return status ? status : set_resource(arena, request);
}

static void refuse_length(local_exchange *exchange)
{
    local__complain("%s: the request's event is over Lambda's %zu bytes (request %s)",
                    exchange->forward.module->name, EVENT_CAP, exchange->ids.request);
    end_with(exchange, LOCAL_REQUEST_TOO_LONG);
}

/* ---- the module ---- */

/* authorizer is JSON of what the authorizer said; empty when nobody was asked. */
static void ask_module(local_exchange *exchange, lamina_str authorizer)
{
    local_proxy_request request;
    lamina_text text;
    lamina_text_init(&text, EVENT_CAP);
    lamina_status status = read_request(exchange, &request);
    request.authorizer = authorizer;
    if (!status)
        status = local__proxy_event_write(exchange->stage->scratch, &request, &text);
    if (status) {
        refuse_length(exchange);
    } else {
        exchange->invocation = local__pool_submit(
            exchange->forward.module->pool,
            &(local_job){&exchange->ids, request.method, request.path, &text, on_finish, exchange});
        if (!exchange->invocation)
            end_with(exchange, LOCAL_TOO_MANY_REQUESTS);
    }
    lamina_text_clear(&text);
}

/* ---- the authorizer ---- */

static void follow(local_exchange *exchange, local_decision decision, lamina_str context)
{
    static const local_gateway_answer refusals[] = {
        [LOCAL_UNKNOWN_CALLER] = LOCAL_UNAUTHORIZED,
        [LOCAL_DENIED] = LOCAL_ACCESS_REFUSED_BY_DENY,
        [LOCAL_NOT_ALLOWED] = LOCAL_ACCESS_REFUSED,
        [LOCAL_BAD_POLICY] = LOCAL_AUTHORIZER_MISCONFIGURED,
        [LOCAL_NO_DECISION] = LOCAL_AUTHORIZER_FAILED,
    };
    if (decision == LOCAL_LET_IN)
        ask_module(exchange, context);
    else
        end_with(exchange, refusals[decision]);
}

/* The identity source: all Authorization headers, so that a kept policy is that of exactly these. */
static lamina_str token_of(lamina_arena *arena, const local_proxy_request *request)
{
    lamina_str token = {0};
    for (size_t i = 0; i < request->header_count; i++) {
        if (!lamina_str_equal_nocase(request->headers[i].name, LAMINA_STR("Authorization")))
            continue;
        const lamina_str value = request->headers[i].value;
        token = token.len == 0
                    ? value
                    : lamina_arena_format(arena, "%.*s,%.*s", LAMINA_FMT(token), LAMINA_FMT(value));
    }
    return token;
}

static void on_authorized(void *arg, local_outcome outcome, lamina_str body)
{
    local_exchange *exchange = arg;
    lamina_arena *arena = exchange->stage->scratch;
    local_proxy_request request;
    lamina_str context = {0};
    local_decision decision = LOCAL_NO_DECISION;
    exchange->invocation = NULL;
    if (!read_request(exchange, &request))
        decision = local__authorizer_learn(
            exchange->stage->authorizer, arena, token_of(arena, &request),
            local__method_arn(arena, &request), exchange->forward.now_ms, outcome, body, &context);
    follow(exchange, decision, context);
}

static void submit_to_authorizer(local_exchange *exchange, const local_proxy_request *request,
                                 lamina_str method_arn)
{
    lamina_text text;
    lamina_text_init(&text, EVENT_CAP);
    const local_module *module = local__authorizer_module(exchange->stage->authorizer);
    local_ids ids = exchange->ids;
    if (local__ids_renew_invocation(&ids)) {
        end_with(exchange, LOCAL_INTERNAL_ERROR);
    } else if (local__authorizer_event_write(exchange->stage->scratch, request, method_arn,
                                             &text)) {
        refuse_length(exchange);
    } else {
        exchange->invocation =
            local__pool_submit(module->pool, &(local_job){&ids, request->method, request->path,
                                                          &text, on_authorized, exchange});
        if (!exchange->invocation)
            end_with(exchange, LOCAL_AUTHORIZER_FAILED);
    }
    lamina_text_clear(&text);
}

static void ask_authorizer(local_exchange *exchange)
{
    lamina_arena *arena = exchange->stage->scratch;
    local_proxy_request request;
    local_decision decision;
    lamina_str context = {0};
    lamina_str method_arn = {0};
    if (!read_request(exchange, &request))
        method_arn = local__method_arn(arena, &request);
    if (method_arn.len == 0)
        refuse_length(exchange);
    else if (local__authorizer_knows(exchange->stage->authorizer, token_of(arena, &request),
                                     method_arn, exchange->forward.now_ms, &decision, &context))
        follow(exchange, decision, context);
    else
        submit_to_authorizer(exchange, &request, method_arn);
}

/* Public routes are attached to the API by methods of their own, without an authorizer; so is OPTIONS,
   which a browser sends before it has a token. All else goes through "/partners/{proxy+}", which has
   one, be there a route or not. */
static bool needs_authorizer(const local_exchange *exchange)
{
    if (!exchange->stage->authorizer)
        return false;
    enum evhttp_cmd_type method = evhttp_request_get_command(exchange->request);
    if (method == EVHTTP_REQ_OPTIONS)
        return false;
    const local_route *route = local__module_route(
        exchange->forward.module, lamina_str_from(method_name(method)), exchange->forward.path);
    return !route || route->scope;
}

void local__exchange_begin(local_stage *stage, struct local_exchanges *list,
                           struct evhttp_request *request, const local_forward *forward)
{
    local_exchange *exchange = calloc(1, sizeof(*exchange));
    if (!exchange) {
        local__reply_gateway(request, LOCAL_INTERNAL_ERROR, forward->ids);
        return;
    }
    *exchange = (local_exchange){.list = list,
                                 .stage = stage,
                                 .request = request,
                                 .ids = *forward->ids,
                                 .forward = *forward};
    exchange->forward.ids = &exchange->ids;
    TAILQ_INSERT_TAIL(list, exchange, link);
    exchange->limit = evtimer_new(stage->base, on_limit, exchange);
    if (!exchange->limit ||
        (!stage->options->debug &&
         evtimer_add(exchange->limit, &(struct timeval){.tv_sec = INTEGRATION_LIMIT_S}))) {
        end_with(exchange, LOCAL_INTERNAL_ERROR);
        return;
    }
    if (needs_authorizer(exchange))
        ask_authorizer(exchange);
    else
        ask_module(exchange, lamina_text_view(&stage->caller));
}

size_t local__exchanges_count(const struct local_exchanges *list)
{
    size_t count = 0;
    const local_exchange *exchange;
    TAILQ_FOREACH(exchange, list, link)
    count++;
    return count;
}

void local__exchanges_drop(struct local_exchanges *list)
{
    local_exchange *next;
    for (local_exchange *exchange = TAILQ_FIRST(list); exchange; exchange = next) {
        next = TAILQ_NEXT(exchange, link);
        if (exchange->invocation)
            local__pool_abandon(exchange->invocation);
        end_exchange(exchange);
    }
}
