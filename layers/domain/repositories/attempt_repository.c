/*
 * Counted attempts in DynamoDB. A count is written on condition that it is what was read, so that of
 * attempts that are made at once each sees those before it.
 */
#include "domain/repositories/attempt_repository.h"

#include "domain/mapper.h"
#include "domain/models/attempt_counter.h"
#include "lamina/problem.h"

#define SECOND_US INT64_C(1000000)

/* How often a count that was read is tried to be written when others count at the same time. */
enum { TRY_CAP = 20 };

/* The count as it is; zeroed when there is none. */
static lamina_status read_counter(lamina_context *context, lamina_str subject,
                                  attempt_counter *found)
{
    mapper_read options = {.size = sizeof options, .consistent = true};
    attempt_counter key = {.subject = subject};
    *found = (attempt_counter){.subject = subject};
    lamina_status status = mapper_get(context, &attempt_counter_model, &key, &options, found);
    return status == LAMINA_E_NOT_FOUND ? LAMINA_OK : status;
}

/* On condition that nobody counted since it was read. */
static lamina_status write_counter(lamina_context *context, int64_t read_failures,
                                   attempt_counter *item)
{
    if (read_failures == 0)
        return mapper_create(context, &attempt_counter_model, item, NULL);
    const mapper_write options = {
        .size = sizeof options,
        .condition =
            mapper_equals(context, "failures", dynamodb_int64(context->arena, read_failures))};
    return mapper_put(context, &attempt_counter_model, item, &options);
}

/* ---- counting ---- */

static int64_t wait_of(const attempt_policy *policy, int64_t failures)
{
    int64_t wait_s = policy->first_wait_s;
    for (int64_t i = policy->free_count; i < failures && wait_s < policy->longest_wait_s; i++)
        wait_s *= 2;
    return (wait_s < policy->longest_wait_s ? wait_s : policy->longest_wait_s) * SECOND_US;
}

static int64_t remaining_wait(const attempt_policy *policy, const attempt_counter *counter,
                              int64_t now)
{
    if (counter->failures < policy->free_count)
        return 0;
    int64_t until = counter->last_at + wait_of(policy, counter->failures);
    return until > now ? until - now : 0;
}

typedef struct attempt_count {
    lamina_str subject;
    const attempt_policy *policy;
    int64_t *wait_us;
} attempt_count;

static lamina_status try_count(lamina_context *context, void *state)
{
    attempt_count *count = state;
    attempt_counter counter;
    lamina_status status = read_counter(context, count->subject, &counter);
    if (status != LAMINA_OK)
        return status;
    int64_t now = lamina_now_us(context), before = counter.failures;
    *count->wait_us = remaining_wait(count->policy, &counter, now);
    if (*count->wait_us > 0)
        return LAMINA_OK;
    counter.failures++;
    counter.last_at = now;
    counter.expires_at = now / SECOND_US + count->policy->memory_s;
    return write_counter(context, before, &counter);
}

lamina_status attempt_repository_begin(lamina_context *context, lamina_str subject,
                                       const attempt_policy *policy, int64_t *wait_us)
{
    attempt_count count = {.subject = subject, .policy = policy, .wait_us = wait_us};
    lamina_status status = mapper_retry_on_conflict(context, TRY_CAP, try_count, &count);
    if (status != LAMINA_E_PRECONDITION && status != LAMINA_E_CONFLICT)
        return status;
    /* So many at once are not somebody who mistyped. */
    lamina_error_reset(context);
    *wait_us = policy->first_wait_s * SECOND_US;
    return LAMINA_OK;
}

/* ---- taking back ---- */

typedef struct attempt_pardon {
    lamina_str subject;
    int64_t count;
} attempt_pardon;

static lamina_status try_forgive(lamina_context *context, void *state)
{
    const attempt_pardon *pardon = state;
    attempt_counter counter;
    lamina_status status = read_counter(context, pardon->subject, &counter);
    if (status != LAMINA_OK || counter.failures == 0)
        return status;
    int64_t before = counter.failures;
    if (before > pardon->count) {
        counter.failures = before - pardon->count;
        return write_counter(context, before, &counter);
    }
    const mapper_write options = {
        .size = sizeof options,
        .condition = mapper_equals(context, "failures", dynamodb_int64(context->arena, before))};
    status = mapper_remove(context, &attempt_counter_model, &counter, &options);
    return status == LAMINA_E_NOT_FOUND ? LAMINA_OK : status;
}

lamina_status attempt_repository_forgive(lamina_context *context, lamina_str subject, int64_t count)
{
    attempt_pardon pardon = {.subject = subject, .count = count};
    lamina_status status = mapper_retry_on_conflict(context, TRY_CAP, try_forgive, &pardon);
    if (status != LAMINA_E_PRECONDITION && status != LAMINA_E_CONFLICT)
        return status;
    lamina_error_reset(context); /* one attempt more than there should be is forgotten in time */
    return LAMINA_OK;
}
