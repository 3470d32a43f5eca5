/*
 * services.h - what the contract module does, whoever asks: an HTTP handler, an operator, a schedule.
 *
 * Results point into the invocation's arena. Failures that a client may be told of are set on the
 * error object; their codes are those of domain/repositories/contract_repository.h. Who may reach and
 * move which contract the repository sees to.
 */
#ifndef CONTRACT_SERVICES_H
#define CONTRACT_SERVICES_H

#include "domain/page.h"
#include "domain/repositories/contract_repository.h"
#include "lamina/context.h"
#include "lamina/etag.h"

#include "dtos.h"

lamina_status contract_service_create(lamina_context *context, const contract_input *input,
                                      const contract_dto **created);

lamina_status contract_service_get(lamina_context *context, lamina_str contract_id,
                                   const contract_dto **found);

lamina_status contract_service_list(lamina_context *context, const list_contracts_query *query,
                                    const domain_page_answer **page);

lamina_status contract_service_patch(lamina_context *context, lamina_str contract_id,
                                     const lamina_conditions *expected, const contract_input *input,
                                     const contract_dto **patched);

lamina_status contract_service_delete(lamina_context *context, lamina_str contract_id,
                                      const lamina_conditions *expected);

/* A move, and what it asks for; empty: nothing. */
typedef struct contract_move_input {
    uint32_t move; /* CONTRACT_MOVE_* */
    lamina_str reason;
    lamina_str signed_by;
} contract_move_input;

lamina_status contract_service_move(lamina_context *context, lamina_str contract_id,
                                    const lamina_conditions *expected,
                                    const contract_move_input *input, const contract_dto **moved);

lamina_status contract_service_amend(lamina_context *context, lamina_str contract_id,
                                     int64_t number, const amendment_input *input,
                                     const amendment_dto **made);

lamina_status contract_service_amendments(lamina_context *context, lamina_str contract_id,
                                          const domain_page_query *query,
                                          const domain_page_answer **page);

lamina_status contract_service_audit(lamina_context *context, lamina_str contract_id,
                                     const domain_page_query *query, const audit_page **page);

/* Writes down which contracts are over, as many as there is time for. */
lamina_status contract_service_expire(lamina_context *context, const sweep_dto **swept);

#endif
