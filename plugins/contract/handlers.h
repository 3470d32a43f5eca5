/*
 * handlers.h - the operations of the contract module, as the host calls them.
 */
#ifndef CONTRACT_HANDLERS_H
#define CONTRACT_HANDLERS_H

#include "lamina/event.h"
#include "lamina/http.h"

lamina_status create_contract(lamina_context *context, const lamina_request *request,
                              lamina_response *response);
lamina_status get_contract(lamina_context *context, const lamina_request *request,
                           lamina_response *response);
lamina_status list_contracts(lamina_context *context, const lamina_request *request,
                             lamina_response *response);
lamina_status patch_contract(lamina_context *context, const lamina_request *request,
                             lamina_response *response);
lamina_status delete_contract(lamina_context *context, const lamina_request *request,
                              lamina_response *response);

lamina_status sign_contract(lamina_context *context, const lamina_request *request,
                            lamina_response *response);
lamina_status activate_contract(lamina_context *context, const lamina_request *request,
                                lamina_response *response);
lamina_status suspend_contract(lamina_context *context, const lamina_request *request,
                               lamina_response *response);
lamina_status resume_contract(lamina_context *context, const lamina_request *request,
                              lamina_response *response);
lamina_status terminate_contract(lamina_context *context, const lamina_request *request,
                                 lamina_response *response);

lamina_status amend_contract(lamina_context *context, const lamina_request *request,
                             lamina_response *response);
lamina_status list_contract_amendments(lamina_context *context, const lamina_request *request,
                                       lamina_response *response);
lamina_status list_contract_audit(lamina_context *context, const lamina_request *request,
                                  lamina_response *response);

/* By an operator, and by a schedule. */
lamina_status expire_contracts(lamina_context *context, const lamina_direct_event *event,
                               lamina_direct_answer *answer);
lamina_status expire_contracts_on_schedule(lamina_context *context, const lamina_bus_event *event);

#endif
