/*
 * Partners as they are stored: see partner_stored.h.
 */
#include "repositories/partner_stored.h"

#include "domain/access.h"
#include "domain/ids.h"
#include "lamina/problem.h"
#include "lamina/record_json.h"
#include "lamina/text.h"
#include "models/partner_email.h"
#include "repositories/claim_actions.h"
#include "utilities/case_fold.h"

/* ---- what is told to clients ---- */

lamina_status domain__partner_fail_not_found(lamina_context *context)
{
    lamina_fail(context, LAMINA_E_NOT_FOUND, "partner-not-found",
                "There is no partner with this id");
    return LAMINA_E_NOT_FOUND;
}

lamina_status domain__partner_fail_email_taken(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "partner-email-taken",
                       "Another partner has this e-mail address");
}

/* The client and the loops of the repositories have tried again already. */
lamina_status domain__partner_fail_busy(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "partner-busy",
                       "Others kept changing the same partner or address; try again");
}

/* The partner is as it was read, and yet its claim is not its own, however often it is read again: only
   a write past these files can have done that. */
static lamina_status fail_claim_lost(lamina_context *context, lamina_str partner_id)
{
    return lamina_cause(context, LAMINA_E_INTERNAL,
                        "the claim on the e-mail address of partner %.*s is missing or another's",
                        LAMINA_FMT(partner_id));
}

/* ---- reading ---- */

lamina_status domain__partner_read(lamina_context *context, lamina_str partner_id, partner **out)
{
    *out = NULL;
    if (!domain_is_ulid(partner_id) || !domain_may_reach_tenant(context, partner_id))
        return domain__partner_fail_not_found(context);
    partner *found = partner_new(context);
    if (found == NULL)
        return LAMINA_E_LIMIT;

    /* Consistent: a client finds what it was just told of. */
    mapper_read options = {.size = sizeof options, .consistent = true};
    partner key = {.partner_id = partner_id};
    lamina_status status = mapper_get(context, &partner_model, &key, &options, found);
    if (status == LAMINA_OK)
        *out = found;
    return status == LAMINA_E_NOT_FOUND ? domain__partner_fail_not_found(context) : status;
}

lamina_status domain__partner_expect(lamina_context *context, const partner *stored,
                                     const lamina_conditions *expected)
{
    if (lamina_conditions_hold(expected, stored->version))
        return LAMINA_OK;
    return lamina_fail(context, LAMINA_E_PRECONDITION, "partner-version-conflict",
                       "The partner is at another version than the request allows; read it again");
}

lamina_status domain__partner_read_expected(lamina_context *context, lamina_str partner_id,
                                            const lamina_conditions *expected, partner **out)
{
    lamina_status status = domain__partner_read(context, partner_id, out);
    return status == LAMINA_OK ? domain__partner_expect(context, *out, expected) : status;
}

/* ---- writing ---- */

mapper_action domain__partner_action(uint32_t op, partner *item)
{
    return (mapper_action){
        .size = sizeof(mapper_action), .op = op, .model = &partner_model, .item = item};
}

lamina_status domain__partner_fill(lamina_context *context, partner *item)
{
    if (!lamina_is_present(&item->has, PARTNER_LEGAL_NAME))
        return LAMINA_OK;
    lamina_status status = domain__case_fold(context, item->legal_name, &item->name_key);
    /* What is no text, or shows nothing, the record's own rules refuse by name. */
    if (status == LAMINA_OK && item->name_key.len > 0)
        lamina_mark(&item->has, PARTNER_NAME_KEY);
    return status == LAMINA_E_SYNTAX ? LAMINA_OK : status;
}

/*
 * A claim that is not as it should be is no proof that it was lost. Transactions are carried out item
 * by item: while another one is, it has moved the claim and not yet the partner, which then is only
 * reported as in conflict.
 */
lamina_status domain__partner_judge(lamina_context *context, lamina_status status, uint32_t failed,
                                    uint32_t claim_action, lamina_str partner_id, bool *raced)
{
    bool claim_failed = failed == claim_action && failed != MAPPER_NO_ACTION;
    *raced = failed == 0 || claim_failed;
    if (claim_failed)
        return fail_claim_lost(context, partner_id);
    return *raced || status == LAMINA_E_CONFLICT ? domain__partner_fail_busy(context) : status;
}

/* The claim is there already. The partner may have it itself: by the same change, made by another. */
static lamina_status judge_holder(lamina_context *context, const claim *holder,
                                  lamina_str partner_id, bool *raced)
{
    *raced = lamina_str_equal(holder->owner, partner_id);
    return *raced ? domain__partner_fail_busy(context) : domain__partner_fail_email_taken(context);
}

/* The partner stands first in every transaction, then, if its address changes, the claim to give up and the
   one to take; the audit entry is last. */
enum { ACTION_PARTNER, ACTION_CLAIM, ACTION_NEW_CLAIM, ACTION_CAP = ACTION_NEW_CLAIM + 2 };

typedef struct claim_move {
    claim old_claim, new_claim, holder;
    bool is_needed;
} claim_move;

static lamina_status plan_move(lamina_context *context, const partner *stored,
                               const partner *changes, claim_move *move)
{
    move->is_needed = lamina_is_present(&changes->has, PARTNER_EMAIL) &&
                      !domain__claim_is_same(stored->email, changes->email);
    if (!move->is_needed)
        return LAMINA_OK;
    lamina_status status =
        domain__partner_email_init(context, stored->email, stored->partner_id, &move->old_claim);
    if (status != LAMINA_OK)
        return status;
    return domain__partner_email_init(context, changes->email, stored->partner_id,
                                      &move->new_claim);
}

static void take_over(partner *stored, const partner *changes)
{
    lamina_record_apply(&partner_record, changes, stored);
    stored->updated_at = changes->updated_at;
    stored->version = changes->version;
}

lamina_status domain__partner_write(lamina_context *context, partner *stored, partner *changes,
                                    const domain__audit_note *note, bool *raced)
{
    mapper_action actions[ACTION_CAP] = {[ACTION_PARTNER] =
                                             domain__partner_action(MAPPER_OP_PATCH, changes)};
    claim_move move;
    uint32_t count = ACTION_CLAIM;
    changes->partner_id = stored->partner_id;
    changes->version = stored->version;
    lamina_status status = plan_move(context, stored, changes, &move);
    if (status == LAMINA_OK && move.is_needed) {
        actions[count++] =
            domain__claim_drop(context, &domain__partner_email_model, &move.old_claim);
        actions[count++] =
            domain__claim_take(&domain__partner_email_model, &move.new_claim, &move.holder);
    }
    if (status == LAMINA_OK)
        status = domain__audit_action(context, note, &actions[count++]);
    if (status != LAMINA_OK)
        return status;

    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, count, &conflict);
    if (move.is_needed && conflict.action == ACTION_NEW_CLAIM)
        return judge_holder(context, &move.holder, stored->partner_id, raced);
    if (status != LAMINA_OK)
        return domain__partner_judge(context, status, conflict.action,
                                     move.is_needed ? ACTION_CLAIM : MAPPER_NO_ACTION,
                                     stored->partner_id, raced);
    take_over(stored, changes);
    return LAMINA_OK;
}
