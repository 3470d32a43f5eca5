/*
 * How contracts move from state to state: one table of what is allowed, and one transaction that carries a
 * move out if it still is.
 */
#include "domain/access.h"
#include "domain/dates.h"
#include "domain/mapper.h"
#include "domain/repositories/contract_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "repositories/audit_trail.h"
#include "repositories/contract_stored.h"
#include "repositories/contract_versions.h"
#include "repositories/partner_check.h"
#include "repositories/retry_raced.h"

enum { FROM_CAP = 4 };

/* What a move asks for, and does, beside the state. */
enum {
    MOVE_SIGNS = 1u << 0, /* once */
    MOVE_NEEDS_SIGNATURE = 1u << 1,
    MOVE_NEEDS_PARTNER = 1u << 2, /* who is not suspended */
    MOVE_NEEDS_REASON = 1u << 3,
    MOVE_NEEDS_STAFF = 1u << 4,
    MOVE_NEEDS_END = 1u << 5 /* the last day is over */
};

typedef struct contract_move {
    const char *done; /* in the audit trail, and in "cannot be ..." */
    const char *from[FROM_CAP];
    const char *to;
    uint32_t flags;
} contract_move;

/* clang-format off */
static const contract_move moves[] = {
    [CONTRACT_MOVE_SIGN] =
        {"signed", {CONTRACT_STATUS_DRAFT}, CONTRACT_STATUS_DRAFT, MOVE_SIGNS},
    [CONTRACT_MOVE_ACTIVATE] =
        {"activated", {CONTRACT_STATUS_DRAFT}, CONTRACT_STATUS_ACTIVE,
         MOVE_NEEDS_SIGNATURE | MOVE_NEEDS_PARTNER | MOVE_NEEDS_STAFF},
    [CONTRACT_MOVE_SUSPEND] =
        {"suspended", {CONTRACT_STATUS_ACTIVE}, CONTRACT_STATUS_SUSPENDED,
         MOVE_NEEDS_REASON | MOVE_NEEDS_STAFF},
    [CONTRACT_MOVE_RESUME] =
        {"resumed", {CONTRACT_STATUS_SUSPENDED}, CONTRACT_STATUS_ACTIVE,
         MOVE_NEEDS_PARTNER | MOVE_NEEDS_STAFF},
    [CONTRACT_MOVE_TERMINATE] =
        {"terminated", {CONTRACT_STATUS_DRAFT, CONTRACT_STATUS_ACTIVE, CONTRACT_STATUS_SUSPENDED},
         CONTRACT_STATUS_TERMINATED, MOVE_NEEDS_REASON | MOVE_NEEDS_STAFF},
    [CONTRACT_MOVE_EXPIRE] =
        {"expired", {CONTRACT_STATUS_ACTIVE, CONTRACT_STATUS_SUSPENDED}, CONTRACT_STATUS_EXPIRED,
         MOVE_NEEDS_END | MOVE_NEEDS_STAFF},
};
/* clang-format on */

/* One try to make a move. */
typedef struct attempt {
    const contract_step *step;
    const contract_move *move;
    lamina_str today;
    contract *stored; /* as it was read */
} attempt;

static bool wants(const attempt *a, uint32_t flag)
{
    return (a->move->flags & flag) != 0;
}

/* ---- may it be made? ---- */

static bool is_signed(const contract *item)
{
    return lamina_is_present(&item->has, CONTRACT_SIGNED_AT);
}

static bool is_over(const attempt *a)
{
    return lamina_str_compare(a->stored->end_date, a->today) < 0;
}

/* Of moves that ask for the end, the stored state counts; of all others that of today. */
static lamina_str state_of(const attempt *a)
{
    return wants(a, MOVE_NEEDS_END) ? a->stored->status
                                    : domain__contract_status(a->stored, a->today);
}

static bool is_made(const attempt *a)
{
    if (wants(a, MOVE_SIGNS))
        return is_signed(a->stored) && lamina_str_equal(a->stored->signed_by, a->step->signed_by);
    if (!lamina_str_is(state_of(a), a->move->to))
        return false;
    return !wants(a, MOVE_NEEDS_REASON) ||
           lamina_str_equal(a->stored->status_reason, a->step->reason);
}

static bool starts_here(const attempt *a)
{
    lamina_str state = state_of(a);
    for (size_t i = 0; i < FROM_CAP && a->move->from[i] != NULL; i++)
        if (lamina_str_is(state, a->move->from[i]))
            return true;
    return false;
}

static lamina_status refuse(lamina_context *context, const char *why)
{
    return lamina_fail(context, LAMINA_E_CONFLICT, "contract-move-refused", "%s", why);
}

static lamina_status judge(lamina_context *context, const attempt *a)
{
    lamina_str state = state_of(a);
    if (!starts_here(a) && lamina_str_is(state, a->move->to))
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-move-refused",
                           "The contract is %.*s already, for another reason", LAMINA_FMT(state));
    if (!starts_here(a))
        return lamina_fail(context, LAMINA_E_CONFLICT, "contract-move-refused",
                           "The contract is %.*s: it cannot be %s", LAMINA_FMT(state),
                           a->move->done);
    if (wants(a, MOVE_SIGNS) && is_signed(a->stored))
        return refuse(context, "The contract is signed already, by somebody else");
    if (wants(a, MOVE_NEEDS_SIGNATURE) && !is_signed(a->stored))
        return refuse(context, "The contract is not signed");
    if (wants(a, MOVE_NEEDS_END) && !is_over(a))
        return refuse(context, "The contract's last day is not over");
    if (wants(a, MOVE_NEEDS_PARTNER) && is_over(a))
        return refuse(context, "The contract's last day is over");
    return LAMINA_OK;
}

/* ---- making it ---- */

enum { ACTION_CONTRACT, ACTION_AUDIT, ACTION_THIRD, ACTION_CAP };

static const mapper_condition *still_may(lamina_context *context, const attempt *a)
{
    const mapper_condition *all = domain__contract_is_as_read(context, a->stored, a->today);
    if (wants(a, MOVE_NEEDS_PARTNER))
        all =
            mapper_and(context, all, mapper_at_least(context, "endDate", dynamodb_text(a->today)));
    if (wants(a, MOVE_SIGNS))
        all = mapper_and(context, all, mapper_not_exists(context, "signedAt"));
    if (wants(a, MOVE_NEEDS_SIGNATURE))
        all = mapper_and(context, all, mapper_exists(context, "signedAt"));
    return all;
}

static lamina_status edit(lamina_context *context, const attempt *a, mapper_edits *edits)
{
    if (wants(a, MOVE_SIGNS)) {
        char now[LAMINA_TIMESTAMP_LEN + 1];
        lamina_status status = lamina_format_timestamp(lamina_now_us(context), now);
        lamina_str copy = lamina_arena_copy(context->arena, lamina_str_from(now));
        if (status != LAMINA_OK || copy.ptr == NULL)
            return status != LAMINA_OK ? status : LAMINA_E_LIMIT;
        mapper_edit_set(edits, "signedAt", dynamodb_text(copy));
        mapper_edit_set(edits, "signedBy", dynamodb_text(a->step->signed_by));
        return LAMINA_OK;
    }
    mapper_edit_set(edits, "status", dynamodb_text(lamina_str_from(a->move->to)));
    if (wants(a, MOVE_NEEDS_REASON))
        mapper_edit_set(edits, "statusReason", dynamodb_text(a->step->reason));
    else
        mapper_edit_remove(edits, "statusReason");
    return LAMINA_OK;
}

/* A signature is for what was read. Any other move stands beside postings, which make versions too, unless the
   caller expects one. */
static bool keeps_version(const attempt *a)
{
    return wants(a, MOVE_SIGNS) || lamina_conditions_restrict(a->step->expected);
}

static lamina_status move_contract(lamina_context *context, const attempt *a, mapper_action *action)
{
    contract *key = contract_new(context);
    mapper_edits *edits = mapper_edits_new(context);
    if (key == NULL)
        return LAMINA_E_LIMIT;
    key->contract_id = a->stored->contract_id;
    key->version = keeps_version(a) ? a->stored->version : 0;
    *action = (mapper_action){
        .size = sizeof(mapper_action),
        .op = MAPPER_OP_UPDATE,
        .model = &contract_model,
        .item = key,
        .options = {.size = sizeof(mapper_write), .condition = still_may(context, a)},
        .edits = edits};
    return edit(context, a, edits);
}

static lamina_status prepare(lamina_context *context, const attempt *a,
                             mapper_action actions[ACTION_CAP], size_t *count)
{
    const domain__audit_note note = {.kind = CONTRACT_AUDIT_KIND,
                                     .id = a->stored->contract_id,
                                     .action = a->move->done,
                                     .reason = a->step->reason};
    lamina_status status = move_contract(context, a, &actions[ACTION_CONTRACT]);
    if (status == LAMINA_OK)
        status = domain__audit_action(context, &note, &actions[ACTION_AUDIT]);
    if (status != LAMINA_OK)
        return status;

    *count = ACTION_CAP;
    if (wants(a, MOVE_NEEDS_PARTNER))
        return domain__partner_is_not_suspended(context, a->stored->partner_id,
                                                &actions[ACTION_THIRD]);
    if (wants(a, MOVE_SIGNS))
        return domain__contract_first_version(context, a->stored, &actions[ACTION_THIRD]);
    *count = ACTION_THIRD;
    return LAMINA_OK;
}

static lamina_status refuse_partner(lamina_context *context, const void *partner)
{
    if (partner == NULL)
        return refuse(context, "The contract's partner does not exist any more");
    return lamina_fail(context, LAMINA_E_CONFLICT, "partner-suspended",
                       "The contract's partner is suspended");
}

/* *raced: the contract is not as it was read, and it is worth reading again. */
static lamina_status make(lamina_context *context, const attempt *a, bool *raced)
{
    mapper_action actions[ACTION_CAP];
    size_t count;
    lamina_status status = prepare(context, a, actions, &count);
    if (status != LAMINA_OK)
        return status;
    mapper_conflict conflict = {.size = sizeof conflict};
    status = mapper_transact(context, actions, count, &conflict);
    if (conflict.action == ACTION_THIRD && wants(a, MOVE_NEEDS_PARTNER))
        return refuse_partner(context, conflict.current);
    *raced = conflict.action == ACTION_CONTRACT || conflict.action == ACTION_THIRD;
    return *raced || status == LAMINA_E_CONFLICT ? domain__contract_fail_busy(context) : status;
}

static lamina_status move_as_read(lamina_context *context, void *state, bool *raced)
{
    attempt *a = state;
    lamina_status status = domain__contract_read(context, a->step->contract_id, &a->stored);
    if (status == LAMINA_OK && wants(a, MOVE_NEEDS_STAFF))
        status = domain_require_staff(context);
    if (status != LAMINA_OK || is_made(a))
        return status;
    status = domain__contract_expect(context, a->stored, a->step->expected);
    if (status == LAMINA_OK)
        status = judge(context, a);
    return status == LAMINA_OK ? make(context, a, raced) : status;
}

static lamina_status check_step(lamina_context *context, const attempt *a)
{
    if (wants(a, MOVE_NEEDS_REASON) && a->step->reason.len == 0)
        return lamina_fail_field(context, "/reason", "required", "is required");
    if (wants(a, MOVE_SIGNS) && a->step->signed_by.len == 0)
        return lamina_fail_field(context, "/signedBy", "required", "is required");
    return LAMINA_OK;
}

lamina_status contract_repository_move(lamina_context *context, const contract_step *step,
                                       contract **out)
{
    *out = NULL;
    if (step->move < CONTRACT_MOVE_SIGN || step->move > CONTRACT_MOVE_EXPIRE)
        return LAMINA_E_ARGUMENT;
    attempt a = {.step = step, .move = &moves[step->move]};
    lamina_status status = check_step(context, &a);
    if (status == LAMINA_OK)
        status = domain_today(context, &a.today);
    if (status != LAMINA_OK)
        return status;
    status = domain__retry_raced(context, DOMAIN__RACED_CAP, move_as_read, &a);
    if (status != LAMINA_OK)
        return status;
    return contract_repository_get(context, step->contract_id, out);
}
