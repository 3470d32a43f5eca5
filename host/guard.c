/*
 * guard.c - what must hold of a request before its body is looked at: scope, size, media type.
 */
#include "guard.h"

#include "lamina/problem.h"
#include "media_type.h"

lamina_status host__guard_scope(lamina_context *context, const lamina_route *route,
                                const host_identity *identity)
{
    if (route->scope == NULL)
        return LAMINA_OK;
    if (!identity->known)
        return lamina_fail(context, LAMINA_E_UNAUTHENTICATED, "unauthenticated",
                           "This operation needs an authenticated caller");
    if (!host__identity_has_scope(identity->scopes, route->scope))
        return lamina_fail(context, LAMINA_E_FORBIDDEN, "forbidden",
                           "This operation needs the scope %s", route->scope);
    return LAMINA_OK;
}

/* Of the decoded content, told from the base64 text alone. */
static size_t content_size(const host_event *event)
{
    const lamina_str body = event->body;
    if (!event->body_is_base64)
        return body.len;
    size_t padding = 0;
    while (padding < 2 && padding < body.len && body.ptr[body.len - 1 - padding] == '=')
        padding++;
    const size_t whole = body.len / 4 * 3;
    return whole > padding ? whole - padding : 0;
}

lamina_status host__guard_size(lamina_context *context, const lamina_route *route,
                               const host_event *event)
{
    const size_t cap = route->body_cap > 0 ? route->body_cap : GUARD_BODY_CAP;
    const size_t size = content_size(event);
    if (size <= cap)
        return LAMINA_OK;
    return lamina_fail(context, LAMINA_E_TOO_LARGE, "content-too-large",
                       "The body has %zu bytes; this operation accepts %zu", size, cap);
}

lamina_status host__guard_media_type(lamina_context *context, lamina_str content_type)
{
    if (host__media_type_is_json(content_type))
        return LAMINA_OK;
    if (content_type.len == 0)
        return lamina_fail(context, LAMINA_E_MEDIA_TYPE, "unsupported-media-type",
                           "The request has a body but no Content-Type; send application/json");
    return lamina_fail(context, LAMINA_E_MEDIA_TYPE, "unsupported-media-type",
                       "This operation accepts application/json in UTF-8");
}
