/*
 * Contacts of partners in DynamoDB. A contact comes and goes in one transaction with the partner's count of
 * them: no contact is without its partner, and none is forgotten when the partner is deleted.
 */
#include "domain/repositories/partner_contact_repository.h"

#include "domain/access.h"
#include "domain/ids.h"
#include "lamina/problem.h"
#include "lamina/record_json.h"
#include "repositories/page.h"
#include "repositories/partner_check.h"
#include "repositories/partner_stored.h"
#include "repositories/retry_raced.h"

/* ---- what is told to clients ---- */

static lamina_status fail_not_found(lamina_context *context)
{
    lamina_fail(context, LAMINA_E_NOT_FOUND, "partner-contact-not-found",
                "The partner has no contact with this id");
    return LAMINA_E_NOT_FOUND;
}

static lamina_status fail_full(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "partner-contacts-full",
                       "The partner has %d contacts, and can have no more", PARTNER_CONTACT_CAP);
}

/* ---- pieces of transactions ---- */

#define CONTACT_COUNT "contactCount"

/* The contact stands first, the audit entry second, the partner's count, if it changes, last. */
enum { ACTION_CONTACT, ACTION_AUDIT, ACTION_PARTNER, ACTION_COUNT };

static mapper_action contact_action(uint32_t op, partner_contact *item)
{
    return (mapper_action){
        .size = sizeof(mapper_action), .op = op, .model = &partner_contact_model, .item = item};
}

static lamina_status note_action(lamina_context *context, const partner_contact *item,
                                 const char *what, const lamina_presence *changed,
                                 mapper_action *action)
{
    const domain__audit_note note = {.kind = PARTNER_AUDIT_KIND,
                                     .id = item->partner_id,
                                     .part = item->contact_id,
                                     .action = what,
                                     .record = &partner_contact_record,
                                     .changed = changed};
    return domain__audit_action(context, &note, action);
}

/* One more, if there is room. */
static lamina_status count_up(lamina_context *context, lamina_str partner_id, mapper_action *action)
{
    lamina_status status = domain__partner_count(context, partner_id, CONTACT_COUNT, 1, action);
    if (status != LAMINA_OK)
        return status;
    dynamodb_value cap = dynamodb_int64(context->arena, PARTNER_CONTACT_CAP);
    action->options.condition = mapper_or(context, mapper_not_exists(context, CONTACT_COUNT),
                                          mapper_less(context, CONTACT_COUNT, cap));
    return LAMINA_OK;
}

/* ---- create ---- */

lamina_status partner_contact_repository_create(lamina_context *context, partner_contact *item)
{
    if (!domain_is_ulid(item->partner_id) || !domain_may_reach_tenant(context, item->partner_id))
        return domain__partner_fail_not_found(context);
    lamina_presence given = item->has;
    lamina_mark_absent(&given, PARTNER_CONTACT_PARTNER_ID);
    lamina_mark(&given, PARTNER_CONTACT_NAME);
    lamina_status status = domain_new_ulid(context, &item->contact_id);
    mapper_action actions[ACTION_COUNT] = {[ACTION_CONTACT] =
                                               contact_action(MAPPER_OP_CREATE, item)};
    if (status == LAMINA_OK)
        status = note_action(context, item, "contact added", &given, &actions[ACTION_AUDIT]);
    if (status == LAMINA_OK)
        status = count_up(context, item->partner_id, &actions[ACTION_PARTNER]);
    if (status != LAMINA_OK)
        return status;

    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, ACTION_COUNT, &conflict);
    if (conflict.action == ACTION_PARTNER && conflict.reason == MAPPER_CONFLICT_MISSING)
        return domain__partner_fail_not_found(context);
    if (conflict.action == ACTION_PARTNER && conflict.reason == MAPPER_CONFLICT_CONDITION)
        return fail_full(context);
    return status == LAMINA_E_CONFLICT ? domain__partner_fail_busy(context) : status;
}

/* ---- read ---- */

lamina_status partner_contact_repository_get(lamina_context *context, lamina_str partner_id,
                                             lamina_str contact_id, partner_contact **out)
{
    *out = NULL;
    if (!domain_is_ulid(partner_id) || !domain_may_reach_tenant(context, partner_id)) {
        domain__partner_fail_not_found(context);
        return LAMINA_E_NOT_FOUND;
    }
    if (!domain_is_ulid(contact_id))
        return fail_not_found(context);
    partner_contact *found = partner_contact_new(context);
    if (found == NULL)
        return LAMINA_E_LIMIT;
    mapper_read options = {.size = sizeof options, .consistent = true};
    partner_contact key = {.partner_id = partner_id, .contact_id = contact_id};
    lamina_status status = mapper_get(context, &partner_contact_model, &key, &options, found);
    if (status == LAMINA_OK)
        *out = found;
    return status == LAMINA_E_NOT_FOUND ? fail_not_found(context) : status;
}

lamina_status partner_contact_repository_list(lamina_context *context, lamina_str partner_id,
                                              const domain_page_query *query,
                                              partner_contact_list *out)
{
    if (query->limit < 1 || query->limit > DOMAIN_PAGE_LIMIT_MAX)
        return LAMINA_E_ARGUMENT;
    if (!domain_is_ulid(partner_id) || !domain_may_reach_tenant(context, partner_id))
        return domain__partner_fail_not_found(context);
    mapper_query of_partner = {.size = sizeof of_partner,
                               .limit = (uint32_t)query->limit,
                               .hash = dynamodb_text(partner_id),
                               .cursor = query->cursor,
                               .consistent = true};
    domain__page page;
    lamina_status status = domain__page_read(context, &partner_contact_model, &of_partner, &page);
    /* None at all: of a partner that has none, or of no partner? */
    partner *stored;
    if (status == LAMINA_OK && page.count == 0 && query->cursor.len == 0)
        status = domain__partner_read(context, partner_id, &stored);
    if (status != LAMINA_OK)
        return status;
    out->items = (partner_contact *const *)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

/* ---- update and delete: read, then write if it is unchanged ---- */

typedef struct contact_attempt {
    const partner_contact *wanted; /* the changes, or the ids alone */
    const lamina_conditions *expected;
    partner_contact *stored;
} contact_attempt;

static lamina_status read_expected(lamina_context *context, contact_attempt *attempt)
{
    lamina_status status = partner_contact_repository_get(
        context, attempt->wanted->partner_id, attempt->wanted->contact_id, &attempt->stored);
    if (status != LAMINA_OK || lamina_conditions_hold(attempt->expected, attempt->stored->version))
        return status;
    return lamina_fail(context, LAMINA_E_PRECONDITION, "partner-contact-version-conflict",
                       "The contact is at another version than the request allows; read it again");
}

/* *raced: the contact is not as it was read. */
static lamina_status transact(lamina_context *context, mapper_action *actions, size_t count,
                              bool *raced)
{
    mapper_conflict conflict = {.size = sizeof conflict};
    lamina_status status = mapper_transact(context, actions, count, &conflict);
    *raced = conflict.action == ACTION_CONTACT || conflict.action == ACTION_PARTNER;
    return *raced || status == LAMINA_E_CONFLICT ? domain__partner_fail_busy(context) : status;
}

static lamina_status update_as_read(lamina_context *context, void *state, bool *raced)
{
    contact_attempt *attempt = state;
    lamina_status status = read_expected(context, attempt);
    partner_contact *stored = attempt->stored, *changes = partner_contact_new(context);
    if (status == LAMINA_OK && changes == NULL)
        status = LAMINA_E_LIMIT;
    if (status != LAMINA_OK)
        return status;
    *changes = *attempt->wanted;
    changes->version = stored->version;
    lamina_mark_absent(&changes->has, PARTNER_CONTACT_PARTNER_ID);
    lamina_mark_absent(&changes->has, PARTNER_CONTACT_ID);
    const lamina_presence changed = changes->has;
    mapper_action actions[] = {
        [ACTION_CONTACT] = contact_action(MAPPER_OP_PATCH, changes), [ACTION_AUDIT] = {0}};
    status = note_action(context, stored, "contact changed", &changed, &actions[ACTION_AUDIT]);
    if (status == LAMINA_OK)
        status = transact(context, actions, 2, raced);
    if (status != LAMINA_OK)
        return status;
    lamina_record_apply(&partner_contact_record, changes, stored);
    stored->updated_at = changes->updated_at;
    stored->version = changes->version;
    return LAMINA_OK;
}

lamina_status partner_contact_repository_update(lamina_context *context,
                                                const partner_contact *changes,
                                                const lamina_conditions *expected,
                                                partner_contact **out)
{
    contact_attempt attempt = {.wanted = changes, .expected = expected};
    lamina_status status =
        domain__retry_raced(context, DOMAIN__RACED_CAP, update_as_read, &attempt);
    *out = status == LAMINA_OK ? attempt.stored : NULL;
    return status;
}

static lamina_status delete_as_read(lamina_context *context, void *state, bool *raced)
{
    contact_attempt *attempt = state;
    lamina_status status = read_expected(context, attempt);
    if (status != LAMINA_OK)
        return status;
    partner_contact *stored = attempt->stored;
    mapper_action actions[ACTION_COUNT] = {[ACTION_CONTACT] =
                                               contact_action(MAPPER_OP_REMOVE, stored)};
    status = note_action(context, stored, "contact removed", NULL, &actions[ACTION_AUDIT]);
    if (status == LAMINA_OK)
        status = domain__partner_count(context, stored->partner_id, CONTACT_COUNT, -1,
                                       &actions[ACTION_PARTNER]);
    return status == LAMINA_OK ? transact(context, actions, ACTION_COUNT, raced) : status;
}

lamina_status partner_contact_repository_delete(lamina_context *context, lamina_str partner_id,
                                                lamina_str contact_id,
                                                const lamina_conditions *expected)
{
    partner_contact *wanted = partner_contact_new(context);
    if (wanted == NULL)
        return LAMINA_E_LIMIT;
    wanted->partner_id = partner_id;
    wanted->contact_id = contact_id;
    contact_attempt attempt = {.wanted = wanted, .expected = expected};
    return domain__retry_raced(context, DOMAIN__RACED_CAP, delete_as_read, &attempt);
}
