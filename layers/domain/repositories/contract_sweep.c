/*
 * Writing down which contracts are over. Nothing rests on it but lists by state: a contract that is over
 * is handed out as expired, and treated so, from the first moment on.
 */
#include "domain/access.h"
#include "domain/dates.h"
#include "domain/mapper.h"
#include "domain/repositories/contract_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"

/* What a move needs at most, by far; the rest of the invocation is for its answer. */
enum { MOVE_MS = 2000 };

static const char *const running[] = {CONTRACT_STATUS_ACTIVE, CONTRACT_STATUS_SUSPENDED};

typedef struct sweep {
    lamina_str today;
    uint32_t cap;
    bool has_left_some;
    contract_sweep *out;
} sweep;

/* Did others keep getting in the way? Then the contract is as it was. */
static bool was_busy(const lamina_context *context)
{
    lamina_problem problem = {.size = sizeof problem};
    lamina_error_read(context->error, &problem);
    return lamina_str_is(problem.code, "contract-busy");
}

/* The index is behind: others may have moved, amended or removed the contract since. */
static lamina_status expire_one(lamina_context *context, lamina_str contract_id, sweep *s)
{
    contract *expired;
    contract_step step = {
        .size = sizeof step, .move = CONTRACT_MOVE_EXPIRE, .contract_id = contract_id};
    lamina_status status = contract_repository_move(context, &step, &expired);
    if (status == LAMINA_E_CONFLICT || status == LAMINA_E_NOT_FOUND) {
        s->has_left_some = s->has_left_some || was_busy(context);
        lamina_error_reset(context);
        return LAMINA_OK;
    }
    s->out->expired += status == LAMINA_OK;
    return status;
}

static bool has_room(const lamina_context *context, const sweep *s)
{
    return s->out->expired < s->cap && lamina_remaining_ms(context) > MOVE_MS;
}

/* *is_complete: all that are over in this state were seen. */
static lamina_status sweep_state(lamina_context *context, sweep *s, const char *state,
                                 bool *is_complete)
{
    mapper_query query = {.size = sizeof query,
                          .index = CONTRACT_INDEX_STATUS,
                          .hash = dynamodb_text(lamina_str_from(state)),
                          .range = mapper_less(context, "endDate", dynamodb_text(s->today))};
    mapper_iterator *each = NULL;
    contract *item = NULL;
    lamina_status status = mapper_query_each(context, &contract_model, &query, &each);
    while (status == LAMINA_OK && has_room(context, s)) {
        status = mapper_iterator_next(each, (void **)&item);
        if (status != LAMINA_OK || item == NULL)
            break;
        status = expire_one(context, item->contract_id, s);
    }
    *is_complete = status == LAMINA_OK && each != NULL && mapper_iterator_has_ended(each);
    return status;
}

lamina_status contract_repository_expire(lamina_context *context, uint32_t cap, contract_sweep *out)
{
    out->expired = 0;
    out->is_complete = false;
    sweep s = {.cap = cap, .out = out};
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = domain_today(context, &s.today);

    bool are_complete = true;
    for (size_t i = 0; i < sizeof running / sizeof *running && status == LAMINA_OK; i++) {
        bool is_complete = false;
        status = sweep_state(context, &s, running[i], &is_complete);
        are_complete = are_complete && is_complete;
    }
    out->is_complete = status == LAMINA_OK && are_complete && !s.has_left_some;
    return status;
}
