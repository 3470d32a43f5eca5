/* Pauses and the budget. */
#include <criterion/criterion.h>

#include "aws/retry.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void start(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void stop(void)
{
    test_context_free(test);
}

TestSuite(retry, .init = start, .fini = stop);

Test(retry, pauses_double_up_to_their_cap)
{
    const aws__outcome throttled = {.retry = AWS__RETRY_THROTTLE};
    const aws__outcome transient = {.retry = AWS__RETRY_TRANSIENT};
    static const uint32_t throttled_ms[] = {1000, 2000, 4000, 8000, 16000, 20000, 20000};
    static const uint32_t transient_ms[] = {25, 50, 100, 200, 400, 800, 1600};
    test_context_fix_random(test, 0xff);
    for (uint32_t n = 0; n < 7; n++) {
        cr_assert_eq(aws__retry_delay_ms(context, &throttled, n), throttled_ms[n]);
        cr_assert_eq(aws__retry_delay_ms(context, &transient, n), transient_ms[n]);
    }
    cr_assert_eq(aws__retry_delay_ms(context, &transient, UINT32_MAX), 20000);
    test_context_fix_random(test, 0);
    cr_assert_eq(aws__retry_delay_ms(context, &throttled, 3), 0);
}

Test(retry, jitter_fills_the_whole_range)
{
    const aws__outcome throttled = {.retry = AWS__RETRY_THROTTLE};
    uint32_t quarters[4] = {0};
    for (int i = 0; i < 4000; i++) {
        uint32_t delay_ms = aws__retry_delay_ms(context, &throttled, 0);
        cr_assert_leq(delay_ms, 1000);
        quarters[delay_ms < 1000 ? delay_ms / 250 : 3]++;
    }
    for (int i = 0; i < 4; i++)
        cr_assert(quarters[i] > 850 && quarters[i] < 1150, "%u", quarters[i]);
}

Test(retry, the_budget_is_taken_given_back_and_never_overfull)
{
    aws__retry_budget budget;
    uint32_t cost = 0;
    aws__retry_budget_init(&budget);
    cr_assert(aws__retry_budget_take(&budget, false, &cost));
    cr_assert_eq(cost, 5);
    cr_assert(aws__retry_budget_take(&budget, true, &cost));
    cr_assert_eq(cost, 10);
    cr_assert_eq(budget.tokens, 485);
    aws__retry_budget_give(&budget, cost);
    aws__retry_budget_give(&budget, 0);
    cr_assert_eq(budget.tokens, 496);
    aws__retry_budget_give(&budget, 10);
    cr_assert_eq(budget.tokens, 500);
    budget.tokens = 9;
    cr_assert_not(aws__retry_budget_take(&budget, true, &cost));
    cr_assert(aws__retry_budget_take(&budget, false, &cost));
    cr_assert_eq(budget.tokens, 4);
}
