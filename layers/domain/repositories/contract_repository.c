/*
 * Contracts in DynamoDB: creating, reading and listing them. A contract and the claim on its number
 * (models/contract_number.h) are written in one transaction.
 */
#include "domain/repositories/contract_repository.h"

#include "domain/access.h"
#include "domain/dates.h"
#include "domain/ids.h"
#include "domain/mapper.h"
#include "domain/repositories/audit_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "models/contract_number.h"
#include "repositories/audit_trail.h"
#include "repositories/claim_actions.h"
#include "repositories/contract_stored.h"
#include "repositories/page.h"
#include "repositories/partner_check.h"

/* ---- create ---- */

enum { ACTION_CONTRACT, ACTION_NUMBER, ACTION_PARTNER, ACTION_AUDIT, ACTION_COUNT };

static lamina_status fail_no_partner(lamina_context *context)
{
    return lamina_fail_field(context, "/partnerId", "unknown", "must be the id of a partner");
}

/* What a new contract is, whatever the caller left in the struct. */
static lamina_status begin(lamina_context *context, contract *item)
{
    item->status = LAMINA_STR(CONTRACT_STATUS_DRAFT);
    item->balance = 0;
    item->available_credit = item->credit_limit;
    item->entry_count = 0;
    item->amendment = 0;
    item->collection = LAMINA_STR(CONTRACT_COLLECTION_ALL);
    lamina_mark_absent(&item->has, CONTRACT_STATUS_REASON);
    lamina_mark_absent(&item->has, CONTRACT_SIGNED_BY);
    lamina_mark_absent(&item->has, CONTRACT_SIGNED_AT);
    return domain_new_ulid(context, &item->contract_id);
}

static lamina_status prepare_create(lamina_context *context, contract *item, claim *number,
                                    claim *holder, mapper_action actions[ACTION_COUNT])
{
    lamina_status status = domain__contract_number_init(context, item, number);
    if (status == LAMINA_OK)
        status = domain__partner_count(context, item->partner_id, CONTRACT_COUNT, 1,
                                       &actions[ACTION_PARTNER]);
    const domain__audit_note note = {
        .kind = CONTRACT_AUDIT_KIND, .id = item->contract_id, .action = "created"};
    if (status == LAMINA_OK)
        status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    actions[ACTION_CONTRACT] = (mapper_action){.size = sizeof(mapper_action),
                                               .op = MAPPER_OP_CREATE,
                                               .model = &contract_model,
                                               .item = item};
    actions[ACTION_NUMBER] = domain__claim_take(&domain__contract_number_model, number, holder);
    return status;
}

/* The partner speaks first: of one that is none, no number is taken. */
static lamina_status judge_create(lamina_context *context, lamina_status status, uint32_t refused,
                                  const claim *holder)
{
    switch (refused) {
    case ACTION_PARTNER: return fail_no_partner(context);
    case ACTION_NUMBER:
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-number-taken",
                           "Contract %.*s of this partner has this number",
                           LAMINA_FMT(holder->owner));
    case ACTION_CONTRACT:
        return lamina_cause(context, LAMINA_E_INTERNAL, "a new contract's id is in use");
    default: return status == LAMINA_E_CONFLICT ? domain__contract_fail_busy(context) : status;
    }
}

lamina_status contract_repository_create(lamina_context *context, contract *item)
{
    if (lamina_str_compare(item->end_date, item->start_date) < 0)
        return domain__contract_fail_period(context);
    if (!domain_is_ulid(item->partner_id) || !domain_may_reach_tenant(context, item->partner_id))
        return fail_no_partner(context);

    claim number, holder;
    mapper_action actions[ACTION_COUNT];
    lamina_status status = begin(context, item);
    if (status == LAMINA_OK)
        status = prepare_create(context, item, &number, &holder, actions);
    if (status != LAMINA_OK)
        return status;
    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, ACTION_COUNT, &conflict);
    if (status == LAMINA_OK)
        return LAMINA_OK;
    return judge_create(context, status, conflict.action, &holder);
}

/* ---- read ---- */

lamina_status contract_repository_get(lamina_context *context, lamina_str contract_id,
                                      contract **out)
{
    lamina_str today;
    *out = NULL;
    lamina_status status = domain_today(context, &today);
    if (status == LAMINA_OK)
        status = domain__contract_read(context, contract_id, out);
    if (status == LAMINA_OK)
        domain__contract_show(*out, today);
    return status;
}

lamina_status contract_repository_amendments(lamina_context *context, lamina_str contract_id,
                                             const domain_page_query *query,
                                             contract_amendment_list *out)
{
    contract *of;
    lamina_status status = domain__contract_read(context, contract_id, &of);
    if (status != LAMINA_OK)
        return status;
    mapper_query versions = {.size = sizeof versions,
                             .limit = (uint32_t)query->limit,
                             .hash = dynamodb_text(contract_id),
                             .cursor = query->cursor,
                             .consistent = true};
    domain__page page;
    status = domain__page_read(context, &contract_amendment_model, &versions, &page);
    if (status != LAMINA_OK)
        return status;
    out->items = (contract_amendment *const *)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

lamina_status contract_repository_audit(lamina_context *context, lamina_str contract_id,
                                        const domain_page_query *query, const audit_page **page)
{
    contract *of;
    *page = NULL;
    lamina_status status = domain__contract_read(context, contract_id, &of);
    if (status != LAMINA_OK)
        return status;
    return audit_repository_list(context, CONTRACT_AUDIT_KIND, contract_id, query, page);
}
