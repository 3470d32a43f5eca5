/*
 * What is no HTTP: API Gateway asks who somebody is, an operator or a schedule wants something done.
 */
#include "handlers.h"

#include "services.h"

lamina_status authorize(lamina_context *context, const lamina_authorizer_event *event,
                        lamina_authorizer_decision *decision)
{
    authz_caller caller;
    lamina_status status = authz_service_caller(context, event->token, &caller);
    if (status != LAMINA_OK)
        return status; /* LAMINA_E_UNAUTHENTICATED is the answer 401 */
    decision->verdict = LAMINA_AUTHORIZER_ALLOW;
    decision->principal_id = caller.subject;
    decision->scopes = caller.scopes;
    decision->tenant = caller.tenant;
    return LAMINA_OK;
}

lamina_status create_administrator(lamina_context *context, const lamina_direct_event *event,
                                   lamina_direct_answer *answer)
{
    const administrator_dto *created = NULL;
    lamina_status status = authz_service_create_administrator(context, event->input, &created);
    answer->output = created;
    return status;
}

lamina_status rotate_keys_now(lamina_context *context, const lamina_direct_event *event,
                              lamina_direct_answer *answer)
{
    (void)event;
    (void)answer;
    return authz_service_rotate_signing_keys(context);
}

lamina_status rotate_keys_on_schedule(lamina_context *context, const lamina_bus_event *event)
{
    (void)event;
    return authz_service_rotate_signing_keys(context);
}
