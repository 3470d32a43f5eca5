/*
 * Retry pauses and the retry budget: the SDKs' standard mode, with the pauses of its 2026 revision.
 *
 * The bucket holds 500 tokens, a retry takes 5, after a time-out 10, and a success gives back. The
 * first pause is up to 25 ms after a passing fault, because these services answer in a few milliseconds and
 * a caller waits; it is up to 1 s after throttling, because throughput is counted by the
 * second and a sooner retry meets the same empty second. Jitter is full, so that the functions that
 * failed together do not come back together.
 * Source: AWS SDKs and Tools Reference Guide, "Retry behavior".
 */
#include "aws/retry.h"

#define BUDGET_TOKENS 500u
#define COST 5u
#define COST_TIMED_OUT 10u

#define TRANSIENT_BASE_MS 25u
#define THROTTLE_BASE_MS 1000u
#define DELAY_CAP_MS 20000u
/* The service may ask for more patience than ours, up to this much. */
#define SERVICE_EXTRA_MS 5000u

void aws__retry_budget_init(aws__retry_budget *budget)
{
    budget->tokens = BUDGET_TOKENS;
}

bool aws__retry_budget_take(aws__retry_budget *budget, bool timed_out, uint32_t *cost)
{
    uint32_t price = timed_out ? COST_TIMED_OUT : COST;
    if (budget->tokens < price)
        return false;
    budget->tokens -= price;
    *cost = price;
    return true;
}

void aws__retry_budget_give(aws__retry_budget *budget, uint32_t cost)
{
    budget->tokens += cost > 0 ? cost : 1;
    if (budget->tokens > BUDGET_TOKENS)
        budget->tokens = BUDGET_TOKENS;
}

/* The service knows better how long it needs, but cannot make us hurry or wait for ever. */
static uint32_t within_service_wish(uint32_t delay_ms, uint32_t wish_ms)
{
    if (wish_ms <= delay_ms)
        return delay_ms;
    return wish_ms < delay_ms + SERVICE_EXTRA_MS ? wish_ms : delay_ms + SERVICE_EXTRA_MS;
}

uint32_t aws__retry_delay_ms(const lamina_context *context, const aws__outcome *outcome, uint32_t n)
{
    uint32_t ceiling_ms =
        outcome->retry == AWS__RETRY_THROTTLE ? THROTTLE_BASE_MS : TRANSIENT_BASE_MS;
    for (; n > 0 && ceiling_ms < DELAY_CAP_MS; n--)
        ceiling_ms *= 2;
    if (ceiling_ms > DELAY_CAP_MS)
        ceiling_ms = DELAY_CAP_MS;
    uint32_t random = 0;
    /* Without random numbers the longest pause is the careful one. */
    if (lamina_random(context, &random, sizeof random) != LAMINA_OK)
        random = UINT32_MAX;
    uint32_t delay_ms = (uint32_t)((uint64_t)random * (ceiling_ms + 1) >> 32);
    return within_service_wish(delay_ms, outcome->retry_after_ms);
}
