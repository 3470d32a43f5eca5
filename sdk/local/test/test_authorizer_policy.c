/*
 * What a Lambda authorizer answers, as API Gateway reads it.
 */
#include "authorizer_policy.h"

#include <criterion/criterion.h>
#include <string.h>

static lamina_arena *arena;

static void start(void)
{
    arena = lamina_arena_new(8 << 20);
    cr_assert_not_null(arena);
}

static void stop(void)
{
    lamina_arena_free(arena);
}

TestSuite(test_authorizer_policy, .init = start, .fini = stop);

#define ARN "arn:aws:execute-api:eu-central-1:123456789012:local/v1/"

static local_policy *read(const char *json)
{
    lamina_str reason = {0};
    local_policy *policy = local__policy_read(arena, lamina_str_from(json), &reason);
    cr_assert_not_null(policy, "%s: %.*s", json, LAMINA_FMT(reason));
    return policy;
}

static local_policy *read_statements(const char *statements)
{
    return read(lamina_arena_format(arena,
                                    "{\"principalId\":\"ada\",\"policyDocument\":{\"Version\":"
                                    "\"2012-10-17\",\"Statement\":%s}}",
                                    statements)
                    .ptr);
}

#define ALLOW(resource)                                                                            \
    "{\"Action\":\"execute-api:Invoke\",\"Effect\":\"Allow\",\"Resource\":" resource "}"
#define DENY(resource)                                                                             \
    "{\"Action\":\"execute-api:Invoke\",\"Effect\":\"Deny\",\"Resource\":" resource "}"

static void expect_access(const char *statements, const char *method_arn, local_access access)
{
    local_policy *policy = read_statements(statements);
    cr_expect_eq(local__policy_decide(policy, lamina_str_from(method_arn)), access, "%s of %s",
                 statements, method_arn);
    local__policy_free(policy);
}

Test(test_authorizer_policy, allows_what_a_statement_names)
{
    expect_access("[" ALLOW("\"" ARN "*\"") "]", ARN "GET/partners", LOCAL_ACCESS_ALLOWED);
    expect_access(ALLOW("\"" ARN "GET/partners\""), ARN "GET/partners", LOCAL_ACCESS_ALLOWED);
    expect_access(ALLOW("\"" ARN "GET/partners\""), ARN "GET/partners/1", LOCAL_ACCESS_NOT_NAMED);
    expect_access(ALLOW("\"" ARN "GET/partners\""), ARN "POST/partners", LOCAL_ACCESS_NOT_NAMED);
    expect_access(ALLOW("[\"x\",\"" ARN "GET/*\"]"), ARN "GET/partners/1/x", LOCAL_ACCESS_ALLOWED);
    expect_access("[]", ARN "GET/partners", LOCAL_ACCESS_NOT_NAMED);
}

Test(test_authorizer_policy, lets_a_denial_win)
{
    expect_access("[" ALLOW("\"*\"") "," DENY("\"" ARN "DELETE/*\"") "]", ARN "DELETE/partners/1",
                  LOCAL_ACCESS_DENIED);
    expect_access("[" DENY("\"" ARN "DELETE/*\"") "," ALLOW("\"*\"") "]", ARN "DELETE/partners/1",
                  LOCAL_ACCESS_DENIED);
    expect_access("[" DENY("\"" ARN "DELETE/*\"") "," ALLOW("\"*\"") "]", ARN "GET/partners/1",
                  LOCAL_ACCESS_ALLOWED);
}

Test(test_authorizer_policy, knows_wildcards)
{
    expect_access(ALLOW("\"arn:aws:execute-api:*:*:local/*/GET/p?\""), ARN "GET/p1",
                  LOCAL_ACCESS_ALLOWED);
    expect_access(ALLOW("\"arn:aws:execute-api:*:*:local/*/GET/p?\""), ARN "GET/p",
                  LOCAL_ACCESS_NOT_NAMED);
    expect_access(ALLOW("\"arn:aws:execute-api:*:*:local/*/GET/p?\""), ARN "GET/p12",
                  LOCAL_ACCESS_NOT_NAMED);
    expect_access(ALLOW("\"*a*a*b\""), "aaaaaaaaaaaaaaaaaab", LOCAL_ACCESS_ALLOWED);
    expect_access(ALLOW("\"*a*a*c\""), "aaaaaaaaaaaaaaaaaab", LOCAL_ACCESS_NOT_NAMED);
    expect_access(ALLOW("\"**\""), ARN "GET/", LOCAL_ACCESS_ALLOWED);
}

Test(test_authorizer_policy, passes_over_other_actions)
{
    expect_access("[{\"Action\":\"s3:*\",\"Effect\":\"Allow\",\"Resource\":\"*\"}]", ARN "GET/x",
                  LOCAL_ACCESS_NOT_NAMED);
    expect_access(
        "[{\"Action\":[\"s3:*\",\"execute-api:*\"],\"Effect\":\"Allow\",\"Resource\":\"*\"}]",
        ARN "GET/x", LOCAL_ACCESS_ALLOWED);
    expect_access("[{\"Action\":\"*\",\"Effect\":\"Deny\",\"Resource\":\"*\"}]", ARN "GET/x",
                  LOCAL_ACCESS_DENIED);
}

Test(test_authorizer_policy, makes_texts_of_the_context)
{
    local_policy *policy = read(
        "{\"principalId\":\"ada\",\"policyDocument\":{\"Statement\":[]},\"context\":{\"scope\":"
        "\"a b\",\"level\":7,\"staff\":true,\"half\":0.5,\"principalId\":\"mallory\"}}");
    lamina_str context = local__policy_context(policy);
    cr_expect(lamina_str_is(context, "{\"scope\":\"a b\",\"level\":\"7\",\"staff\":\"true\","
                                     "\"half\":\"0.5\",\"principalId\":\"ada\"}"),
              "%.*s", LAMINA_FMT(context));
    local__policy_free(policy);
    policy =
        read("{\"principalId\":\"ada\",\"policyDocument\":{\"Statement\":[]},\"context\":null}");
    cr_expect(lamina_str_is(local__policy_context(policy), "{\"principalId\":\"ada\"}"));
    local__policy_free(policy);
}

Test(test_authorizer_policy, refuses_what_is_no_policy)
{
#define WITH(members) "{\"principalId\":\"ada\"," members "}"
#define STATEMENT(text) WITH("\"policyDocument\":{\"Statement\":[" text "]}")
    static const struct {
        const char *json;
        const char *words;
    } cases[] = {
        {"", "no JSON object"},
        {"null", "no JSON object"},
        {"[]", "no JSON object"},
        {"{}", "no principalId"},
        {"{\"principalId\":7}", "no principalId"},
        {"{\"principalId\":\"\"}", "no principalId"},
        {WITH("\"x\":1"), "no policyDocument"},
        {WITH("\"policyDocument\":\"{}\""), "no policyDocument"},
        {WITH("\"policyDocument\":{}"), "no Statement"},
        {STATEMENT("7"), "is no object"},
        {STATEMENT("{\"Effect\":\"allow\"}"), "neither Allow nor Deny"},
        {STATEMENT("{\"Effect\":\"Allow\"}"), "the Action of a Statement"},
        {STATEMENT("{\"Effect\":\"Allow\",\"Action\":\"*\"}"), "the Resource of a Statement"},
        {STATEMENT("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":[]}"), "the Resource"},
        {STATEMENT("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":[7]}"), "the Resource"},
        {STATEMENT("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{}}"),
         "does not emulate"},
        {STATEMENT("{\"Effect\":\"Allow\",\"NotAction\":\"*\",\"Resource\":\"*\"}"),
         "does not emulate"},
        {WITH("\"policyDocument\":{\"Statement\":[]},\"context\":[]"), "its context is no object"},
        {WITH("\"policyDocument\":{\"Statement\":[]},\"context\":{\"a\":{}}"),
         "a value of its context"},
        {WITH("\"policyDocument\":{\"Statement\":[]},\"context\":{\"a\":[1]}"),
         "a value of its context"},
        {WITH("\"policyDocument\":{\"Statement\":[]},\"context\":{\"a\":null}"),
         "a value of its context"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lamina_str reason = {0};
        local_policy *policy = local__policy_read(arena, lamina_str_from(cases[i].json), &reason);
        cr_expect_null(policy, "accepted: %s", cases[i].json);
        if (policy == NULL)
            cr_expect_not_null(
                memmem(reason.ptr, reason.len, cases[i].words, strlen(cases[i].words)), "%s: %.*s",
                cases[i].json, LAMINA_FMT(reason));
    }
}

Test(test_authorizer_policy, takes_a_caller_that_somebody_wrote_by_hand)
{
    lamina_text out;
    lamina_str reason = {0};
    lamina_text_init(&out, 4096);
    cr_assert_eq(
        local__caller_read(arena, LAMINA_STR("{\"scope\":\"a b\",\"principalId\":\"ada\",\"n\":1}"),
                           &out, &reason),
        LAMINA_OK);
    cr_expect_str_eq(out.ptr, "{\"scope\":\"a b\",\"n\":\"1\",\"principalId\":\"ada\"}");
    static const char *const bad[] = {"", "[]", "{}", "{\"principalId\":\"a\",\"b\":{}}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        lamina_text_reset(&out);
        reason = (lamina_str){0};
        cr_expect_eq(local__caller_read(arena, lamina_str_from(bad[i]), &out, &reason),
                     LAMINA_E_INVALID, "%s", bad[i]);
        cr_expect_gt(reason.len, 0);
    }
    lamina_text_clear(&out);
}
