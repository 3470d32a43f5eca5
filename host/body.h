/*
 * body.h - the content of a request: base64 off, then JSON into the struct of the route's record.
 */
#ifndef HOST_BODY_H
#define HOST_BODY_H

#include "event.h"
#include "lamina/http.h"

/*
 * Fills request->raw_body. LAMINA_E_SYNTAX when the base64 is broken, which makes the whole event
 * malformed; LAMINA_E_LIMIT when the arena is full. [invoke]
 */
lamina_status host__body_unwrap(lamina_arena *arena, const host_event *event,
                                lamina_request *request);

/*
 * Fills request->body for a route with a request record. A failure is set on the error object:
 * malformed-json, unsupported-media-type, content-too-large, invalid-request. [invoke]
 */
lamina_status host__body_decode(lamina_context *context, lamina_request *request);

/* Fills request->query for a route with a query record; invalid-request with LAMINA_E_INVALID. [invoke] */
lamina_status host__query_decode(lamina_context *context, lamina_request *request);

#endif
