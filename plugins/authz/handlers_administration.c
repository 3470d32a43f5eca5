/*
 * Administration over HTTP.
 */
#include "handlers.h"

#include "lamina/etag.h"

#include "services.h"

static lamina_str path(const lamina_request *request, const char *name)
{
    lamina_str value;
    lamina_request_path(request, name, &value);
    return value;
}

/* A whole thing, with the tag that If-Match will want back. */
static lamina_status answer_whole(lamina_context *context, lamina_response *response,
                                  const void *body, int64_t version)
{
    response->body = body;
    return lamina_response_etag(context, response, version);
}

/* ---- users ---- */

lamina_status list_users(lamina_context *context, const lamina_request *request,
                         lamina_response *response)
{
    const domain_page_answer *page = NULL;
    lamina_status status = authz_service_list_users(context, request->query, &page);
    response->body = page;
    return status;
}

lamina_status get_user(lamina_context *context, const lamina_request *request,
                       lamina_response *response)
{
    lamina_conditions expected;
    const user_dto *found = NULL;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status == LAMINA_OK)
        status = authz_service_get_user(context, path(request, "userId"), &found);
    if (status != LAMINA_OK)
        return status;
    return lamina_response_if_changed(context, response, &expected, found, found->version);
}

lamina_status patch_user(lamina_context *context, const lamina_request *request,
                         lamina_response *response)
{
    lamina_conditions expected;
    const user_dto *patched = NULL;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status == LAMINA_OK)
        status = authz_service_patch_user(context, path(request, "userId"), &expected,
                                          request->body, &patched);
    return status == LAMINA_OK ? answer_whole(context, response, patched, patched->version)
                               : status;
}

lamina_status get_user_audit(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    const struct audit_page *page = NULL;
    lamina_status status =
        authz_service_user_audit(context, path(request, "userId"), request->query, &page);
    response->body = page;
    return status;
}

lamina_status list_notifications(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    const domain_page_answer *page = NULL;
    lamina_status status = authz_service_list_notifications(context, request->query, &page);
    if (status != LAMINA_OK)
        return status;
    response->body = page;
    return lamina_response_header(context, response, "Cache-Control", LAMINA_STR("no-store"));
}

lamina_status delete_notification(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    response->status = 204;
    return authz_service_delete_notification(context, path(request, "notificationId"));
}

/* ---- roles ---- */

lamina_status list_roles(lamina_context *context, const lamina_request *request,
                         lamina_response *response)
{
    const domain_page_answer *page = NULL;
    lamina_status status = authz_service_list_roles(context, request->query, &page);
    response->body = page;
    return status;
}

lamina_status get_role(lamina_context *context, const lamina_request *request,
                       lamina_response *response)
{
    lamina_conditions expected;
    const role_dto *found = NULL;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status == LAMINA_OK)
        status = authz_service_get_role(context, path(request, "roleId"), &found);
    if (status != LAMINA_OK)
        return status;
    return lamina_response_if_changed(context, response, &expected, found, found->version);
}

lamina_status create_role(lamina_context *context, const lamina_request *request,
                          lamina_response *response)
{
    const role_dto *created = NULL;
    lamina_status status = authz_service_create_role(context, request->body, &created);
    if (status == LAMINA_OK)
        status = lamina_response_created(context, response, "roles", created->role_id);
    return status == LAMINA_OK ? answer_whole(context, response, created, created->version)
                               : status;
}

lamina_status replace_role(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    lamina_conditions expected;
    const role_dto *replaced = NULL;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status == LAMINA_OK)
        status = authz_service_replace_role(context, path(request, "roleId"), &expected,
                                            request->body, &replaced);
    return status == LAMINA_OK ? answer_whole(context, response, replaced, replaced->version)
                               : status;
}

lamina_status delete_role(lamina_context *context, const lamina_request *request,
                          lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    response->status = 204;
    return status == LAMINA_OK
               ? authz_service_delete_role(context, path(request, "roleId"), &expected)
               : status;
}

/* ---- clients ---- */

lamina_status list_clients(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    const domain_page_answer *page = NULL;
    lamina_status status = authz_service_list_clients(context, request->query, &page);
    response->body = page;
    return status;
}

lamina_status get_client(lamina_context *context, const lamina_request *request,
                         lamina_response *response)
{
    lamina_conditions expected;
    const client_dto *found = NULL;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status == LAMINA_OK)
        status = authz_service_get_client(context, path(request, "clientId"), &found);
    if (status != LAMINA_OK)
        return status;
    return lamina_response_if_changed(context, response, &expected, found, found->version);
}

lamina_status create_client(lamina_context *context, const lamina_request *request,
                            lamina_response *response)
{
    const client_dto *created = NULL;
    lamina_status status = authz_service_create_client(context, request->body, &created);
    if (status == LAMINA_OK)
        status = lamina_response_created(context, response, "clients", created->client_id);
    if (status == LAMINA_OK) /* the secret is in it */
        status = lamina_response_header(context, response, "Cache-Control", LAMINA_STR("no-store"));
    return status == LAMINA_OK ? answer_whole(context, response, created, created->version)
                               : status;
}

lamina_status patch_client(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    lamina_conditions expected;
    const client_dto *patched = NULL;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status == LAMINA_OK)
        status = authz_service_patch_client(context, path(request, "clientId"), &expected,
                                            request->body, &patched);
    return status == LAMINA_OK ? answer_whole(context, response, patched, patched->version)
                               : status;
}

/* ---- signing keys ---- */

lamina_status list_signing_keys(lamina_context *context, const lamina_request *request,
                                lamina_response *response)
{
    const domain_page_answer *page = NULL;
    (void)request;
    lamina_status status = authz_service_list_signing_keys(context, &page);
    response->body = page;
    return status;
}

lamina_status remove_signing_key(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    response->status = 204;
    return authz_service_remove_signing_key(context, path(request, "kid"));
}

lamina_status rotate_signing_keys(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    (void)request;
    response->status = 204;
    return authz_service_rotate_signing_keys(context);
}
