/*
 * exchange.c - API Gateway's Lambda proxy integration: asks the function, watches the time, answers.
 *
 * While a function works, libevent does not read from the client's connection, so it notices only
 * when it sends that the client is gone; the request stays ours until it was answered, once.
 */
#include "exchange.h"

#include <event2/buffer.h>
#include <stdlib.h>

#include "proxy_answer.h"
#include "proxy_event.h"
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
    const local_module *module;
    struct evhttp_request *request;
    local_invocation *invocation;
    struct event *limit;
    local_ids ids;
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
        local__complain("%s: malformed proxy answer: %.*s (request %s)", exchange->module->name,
                        LAMINA_FMT(reason), exchange->ids.request);
        end_with(exchange, LOCAL_BAD_FUNCTION);
        return;
    }
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
                    exchange->module->name, INTEGRATION_LIMIT_S, exchange->ids.request);
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

static lamina_status write_event(local_exchange *exchange, const local_forward *forward,
                                 local_proxy_request *event, lamina_text *out)
{
    lamina_arena *arena = exchange->stage->scratch;
    lamina_arena_reset(arena);
    char *address = NULL;
    uint16_t port = 0;
    evhttp_connection_get_peer(evhttp_request_get_connection(exchange->request), &address, &port);
    *event = (local_proxy_request){
        .method = lamina_str_from(method_name(evhttp_request_get_command(exchange->request))),
        .path = forward->path,
        .query = lamina_str_from(forward->query),
        .stage = lamina_str_from(exchange->stage->options->stage),
        .protocol = LAMINA_STR("HTTP/1.1"),
        .source_ip = lamina_str_from(address),
        .body = content_of(exchange->request),
        .ids = &exchange->ids,
        .now_ms = forward->now_ms};
    lamina_param *headers = NULL;
    lamina_status status = local__request_headers(arena, exchange->request, &exchange->ids, address,
                                                  forward->port, &headers, &event->header_count);
    event->headers = headers;
    if (!status)
        status = set_resource(arena, event);
    return status ? status : local__proxy_event_write(arena, event, out);
}

static void submit(local_exchange *exchange, const local_forward *forward)
{
    local_proxy_request event;
    lamina_text text;
    lamina_text_init(&text, EVENT_CAP);
    lamina_status status = write_event(exchange, forward, &event, &text);
    if (status) {
        local__complain("%s: the request's event is over Lambda's %zu bytes (request %s)",
                        exchange->module->name, EVENT_CAP, exchange->ids.request);
        end_with(exchange, LOCAL_REQUEST_TOO_LONG);
    } else {
        exchange->invocation = local__pool_submit(
            exchange->module->pool,
            &(local_job){&exchange->ids, event.method, event.path, &text, on_finish, exchange});
        if (!exchange->invocation)
            end_with(exchange, LOCAL_TOO_MANY_REQUESTS);
    }
    lamina_text_clear(&text);
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
                                 .module = forward->module,
                                 .request = request,
                                 .ids = *forward->ids};
    TAILQ_INSERT_TAIL(list, exchange, link);
    exchange->limit = evtimer_new(stage->base, on_limit, exchange);
    if (!exchange->limit ||
        evtimer_add(exchange->limit, &(struct timeval){.tv_sec = INTEGRATION_LIMIT_S})) {
        end_with(exchange, LOCAL_INTERNAL_ERROR);
        return;
    }
    submit(exchange, forward);
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
