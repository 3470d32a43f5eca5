/* The plugin's own authorizer, in process: see own_authorizer.h. */
#include "own_authorizer.h"

#include "crash.h"
#include "lamina/check.h"
#include "lamina/problem.h"

/* Of the whole plugin: a function that serves one operation is to know its callers as well. */
static const lamina_event_handler *find_handler(const lamina_plugin *plugin)
{
    for (uint32_t i = 0; i < plugin->event_count; i++) {
        const lamina_event_handler *handler = lamina_plugin_event(plugin, i);
        if (handler->kind == LAMINA_EVENT_AUTHORIZER)
            return handler;
    }
    return NULL;
}

static lamina_str credentials_of(const host_event *event)
{
    const lamina_request request = {.size = sizeof(lamina_request),
                                    .headers = event->headers,
                                    .header_count = event->header_count};
    lamina_str value;
    lamina_request_header(&request, "authorization", &value);
    return value;
}

static lamina_status call(const lamina_event_handler *handler, lamina_context *context,
                          const lamina_authorizer_event *asked,
                          lamina_authorizer_decision *decision)
{
    host__crash_enter(context->request_id, handler->operation);
    lamina_status status = handler->handler.authorizer(context, asked, decision);
    host__crash_leave();
    if (status != LAMINA_E_UNAUTHENTICATED)
        return status;
    lamina_error_reset(context); /* the guard has the words for that */
    decision->verdict = LAMINA_AUTHORIZER_UNAUTHORIZED;
    return LAMINA_OK;
}

lamina_status host__own_authorizer_ask(const host_service *service, lamina_context *context,
                                       const host_event *event, host_identity *identity)
{
    const lamina_event_handler *handler = find_handler(service->plugin);
    const lamina_authorizer_event asked = {.size = sizeof asked,
                                           .type = LAMINA_AUTHORIZER_REQUEST,
                                           .handler = handler,
                                           .token = credentials_of(event),
                                           .method = event->method,
                                           .path = event->path,
                                           .source_ip = event->source_ip,
                                           .headers = event->headers,
                                           .header_count = event->header_count};
    lamina_authorizer_decision decision = {.size = sizeof decision};
    if (handler == NULL || asked.token.len == 0)
        return LAMINA_OK;
    lamina_status status = call(handler, context, &asked, &decision);
    if (status == LAMINA_OK && decision.verdict == LAMINA_AUTHORIZER_DENY)
        return lamina_fail(context, LAMINA_E_FORBIDDEN, "forbidden", "You may not use this API");
    if (status != LAMINA_OK || decision.verdict != LAMINA_AUTHORIZER_ALLOW ||
        decision.principal_id.len == 0)
        return status;
    *identity = (host_identity){.known = true,
                                .principal_id = decision.principal_id,
                                .tenant = decision.tenant,
                                .scopes = decision.scopes};
    return LAMINA_OK;
}
