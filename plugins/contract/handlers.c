/*
 * HTTP and events and nothing else: what of the request goes to the service, which status and headers come
 * back. The host has decoded and checked body and query before, and turns every failure that is passed on
 * into problem+json.
 */
#include "handlers.h"

#include "lamina/etag.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#include "services.h"

static lamina_str path_id(const lamina_request *request)
{
    lamina_str id;
    lamina_request_path(request, "contractId", &id);
    return id;
}

/* A whole contract, with the tag that If-Match will want back. */
static lamina_status answer_contract(lamina_context *context, lamina_response *response,
                                     const contract_dto *item)
{
    response->body = item;
    return lamina_response_etag(context, response, item->version);
}

/* ---- contracts ---- */

lamina_status create_contract(lamina_context *context, const lamina_request *request,
                              lamina_response *response)
{
    const contract_dto *created = NULL;
    lamina_status status = contract_service_create(context, request->body, &created);
    if (status != LAMINA_OK)
        return status;
    status = lamina_response_created(context, response, "contracts", created->contract_id);
    if (status != LAMINA_OK)
        return status;
    return answer_contract(context, response, created);
}

lamina_status get_contract(lamina_context *context, const lamina_request *request,
                           lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    const contract_dto *found = NULL;
    status = contract_service_get(context, path_id(request), &found);
    if (status != LAMINA_OK)
        return status;
    return lamina_response_if_changed(context, response, &expected, found, found->version);
}

lamina_status list_contracts(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    const domain_page_answer *page = NULL;
    lamina_status status = contract_service_list(context, request->query, &page);
    response->body = page;
    return status;
}

lamina_status patch_contract(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    const contract_dto *patched = NULL;
    status = contract_service_patch(context, path_id(request), &expected, request->body, &patched);
    if (status != LAMINA_OK)
        return status;
    return answer_contract(context, response, patched);
}

lamina_status delete_contract(lamina_context *context, const lamina_request *request,
                              lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    response->status = 204;
    return contract_service_delete(context, path_id(request), &expected);
}

/* ---- moves ---- */

static lamina_status move(lamina_context *context, const lamina_request *request,
                          contract_move_input input, lamina_response *response)
{
    lamina_conditions expected;
    lamina_status status = lamina_request_conditions(context, request, &expected);
    if (status != LAMINA_OK)
        return status;
    const contract_dto *moved = NULL;
    status = contract_service_move(context, path_id(request), &expected, &input, &moved);
    if (status != LAMINA_OK)
        return status;
    return answer_contract(context, response, moved);
}

lamina_status sign_contract(lamina_context *context, const lamina_request *request,
                            lamina_response *response)
{
    const signature_input *body = request->body;
    contract_move_input input = {.move = CONTRACT_MOVE_SIGN, .signed_by = body->signed_by};
    return move(context, request, input, response);
}

lamina_status activate_contract(lamina_context *context, const lamina_request *request,
                                lamina_response *response)
{
    return move(context, request, (contract_move_input){.move = CONTRACT_MOVE_ACTIVATE}, response);
}

lamina_status suspend_contract(lamina_context *context, const lamina_request *request,
                               lamina_response *response)
{
    const reason_input *body = request->body;
    contract_move_input input = {.move = CONTRACT_MOVE_SUSPEND, .reason = body->reason};
    return move(context, request, input, response);
}

lamina_status resume_contract(lamina_context *context, const lamina_request *request,
                              lamina_response *response)
{
    return move(context, request, (contract_move_input){.move = CONTRACT_MOVE_RESUME}, response);
}

lamina_status terminate_contract(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    const reason_input *body = request->body;
    contract_move_input input = {.move = CONTRACT_MOVE_TERMINATE, .reason = body->reason};
    return move(context, request, input, response);
}

/* ---- amendments, audit trail ---- */

lamina_status amend_contract(lamina_context *context, const lamina_request *request,
                             lamina_response *response)
{
    lamina_str text;
    int64_t number;
    lamina_request_path(request, "number", &text);
    if (lamina_parse_int64_between(text, 1, INT64_MAX, &number) != LAMINA_OK)
        return lamina_fail(context, LAMINA_E_NOT_FOUND, "not-found",
                           "An amendment is named by its number: 1, 2, ...");
    const amendment_dto *made = NULL;
    lamina_status status =
        contract_service_amend(context, path_id(request), number, request->body, &made);
    response->body = made;
    return status;
}

lamina_status list_contract_amendments(lamina_context *context, const lamina_request *request,
                                       lamina_response *response)
{
    const domain_page_answer *page = NULL;
    lamina_status status =
        contract_service_amendments(context, path_id(request), request->query, &page);
    response->body = page;
    return status;
}

lamina_status list_contract_audit(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    const audit_page *page = NULL;
    lamina_status status = contract_service_audit(context, path_id(request), request->query, &page);
    response->body = page;
    return status;
}

/* ---- events ---- */

lamina_status expire_contracts(lamina_context *context, const lamina_direct_event *event,
                               lamina_direct_answer *answer)
{
    (void)event;
    const sweep_dto *swept = NULL;
    lamina_status status = contract_service_expire(context, &swept);
    answer->output = swept;
    return status;
}

lamina_status expire_contracts_on_schedule(lamina_context *context, const lamina_bus_event *event)
{
    (void)event;
    const sweep_dto *swept = NULL;
    return contract_service_expire(context, &swept);
}
