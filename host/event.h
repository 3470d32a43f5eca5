/*
 * event.h - an event of which the kind is known; and an HTTP event, whoever sent it, in one form.
 *
 * Sources: API Gateway Developer Guide, "Set up Lambda proxy integrations" (REST) and "Working with
 * AWS Lambda proxy integrations for HTTP APIs"; Lambda Developer Guide, "Invoking function URLs";
 * Elastic Load Balancing, "Lambda functions as targets".
 */
#ifndef HOST_EVENT_H
#define HOST_EVENT_H

#include "lamina/arena.h"
#include "lamina/json.h"

struct event_kind;

/* An event whose kind is known, and nothing else as yet. Borrowed from the arena. */
typedef struct host_incoming {
    const lamina_json *root; /* an object */
    const struct event_kind *kind;
} host_incoming;

/*
 * Reads the JSON and tells the kind. LAMINA_E_SYNTAX when it is no JSON object, or of no kind that is
 * known: *fault says why. LAMINA_E_LIMIT when it does not fit into the arena.
 */
lamina_status host__event_open(lamina_arena *arena, lamina_str text, host_incoming *incoming,
                               lamina_str *fault);

/* Everything is borrowed from the arena that the event was read into. */
typedef struct host_event {
    uint32_t source;       /* LAMINA_SOURCE_* */
    bool multi_value;      /* ALB: headers came as multi-value ones and must be answered so */
    bool query_is_encoded; /* names and values of query still are percent-encoded */
    bool body_is_base64;
    lamina_str method;
    lamina_str path; /* without the stage, percent-encoding as sent */
    lamina_str body; /* as it stands in the event */
    lamina_str source_ip;
    lamina_str raw_query; /* the undivided query string, if the event has it like that */
    const lamina_param *headers;
    size_t header_count;
    const lamina_param *query; /* otherwise: the parameters */
    size_t query_count;
    const lamina_json *authorizer; /* requestContext.authorizer, an object or NULL */
} host_event;

/*
 * Reads an HTTP event. LAMINA_E_SYNTAX when it is of another kind or a malformed one: *fault says what
 * was missing or wrong. LAMINA_E_LIMIT when it does not fit into the arena.
 */
lamina_status host__event_read(lamina_arena *arena, const host_incoming *incoming,
                               host_event *event, lamina_str *fault);

#endif
