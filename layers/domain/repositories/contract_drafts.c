/*
 * Contracts that are still drafts: changed and removed by one transaction, which asks for a draft that
 * nobody has signed.
 */
#include "domain/access.h"
#include "domain/ids.h"
#include "domain/mapper.h"
#include "domain/repositories/contract_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "models/contract_number.h"
#include "repositories/audit_trail.h"
#include "repositories/claim_actions.h"
#include "repositories/contract_stored.h"

#define BIT(field) (UINT64_C(1) << (field))

/* Partner and number stand for good: the number's claim is made of both. */
static const uint64_t changeable =
    BIT(CONTRACT_TYPE) | BIT(CONTRACT_TITLE) | BIT(CONTRACT_START_DATE) | BIT(CONTRACT_END_DATE) |
    BIT(CONTRACT_CURRENCY) | BIT(CONTRACT_CREDIT_LIMIT) | BIT(CONTRACT_TERMS);

/* ---- update ---- */

enum { ACTION_CONTRACT, ACTION_AUDIT, UPDATE_COUNT };

static bool has_period(const contract *changes, bool *starts, bool *ends)
{
    *starts = lamina_is_present(&changes->has, CONTRACT_START_DATE);
    *ends = lamina_is_present(&changes->has, CONTRACT_END_DATE);
    return !*starts || !*ends || lamina_str_compare(changes->end_date, changes->start_date) >= 0;
}

/* Of one day that changes alone, the other is the stored one. */
static const mapper_condition *keeps_period(lamina_context *context, const contract *changes,
                                            const mapper_condition *others)
{
    bool starts, ends;
    if (!has_period(changes, &starts, &ends) || starts == ends)
        return others;
    return mapper_and(context, others,
                      starts
                          ? mapper_at_least(context, "endDate", dynamodb_text(changes->start_date))
                          : mapper_at_most(context, "startDate", dynamodb_text(changes->end_date)));
}

static const mapper_condition *is_changeable(lamina_context *context, const contract *changes)
{
    const mapper_condition *all = domain__contract_is_open_draft(context);
    if (!domain_is_staff(context))
        all =
            mapper_and(context, all,
                       mapper_equals(context, "partnerId", dynamodb_text(context->caller_tenant)));
    return keeps_period(context, changes, all);
}

/* The first that does not hold is told, of what is stored. */
static lamina_status refuse_update(lamina_context *context, const contract *changes,
                                   const contract *current)
{
    if (current == NULL || !domain_may_reach_tenant(context, current->partner_id))
        return domain__contract_fail_not_found(context);
    if (changes->version != 0 && changes->version != current->version)
        return domain__contract_fail_version(context);
    if (!lamina_str_is(current->status, CONTRACT_STATUS_DRAFT) ||
        lamina_is_present(&current->has, CONTRACT_SIGNED_AT))
        return domain__contract_fail_not_draft(context, current);
    return domain__contract_fail_period(context);
}

static lamina_status write_update(lamina_context *context, contract *wanted)
{
    mapper_action actions[UPDATE_COUNT] = {
        [ACTION_CONTRACT] = {.size = sizeof(mapper_action),
                             .op = MAPPER_OP_PATCH,
                             .model = &contract_model,
                             .item = wanted,
                             .options = {.size = sizeof(mapper_write),
                                         .condition = is_changeable(context, wanted)}}};
    const lamina_presence changed = wanted->has;
    const domain__audit_note note = {.kind = CONTRACT_AUDIT_KIND,
                                     .id = wanted->contract_id,
                                     .action = "changed",
                                     .record = &contract_record,
                                     .changed = &changed};
    lamina_status status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    if (status != LAMINA_OK)
        return status;

    if (lamina_is_present(&wanted->has, CONTRACT_CREDIT_LIMIT)) {
        wanted->available_credit = wanted->credit_limit; /* nothing is owed under a draft */
        lamina_mark(&wanted->has, CONTRACT_AVAILABLE_CREDIT);
    }
    const contract asked = *wanted;
    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, UPDATE_COUNT, &conflict);
    if (conflict.action == ACTION_CONTRACT)
        return refuse_update(context, &asked, conflict.current);
    return status == LAMINA_E_CONFLICT ? domain__contract_fail_busy(context) : status;
}

lamina_status contract_repository_update(lamina_context *context, const contract *changes,
                                         contract **out)
{
    bool starts, ends;
    *out = NULL;
    if (!domain_is_ulid(changes->contract_id))
        return domain__contract_fail_not_found(context);
    if (!has_period(changes, &starts, &ends))
        return domain__contract_fail_period(context);
    contract *wanted = contract_new(context);
    if (wanted == NULL)
        return LAMINA_E_LIMIT;

    *wanted = *changes;
    wanted->has.present &= changeable;
    wanted->has.null &= changeable;
    lamina_status status = write_update(context, wanted);
    return status == LAMINA_OK ? contract_repository_get(context, changes->contract_id, out)
                               : status;
}

/* ---- delete ---- */

enum { DELETE_NUMBER = ACTION_AUDIT + 1, DELETE_COUNT };

static lamina_status write_delete(lamina_context *context, contract *stored, bool *raced)
{
    claim number;
    mapper_action actions[DELETE_COUNT] = {
        [ACTION_CONTRACT] = {.size = sizeof(mapper_action),
                             .op = MAPPER_OP_REMOVE,
                             .model = &contract_model,
                             .item = stored,
                             .options = {.size = sizeof(mapper_write),
                                         .condition = domain__contract_is_open_draft(context)}}};
    const domain__audit_note note = {
        .kind = CONTRACT_AUDIT_KIND, .id = stored->contract_id, .action = "deleted"};
    lamina_status status = domain__contract_number_init(context, stored, &number);
    if (status == LAMINA_OK)
        status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    if (status != LAMINA_OK)
        return status;

    actions[DELETE_NUMBER] = domain__claim_drop(context, &domain__contract_number_model, &number);
    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, DELETE_COUNT, &conflict);
    *raced = conflict.action == ACTION_CONTRACT || conflict.action == DELETE_NUMBER;
    return *raced || status == LAMINA_E_CONFLICT ? domain__contract_fail_busy(context) : status;
}

typedef struct delete_attempt {
    lamina_str contract_id;
    int64_t version;
    lamina_status status; /* of the last one */
} delete_attempt;

static lamina_status delete_as_read(lamina_context *context, const delete_attempt *attempt,
                                    bool *raced)
{
    contract *stored;
    lamina_status status = domain__contract_read(context, attempt->contract_id, &stored);
    if (status != LAMINA_OK)
        return status;
    if (attempt->version != 0 && attempt->version != stored->version)
        return domain__contract_fail_version(context);
    if (!lamina_str_is(stored->status, CONTRACT_STATUS_DRAFT) ||
        lamina_is_present(&stored->has, CONTRACT_SIGNED_AT))
        return domain__contract_fail_not_draft(context, stored);
    return write_delete(context, stored, raced);
}

/* Only who was raced tries again. */
static lamina_status try_delete(lamina_context *context, void *state)
{
    delete_attempt *attempt = state;
    bool raced = false;
    attempt->status = delete_as_read(context, attempt, &raced);
    return raced ? LAMINA_E_CONFLICT : LAMINA_OK;
}

lamina_status contract_repository_delete(lamina_context *context, lamina_str contract_id,
                                         int64_t version)
{
    delete_attempt attempt = {.contract_id = contract_id, .version = version};
    mapper_retry_on_conflict(context, CONTRACT_ATTEMPT_CAP, try_delete, &attempt);
    return attempt.status;
}
