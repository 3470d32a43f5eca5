/*
 * guard.h - what must hold of a request before its body is looked at: scope, size, media type.
 *
 * Each check sets the invocation's error object and returns its status when the request is refused.
 */
#ifndef HOST_GUARD_H
#define HOST_GUARD_H

#include "event.h"
#include "identity.h"
#include "lamina/context.h"
#include "lamina/plugin.h"

/* Bytes of content that a route accepts when it does not say. */
#define GUARD_BODY_CAP (1024u * 1024u)

/* LAMINA_E_UNAUTHENTICATED when nobody is known to be asking, LAMINA_E_FORBIDDEN when the scope is
   not held. A public route passes. [invoke] */
lamina_status host__guard_scope(lamina_context *context, const lamina_route *route,
                                const host_identity *identity);

/* LAMINA_E_TOO_LARGE, before base64 is decoded. [invoke] */
lamina_status host__guard_size(lamina_context *context, const lamina_route *route,
                               const host_event *event);

/* LAMINA_E_MEDIA_TYPE unless it is JSON, for routes that have a request record. [invoke] */
lamina_status host__guard_media_type(lamina_context *context, lamina_str content_type);

#endif
