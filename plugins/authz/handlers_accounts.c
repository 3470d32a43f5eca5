/*
 * Users and tokens over HTTP: what of the request goes to the service, which status and headers come back.
 */
#include "handlers.h"

#include "services.h"

/* No cache may keep a token, or an answer about one (RFC 6749 section 5.1). */
static lamina_status forbid_caching(lamina_context *context, lamina_response *response)
{
    return lamina_response_header(context, response, "Cache-Control", LAMINA_STR("no-store"));
}

/* ---- accounts: nothing is said but that it was taken note of ---- */

lamina_status register_user(lamina_context *context, const lamina_request *request,
                            lamina_response *response)
{
    response->status = 202;
    return authz_service_register(context, request->body, request->source_ip);
}

lamina_status verify_email(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    response->status = 204;
    return authz_service_verify(context, request->body, request->source_ip);
}

lamina_status request_password_reset(lamina_context *context, const lamina_request *request,
                                     lamina_response *response)
{
    response->status = 202;
    return authz_service_request_reset(context, request->body, request->source_ip);
}

lamina_status reset_password(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    response->status = 204;
    return authz_service_reset_password(context, request->body, request->source_ip);
}

lamina_status change_password(lamina_context *context, const lamina_request *request,
                              lamina_response *response)
{
    response->status = 204;
    return authz_service_change_password(context, request->body, request->source_ip);
}

/* ---- tokens ---- */

lamina_status get_token(lamina_context *context, const lamina_request *request,
                        lamina_response *response)
{
    const token_answer *answer = NULL;
    lamina_status status = authz_service_token(context, request->body, request->source_ip, &answer);
    if (status != LAMINA_OK)
        return status;
    response->body = answer;
    return forbid_caching(context, response);
}

lamina_status log_out(lamina_context *context, const lamina_request *request,
                      lamina_response *response)
{
    response->status = 204;
    return authz_service_log_out(context, request->body);
}

lamina_status introspect_token(lamina_context *context, const lamina_request *request,
                               lamina_response *response)
{
    const introspection *answer = NULL;
    lamina_status status = authz_service_introspect(context, request->body, &answer);
    if (status != LAMINA_OK)
        return status;
    response->body = answer;
    return forbid_caching(context, response);
}

/* Whoever verifies tokens may keep the keys for a while: the next one is among them. */
lamina_status get_keys(lamina_context *context, const lamina_request *request,
                       lamina_response *response)
{
    const jwk_set *keys = NULL;
    (void)request;
    lamina_status status = authz_service_keys(context, &keys);
    if (status != LAMINA_OK)
        return status;
    response->body = keys;
    return lamina_response_header(context, response, "Cache-Control",
                                  LAMINA_STR("public, max-age=300"));
}
