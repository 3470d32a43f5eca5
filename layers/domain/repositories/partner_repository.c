/*
 * Partners in DynamoDB: create, read, list, update. A partner and the claim on its e-mail address
 * (models/partner_email.h) are written in one transaction whenever the address comes, changes or goes, and the
 * audit entry always. Deletion and moves have files of their own.
 */
#include "domain/repositories/partner_repository.h"

#include "domain/access.h"
#include "domain/ids.h"
#include "domain/repositories/audit_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "models/partner_email.h"
#include "repositories/claim_actions.h"
#include "repositories/page.h"
#include "repositories/partner_stored.h"
#include "repositories/retry_raced.h"
#include "utilities/case_fold.h"

/* DynamoDB has no empty sets: a partner without tags has no such attribute. */
static bool has_empty_tags(const partner *item)
{
    return lamina_is_present(&item->has, PARTNER_TAGS) && item->tags.count == 0;
}

/* ---- create ---- */

enum { ACTION_PARTNER, ACTION_CLAIM, ACTION_AUDIT, ACTION_COUNT };

/* What a new partner has that nobody else may say. */
static lamina_status begin_partner(lamina_context *context, partner *item)
{
    item->collection = LAMINA_STR(PARTNER_COLLECTION_ALL);
    item->contact_count = 0;
    lamina_mark(&item->has, PARTNER_CONTACT_COUNT);
    item->contract_count = 0;
    lamina_mark(&item->has, PARTNER_CONTRACT_COUNT);
    lamina_mark(&item->has, PARTNER_LEGAL_NAME);
    lamina_mark_absent(&item->has, PARTNER_STATUS_REASON);
    if (item->status.len == 0)
        item->status = LAMINA_STR(PARTNER_STATUS_PENDING);
    if (has_empty_tags(item))
        lamina_mark_absent(&item->has, PARTNER_TAGS);
    if (lamina_str_is(item->status, PARTNER_STATUS_SUSPENDED))
        return lamina_fail(context, LAMINA_E_CONFLICT, "partner-move-refused",
                           "A new partner is pending or active");
    lamina_status status = domain__partner_fill(context, item);
    return status == LAMINA_OK ? domain_new_ulid(context, &item->partner_id) : status;
}

lamina_status partner_repository_create(lamina_context *context, partner *item)
{
    lamina_status status = domain_require_staff(context);
    lamina_presence given = item->has;
    if (status == LAMINA_OK)
        status = begin_partner(context, item);
    if (status != LAMINA_OK)
        return status;

    claim address;
    mapper_action actions[ACTION_COUNT] = {
        [ACTION_PARTNER] = domain__partner_action(MAPPER_OP_CREATE, item),
        [ACTION_CLAIM] = domain__claim_take(&domain__partner_email_model, &address, NULL)};
    const domain__audit_note note = {.kind = PARTNER_AUDIT_KIND,
                                     .id = item->partner_id,
                                     .action = "created",
                                     .record = &partner_record,
                                     .changed = &given};
    status = domain__partner_email_init(context, item->email, item->partner_id, &address);
    if (status == LAMINA_OK)
        status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    if (status != LAMINA_OK)
        return status;

    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, ACTION_COUNT, &conflict);
    if (conflict.action == ACTION_CLAIM)
        return domain__partner_fail_email_taken(context);
    if (conflict.action == ACTION_PARTNER)
        return lamina_cause(context, LAMINA_E_INTERNAL, "a new partner's id is in use");
    return status == LAMINA_E_CONFLICT ? domain__partner_fail_busy(context) : status;
}

/* ---- read ---- */

lamina_status partner_repository_get(lamina_context *context, lamina_str partner_id, partner **out)
{
    return domain__partner_read(context, partner_id, out);
}

/* All but the bank account: a list needs no key to open each with. */
static const uint32_t listed_fields[] = {
    PARTNER_LEGAL_NAME, PARTNER_DISPLAY_NAME,  PARTNER_EMAIL,         PARTNER_PHONE,
    PARTNER_COUNTRY,    PARTNER_TAX_ID,        PARTNER_STATUS,        PARTNER_TAGS,
    PARTNER_ADDRESS,    PARTNER_CREATED_AT,    PARTNER_UPDATED_AT,    PARTNER_VERSION,
    PARTNER_NAME_KEY,   PARTNER_CONTACT_COUNT, PARTNER_STATUS_REASON, PARTNER_CONTRACT_COUNT,
};

/* The one that a caller sees who is bound to it: itself, if its name begins so. */
static lamina_status list_own(lamina_context *context, lamina_str name_key, partner_list *out)
{
    partner **items = lamina_arena_array(context->arena, 1, sizeof *items);
    if (items == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = domain__partner_read(context, context->caller_tenant, &items[0]);
    out->items = items;
    out->cursor = (lamina_str){0};
    out->count = status == LAMINA_OK && lamina_str_has_prefix(items[0]->name_key, name_key);
    if (status == LAMINA_OK)
        lamina_mark_absent(&items[0]->has, PARTNER_BANK_ACCOUNT);
    if (status != LAMINA_E_NOT_FOUND)
        return status;
    lamina_error_reset(context);
    return LAMINA_OK;
}

static lamina_status list_all(lamina_context *context, const partner_filter *filter,
                              lamina_str name_key, partner_list *out)
{
    mapper_query query = {.size = sizeof query,
                          .limit = filter->limit,
                          .index = PARTNER_INDEX_ALL,
                          .hash = dynamodb_text(LAMINA_STR(PARTNER_COLLECTION_ALL)),
                          .cursor = filter->cursor,
                          .fields = listed_fields,
                          .field_count = sizeof listed_fields / sizeof *listed_fields};
    if (name_key.len > 0) {
        query.index = PARTNER_INDEX_NAME;
        query.range = mapper_begins_with(context, "nameKey", name_key);
    }
    domain__page page;
    lamina_status status = domain__page_read(context, &partner_model, &query, &page);
    if (status != LAMINA_OK)
        return status;
    out->items = (partner *const *)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

lamina_status partner_repository_list(lamina_context *context, const partner_filter *filter,
                                      partner_list *out)
{
    lamina_str name_key;
    if (filter->limit < 1 || filter->limit > DOMAIN_PAGE_LIMIT_MAX)
        return LAMINA_E_ARGUMENT;
    lamina_str name = LAMINA_HAS(filter, name) ? filter->name : (lamina_str){0};
    lamina_status status = domain__case_fold(context, name, &name_key);
    if (status != LAMINA_OK)
        return status;
    return domain_is_staff(context) ? list_all(context, filter, name_key, out)
                                    : list_own(context, name_key, out);
}

lamina_status partner_repository_audit(lamina_context *context, lamina_str partner_id,
                                       const domain_page_query *query, const audit_page **page)
{
    *page = NULL;
    if (!domain_is_ulid(partner_id) || !domain_may_reach_tenant(context, partner_id))
        return domain__partner_fail_not_found(context);
    lamina_status status =
        audit_repository_list(context, PARTNER_AUDIT_KIND, partner_id, query, page);
    if (status != LAMINA_OK || (*page)->items.count > 0 || query->cursor.len > 0)
        return status;
    partner *stored;
    status = domain__partner_read(context, partner_id, &stored);
    if (status != LAMINA_OK)
        *page = NULL;
    return status;
}

/* ---- update ---- */

typedef struct update_attempt {
    const partner *wanted;
    const lamina_conditions *expected;
    partner *stored;
} update_attempt;

/* A struct of its own for each attempt: a write stamps it. */
static lamina_status prepare(lamina_context *context, const partner *wanted, partner **out)
{
    static const uint32_t not_so[] = {PARTNER_STATUS, PARTNER_STATUS_REASON, PARTNER_NAME_KEY,
                                      PARTNER_CONTACT_COUNT, PARTNER_CONTRACT_COUNT};
    partner *changes = partner_new(context);
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    *changes = *wanted;
    for (size_t i = 0; i < sizeof not_so / sizeof *not_so; i++)
        lamina_mark_absent(&changes->has, not_so[i]);
    if (has_empty_tags(changes))
        lamina_mark_null(&changes->has, PARTNER_TAGS);
    *out = changes;
    return LAMINA_OK;
}

static lamina_status update_as_read(lamina_context *context, void *state, bool *raced)
{
    update_attempt *attempt = state;
    partner *changes;
    lamina_status status = domain__partner_read_expected(context, attempt->wanted->partner_id,
                                                         attempt->expected, &attempt->stored);
    if (status == LAMINA_OK)
        status = prepare(context, attempt->wanted, &changes);
    if (status != LAMINA_OK)
        return status;
    const lamina_presence changed = changes->has;
    const domain__audit_note note = {.kind = PARTNER_AUDIT_KIND,
                                     .id = attempt->stored->partner_id,
                                     .action = "changed",
                                     .record = &partner_record,
                                     .changed = &changed};
    status = domain__partner_fill(context, changes);
    if (status != LAMINA_OK)
        return status;
    return domain__partner_write(context, attempt->stored, changes, &note, raced);
}

lamina_status partner_repository_update(lamina_context *context, const partner *changes,
                                        const lamina_conditions *expected, partner **out)
{
    update_attempt attempt = {.wanted = changes, .expected = expected};
    lamina_status status =
        domain__retry_raced(context, DOMAIN__RACED_CAP, update_as_read, &attempt);
    *out = status == LAMINA_OK ? attempt.stored : NULL;
    return status;
}
