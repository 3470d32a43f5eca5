/*
 * Deleting a partner: all that is its own goes with it in one transaction, which is why a partner has no more
 * contacts than fit into one. A contact or a contract that comes meanwhile counts a
 * version of the partner, and the deletion is tried again.
 */
#include "domain/access.h"
#include "domain/models/partner_contact.h"
#include "domain/page.h"
#include "domain/repositories/partner_repository.h"
#include "lamina/problem.h"
#include "models/partner_email.h"
#include "repositories/claim_actions.h"
#include "repositories/page.h"
#include "repositories/partner_stored.h"
#include "repositories/retry_raced.h"

enum { ACTION_PARTNER, ACTION_CLAIM, ACTION_AUDIT, ACTION_CONTACTS };

_Static_assert(ACTION_CONTACTS + PARTNER_CONTACT_CAP <= MAPPER_TRANSACTION_CAP,
               "a partner and its contacts go in one transaction");
_Static_assert(PARTNER_CONTACT_CAP <= DOMAIN_PAGE_LIMIT_MAX, "its contacts are one page");

typedef struct delete_attempt {
    lamina_str partner_id;
    const lamina_conditions *expected;
} delete_attempt;

/* *count grows by the contacts that there are. */
static lamina_status remove_contacts(lamina_context *context, lamina_str partner_id,
                                     mapper_action *actions, size_t *count)
{
    mapper_query query = {.size = sizeof query,
                          .limit = DOMAIN_PAGE_LIMIT_MAX,
                          .hash = dynamodb_text(partner_id),
                          .consistent = true};
    domain__page page;
    lamina_status status = domain__page_read(context, &partner_contact_model, &query, &page);
    if (status != LAMINA_OK)
        return status;
    if (page.count > PARTNER_CONTACT_CAP)
        return lamina_cause(context, LAMINA_E_INTERNAL,
                            "partner %.*s has more contacts than it may", LAMINA_FMT(partner_id));
    for (size_t i = 0; i < page.count; i++)
        actions[(*count)++] = (mapper_action){.size = sizeof(mapper_action),
                                              .op = MAPPER_OP_REMOVE,
                                              .model = &partner_contact_model,
                                              .item = page.items[i]};
    return LAMINA_OK;
}

static lamina_status delete_as_read(lamina_context *context, void *state, bool *raced)
{
    const delete_attempt *attempt = state;
    partner *stored;
    lamina_status status =
        domain__partner_read_expected(context, attempt->partner_id, attempt->expected, &stored);
    if (status == LAMINA_OK)
        status = domain_require_staff(context);
    if (status != LAMINA_OK)
        return status;
    if (stored->contract_count > 0)
        return lamina_fail(context, LAMINA_E_CONFLICT, "partner-has-contracts",
                           "The partner has contracts, and is kept for them");
    mapper_action actions[ACTION_CONTACTS + PARTNER_CONTACT_CAP];
    size_t count = ACTION_CONTACTS;
    claim address;
    const domain__audit_note note = {
        .kind = PARTNER_AUDIT_KIND, .id = stored->partner_id, .action = "deleted"};
    status = domain__partner_email_init(context, stored->email, stored->partner_id, &address);
    actions[ACTION_PARTNER] = domain__partner_action(MAPPER_OP_REMOVE, stored);
    actions[ACTION_CLAIM] = domain__claim_drop(context, &domain__partner_email_model, &address);
    if (status == LAMINA_OK)
        status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    if (status == LAMINA_OK)
        status = remove_contacts(context, stored->partner_id, actions, &count);
    if (status != LAMINA_OK)
        return status;

    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, count, &conflict);
    /* A contact that was changed meanwhile, or is gone. */
    *raced = conflict.action != MAPPER_NO_ACTION && conflict.action >= ACTION_CONTACTS;
    if (status == LAMINA_OK || *raced)
        return *raced ? domain__partner_fail_busy(context) : LAMINA_OK;
    return domain__partner_judge(context, status, conflict.action, ACTION_CLAIM, stored->partner_id,
                                 raced);
}

lamina_status partner_repository_delete(lamina_context *context, lamina_str partner_id,
                                        const lamina_conditions *expected)
{
    delete_attempt attempt = {.partner_id = partner_id, .expected = expected};
    return domain__retry_raced(context, DOMAIN__RACED_CAP, delete_as_read, &attempt);
}
