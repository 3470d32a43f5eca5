/*
 * Policies by token: when a kept one decides, and what an authorizer's failure comes to.
 */
#include "authorizer.h"

#include <criterion/criterion.h>
#include <stdio.h>

static lamina_arena *arena;
static local_authorizer *authorizer;
static const local_module module = {.name = "authz"};
static lamina_str context;

#define TTL_S 300
#define NOW INT64_C(1769860800000)
#define GET_PARTNERS                                                                               \
    LAMINA_STR("arn:aws:execute-api:eu-central-1:123456789012:local/v1/GET/partners")
#define DELETE_PARTNER                                                                             \
    LAMINA_STR("arn:aws:execute-api:eu-central-1:123456789012:local/v1/DELETE/partners/1")

static void start(void)
{
    arena = lamina_arena_new(8 << 20);
    authorizer = local__authorizer_new(&module, "authorize", TTL_S);
    cr_assert(arena && authorizer);
}

static void stop(void)
{
    local__authorizer_free(authorizer);
    lamina_arena_free(arena);
}

TestSuite(test_authorizer, .init = start, .fini = stop);

/* Nobody but GET is let in. */
static local_decision learn(const char *token, const char *principal, lamina_str method_arn)
{
    const lamina_str body = lamina_arena_format(
        arena,
        "{\"principalId\":\"%s\",\"policyDocument\":{\"Statement\":{\"Action\":\"*\",\"Effect\":"
        "\"Allow\",\"Resource\":\"*/GET/*\"}}}",
        principal);
    return local__authorizer_learn(authorizer, arena, lamina_str_from(token), method_arn, NOW,
                                   LOCAL_OUTCOME_ANSWERED, body, &context);
}

static bool knows(const char *token, lamina_str method_arn, int64_t now_ms,
                  local_decision *decision)
{
    return local__authorizer_knows(authorizer, lamina_str_from(token), method_arn, now_ms, decision,
                                   &context);
}

Test(test_authorizer, does_not_ask_without_a_token)
{
    local_decision decision;
    cr_assert(knows("", GET_PARTNERS, NOW, &decision));
    cr_expect_eq(decision, LOCAL_UNKNOWN_CALLER);
}

Test(test_authorizer, keeps_a_policy_by_its_token_for_its_time)
{
    local_decision decision;
    cr_expect_not(knows("a", GET_PARTNERS, NOW, &decision));
    cr_expect_eq(learn("a", "ada", GET_PARTNERS), LOCAL_LET_IN);
    cr_expect(lamina_str_is(context, "{\"principalId\":\"ada\"}"));
    cr_expect_eq(learn("b", "bob", GET_PARTNERS), LOCAL_LET_IN);
    context = (lamina_str){0};
    cr_assert(knows("a", GET_PARTNERS, NOW + TTL_S * 1000 - 1, &decision));
    cr_expect_eq(decision, LOCAL_LET_IN);
    cr_expect(lamina_str_is(context, "{\"principalId\":\"ada\"}"));
    cr_expect_not(knows("a", GET_PARTNERS, NOW + TTL_S * 1000, &decision));
    cr_expect_not(knows("ab", GET_PARTNERS, NOW, &decision));
}

Test(test_authorizer, answers_other_methods_with_the_same_policy)
{
    local_decision decision;
    cr_expect_eq(learn("a", "ada", GET_PARTNERS), LOCAL_LET_IN);
    cr_assert(knows("a", DELETE_PARTNER, NOW, &decision));
    cr_expect_eq(decision, LOCAL_NOT_ALLOWED);
    cr_expect_eq(learn("b", "bob", DELETE_PARTNER), LOCAL_NOT_ALLOWED);
    cr_assert(knows("b", GET_PARTNERS, NOW, &decision));
    cr_expect_eq(decision, LOCAL_LET_IN);
}

Test(test_authorizer, replaces_the_policy_of_a_token)
{
    local_decision decision;
    cr_expect_eq(learn("a", "ada", GET_PARTNERS), LOCAL_LET_IN);
    cr_expect_eq(learn("a", "eva", GET_PARTNERS), LOCAL_LET_IN);
    cr_assert(knows("a", GET_PARTNERS, NOW, &decision));
    cr_expect(lamina_str_is(context, "{\"principalId\":\"eva\"}"));
}

Test(test_authorizer, keeps_nothing_when_it_is_told_so)
{
    local__authorizer_free(authorizer);
    authorizer = local__authorizer_new(&module, "authorize", 0);
    local_decision decision;
    cr_expect_eq(learn("a", "ada", GET_PARTNERS), LOCAL_LET_IN);
    cr_expect(lamina_str_is(context, "{\"principalId\":\"ada\"}"));
    cr_expect_not(knows("a", GET_PARTNERS, NOW, &decision));
}

Test(test_authorizer, keeps_so_many_and_no_more)
{
    local_decision decision;
    char token[32];
    for (int i = 0; i < 1500; i++) {
        snprintf(token, sizeof token, "t%d", i);
        cr_assert_eq(learn(token, "ada", GET_PARTNERS), LOCAL_LET_IN);
        lamina_arena_reset(arena);
    }
    cr_expect_not(knows("t0", GET_PARTNERS, NOW, &decision));
    cr_expect(knows("t1499", GET_PARTNERS, NOW, &decision));
    cr_expect(knows("t1000", GET_PARTNERS, NOW, &decision));
}

static local_decision learn_end(local_outcome outcome, const char *body)
{
    return local__authorizer_learn(authorizer, arena, LAMINA_STR("a"), GET_PARTNERS, NOW, outcome,
                                   lamina_str_from(body), &context);
}

Test(test_authorizer, tells_unauthorized_from_failures)
{
    cr_expect_eq(
        learn_end(LOCAL_OUTCOME_FAILED, "{\"errorMessage\":\"Unauthorized\",\"errorType\":\"x\"}"),
        LOCAL_UNKNOWN_CALLER);
    cr_expect_eq(learn_end(LOCAL_OUTCOME_FAILED, "{\"errorMessage\":\"unauthorized\"}"),
                 LOCAL_NO_DECISION);
    cr_expect_eq(learn_end(LOCAL_OUTCOME_FAILED, ""), LOCAL_NO_DECISION);
    cr_expect_eq(learn_end(LOCAL_OUTCOME_TIMED_OUT, ""), LOCAL_NO_DECISION);
    cr_expect_eq(learn_end(LOCAL_OUTCOME_ANSWERED, "{\"errorMessage\":\"Unauthorized\"}"),
                 LOCAL_BAD_POLICY);
    local_decision decision;
    cr_expect_not(knows("a", GET_PARTNERS, NOW, &decision), "nothing of it is kept");
}
