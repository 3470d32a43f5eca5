/*
 * reply.h - an HTTP answer, and how it is sent.
 */
#ifndef LOCAL_REPLY_H
#define LOCAL_REPLY_H

#include <event2/http.h>

#include "ids.h"
#include "lamina/abi.h"

/* Everything is borrowed until the reply was sent. */
typedef struct local_reply {
    int64_t status;
    const lamina_param *headers;
    size_t header_count;
    lamina_str content_type; /* empty: application/json */
    lamina_str body;
} local_reply;

/* Closes the connection after the answer: what follows on it cannot be trusted, or is unwanted. */
void local__reply_close(struct evhttp_request *request);

/* Answers and gives the request up; ids (may be NULL) become the headers that API Gateway adds. */
void local__reply_send(struct evhttp_request *request, const local_reply *reply,
                       const local_ids *ids);

/* What API Gateway says by itself. */
typedef enum local_gateway_answer {
    LOCAL_HEALTHY,
    LOCAL_BAD_REQUEST,
    LOCAL_UNAUTHORIZED,
    LOCAL_FORBIDDEN,
    LOCAL_ACCESS_REFUSED,         /* no statement of the authorizer's policy allows it */
    LOCAL_ACCESS_REFUSED_BY_DENY, /* a statement of it denies it */
    LOCAL_MISSING_TOKEN,
    LOCAL_REQUEST_TOO_LONG,
    LOCAL_TOO_MANY_REQUESTS,
    LOCAL_AUTHORIZER_FAILED,
    LOCAL_AUTHORIZER_MISCONFIGURED, /* its answer is no policy */
    LOCAL_INTERNAL_ERROR,           /* the stage's own failure */
    LOCAL_NOT_EMULATED_WEBSOCKET,
    LOCAL_NOT_EMULATED_CODING,
    LOCAL_BAD_FUNCTION, /* the function failed, or answered what is no answer */
    LOCAL_STARTING,
    LOCAL_STOPPING,
    LOCAL_TIMED_OUT,
    LOCAL_PREFLIGHT
} local_gateway_answer;

void local__reply_gateway(struct evhttp_request *request, local_gateway_answer answer,
                          const local_ids *ids);

#endif
