/*
 * Trying again for who was raced: see retry_raced.h.
 */
#include "repositories/retry_raced.h"

#include "domain/mapper.h"

typedef struct raced_work {
    domain__raced_try attempt;
    void *state;
    lamina_status status; /* of the last try */
} raced_work;

static lamina_status try_once(lamina_context *context, void *state)
{
    raced_work *work = state;
    bool raced = false;
    work->status = work->attempt(context, work->state, &raced);
    return raced ? LAMINA_E_CONFLICT : LAMINA_OK;
}

lamina_status domain__retry_raced(lamina_context *context, uint32_t cap, domain__raced_try attempt,
                                  void *state)
{
    raced_work work = {.attempt = attempt, .state = state, .status = LAMINA_OK};
    lamina_status status = mapper_retry_on_conflict(context, cap, try_once, &work);
    return status == LAMINA_OK || status == LAMINA_E_CONFLICT ? work.status : status;
}
