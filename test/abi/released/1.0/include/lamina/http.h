/*
 * lamina/http.h - a request and its answer, the same for REST, HTTP API, ALB and function URL events.
 * Handlers include it; services do not. Part of the ABI; the functions are liblamina's.
 */
#ifndef LAMINA_HTTP_H
#define LAMINA_HTTP_H

#include "lamina/abi.h"
#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

struct lamina_route;

/* Where a request came from. Unknown values are legal. Since 1.0. */
#define LAMINA_SOURCE_REST_API 1u     /* API Gateway REST API, proxy event version 1.0 */
#define LAMINA_SOURCE_HTTP_API 2u     /* API Gateway HTTP API, version 2.0 */
#define LAMINA_SOURCE_FUNCTION_URL 3u /* Lambda function URL, version 2.0 */
#define LAMINA_SOURCE_ALB 4u          /* Application Load Balancer target */

/*
 * Written by the host; borrowed; valid until the handler returns. Grows at the end. Since 1.0.
 * Header names compare case-insensitively; a header or query parameter that was sent n times stands
 * in its array n times, in the order sent, wherever the event tells them apart: HTTP APIs and
 * function URLs join the headers of one name with commas, and a load balancer without multi-value
 * headers hands over the last one alone.
 */
typedef struct lamina_request {
    uint32_t size;   /* sizeof(lamina_request) of the host */
    uint32_t source; /* LAMINA_SOURCE_* */
    const struct lamina_route *route;
    lamina_str method;   /* "GET"; a HEAD request that a GET route serves says "HEAD" */
    lamina_str path;     /* without the stage, percent-encoding as sent */
    const void *body;    /* the struct of route->request, checked; NULL when the route has none */
    const void *query;   /* the struct of route->query, checked; NULL when the route has none */
    lamina_str raw_body; /* the content's bytes, base64 already decoded */
    lamina_str content_type; /* as sent; empty when absent */
    lamina_str source_ip;    /* of the client, as the event names it */
    lamina_str principal_id; /* who is asking, by the authorizer; empty when there is none */
    lamina_str scopes;       /* space-separated, from the authorizer; empty when there is none */
    lamina_str authorizer;   /* JSON text of the authorizer's whole context; empty when none */
    const lamina_param *path_params; /* decoded once */
    size_t path_param_count;
    const lamina_param *query_params; /* decoded once */
    size_t query_param_count;
    const lamina_param *headers;
    size_t header_count;
} lamina_request;

/*
 * Zeroed by the host but for size and record; filled by the handler. Everything it points to must
 * live until the handler returned and beyond: static, or from context->arena. Grows at the end.
 * Since 1.0.
 */
typedef struct lamina_response {
    uint32_t size;               /* sizeof(lamina_response) of the host */
    int32_t status;              /* 200 to 599; 0: 200 when there is content, otherwise 204 */
    const lamina_record *record; /* describes body; the route's response record unless changed */
    const void *body;            /* a struct of record; NULL: raw_body is the content */
    lamina_str raw_body;         /* content as it is; base64 is applied when it is not text */
    lamina_str content_type;     /* default: application/json */
    lamina_param *headers;       /* by lamina_response_header() */
    size_t header_count;
    size_t header_cap;
} lamina_response;

/* The first header, query parameter or path parameter of that name. False, and *value empty, when
   there is none. Header names in any case. [invoke] Since 1.0. */
bool lamina_request_header(const lamina_request *request, const char *name, lamina_str *value);
bool lamina_request_query(const lamina_request *request, const char *name, lamina_str *value);
bool lamina_request_path(const lamina_request *request, const char *name, lamina_str *value);

/*
 * Adds a header to the answer; one that may repeat (Set-Cookie) is added once a call, any other
 * replaces what was set before; Content-Type sets response->content_type. Name and value are copied
 * into the arena. LAMINA_E_ARGUMENT for a name
 * that is no token or a value with control characters (RFC 9110 section 5.5), or for a header that
 * the host writes itself (Content-Length, Transfer-Encoding, Connection); LAMINA_E_LIMIT when the
 * arena is full or over 64 headers were set. [invoke] Since 1.0.
 */
lamina_status lamina_response_header(const lamina_context *context, lamina_response *response,
                                     const char *name, lamina_str value);

/*
 * Answers that something was made: status 201, and Location: <folder>/<id>, relative to the URL of the request
 * (RFC 3986 section 4.2), and so right under every stage: "partners" for a POST to ".../partners". Failures are
 * those of lamina_response_header(). [invoke] Since 1.0.
 */
lamina_status lamina_response_created(const lamina_context *context, lamina_response *response,
                                      const char *folder, lamina_str id);

#ifdef __cplusplus
}
#endif
#endif
