/*
 * proxy_event.h - a request as the event that API Gateway's REST API hands to a Lambda proxy
 * integration (payload version 1.0), and to a Lambda authorizer of type REQUEST.
 */
#ifndef LOCAL_PROXY_EVENT_H
#define LOCAL_PROXY_EVENT_H

#include "ids.h"
#include "lamina/text.h"

/* What never differs here: this is nobody's account. */
#define LOCAL_ACCOUNT_ID "123456789012"

/* Everything is borrowed. */
typedef struct local_proxy_request {
    lamina_str method;
    lamina_str path;     /* without the stage, percent-encoding as sent */
    lamina_str query;    /* as sent, without '?' */
    lamina_str resource; /* "/partners" or "/partners/{proxy+}" */
    lamina_str proxy;    /* what {proxy+} stands for; empty when the resource has none */
    lamina_str stage;
    lamina_str protocol; /* "HTTP/1.1" */
    lamina_str source_ip;
    lamina_str body;
    const lamina_param *headers; /* those that the function is to see, in the order sent */
    size_t header_count;
    const local_ids *ids;
    int64_t now_ms;        /* milliseconds since 1970 */
    lamina_str authorizer; /* JSON of requestContext.authorizer; empty: nobody was asked */
} local_proxy_request;

/* Appends the event's JSON. LAMINA_E_LIMIT when a cap was reached: the event's or the arena's. */
lamina_status local__proxy_event_write(lamina_arena *arena, const local_proxy_request *request,
                                       lamina_text *event);

/* The same for an authorizer, which sees all but the content. */
lamina_status local__authorizer_event_write(lamina_arena *arena, const local_proxy_request *request,
                                            lamina_str method_arn, lamina_text *event);

/* "arn:aws:execute-api:<region>:<account>:local/v1/GET/partners/p1"; empty when the arena is full. */
lamina_str local__method_arn(lamina_arena *arena, const local_proxy_request *request);

/* The first header of that name in any case; an empty view when there is none. */
lamina_str local__find_param_nocase(const lamina_param *params, size_t count, const char *name);

#endif
