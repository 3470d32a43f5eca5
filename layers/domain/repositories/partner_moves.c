/*
 * How partners move from status to status: one table of what is allowed, and one write that carries a
 * move out.
 */
#include "domain/access.h"
#include "domain/repositories/partner_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "repositories/partner_stored.h"
#include "repositories/retry_raced.h"

enum { FROM_CAP = 2 };

typedef struct partner_move {
    const char *done; /* in the audit trail, and in "cannot be ..." */
    const char *from[FROM_CAP];
    const char *to;
    bool needs_reason;
    bool keeps_reason; /* in the partner, as long as it is so */
} partner_move;

static const partner_move moves[] = {
    [PARTNER_MOVE_ACTIVATE] = {.done = "activated",
                               .from = {PARTNER_STATUS_PENDING},
                               .to = PARTNER_STATUS_ACTIVE},
    [PARTNER_MOVE_SUSPEND] = {.done = "suspended",
                              .from = {PARTNER_STATUS_PENDING, PARTNER_STATUS_ACTIVE},
                              .to = PARTNER_STATUS_SUSPENDED,
                              .needs_reason = true,
                              .keeps_reason = true},
    [PARTNER_MOVE_REACTIVATE] = {.done = "reactivated",
                                 .from = {PARTNER_STATUS_SUSPENDED},
                                 .to = PARTNER_STATUS_ACTIVE,
                                 .needs_reason = true},
};

typedef struct move_attempt {
    const partner_step *step;
    const partner_move *move;
    partner *stored;
} move_attempt;

static bool is_made(const move_attempt *attempt)
{
    const partner *stored = attempt->stored;
    return lamina_str_is(stored->status, attempt->move->to) &&
           (!attempt->move->keeps_reason ||
            lamina_str_equal(stored->status_reason, attempt->step->reason));
}

static lamina_status judge(lamina_context *context, const move_attempt *attempt)
{
    lamina_str status = attempt->stored->status;
    for (size_t i = 0; i < FROM_CAP && attempt->move->from[i] != NULL; i++)
        if (lamina_str_is(status, attempt->move->from[i]))
            return LAMINA_OK;
    if (lamina_str_is(status, attempt->move->to))
        return lamina_fail(context, LAMINA_E_CONFLICT, "partner-move-refused",
                           "The partner is %.*s already, for another reason", LAMINA_FMT(status));
    return lamina_fail(context, LAMINA_E_CONFLICT, "partner-move-refused",
                       "A partner that is %.*s cannot be %s", LAMINA_FMT(status),
                       attempt->move->done);
}

static lamina_status make(lamina_context *context, move_attempt *attempt, bool *raced)
{
    partner *changes = partner_new(context);
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    changes->status = lamina_str_from(attempt->move->to);
    lamina_mark(&changes->has, PARTNER_STATUS);
    changes->status_reason = attempt->step->reason;
    if (attempt->move->keeps_reason)
        lamina_mark(&changes->has, PARTNER_STATUS_REASON);
    else
        lamina_mark_null(&changes->has, PARTNER_STATUS_REASON);
    const domain__audit_note note = {.kind = PARTNER_AUDIT_KIND,
                                     .id = attempt->stored->partner_id,
                                     .action = attempt->move->done,
                                     .reason = attempt->step->reason};
    return domain__partner_write(context, attempt->stored, changes, &note, raced);
}

static lamina_status move_as_read(lamina_context *context, void *state, bool *raced)
{
    move_attempt *attempt = state;
    const partner_step *step = attempt->step;
    lamina_status status = domain__partner_read(context, step->partner_id, &attempt->stored);
    if (status == LAMINA_OK)
        status = domain_require_staff(context);
    if (status != LAMINA_OK || is_made(attempt))
        return status;
    status = domain__partner_expect(context, attempt->stored, step->expected);
    if (status == LAMINA_OK)
        status = judge(context, attempt);
    return status == LAMINA_OK ? make(context, attempt, raced) : status;
}

lamina_status partner_repository_move(lamina_context *context, const partner_step *step,
                                      partner **out)
{
    *out = NULL;
    if (step->move < PARTNER_MOVE_ACTIVATE || step->move > PARTNER_MOVE_REACTIVATE)
        return LAMINA_E_ARGUMENT;
    move_attempt attempt = {.step = step, .move = &moves[step->move]};
    if (attempt.move->needs_reason && step->reason.len == 0)
        return lamina_fail_field(context, "/reason", "required", "is required");
    lamina_status status = domain__retry_raced(context, DOMAIN__RACED_CAP, move_as_read, &attempt);
    if (status == LAMINA_OK)
        *out = attempt.stored;
    return status;
}
