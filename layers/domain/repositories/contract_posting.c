/*
 * Postings to a contract: see contract_posting.h. DynamoDB compares an attribute with a value, it does
 * not add two up: hence availableCredit beside creditLimit and balance.
 */
#include "repositories/contract_posting.h"

#include "domain/access.h"
#include "domain/dates.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "repositories/contract_stored.h"

/* ---- what must hold ---- */

static const mapper_condition *accepts_debit(lamina_context *context, int64_t amount,
                                             lamina_str today)
{
    const mapper_condition *is_active =
        mapper_equals(context, "status", dynamodb_text(LAMINA_STR(CONTRACT_STATUS_ACTIVE)));
    const mapper_condition *is_in_period =
        mapper_and(context, mapper_at_most(context, "startDate", dynamodb_text(today)),
                   mapper_at_least(context, "endDate", dynamodb_text(today)));
    const mapper_condition *is_in_limit =
        mapper_at_least(context, "availableCredit", dynamodb_int64(context->arena, amount));
    return mapper_and(context, is_active, mapper_and(context, is_in_period, is_in_limit));
}

static const mapper_condition *accepts_credit(lamina_context *context, int64_t amount)
{
    int64_t least = -CONTRACT_AMOUNT_MAX - amount;
    return mapper_and(
        context,
        mapper_not_equals(context, "status", dynamodb_text(LAMINA_STR(CONTRACT_STATUS_DRAFT))),
        mapper_at_least(context, "balance", dynamodb_int64(context->arena, least)));
}

static const mapper_condition *accepts(lamina_context *context, const contract_posting *posting,
                                       lamina_str today)
{
    const mapper_condition *all = posting->amount > 0
                                      ? accepts_debit(context, posting->amount, today)
                                      : accepts_credit(context, posting->amount);
    if (!domain_is_staff(context))
        all =
            mapper_and(context, all,
                       mapper_equals(context, "partnerId", dynamodb_text(context->caller_tenant)));
    if (posting->entry_count < 0)
        return all;
    return mapper_and(
        context, all,
        mapper_equals(context, "entryCount", dynamodb_int64(context->arena, posting->entry_count)));
}

/* ---- what is done ---- */

static const mapper_edits *count(lamina_context *context, const contract_posting *posting)
{
    mapper_edits *edits = mapper_edits_new(context);
    dynamodb_value amount = dynamodb_int64(context->arena, posting->amount);
    mapper_edit_increment(edits, "balance", amount);
    mapper_edit_decrement(edits, "availableCredit", amount);
    mapper_edit_increment(edits, "entryCount", dynamodb_number(LAMINA_STR("1")));
    mapper_edit_set(edits, "lastEntryAt", dynamodb_timestamp(context->arena, posting->posted_at));
    return edits;
}

lamina_status domain__contract_post(lamina_context *context, const contract_posting *posting,
                                    mapper_action *action)
{
    contract *key = contract_new(context);
    if (key == NULL)
        return LAMINA_E_LIMIT;
    lamina_str today;
    lamina_status status = domain_today(context, &today);
    if (status != LAMINA_OK)
        return status;

    key->contract_id = posting->contract_id;
    *action = (mapper_action){
        .size = sizeof *action,
        .op = MAPPER_OP_UPDATE,
        .model = &contract_model,
        .item = key,
        .options = {.size = sizeof(mapper_write), .condition = accepts(context, posting, today)},
        .edits = count(context, posting)};
    return LAMINA_OK;
}

/* ---- why it did not ---- */

static lamina_status refuse_debit(lamina_context *context, int64_t amount, const contract *current,
                                  lamina_str today)
{
    if (!lamina_str_is(current->status, CONTRACT_STATUS_ACTIVE))
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-not-active",
                           "The contract is %.*s and takes no debits", LAMINA_FMT(current->status));
    if (lamina_str_compare(today, current->start_date) < 0)
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-not-active",
                           "The contract begins on %.*s", LAMINA_FMT(current->start_date));
    if (lamina_str_compare(today, current->end_date) > 0)
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-not-active",
                           "The contract ended on %.*s", LAMINA_FMT(current->end_date));
    if (amount > current->available_credit)
        return lamina_fail(context, LAMINA_E_CONFLICT, "credit-limit-exceeded",
                           "The amount is more than the contract's available credit");
    return LAMINA_OK;
}

static lamina_status refuse_credit(lamina_context *context, int64_t amount, const contract *current)
{
    if (lamina_str_is(current->status, CONTRACT_STATUS_DRAFT))
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-not-active",
                           "The contract is a draft: nothing can be owed under it");
    if (current->balance < -CONTRACT_AMOUNT_MAX - amount)
        return lamina_fail(context, LAMINA_E_CONFLICT, "balance-out-of-range",
                           "The contract would be overpaid by more than can be recorded");
    return LAMINA_OK;
}

lamina_status domain__contract_refuse(lamina_context *context, const contract_posting *posting,
                                      const contract *current, bool *raced)
{
    *raced = false;
    if (current == NULL || !domain_may_reach_tenant(context, current->partner_id))
        return domain__contract_fail_not_found(context);
    lamina_str today;
    lamina_status status = domain_today(context, &today);
    if (status != LAMINA_OK)
        return status;
    status = posting->amount > 0 ? refuse_debit(context, posting->amount, current, today)
                                 : refuse_credit(context, posting->amount, current);
    if (status != LAMINA_OK)
        return status;
    *raced = true;
    return domain__contract_fail_busy(context);
}
