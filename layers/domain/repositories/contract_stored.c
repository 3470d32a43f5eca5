/*
 * What all files of the contract repository ask of stored contracts: see contract_stored.h.
 */
#include "repositories/contract_stored.h"

#include "domain/access.h"
#include "domain/ids.h"
#include "lamina/problem.h"
#include "lamina/text.h"

/* ---- what is told to clients ---- */

lamina_status domain__contract_fail_not_found(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_NOT_FOUND, "contract-not-found",
                       "There is no contract with this id");
}

/* The client and the loops of this repository have tried again already. */
lamina_status domain__contract_fail_busy(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "contract-busy",
                       "Others kept changing the same contract; try again");
}

lamina_status domain__contract_fail_period(lamina_context *context)
{
    return lamina_fail_field(context, "/endDate", "range", "must not be before startDate");
}

/* ---- reading ---- */

lamina_status domain__contract_read(lamina_context *context, lamina_str contract_id, contract **out)
{
    *out = NULL;
    if (!domain_is_ulid(contract_id))
        return domain__contract_fail_not_found(context);
    contract *found = contract_new(context);
    if (found == NULL)
        return LAMINA_E_LIMIT;

    mapper_read options = {.size = sizeof options, .consistent = true};
    contract key = {.contract_id = contract_id};
    lamina_status status = mapper_get(context, &contract_model, &key, &options, found);
    if (status == LAMINA_OK && !domain_may_reach_tenant(context, found->partner_id))
        status = LAMINA_E_NOT_FOUND;
    if (status == LAMINA_OK)
        *out = found;
    return status == LAMINA_E_NOT_FOUND ? domain__contract_fail_not_found(context) : status;
}

lamina_status domain__contract_expect(lamina_context *context, const contract *stored,
                                      const lamina_conditions *expected)
{
    if (lamina_conditions_hold(expected, stored->version))
        return LAMINA_OK;
    return lamina_fail(context, LAMINA_E_PRECONDITION, "contract-version-conflict",
                       "The contract is at another version than the request allows; read it again");
}

/* ---- states ---- */

bool domain__contract_runs(lamina_str status)
{
    return lamina_str_is(status, CONTRACT_STATUS_ACTIVE) ||
           lamina_str_is(status, CONTRACT_STATUS_SUSPENDED);
}

lamina_str domain__contract_status(const contract *stored, lamina_str today)
{
    bool is_over =
        domain__contract_runs(stored->status) && lamina_str_compare(stored->end_date, today) < 0;
    return is_over ? LAMINA_STR(CONTRACT_STATUS_EXPIRED) : stored->status;
}

void domain__contract_show(contract *stored, lamina_str today)
{
    stored->status = domain__contract_status(stored, today);
}

const mapper_condition *domain__contract_is_as_read(lamina_context *context, const contract *stored,
                                                    lamina_str today)
{
    const mapper_condition *is_in_state =
        mapper_equals(context, "status", dynamodb_text(stored->status));
    if (!domain__contract_runs(stored->status))
        return is_in_state;
    bool is_over = lamina_str_compare(stored->end_date, today) < 0;
    const mapper_condition *stays = is_over
                                        ? mapper_less(context, "endDate", dynamodb_text(today))
                                        : mapper_at_least(context, "endDate", dynamodb_text(today));
    return mapper_and(context, is_in_state, stays);
}
