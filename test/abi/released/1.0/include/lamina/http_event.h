/*
 * lamina/http_event.h - a request as the event that a Lambda function is handed, for tools and tests
 * that call functions themselves.
 */
#ifndef LAMINA_HTTP_EVENT_H
#define LAMINA_HTTP_EVENT_H

#include "lamina/abi.h"
#include "lamina/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Everything is borrowed for the call. Grows at the end. Since 1.0. */
typedef struct lamina_http_event {
    uint32_t size;     /* sizeof(lamina_http_event) */
    uint32_t has_body; /* bool: an empty body is one, too */
    lamina_str method;
    lamina_str target; /* path, and '?' with the query, percent-encoded: "/partners?limit=5" */
    const lamina_param *headers; /* in the order sent; a name may stand there more than once */
    size_t header_count;
    lamina_str body; /* text goes as it is, bytes that are no UTF-8 as base64 */
    lamina_str
        authorizer; /* JSON of what a Lambda authorizer said: {"principalId":"ada","scope":"a b"};
                              empty: nobody was asked */
    lamina_str source_ip;
} lamina_http_event;

/*
 * Appends the event's JSON: payload version 2.0, as an HTTP API or a function URL sends it, because that
 * one has the query as it was sent. With a body and no Content-Type among the headers goes
 * application/json. LAMINA_E_LIMIT when the buffer's cap was reached. Source: API Gateway Developer Guide,
 * "Working with AWS Lambda proxy integrations for HTTP APIs". [any-thread] Since 1.0.
 */
lamina_status lamina_http_event_write(const lamina_http_event *event, lamina_text *out);

#ifdef __cplusplus
}
#endif
#endif
