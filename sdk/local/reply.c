/*
 * reply.c - answers as API Gateway sends them, its own and a function's.
 */
#include "reply.h"

#include <event2/buffer.h>
#include <stdio.h>
#include <string.h>

#include "lamina/text.h"

/* ---- what API Gateway says by itself ---- */

typedef struct gateway_row {
    int64_t status;
    const char *error_type; /* x-amzn-ErrorType; NULL: none */
    const char *body;
    bool closes;
} gateway_row;

/* Source of the texts: API Gateway Developer Guide, "Gateway response types", and its limits. */
static const gateway_row gateway_answers[] = {
    [LOCAL_HEALTHY] = {200, NULL, "{\"status\":\"ok\"}", false},
    [LOCAL_BAD_REQUEST] = {400, "BadRequestException", "{\"message\":\"Bad Request\"}", true},
    [LOCAL_UNAUTHORIZED] = {401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}", false},
    [LOCAL_ACCESS_REFUSED] = {403, "AccessDeniedException",
                              "{\"Message\":\"User is not authorized to access this resource\"}",
                              false},
    [LOCAL_ACCESS_REFUSED_BY_DENY] = {403, "AccessDeniedException",
                                      "{\"Message\":\"User is not authorized to access this "
                                      "resource with an explicit deny in an identity-based "
                                      "policy\"}",
                                      false},
    [LOCAL_AUTHORIZER_FAILED] = {500, "AuthorizerFailureException", "{\"message\":null}", false},
    [LOCAL_AUTHORIZER_MISCONFIGURED] = {500, "AuthorizerConfigurationException",
                                        "{\"message\":null}", false},
    [LOCAL_FORBIDDEN] = {403, "ForbiddenException", "{\"message\":\"Forbidden\"}", false},
    [LOCAL_MISSING_TOKEN] = {403, "MissingAuthenticationTokenException",
                             "{\"message\":\"Missing Authentication Token\"}", false},
    [LOCAL_REQUEST_TOO_LONG] = {413, "RequestTooLargeException",
                                "{\"message\":\"Request Too Long\"}", false},
    [LOCAL_TOO_MANY_REQUESTS] = {429, "TooManyRequestsException",
                                 "{\"message\":\"Too Many Requests\"}", false},
    [LOCAL_INTERNAL_ERROR] = {500, "InternalServerErrorException",
                              "{\"message\":\"Internal server error\"}", false},
    [LOCAL_NOT_EMULATED_WEBSOCKET] = {501, "NotEmulatedException",
                                      "{\"message\":\"The local stage is a REST API: it does not "
                                      "emulate WebSocket\"}",
                                      true},
    [LOCAL_NOT_EMULATED_CODING] = {501, "NotEmulatedException",
                                   "{\"message\":\"The local stage reads no Transfer-Encoding but "
                                   "chunked\"}",
                                   true},
    [LOCAL_BAD_FUNCTION] = {502, "InternalServerErrorException",
                            "{\"message\": \"Internal server error\"}", false},
    [LOCAL_STARTING] = {503, "ServiceUnavailableException",
                        "{\"message\":\"The local stage is starting\"}", true},
    [LOCAL_STOPPING] = {503, "ServiceUnavailableException",
                        "{\"message\":\"The local stage is stopping\"}", true},
    [LOCAL_TIMED_OUT] = {504, "InternalServerErrorException",
                         "{\"message\": \"Endpoint request timed out\"}", false},
    [LOCAL_PREFLIGHT] = {200, NULL, "", false},
};

/* The preflight answer that the API's OPTIONS method gives: any origin, no credentials. */
static const char *const preflight_headers[][2] = {
    {"Access-Control-Allow-Origin", "*"},
    {"Access-Control-Allow-Methods", "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"},
    {"Access-Control-Allow-Headers",
     "Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Api-Key"},
    {"Access-Control-Max-Age", "600"},
};
#define PREFLIGHT_COUNT (sizeof(preflight_headers) / sizeof(preflight_headers[0]))

void local__reply_gateway(struct evhttp_request *request, local_gateway_answer answer,
                          const local_ids *ids)
{
    const gateway_row *row = &gateway_answers[answer];
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    if (row->error_type)
        evhttp_add_header(headers, "x-amzn-ErrorType", row->error_type);
    for (size_t i = 0; answer == LOCAL_PREFLIGHT && i < PREFLIGHT_COUNT; i++)
        evhttp_add_header(headers, preflight_headers[i][0], preflight_headers[i][1]);
    if (row->closes)
        local__reply_close(request);
    local_reply reply = {.status = row->status, .body = lamina_str_from(row->body)};
    local__reply_send(request, &reply, ids);
}

/* ---- sending ---- */

/* The reasons that libevent does not know; for any other status its own text is right. */
static const char *reason_of(int64_t status)
{
    static const struct {
        int64_t status;
        const char *reason;
    } reasons[] = {{422, "Unprocessable Content"},
                   {423, "Locked"},
                   {424, "Failed Dependency"},
                   {428, "Precondition Required"},
                   {429, "Too Many Requests"},
                   {431, "Request Header Fields Too Large"},
                   {451, "Unavailable For Legal Reasons"}};
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return NULL;
}

static void add_header(struct evhttp_request *request, lamina_str name, lamina_str value)
{
    lamina_text line;
    lamina_text_init(&line, name.len + value.len + 2);
    lamina_text_add(&line, name);
    lamina_text_add_char(&line, '\0');
    lamina_text_add(&line, value);
    if (!lamina_text_status(&line))
        evhttp_add_header(evhttp_request_get_output_headers(request), line.ptr,
                          line.ptr + name.len + 1);
    lamina_text_clear(&line);
}

static void add_ids(struct evhttp_request *request, const local_ids *ids)
{
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    evhttp_add_header(headers, "x-amzn-RequestId", ids->request);
    evhttp_add_header(headers, "x-amz-apigw-id", ids->extended);
    evhttp_add_header(headers, "X-Amzn-Trace-Id", ids->trace);
}

static void add_length(struct evhttp_request *request, size_t len)
{
    char length[24];
    snprintf(length, sizeof(length), "%zu", len);
    evhttp_add_header(evhttp_request_get_output_headers(request), "Content-Length", length);
}

void local__reply_close(struct evhttp_request *request)
{
    evhttp_add_header(evhttp_request_get_output_headers(request), "Connection", "close");
}

void local__reply_send(struct evhttp_request *request, const local_reply *reply,
                       const local_ids *ids)
{
    for (size_t i = 0; i < reply->header_count; i++)
        add_header(request, reply->headers[i].name, reply->headers[i].value);
    if (ids)
        add_ids(request, ids);

    /* RFC 9110: 204 and 304 have no content, and an answer to HEAD tells the length that GET's would
       have, or none: a function that leaves its content out of it knows of none. */
    bool head = evhttp_request_get_command(request) == EVHTTP_REQ_HEAD;
    bool content = reply->status != 204 && reply->status != 304;
    if (content)
        add_header(request, LAMINA_STR("Content-Type"),
                   reply->content_type.len > 0 ? reply->content_type
                                               : LAMINA_STR("application/json"));
    if (content && !(head && reply->body.len == 0))
        add_length(request, reply->body.len);
    if (content && !head)
        evbuffer_add(evhttp_request_get_output_buffer(request), reply->body.ptr, reply->body.len);
    evhttp_send_reply(request, (int)reply->status, reason_of(reply->status), NULL);
}
