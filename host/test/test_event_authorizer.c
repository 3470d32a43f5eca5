/*
 * test_event_authorizer.c - what an authorizer sees, and the policy that comes of its decision.
 */
#include <string.h>

#include "event_fixture.h"
#include "method_arn.h"

TestSuite(event_authorizer, .init = event_fixture_open, .fini = event_fixture_close);

static lamina_authorizer_decision to_give;
static lamina_authorizer_event seen;
static lamina_status status_to_give;

static lamina_status decide(lamina_context *context, const void *view, void *answer)
{
    (void)context;
    seen = *(const lamina_authorizer_event *)view;
    lamina_authorizer_decision *decision = answer;
    const uint32_t size = decision->size;
    *decision = to_give;
    decision->size = size;
    return status_to_give;
}

static lamina_status run(const char *file, lamina_authorizer_decision decision)
{
    event_f.script.act = decide;
    status_to_give = LAMINA_OK;
    to_give = decision;
    return event_fixture_run_file(file);
}

#define ALLOW_ADA                                                                                  \
    (lamina_authorizer_decision)                                                                   \
    {                                                                                              \
        .verdict = LAMINA_AUTHORIZER_ALLOW, .principal_id = LAMINA_STR("ada")                      \
    }

Test(event_authorizer, sees_all_of_a_request)
{
    cr_assert_eq(run("authorizer_request", ALLOW_ADA), LAMINA_OK);
    cr_expect_eq(seen.type, LAMINA_AUTHORIZER_REQUEST);
    fixture_expect(seen.token, "Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln");
    fixture_expect(seen.method, "GET");
    fixture_expect(seen.path, "/items/42");
    fixture_expect(seen.source_ip, "203.0.113.7");
    cr_expect_eq(seen.header_count, 4);
    cr_assert_eq(seen.query_param_count, 1);
    fixture_expect(seen.query_params[0].value, "10");
}

Test(event_authorizer, sees_a_token_and_what_the_arn_says)
{
    cr_assert_eq(run("authorizer_token", ALLOW_ADA), LAMINA_OK);
    cr_expect_eq(seen.type, LAMINA_AUTHORIZER_TOKEN);
    fixture_expect(seen.token, "Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln");
    fixture_expect(seen.method, "GET");
    fixture_expect(seen.path, "/items/42");
    cr_expect_eq(seen.header_count, 0);
    cr_expect_eq(seen.source_ip.len, 0);
}

Test(event_authorizer, finds_the_token_in_either_map_and_any_case)
{
    event_f.script.act = decide;
    to_give = ALLOW_ADA;
    (void)event_fixture_run(
        event_fixture_changed("authorizer_request", "\"Authorization\"", "\"authorization\""));
    fixture_expect(seen.token, "Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln");
    (void)event_fixture_run(
        event_fixture_changed("authorizer_request", "\"multiValueHeaders\"", "\"others\""));
    fixture_expect(seen.token, "Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln");
    (void)event_fixture_run(
        event_fixture_changed("authorizer_request", "\"Authorization\"", "\"X-Authorization\""));
    cr_expect_eq(seen.token.len, 0);
}

#define POLICY(effect)                                                                             \
    "\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":"                   \
    "\"execute-api:Invoke\",\"Effect\":\"" effect "\",\"Resource\":"                               \
    "\"arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1/*\"}]}"

Test(event_authorizer, allows_the_whole_api_and_stage)
{
    static const char *const files[] = {"authorizer_request", "authorizer_token"};
    for (size_t i = 0; i < 2; i++) {
        cr_assert_eq(run(files[i], ALLOW_ADA), LAMINA_OK);
        event_fixture_expect_answer("{\"principalId\":\"ada\"," POLICY("Allow") ",\"context\":{}}");
        cr_expect_str_eq(event_f.dispatch.verdict, "allow");
    }
}

Test(event_authorizer, passes_scopes_tenant_and_context_on)
{
    const lamina_param more[] = {{LAMINA_STR("email"), LAMINA_STR("ada@example.com")},
                                 {LAMINA_STR("quote"), LAMINA_STR("\"\n")}};
    lamina_authorizer_decision decision = ALLOW_ADA;
    decision.scopes = LAMINA_STR("items:read items:write");
    decision.tenant = LAMINA_STR("t1");
    decision.context = more;
    decision.context_count = 2;
    cr_assert_eq(run("authorizer_token", decision), LAMINA_OK);
    event_fixture_expect_answer("{\"principalId\":\"ada\"," POLICY(
        "Allow") ",\"context\":{\"scope\":\"items:read items:write\",\"tenant\":\"t1\",\"email\":"
                 "\"ada@example.com\",\"quote\":\"\\\"\\n\"}}");
}

Test(event_authorizer, denies_the_whole_api_and_stage)
{
    cr_assert_eq(
        run("authorizer_token", (lamina_authorizer_decision){.verdict = LAMINA_AUTHORIZER_DENY}),
        LAMINA_OK);
    event_fixture_expect_answer("{\"principalId\":\"unknown\"," POLICY("Deny") ",\"context\":{}}");
    cr_expect_str_eq(event_f.dispatch.verdict, "deny");
}

static void expect_unauthorized(void)
{
    cr_expect_str_eq(event_f.failure.type, "Function.Unauthorized");
    fixture_expect(event_f.failure.message, "Unauthorized");
    cr_expect_str_eq(event_f.dispatch.verdict, "unauthorized");
}

Test(event_authorizer, says_unauthorized_in_the_one_word_that_counts)
{
    cr_expect_eq(run("authorizer_token", (lamina_authorizer_decision){0}),
                 LAMINA_E_UNAUTHENTICATED);
    expect_unauthorized();
    status_to_give = LAMINA_E_UNAUTHENTICATED;
    to_give = ALLOW_ADA; /* what a handler filled before it failed does not count */
    cr_expect_eq(event_fixture_run_file("authorizer_request"), LAMINA_E_UNAUTHENTICATED);
    expect_unauthorized();
}

Test(event_authorizer, fails_with_its_handler)
{
    event_f.script.act = decide;
    to_give = ALLOW_ADA;
    status_to_give = LAMINA_E_UNAVAILABLE;
    cr_expect_eq(event_fixture_run_file("authorizer_request"), LAMINA_E_UNAVAILABLE);
    event_fixture_expect_failure("Function.Unavailable", "the log says more");
}

Test(event_authorizer, refuses_decisions_that_api_gateway_would_misread)
{
    lamina_authorizer_decision decision = ALLOW_ADA;
    decision.principal_id = LAMINA_STR("");
    cr_expect_eq(run("authorizer_token", decision), LAMINA_E_INTERNAL);
    event_fixture_expect_failure("Function.AnswerFailed", "it allows without a principal_id");
    decision.verdict = 3;
    cr_expect_eq(run("authorizer_token", decision), LAMINA_E_INTERNAL);
    event_fixture_expect_failure("Function.AnswerFailed", "its verdict");
    decision = ALLOW_ADA;
    decision.context_count = 1;
    cr_expect_eq(run("authorizer_token", decision), LAMINA_E_INTERNAL);
    event_fixture_expect_failure("Function.AnswerFailed", "its context is NULL");
    static const char *const taken[] = {"principalId", "scope", "scopes", "tenant", ""};
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        const lamina_param one = {lamina_str_from(taken[i]), LAMINA_STR("x")};
        decision.context = &one;
        cr_expect_eq(run("authorizer_token", decision), LAMINA_E_INTERNAL);
        event_fixture_expect_failure("Function.AnswerFailed", "has a name that is taken");
    }
}

Test(event_authorizer, refuses_events_that_are_not_whole)
{
    static const struct {
        const char *file;
        const char *from;
        const char *to;
        const char *words;
    } cases[] = {
        {"authorizer_token", "TOKEN", "OTHER", "type is neither REQUEST nor TOKEN"},
        {"authorizer_token", "\"type\"", "\"t\"", "type is missing"},
        {"authorizer_token", "authorizationToken", "token", "authorizationToken is missing"},
        {"authorizer_token", "arn:aws:execute-api", "arn:aws:lambda", "methodArn is not"},
        {"authorizer_request", "\"httpMethod\"", "\"m\"", "httpMethod is missing"},
        {"authorizer_request", "\"path\"", "\"p\"", "path is missing"},
        {"authorizer_request", "[\"10\"]", "\"10\"", "that is not an array"},
        {"authorizer_request", "\"203.0.113.7\"", "7", "that is not a string"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        event_f.script.act = decide;
        cr_expect_eq(
            event_fixture_run(event_fixture_changed(cases[i].file, cases[i].from, cases[i].to)),
            LAMINA_E_SYNTAX);
        event_fixture_expect_failure("Function.BadEvent", cases[i].words);
        cr_expect_eq(event_f.script.calls, 0);
    }
}

Test(event_authorizer, takes_no_policy_for_too_long_a_resource)
{
    char stage[600];
    memset(stage, 'x', sizeof(stage) - 1);
    stage[sizeof(stage) - 1] = '\0';
    event_f.script.act = decide;
    to_give = ALLOW_ADA;
    (void)event_fixture_run(event_fixture_changed("authorizer_token", "v1", stage));
    event_fixture_expect_failure("Function.AnswerFailed", "API Gateway takes no policy");
}

Test(event_authorizer, reads_method_arns)
{
    static const struct {
        const char *text;
        const char *stage_arn;
        const char *method;
        const char *path;
    } good[] = {
        {"arn:aws:execute-api:r:1:api/v1/GET/a/b", "arn:aws:execute-api:r:1:api/v1", "GET", "/a/b"},
        {"arn:aws-cn:execute-api:r:1:api/v1/POST/", "arn:aws-cn:execute-api:r:1:api/v1", "POST",
         "/"},
        {"arn:aws:execute-api:r:1:api/v1/GET", "arn:aws:execute-api:r:1:api/v1", "GET", "/"},
        {"arn:aws:execute-api:r:1:api/$default/GET/a:b/*", "arn:aws:execute-api:r:1:api/$default",
         "GET", "/a:b/*"},
    };
    host_method_arn arn;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        cr_assert(host__method_arn_read(lamina_str_from(good[i].text), &arn), "%s", good[i].text);
        fixture_expect(arn.stage_arn, good[i].stage_arn);
        fixture_expect(arn.method, good[i].method);
        fixture_expect(arn.path, good[i].path);
    }
    static const char *const bad[] = {"",
                                      "arn",
                                      "arn:aws:execute-api:r:1",
                                      "arn:aws:execute-api:r:1:api",
                                      "arn:aws:execute-api:r:1:api/v1",
                                      "arn:aws:execute-api:r:1:api/v1/",
                                      "arn:aws:execute-api:r:1:*/v1/GET/",
                                      "arn:aws:execute-api:r:1:api/*/GET/",
                                      "arn:aws:execute-api:*:1:api/v1/GET/",
                                      "arn:aws:execute-api:r:1:/v1/GET/",
                                      "urn:aws:execute-api:r:1:api/v1/GET/"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_not(host__method_arn_read(lamina_str_from(bad[i]), &arn), "%s", bad[i]);
    char long_one[METHOD_ARN_CAP + 2];
    memset(long_one, 'x', sizeof(long_one));
    memcpy(long_one, "arn:aws:execute-api:r:1:api/v1/GET/", 35);
    cr_expect(host__method_arn_read((lamina_str){long_one, METHOD_ARN_CAP}, &arn));
    cr_expect_not(host__method_arn_read((lamina_str){long_one, METHOD_ARN_CAP + 1}, &arn));
}
