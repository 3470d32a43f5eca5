/*
 * What must happen once and has no DynamoDB transaction of its own: a record says that somebody is at it,
 * then what came of it. See domain/idempotency.h.
 */
#include "domain/ids.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "repositories/idempotency.h"

#define US_PER_MS INT64_C(1000)
#define US_PER_S INT64_C(1000000)
/* No invocation is longer (Lambda Developer Guide, "Quotas"); for hosts that give no deadline. */
#define RUN_MS_MAX INT64_C(900000)
/* Of what remains to the deadline: the other parts are for running, should the twin have ended. */
#define WAITED_PART 3

/* One call, while it tries to become the one that runs. */
typedef struct claim {
    const domain_idempotency *once;
    idempotency_record own; /* as it is created */
    int64_t waits_until;    /* microseconds since 1970 */
    lamina_str *answer;
    bool is_ours;
    lamina_status status; /* of the last try */
} claim;

static int64_t deadline_us(const lamina_context *context)
{
    int64_t remaining_ms = lamina_remaining_ms(context);
    return lamina_now_us(context) +
           (remaining_ms < RUN_MS_MAX ? remaining_ms : RUN_MS_MAX) * US_PER_MS;
}

static lamina_status begin(lamina_context *context, claim *self)
{
    int64_t now = lamina_now_us(context), end = deadline_us(context);
    self->waits_until = now + (end - now) / WAITED_PART;
    self->own = (idempotency_record){.id = self->once->id,
                                     .fingerprint = self->once->fingerprint,
                                     .state = LAMINA_STR(IDEMPOTENCY_RUNNING),
                                     .runs_until = end,
                                     .expires_at = now / US_PER_S + self->once->ttl_s};
    lamina_mark(&self->own.has, IDEMPOTENCY_OWNER);
    lamina_mark(&self->own.has, IDEMPOTENCY_RUNS_UNTIL);
    return domain_new_ulid(context, &self->own.owner);
}

static const mapper_condition *is_of(lamina_context *context, lamina_str owner)
{
    return mapper_equals(context, "owner", dynamodb_text(owner));
}

/* Its run was cut off: it can end no more. */
static lamina_status take_over(lamina_context *context, claim *self, lamina_str from)
{
    mapper_write options = {.size = sizeof options, .condition = is_of(context, from)};
    lamina_status status = mapper_put(context, &domain__idempotency_model, &self->own, &options);
    self->is_ours = status == LAMINA_OK;
    return status;
}

/* LAMINA_E_CONFLICT: look again after a while. Anything else is said by self->status. */
static lamina_status look_at_twin(lamina_context *context, claim *self,
                                  const idempotency_record *stored)
{
    int64_t now = lamina_now_us(context);
    bool is_same = stored != NULL && lamina_str_equal(stored->fingerprint, self->once->fingerprint);
    bool is_running = is_same && !lamina_str_is(stored->state, IDEMPOTENCY_DONE);
    if (is_running && lamina_str_equal(stored->owner, self->own.owner)) {
        self->is_ours = true; /* created, and the answer was lost */
        self->status = LAMINA_OK;
        return LAMINA_OK;
    }
    if (is_running && stored->runs_until <= now) {
        self->status = take_over(context, self, stored->owner);
        if (self->status != LAMINA_E_PRECONDITION)
            return LAMINA_OK;
    }
    self->status = domain__idempotency_judge(context, self->once, stored, self->answer);
    return is_running && now < self->waits_until ? LAMINA_E_CONFLICT : LAMINA_OK;
}

static lamina_status try_claim(lamina_context *context, void *state)
{
    claim *self = state;
    mapper_conflict conflict = {.size = sizeof conflict};
    mapper_write options = {.size = sizeof options, .conflict = &conflict};
    self->status = mapper_create(context, &domain__idempotency_model, &self->own, &options);
    self->is_ours = self->status == LAMINA_OK;
    if (conflict.reason == MAPPER_CONFLICT_EXISTS)
        return look_at_twin(context, self, conflict.current);
    if (self->status != LAMINA_E_AMBIGUOUS)
        return LAMINA_OK;
    mapper_read options_of_read = {.size = sizeof options_of_read, .consistent = true};
    idempotency_record stored = {.id = self->own.id};
    if (mapper_get(context, &domain__idempotency_model, &stored, &options_of_read, &stored) !=
        LAMINA_OK)
        return LAMINA_OK;
    return look_at_twin(context, self, &stored);
}

/* What came of it. A failure here is no failure of what was done: a twin may find the key in use for a while. */
static void remember(lamina_context *context, claim *self, lamina_str answer)
{
    mapper_write options = {.size = sizeof options, .condition = is_of(context, self->own.owner)};
    idempotency_record done = {
        .id = self->own.id, .state = LAMINA_STR(IDEMPOTENCY_DONE), .answer = answer};
    lamina_mark(&done.has, IDEMPOTENCY_STATE);
    lamina_mark(&done.has, IDEMPOTENCY_ANSWER);
    lamina_mark_null(&done.has, IDEMPOTENCY_RUNS_UNTIL);
    if (mapper_patch(context, &domain__idempotency_model, &done, &options) == LAMINA_OK)
        return;
    lamina_log_with(context, LAMINA_LOG_WARN,
                    LAMINA_STR("what came of an idempotent request could not be remembered"), NULL,
                    0);
    lamina_error_reset(context);
}

static void forget(lamina_context *context, claim *self)
{
    mapper_write options = {.size = sizeof options, .condition = is_of(context, self->own.owner)};
    idempotency_record key = {.id = self->own.id};
    if (mapper_remove(context, &domain__idempotency_model, &key, &options) != LAMINA_OK)
        lamina_log_with(
            context, LAMINA_LOG_WARN,
            LAMINA_STR("an idempotent request that failed keeps its key until its time is up"),
            NULL, 0);
}

lamina_status domain_run_once(lamina_context *context, const domain_idempotency *once,
                              domain_once_fn run, void *state, lamina_str *answer, bool *replayed)
{
    claim self = {.once = once, .answer = answer};
    *answer = (lamina_str){NULL, 0};
    *replayed = false;
    lamina_status status = begin(context, &self);
    if (status != LAMINA_OK)
        return status;
    mapper_retry_on_conflict(context, MAPPER_ATTEMPT_CAP, try_claim, &self);
    if (!self.is_ours) {
        *replayed = self.status == LAMINA_OK;
        return self.status;
    }
    lamina_error_reset(context);
    status = run(context, state, answer);
    if (status == LAMINA_OK)
        remember(context, &self, *answer);
    else
        forget(context, &self);
    return status;
}
