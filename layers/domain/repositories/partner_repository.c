/*
 * Partners in DynamoDB. A partner and the claim on its e-mail address (models/partner_email.h) are
 * written in one transaction whenever the address comes, changes or goes; everything else is a write
 * of one item.
 */
#include "domain/repositories/partner_repository.h"

#include <string.h>

#include "domain/ids.h"
#include "domain/mapper.h"
#include "lamina/problem.h"
#include "models/partner_email.h"
#include "repositories/page.h"

enum {
    /* How often a write that read first is tried when others get in between. Of those that
       collide one always succeeds, so as many writers as this get through together. */
    ATTEMPT_CAP = 8
};

/* ---- what is told to clients ---- */

static lamina_status fail_not_found(lamina_context *context)
{
    lamina_fail(context, LAMINA_E_NOT_FOUND, "partner-not-found",
                "There is no partner with this id");
    return LAMINA_E_NOT_FOUND;
}

static lamina_status fail_version(lamina_context *context)
{
    lamina_fail(context, LAMINA_E_PRECONDITION, "partner-version-conflict",
                "The partner is at another version than the request allows; read it again");
    return LAMINA_E_PRECONDITION;
}

static lamina_status fail_email_taken(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "partner-email-taken",
                       "Another partner has this e-mail address");
}

/* The client and the loops below have tried again already. */
static lamina_status fail_busy(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "partner-busy",
                       "Others kept changing the same partner or address; try again");
}

/* The partner is as it was read, and yet its claim is not its own, however often it is read again: only
   a write past this file can have done that. */
static lamina_status fail_claim_lost(lamina_context *context, lamina_str partner_id)
{
    return lamina_cause(context, LAMINA_E_INTERNAL,
                        "the claim on the e-mail address of partner %.*s is missing or another's",
                        LAMINA_FMT(partner_id));
}

/* ---- pieces of transactions ---- */

/* The partner stands first in every transaction, the claim that must hold or be free behind it. */
enum { ACTION_PARTNER, ACTION_CLAIM, ACTION_NEW_CLAIM, ACTION_COUNT };

static mapper_action write_partner(uint32_t op, partner *item)
{
    return (mapper_action){
        .size = sizeof(mapper_action), .op = op, .model = &partner_model, .item = item};
}

/* *holder, which may be NULL, gets the claim that is there already. */
static mapper_action take_claim(partner_email *claim, partner_email *holder)
{
    return (mapper_action){.size = sizeof(mapper_action),
                           .op = MAPPER_OP_CREATE,
                           .model = &domain__partner_email_model,
                           .item = claim,
                           .options = {.size = sizeof(mapper_write), .current = holder}};
}

static mapper_action drop_claim(lamina_context *context, partner_email *claim)
{
    const mapper_condition *is_ours =
        mapper_equals(context, PARTNER_EMAIL_OWNER_NAME, dynamodb_text(claim->owner));
    return (mapper_action){.size = sizeof(mapper_action),
                           .op = MAPPER_OP_REMOVE,
                           .model = &domain__partner_email_model,
                           .item = claim,
                           .options = {.size = sizeof(mapper_write), .condition = is_ours}};
}

/* ---- create ---- */

/* DynamoDB has no empty sets: a partner without tags has no such attribute. */
static bool has_empty_tags(const partner *item)
{
    return lamina_is_present(&item->has, PARTNER_TAGS) && item->tags.count == 0;
}

lamina_status partner_repository_create(lamina_context *context, partner *item)
{
    lamina_status status = domain_new_ulid(context, &item->partner_id);
    if (status != LAMINA_OK)
        return status;
    item->collection = LAMINA_STR(PARTNER_COLLECTION_ALL);
    if (has_empty_tags(item))
        lamina_mark_absent(&item->has, PARTNER_TAGS);

    partner_email claim;
    status = domain__partner_email_init(context, item->email, item->partner_id, &claim);
    if (status != LAMINA_OK)
        return status;
    mapper_action actions[] = {[ACTION_PARTNER] = write_partner(MAPPER_OP_CREATE, item),
                               [ACTION_CLAIM] = take_claim(&claim, NULL)};
    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, 2, &conflict);
    if (conflict.action == ACTION_CLAIM)
        return fail_email_taken(context);
    if (conflict.action == ACTION_PARTNER)
        return lamina_cause(context, LAMINA_E_INTERNAL, "a new partner's id is in use");
    return status == LAMINA_E_CONFLICT ? fail_busy(context) : status;
}

/* ---- read ---- */

lamina_status partner_repository_get(lamina_context *context, lamina_str partner_id, partner **out)
{
    *out = NULL;
    if (!domain_is_ulid(partner_id))
        return fail_not_found(context);
    partner *found = partner_new(context);
    if (found == NULL)
        return LAMINA_E_LIMIT;

    /* Consistent: a client finds what it was just told of. */
    mapper_read options = {.size = sizeof options, .consistent = true};
    partner key = {.partner_id = partner_id};
    lamina_status status = mapper_get(context, &partner_model, &key, &options, found);
    if (status == LAMINA_OK)
        *out = found;
    return status == LAMINA_E_NOT_FOUND ? fail_not_found(context) : status;
}

/* The partner as it is now, if it still is at the version that the caller expects (0: at any). */
static lamina_status get_at_version(lamina_context *context, lamina_str partner_id, int64_t version,
                                    partner **out)
{
    lamina_status status = partner_repository_get(context, partner_id, out);
    if (status != LAMINA_OK)
        return status;
    return version != 0 && version != (*out)->version ? fail_version(context) : LAMINA_OK;
}

lamina_status partner_repository_list(lamina_context *context, uint32_t limit, lamina_str cursor,
                                      partner_list *out)
{
    mapper_query query = {.size = sizeof query,
                          .limit = limit,
                          .index = PARTNER_INDEX_ALL,
                          .hash = dynamodb_text(LAMINA_STR(PARTNER_COLLECTION_ALL)),
                          .cursor = cursor};
    domain__page page;
    lamina_status status = domain__page_read(context, &partner_model, &query, &page);
    if (status != LAMINA_OK)
        return status;
    out->items = (partner *const *)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

/* ---- update ---- */

/* Where the members that can change lie in the struct; those that cannot have no size. */
#define MEMBER(name)                                                                               \
    {                                                                                              \
        offsetof(partner, name), sizeof(((partner *)0)->name)                                      \
    }
static const struct {
    size_t offset, size;
} members[] = {
    [PARTNER_LEGAL_NAME] = MEMBER(legal_name), [PARTNER_DISPLAY_NAME] = MEMBER(display_name),
    [PARTNER_EMAIL] = MEMBER(email),           [PARTNER_PHONE] = MEMBER(phone),
    [PARTNER_COUNTRY] = MEMBER(country),       [PARTNER_TAX_ID] = MEMBER(tax_id),
    [PARTNER_STATUS] = MEMBER(status),         [PARTNER_TAGS] = MEMBER(tags),
    [PARTNER_ADDRESS] = MEMBER(address),
};

/* What is stored now that the changes were written to what was stored before. */
static void apply(partner *stored, const partner *changes)
{
    for (uint32_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (members[i].size == 0 || lamina_is_absent(&changes->has, i))
            continue;
        if (lamina_is_null(&changes->has, i)) {
            lamina_mark_absent(&stored->has, i);
            continue;
        }
        memcpy((char *)stored + members[i].offset, (const char *)changes + members[i].offset,
               members[i].size);
        lamina_mark(&stored->has, i);
    }
    stored->updated_at = changes->updated_at;
    stored->version = changes->version;
}

/*
 * What came of a transaction that rests on what was read before. *raced: others were in the way and it
 * is worth reading again; the status is what to tell if this was the last attempt.
 *
 * A claim that is not as it should be is no proof that it was lost. Transactions are carried out item
 * by item: while another one is, it has moved the claim and not yet the partner, which then is only
 * reported as in conflict.
 */
static lamina_status judge_write(lamina_context *context, lamina_status status, uint32_t failed,
                                 lamina_str partner_id, bool *raced)
{
    *raced = failed == ACTION_PARTNER || failed == ACTION_CLAIM;
    if (failed == ACTION_CLAIM)
        return fail_claim_lost(context, partner_id);
    return failed == ACTION_PARTNER || status == LAMINA_E_CONFLICT ? fail_busy(context) : status;
}

/* The claim is there already. The partner may have it itself: by the same change, made by another. */
static lamina_status judge_holder(lamina_context *context, const partner_email *holder,
                                  lamina_str partner_id, bool *raced)
{
    *raced = lamina_str_equal(holder->owner, partner_id);
    return *raced ? fail_busy(context) : fail_email_taken(context);
}

/* Writes the changes together with the move from one address to another. *raced: see judge_write(). */
static lamina_status update_and_move_claim(lamina_context *context, partner *changes,
                                           partner *stored, bool *raced)
{
    partner_email old_claim, new_claim, holder;
    lamina_status status =
        domain__partner_email_init(context, stored->email, stored->partner_id, &old_claim);
    if (status == LAMINA_OK)
        status =
            domain__partner_email_init(context, changes->email, stored->partner_id, &new_claim);
    if (status != LAMINA_OK)
        return status;

    mapper_action actions[ACTION_COUNT] = {
        [ACTION_PARTNER] = write_partner(MAPPER_OP_PATCH, changes),
        [ACTION_CLAIM] = drop_claim(context, &old_claim),
        [ACTION_NEW_CLAIM] = take_claim(&new_claim, &holder),
    };
    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, ACTION_COUNT, &conflict);
    if (conflict.action == ACTION_NEW_CLAIM)
        return judge_holder(context, &holder, stored->partner_id, raced);
    if (status != LAMINA_OK)
        return judge_write(context, status, conflict.action, stored->partner_id, raced);
    apply(stored, changes);
    return LAMINA_OK;
}

/* Which claim to give up is known only from what is stored: read, then write if it is unchanged. */
static lamina_status update_with_email(lamina_context *context, const partner *changes,
                                       partner **out, bool *raced)
{
    partner *stored, *expected = partner_new(context);
    if (expected == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = get_at_version(context, changes->partner_id, changes->version, &stored);
    if (status != LAMINA_OK)
        return status;

    *expected = *changes;
    expected->version = stored->version;
    if (!domain__partner_email_is_same(stored->email, changes->email)) {
        *out = stored;
        return update_and_move_claim(context, expected, stored, raced);
    }

    *out = expected;
    status = mapper_patch(context, &partner_model, expected, NULL);
    *raced = status == LAMINA_E_PRECONDITION || status == LAMINA_E_NOT_FOUND;
    return *raced || status == LAMINA_E_CONFLICT ? fail_busy(context) : status;
}

/* Only who was raced tries again: a conflict may also be the last word, an address that is taken, say. */
typedef struct update_attempt {
    const partner *changes;
    partner **out;
    lamina_status status; /* of the last one */
} update_attempt;

static lamina_status try_update(lamina_context *context, void *state)
{
    update_attempt *attempt = state;
    bool raced = false;
    attempt->status = update_with_email(context, attempt->changes, attempt->out, &raced);
    return raced ? LAMINA_E_CONFLICT : LAMINA_OK;
}

/* One write, which the service makes whole: nothing needs to be read. */
static lamina_status update_in_place(lamina_context *context, partner *changes)
{
    lamina_status status = mapper_patch(context, &partner_model, changes, NULL);
    if (status == LAMINA_E_NOT_FOUND)
        return fail_not_found(context);
    if (status == LAMINA_E_PRECONDITION)
        return fail_version(context);
    return status == LAMINA_E_CONFLICT ? fail_busy(context) : status;
}

static lamina_status update(lamina_context *context, partner *wanted, partner **out)
{
    *out = wanted;
    if (!lamina_is_present(&wanted->has, PARTNER_EMAIL))
        return update_in_place(context, wanted);

    update_attempt attempt = {.changes = wanted, .out = out, .status = LAMINA_OK};
    mapper_retry_on_conflict(context, ATTEMPT_CAP, try_update, &attempt);
    return attempt.status;
}

lamina_status partner_repository_update(lamina_context *context, const partner *changes,
                                        partner **out)
{
    *out = NULL;
    if (!domain_is_ulid(changes->partner_id))
        return fail_not_found(context);
    partner *wanted = partner_new(context);
    if (wanted == NULL)
        return LAMINA_E_LIMIT;

    *wanted = *changes;
    if (has_empty_tags(wanted))
        lamina_mark_null(&wanted->has, PARTNER_TAGS);
    lamina_status status = update(context, wanted, out);
    if (status != LAMINA_OK)
        *out = NULL;
    return status;
}

/* ---- delete ---- */

/* *raced: see judge_write(). */
static lamina_status delete_with_claim(lamina_context *context, partner *stored, bool *raced)
{
    partner_email claim;
    lamina_status status =
        domain__partner_email_init(context, stored->email, stored->partner_id, &claim);
    if (status != LAMINA_OK)
        return status;

    mapper_action actions[] = {[ACTION_PARTNER] = write_partner(MAPPER_OP_REMOVE, stored),
                               [ACTION_CLAIM] = drop_claim(context, &claim)};
    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, 2, &conflict);
    return judge_write(context, status, conflict.action, stored->partner_id, raced);
}

typedef struct delete_attempt {
    lamina_str partner_id;
    int64_t version;
    lamina_status status; /* of the last one */
} delete_attempt;

static lamina_status try_delete(lamina_context *context, void *state)
{
    delete_attempt *attempt = state;
    partner *stored = NULL;
    bool raced = false;
    attempt->status = get_at_version(context, attempt->partner_id, attempt->version, &stored);
    if (attempt->status == LAMINA_OK)
        attempt->status = delete_with_claim(context, stored, &raced);
    return raced ? LAMINA_E_CONFLICT : LAMINA_OK;
}

lamina_status partner_repository_delete(lamina_context *context, lamina_str partner_id,
                                        int64_t version)
{
    delete_attempt attempt = {.partner_id = partner_id, .version = version, .status = LAMINA_OK};
    mapper_retry_on_conflict(context, ATTEMPT_CAP, try_delete, &attempt);
    return attempt.status;
}
