/*
 * Contracts that are still drafts: changed and removed as they were read, if nobody has signed them.
 */
#include "domain/mapper.h"
#include "domain/repositories/contract_repository.h"
#include "lamina/problem.h"
#include "lamina/record_json.h"
#include "lamina/text.h"
#include "models/contract_number.h"
#include "repositories/audit_trail.h"
#include "repositories/claim_actions.h"
#include "repositories/contract_stored.h"
#include "repositories/partner_check.h"
#include "repositories/retry_raced.h"

/* One try to change or remove a draft. */
typedef struct draft_attempt {
    lamina_str contract_id;
    const contract *wanted; /* the changes; NULL: to be removed */
    const lamina_conditions *expected;
    contract *stored; /* as it was read; then as it was written */
} draft_attempt;

/* The draft stands first in every transaction. */
enum { ACTION_DRAFT, ACTION_AUDIT, ACTION_NUMBER, ACTION_PARTNER, ACTION_CAP };

static lamina_status fail_not_draft(lamina_context *context, const contract *stored)
{
    if (lamina_str_is(stored->status, CONTRACT_STATUS_DRAFT))
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-not-draft",
                           "The contract is signed; it changes by amendments, once it is active");
    return lamina_fail(context, LAMINA_E_CONFLICT, "contract-not-draft",
                       "The contract is %.*s; it changes by amendments",
                       LAMINA_FMT(stored->status));
}

static lamina_status read_draft(lamina_context *context, draft_attempt *attempt)
{
    lamina_status status = domain__contract_read(context, attempt->contract_id, &attempt->stored);
    if (status == LAMINA_OK)
        status = domain__contract_expect(context, attempt->stored, attempt->expected);
    if (status != LAMINA_OK)
        return status;
    const contract *stored = attempt->stored;
    bool is_open = lamina_str_is(stored->status, CONTRACT_STATUS_DRAFT) &&
                   !lamina_is_present(&stored->has, CONTRACT_SIGNED_AT);
    return is_open ? LAMINA_OK : fail_not_draft(context, stored);
}

/* All that is done to a draft makes a version: at the version that was read it still is that draft. */
static mapper_action write_draft(uint32_t op, contract *item)
{
    return (mapper_action){
        .size = sizeof(mapper_action), .op = op, .model = &contract_model, .item = item};
}

static lamina_status transact(lamina_context *context, mapper_action *actions, size_t count,
                              bool *raced)
{
    mapper_conflict conflict = {.size = sizeof conflict};
    lamina_status status = mapper_transact(context, actions, count, &conflict);
    *raced = conflict.action == ACTION_DRAFT || conflict.action == ACTION_NUMBER;
    return *raced || status == LAMINA_E_CONFLICT ? domain__contract_fail_busy(context) : status;
}

/* ---- update ---- */

#define BIT(field) (UINT64_C(1) << (field))

/* Partner and number stand for good: the number's claim is made of both. */
static const uint64_t changeable =
    BIT(CONTRACT_TYPE) | BIT(CONTRACT_TITLE) | BIT(CONTRACT_START_DATE) | BIT(CONTRACT_END_DATE) |
    BIT(CONTRACT_CURRENCY) | BIT(CONTRACT_CREDIT_LIMIT) | BIT(CONTRACT_TERMS);

/* The changes, at the version that was read, and what follows from them. */
static contract *changes_of(lamina_context *context, const draft_attempt *attempt)
{
    contract *changes = contract_new(context);
    if (changes == NULL)
        return NULL;
    *changes = *attempt->wanted;
    changes->version = attempt->stored->version;
    changes->has.present &= changeable;
    changes->has.null &= changeable;
    if (lamina_is_present(&changes->has, CONTRACT_CREDIT_LIMIT)) {
        changes->available_credit = changes->credit_limit; /* nothing is owed under a draft */
        lamina_mark(&changes->has, CONTRACT_AVAILABLE_CREDIT);
    }
    return changes;
}

static lamina_status update_as_read(lamina_context *context, void *state, bool *raced)
{
    draft_attempt *attempt = state;
    lamina_status status = read_draft(context, attempt);
    if (status != LAMINA_OK)
        return status;
    contract *stored = attempt->stored, *changes = changes_of(context, attempt);
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    lamina_presence changed = changes->has;
    lamina_mark_absent(&changed, CONTRACT_AVAILABLE_CREDIT);
    const domain__audit_note note = {.kind = CONTRACT_AUDIT_KIND,
                                     .id = stored->contract_id,
                                     .action = "changed",
                                     .record = &contract_record,
                                     .changed = &changed};
    lamina_record_apply(&contract_record, changes, stored);
    if (lamina_str_compare(stored->end_date, stored->start_date) < 0)
        return domain__contract_fail_period(context);

    mapper_action actions[] = {
        [ACTION_DRAFT] = write_draft(MAPPER_OP_PATCH, changes), [ACTION_AUDIT] = {0}};
    status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    if (status == LAMINA_OK)
        status = transact(context, actions, ACTION_AUDIT + 1, raced);
    stored->updated_at = changes->updated_at;
    stored->version = changes->version;
    return status;
}

lamina_status contract_repository_update(lamina_context *context, const contract *changes,
                                         const lamina_conditions *expected, contract **out)
{
    draft_attempt attempt = {
        .contract_id = changes->contract_id, .wanted = changes, .expected = expected};
    lamina_status status =
        domain__retry_raced(context, DOMAIN__RACED_CAP, update_as_read, &attempt);
    *out = status == LAMINA_OK ? attempt.stored : NULL;
    return status;
}

/* ---- delete ---- */

static lamina_status delete_as_read(lamina_context *context, void *state, bool *raced)
{
    draft_attempt *attempt = state;
    lamina_status status = read_draft(context, attempt);
    if (status != LAMINA_OK)
        return status;
    claim number;
    contract *stored = attempt->stored;
    mapper_action actions[ACTION_CAP] = {[ACTION_DRAFT] = write_draft(MAPPER_OP_REMOVE, stored)};
    const domain__audit_note note = {
        .kind = CONTRACT_AUDIT_KIND, .id = stored->contract_id, .action = "deleted"};
    status = domain__contract_number_init(context, stored, &number);
    if (status == LAMINA_OK)
        status = domain__partner_count(context, stored->partner_id, CONTRACT_COUNT, -1,
                                       &actions[ACTION_PARTNER]);
    if (status == LAMINA_OK)
        status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    if (status != LAMINA_OK)
        return status;
    actions[ACTION_NUMBER] = domain__claim_drop(context, &domain__contract_number_model, &number);
    return transact(context, actions, ACTION_CAP, raced);
}

lamina_status contract_repository_delete(lamina_context *context, lamina_str contract_id,
                                         const lamina_conditions *expected)
{
    draft_attempt attempt = {.contract_id = contract_id, .expected = expected};
    return domain__retry_raced(context, DOMAIN__RACED_CAP, delete_as_read, &attempt);
}
