/*
 * HTTP and nothing else: what of the request goes to the service, which status and headers come
 * back. The host has decoded and checked body and query before, and turns every failure that is
 * passed on into problem+json.
 */
#include "handlers.h"

#include "lamina/etag.h"

#include "services.h"

static lamina_str path_id(const lamina_request *request)
{
    lamina_str id;
    lamina_request_path(request, "partnerId", &id);
    return id;
}

/* A whole partner, with the tag that If-Match will want back. */
static lamina_status answer_partner(lamina_context *context, lamina_response *response,
                                    const partner_dto *partner)
{
    response->body = partner;
    return lamina_response_etag(context, response, partner->version);
}

lamina_status create_partner(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    const partner_dto *created = NULL;
    lamina_status status = partner_service_create(context, request->body, &created);
    if (status != LAMINA_OK)
        return status;

    status = lamina_response_created(context, response, "partners", created->partner_id);
    if (status != LAMINA_OK)
        return status;
    return answer_partner(context, response, created);
}

lamina_status get_partner(lamina_context *context, const lamina_request *request,
                          lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    const partner_dto *found = NULL;
    status = partner_service_get(context, path_id(request), &found);
    if (status != LAMINA_OK)
        return status;
    return lamina_response_if_changed(context, response, &expected, found, found->version);
}

lamina_status list_partners(lamina_context *context, const lamina_request *request,
                            lamina_response *response)
{
    const domain_page_answer *page = NULL;
    lamina_status status = partner_service_list(context, request->query, &page);
    response->body = page;
    return status;
}

lamina_status patch_partner(lamina_context *context, const lamina_request *request,
                            lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    const partner_dto *patched = NULL;
    status = partner_service_patch(context, path_id(request), &expected, request->body, &patched);
    if (status != LAMINA_OK)
        return status;
    return answer_partner(context, response, patched);
}

lamina_status delete_partner(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    response->status = 204;
    return partner_service_delete(context, path_id(request), &expected);
}

/* ---- moves ---- */

static lamina_status move_partner(lamina_context *context, const lamina_request *request,
                                  lamina_response *response, partner_move_fn *move)
{
    const partner_reason *body = request->body;
    lamina_str reason = body == NULL ? (lamina_str){0} : body->reason;
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    const partner_dto *moved = NULL;
    status = move(context, path_id(request), reason, &expected, &moved);
    if (status != LAMINA_OK)
        return status;
    return answer_partner(context, response, moved);
}

lamina_status activate_partner(lamina_context *context, const lamina_request *request,
                               lamina_response *response)
{
    return move_partner(context, request, response, partner_service_activate);
}

lamina_status suspend_partner(lamina_context *context, const lamina_request *request,
                              lamina_response *response)
{
    return move_partner(context, request, response, partner_service_suspend);
}

lamina_status reactivate_partner(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    return move_partner(context, request, response, partner_service_reactivate);
}

/* ---- the audit trail ---- */

lamina_status list_partner_audit(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    const audit_page *page = NULL;
    lamina_status status = partner_service_audit(context, path_id(request), request->query, &page);
    response->body = page;
    return status;
}
