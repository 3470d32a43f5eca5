/*
 * HTTP of the contacts of partners, as handlers.c has it of partners.
 */
#include "handlers.h"

#include "lamina/etag.h"

#include "services.h"

static lamina_str partner_id(const lamina_request *request)
{
    lamina_str id;
    lamina_request_path(request, "partnerId", &id);
    return id;
}

static lamina_str contact_id(const lamina_request *request)
{
    lamina_str id;
    lamina_request_path(request, "contactId", &id);
    return id;
}

static lamina_status answer_contact(lamina_context *context, lamina_response *response,
                                    const contact_dto *contact)
{
    response->body = contact;
    return lamina_response_etag(context, response, contact->version);
}

lamina_status create_contact(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    const contact_dto *created = NULL;
    lamina_status status =
        contact_service_create(context, partner_id(request), request->body, &created);
    if (status != LAMINA_OK)
        return status;

    status = lamina_response_created(context, response, "contacts", created->contact_id);
    if (status != LAMINA_OK)
        return status;
    return answer_contact(context, response, created);
}

lamina_status get_contact(lamina_context *context, const lamina_request *request,
                          lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    const contact_dto *found = NULL;
    status = contact_service_get(context, partner_id(request), contact_id(request), &found);
    if (status != LAMINA_OK)
        return status;
    return lamina_response_if_changed(context, response, &expected, found, found->version);
}

lamina_status list_contacts(lamina_context *context, const lamina_request *request,
                            lamina_response *response)
{
    const domain_page_answer *page = NULL;
    lamina_status status =
        contact_service_list(context, partner_id(request), request->query, &page);
    response->body = page;
    return status;
}

lamina_status patch_contact(lamina_context *context, const lamina_request *request,
                            lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    const contact_dto *patched = NULL;
    status = contact_service_patch(context, partner_id(request), contact_id(request), &expected,
                                   request->body, &patched);
    if (status != LAMINA_OK)
        return status;
    return answer_contact(context, response, patched);
}

lamina_status delete_contact(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    response->status = 204;
    return contact_service_delete(context, partner_id(request), contact_id(request), &expected);
}
