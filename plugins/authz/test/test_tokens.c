/*
 * Tokens on DynamoDB Local: who gets which, how long it is good, and what ends it.
 */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "access_token.h"
#include "authz_module.h"
#include "domain/models/service_client.h"
#include "domain/models/user.h"
#include "domain/repositories/signing_key_repository.h"
#include "domain/repositories/user_repository.h"
#include "handlers.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "services.h"

TestSuite(tokens, .init = authz_module_begin, .fini = authz_module_end);

static domain_token_claims claims_of(lamina_str token)
{
    domain_token_claims claims = {.size = sizeof claims};
    cr_assert_eq(access_token_read(context, token, &claims), LAMINA_OK);
    return claims;
}

static bool is_active(lamina_str token)
{
    const introspection *answer = NULL;
    const token_input input = {.token = token};
    cr_assert_eq(authz_service_introspect(context, &input, &answer), LAMINA_OK);
    return answer->active;
}

static const token_answer *refresh(lamina_str token)
{
    const token_answer *answer = NULL;
    token_request input = authz_module_refresh_grant(token);
    cr_assert_eq(authz_service_token(context, &input, SOURCE, &answer), LAMINA_OK);
    return answer;
}

static bool is_refused(lamina_str refresh_token)
{
    token_request input = authz_module_refresh_grant(refresh_token);
    return authz_module_failed(authz_module_try(&input), LAMINA_E_UNAUTHENTICATED, "invalid-grant");
}

/* ---- what a token says ---- */

Test(tokens, a_token_says_who_it_is_and_what_they_may)
{
    lamina_str id = authz_module_user("ada@example.com", "clerk@" TENANT_A);
    const token_answer *answer = authz_module_log_in("ada@example.com");
    domain_token_claims claims = claims_of(answer->access_token);
    cr_expect(lamina_str_equal(claims.subject, id));
    cr_expect(lamina_str_is(claims.tenant, TENANT_A));
    cr_expect(lamina_str_is(
        claims.scope, "authz:self contract:read partner:read transaction:read transaction:write"));
    cr_expect(lamina_str_equal(answer->scope, claims.scope));
    cr_expect(lamina_str_equal(answer->tenant, claims.tenant));
    cr_expect_eq(answer->expires_in, 600);
    cr_expect_eq(claims.expires_at - claims.issued_at, 600);
    cr_expect(lamina_str_is(answer->token_type, "Bearer"));
}

Test(tokens, a_user_without_roles_may_change_the_own_password_and_nothing_else)
{
    authz_module_user("ada@example.com", NULL);
    const token_answer *answer = authz_module_log_in("ada@example.com");
    cr_expect(lamina_str_is(answer->scope, "authz:self"));
    cr_expect(lamina_is_absent(&answer->has, TOKEN_ANSWER_TENANT));
}

Test(tokens, staff_may_ask_for_a_tenant_and_others_for_their_own_alone)
{
    const token_answer *answer = NULL;
    authz_module_user("staff@example.com", "auditor");
    token_request input = authz_module_password_grant("staff@example.com", PASSWORD);
    input.tenant = LAMINA_STR(TENANT_B);
    cr_assert_eq(authz_service_token(context, &input, SOURCE, &answer), LAMINA_OK);
    cr_expect(lamina_str_is(answer->tenant, TENANT_B));

    authz_module_user("ada@example.com", "clerk@" TENANT_A);
    input = authz_module_password_grant("ada@example.com", PASSWORD);
    input.tenant = LAMINA_STR(TENANT_B);
    cr_expect(authz_module_failed(authz_module_try(&input), LAMINA_E_INVALID, "tenant-unknown"));
}

Test(tokens, the_settings_decide_issuer_audience_time_and_algorithm)
{
    authz_module_user("ada@example.com", NULL);
    setenv("LAMINA_TOKEN_ISSUER", "https://api.example/authz", 1);
    setenv("LAMINA_TOKEN_AUDIENCE", "https://api.example", 1);
    setenv("LAMINA_TOKEN_SECONDS", "60", 1);
    setenv("LAMINA_TOKEN_ALGORITHM", "ES256", 1);
    const token_answer *answer = authz_module_log_in("ada@example.com");
    domain_token_claims claims = claims_of(answer->access_token);
    cr_expect(lamina_str_is(claims.issuer, "https://api.example/authz"));
    cr_expect(lamina_str_is(claims.audience, "https://api.example"));
    cr_expect_eq(answer->expires_in, 60);
    const jwk_set *keys = NULL;
    cr_assert_eq(authz_service_keys(context, &keys), LAMINA_OK);
    cr_expect(lamina_str_is(((const jwk *)keys->keys.items)[0].alg, "ES256"));
    cr_expect(lamina_is_present(&((const jwk *)keys->keys.items)[0].has, JWK_Y));

    setenv("LAMINA_TOKEN_AUDIENCE", "https://other.example", 1);
    cr_expect_eq(access_token_read(context, answer->access_token, &claims),
                 LAMINA_E_UNAUTHENTICATED);
}

Test(tokens, a_setting_that_is_none_is_named)
{
    static const char *const wrong[][2] = {{"LAMINA_TOKEN_SECONDS", "0"},
                                           {"LAMINA_TOKEN_SECONDS", "10m"},
                                           {"LAMINA_SESSION_SECONDS", "1"},
                                           {"LAMINA_TOKEN_ALGORITHM", "none"},
                                           {"LAMINA_TOKEN_ALGORITHM", "HS256"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        authz_settings settings;
        setenv(wrong[i][0], wrong[i][1], 1);
        cr_expect_eq(authz_settings_read(context, &settings), LAMINA_E_CONFIG);
        lamina_str causes = test_context_causes(test);
        cr_expect_not_null(strstr(causes.ptr, wrong[i][0]));
        unsetenv(wrong[i][0]);
        lamina_error_reset(context);
    }
}

/* ---- how long ---- */

Test(tokens, an_access_token_is_over_after_its_time)
{
    authz_module_user("ada@example.com", NULL);
    lamina_str token = authz_module_log_in("ada@example.com")->access_token;
    cr_expect(is_active(token));
    authz_module_wait(599);
    cr_expect(is_active(token));
    authz_module_wait(20);
    cr_expect_not(is_active(token));
    cr_expect_not_null(strstr(test_context_log(test).ptr, "reason=the token has expired"));
}

Test(tokens, a_session_is_refreshed_until_it_is_over)
{
    authz_module_user("ada@example.com", "auditor");
    const token_answer *first = authz_module_log_in("ada@example.com");
    const token_answer *second = refresh(first->refresh_token);
    cr_expect(is_active(second->access_token));
    cr_expect(lamina_str_equal(first->scope, second->scope));
    cr_expect_not(lamina_str_equal(first->refresh_token, second->refresh_token));
    authz_module_wait(INT64_C(31) * 24 * 3600);
    cr_expect(is_refused(second->refresh_token));
}

Test(tokens, a_refresh_token_that_comes_again_ends_the_session)
{
    authz_module_user("ada@example.com", NULL);
    const token_answer *first = authz_module_log_in("ada@example.com");
    const token_answer *second = refresh(first->refresh_token);
    cr_expect(is_refused(first->refresh_token));
    cr_expect(is_refused(second->refresh_token));
    cr_expect_not(is_active(second->access_token), "introspection knows the session");
    cr_expect_not_null(strstr(test_context_log(test).ptr, "used before, its session ends"));
}

Test(tokens, a_log_out_ends_the_session)
{
    authz_module_user("ada@example.com", NULL);
    const token_answer *answer = authz_module_log_in("ada@example.com");
    const token_input input = {.token = answer->refresh_token};
    cr_assert_eq(authz_service_log_out(context, &input), LAMINA_OK);
    cr_expect(is_refused(answer->refresh_token));
    cr_expect_not(is_active(answer->access_token));
    cr_expect_eq(authz_service_log_out(context, &input), LAMINA_OK);
}

Test(tokens, a_disabled_user_gets_no_more_tokens)
{
    lamina_str id = authz_module_user("ada@example.com", NULL);
    const token_answer *answer = authz_module_log_in("ada@example.com");
    const lamina_conditions any = {.accepted = {.any = true}};
    user_patch input = {.status = LAMINA_STR(USER_STATUS_DISABLED)};
    lamina_mark(&input.has, USER_PATCH_STATUS);
    const user_dto *patched = NULL;
    cr_assert_eq(authz_service_patch_user(context, id, &any, &input, &patched), LAMINA_OK);
    cr_expect(is_refused(answer->refresh_token));
    cr_expect_not(is_active(answer->access_token));
    token_request again = authz_module_password_grant("ada@example.com", PASSWORD);
    cr_expect(authz_module_failed(authz_module_try(&again), LAMINA_E_UNAUTHENTICATED,
                                  "invalid-credentials"));
}

Test(tokens, roles_that_change_show_in_the_next_token)
{
    lamina_str id = authz_module_user("ada@example.com", "auditor");
    const token_answer *first = authz_module_log_in("ada@example.com");
    const lamina_conditions any = {.accepted = {.any = true}};
    user_patch input = {.grants = {NULL, 0}};
    lamina_mark(&input.has, USER_PATCH_GRANTS);
    const user_dto *patched = NULL;
    cr_assert_eq(authz_service_patch_user(context, id, &any, &input, &patched), LAMINA_OK);
    cr_expect(lamina_str_is(refresh(first->refresh_token)->scope, "authz:self"));
}

Test(tokens, an_id_token_of_another_kind_or_a_refresh_token_is_not_active)
{
    authz_module_user("ada@example.com", NULL);
    const token_answer *answer = authz_module_log_in("ada@example.com");
    cr_expect_not(is_active(answer->refresh_token));
    cr_expect_not(is_active((lamina_str){0}));
}

/* ---- clients ---- */

static const client_dto *new_client(const char *tenant)
{
    static lamina_str scopes[] = {{"partner:read", 12}, {"partner:write", 13}};
    client_input input = {.name = LAMINA_STR("Importer"), .scopes = {scopes, 2}};
    if (tenant != NULL) {
        input.tenant_id = lamina_str_from(tenant);
        lamina_mark(&input.has, 2);
    }
    const client_dto *created = NULL;
    cr_assert_eq(authz_service_create_client(context, &input, &created), LAMINA_OK);
    return created;
}

static token_request client_grant(lamina_str id, lamina_str secret)
{
    token_request input = {.grant_type = LAMINA_STR(GRANT_CLIENT_CREDENTIALS),
                           .client_id = id,
                           .client_secret = secret};
    lamina_mark(&input.has, TOKEN_REQUEST_CLIENT_ID);
    lamina_mark(&input.has, TOKEN_REQUEST_CLIENT_SECRET);
    return input;
}

Test(tokens, a_client_gets_a_token_by_its_own_credentials_and_no_refresh_token)
{
    const client_dto *client = new_client(TENANT_A);
    const token_answer *answer = NULL;
    token_request input = client_grant(client->client_id, client->client_secret);
    cr_assert_eq(authz_service_token(context, &input, SOURCE, &answer), LAMINA_OK);
    domain_token_claims claims = claims_of(answer->access_token);
    cr_expect(lamina_str_equal(claims.subject, client->client_id));
    cr_expect(lamina_str_equal(claims.client_id, client->client_id));
    cr_expect(lamina_str_is(claims.tenant, TENANT_A));
    cr_expect(lamina_str_is(claims.scope, "partner:read partner:write"));
    cr_expect(lamina_is_absent(&answer->has, TOKEN_ANSWER_REFRESH_TOKEN));
    cr_expect(is_active(answer->access_token));

    input = client_grant(client->client_id, LAMINA_STR("wrong"));
    cr_expect(authz_module_failed(authz_module_try(&input), LAMINA_E_UNAUTHENTICATED,
                                  "invalid-credentials"));
    input = client_grant(LAMINA_STR("unknown"), client->client_secret);
    cr_expect(authz_module_failed(authz_module_try(&input), LAMINA_E_UNAUTHENTICATED,
                                  "invalid-credentials"));
}

Test(tokens, a_disabled_client_gets_no_more_tokens)
{
    const client_dto *client = new_client(NULL), *patched = NULL;
    const token_answer *answer = NULL;
    token_request grant = client_grant(client->client_id, client->client_secret);
    cr_assert_eq(authz_service_token(context, &grant, SOURCE, &answer), LAMINA_OK);
    const lamina_conditions any = {.accepted = {.any = true}};
    client_input input = {.status = LAMINA_STR(SERVICE_CLIENT_STATUS_DISABLED)};
    lamina_mark(&input.has, 2);
    cr_assert_eq(authz_service_patch_client(context, client->client_id, &any, &input, &patched),
                 LAMINA_OK);
    cr_expect_not(is_active(answer->access_token), "introspection knows the client");
    cr_expect(authz_module_failed(authz_module_try(&grant), LAMINA_E_UNAUTHENTICATED,
                                  "invalid-credentials"));
}

Test(tokens, a_secret_is_told_once)
{
    const client_dto *client = new_client(NULL), *again = NULL;
    cr_assert_eq(authz_service_get_client(context, client->client_id, &again), LAMINA_OK);
    cr_expect(lamina_is_absent(&again->has, CLIENT_DTO_SECRET));
}

Test(tokens, each_grant_needs_its_own_members)
{
    static const struct {
        const char *grant, *pointer;
    } cases[] = {{GRANT_PASSWORD, "/username"},
                 {GRANT_REFRESH_TOKEN, "/refresh_token"},
                 {GRANT_CLIENT_CREDENTIALS, "/client_id"}};
    for (size_t i = 0; i < 3; i++) {
        token_request input = {.grant_type = lamina_str_from(cases[i].grant)};
        lamina_status status = authz_module_try(&input);
        lamina_problem problem = test_context_problem(test);
        cr_assert_eq(problem.violation_count, 1);
        cr_expect(lamina_str_is(problem.violations[0].pointer, cases[i].pointer));
        cr_expect(authz_module_failed(status, LAMINA_E_INVALID, "invalid-request"));
    }
}

/* ---- keys ---- */

Test(tokens, tokens_of_before_a_rotation_are_good_after_it)
{
    authz_module_user("ada@example.com", NULL);
    lamina_str old = authz_module_log_in("ada@example.com")->access_token;
    cr_expect(is_active(old));
    cr_assert_eq(authz_service_rotate_signing_keys(context), LAMINA_OK);
    lamina_str fresh = authz_module_log_in("ada@example.com")->access_token;
    cr_expect(is_active(old));
    cr_expect(is_active(fresh));
    lamina_str old_head = old, fresh_head = fresh, a, b;
    lamina_str_cut(&old_head, '.', &a);
    lamina_str_cut(&fresh_head, '.', &b);
    cr_expect_not(lamina_str_equal(a, b), "another key signs");
    authz_module_wait(900);
    const jwk_set *keys = NULL;
    cr_assert_eq(authz_service_keys(context, &keys), LAMINA_OK);
    cr_expect_eq(keys->keys.count, 2, "the old one is not published any more");
}

Test(tokens, a_key_that_was_removed_is_forgotten_within_a_minute)
{
    authz_module_user("ada@example.com", NULL);
    lamina_str old = authz_module_log_in("ada@example.com")->access_token;
    cr_expect(is_active(old));
    signing_key *key;
    cr_assert_eq(signing_key_repository_current(context, LAMINA_SIGN_EDDSA, &key), LAMINA_OK);
    cr_expect_neq(authz_service_remove_signing_key(context, key->kid), LAMINA_OK);
    lamina_error_reset(context);
    cr_assert_eq(authz_service_rotate_signing_keys(context), LAMINA_OK);
    cr_assert_eq(authz_service_remove_signing_key(context, key->kid), LAMINA_OK);
    authz_module_wait(61);
    cr_expect_not(is_active(old));
}

/* ---- the authorizer ---- */

static lamina_status ask(lamina_str credentials, lamina_authorizer_decision *decision)
{
    const lamina_authorizer_event event = {
        .size = sizeof event, .type = LAMINA_AUTHORIZER_TOKEN, .token = credentials};
    *decision = (lamina_authorizer_decision){.size = sizeof *decision};
    return authorize(context, &event, decision);
}

Test(tokens, the_authorizer_says_who_it_is)
{
    lamina_str id = authz_module_user("ada@example.com", "clerk@" TENANT_A);
    const token_answer *answer = authz_module_log_in("ada@example.com");
    lamina_authorizer_decision decision;
    static const char *const schemes[] = {"Bearer %.*s", "bearer %.*s", "BEARER  %.*s"};
    for (size_t i = 0; i < 3; i++) {
        lamina_text text;
        lamina_text_init(&text, 8192);
        lamina_text_add(&text, (lamina_str){schemes[i], i == 2 ? 8 : 7});
        lamina_text_add(&text, answer->access_token);
        cr_assert_eq(ask(lamina_text_view(&text), &decision), LAMINA_OK);
        lamina_text_clear(&text);
        cr_expect_eq(decision.verdict, LAMINA_AUTHORIZER_ALLOW);
        cr_expect(lamina_str_equal(decision.principal_id, id));
        cr_expect(lamina_str_equal(decision.scopes, answer->scope));
        cr_expect(lamina_str_is(decision.tenant, TENANT_A));
    }
}

Test(tokens, the_authorizer_knows_nobody_who_has_no_token)
{
    authz_module_user("ada@example.com", NULL);
    lamina_str token = authz_module_log_in("ada@example.com")->access_token;
    lamina_authorizer_decision decision;
    const lamina_str refused[] = {
        {NULL, 0},
        LAMINA_STR("Bearer"),
        LAMINA_STR("Bearer "),
        LAMINA_STR("Basic YWRhOnNlY3JldA=="),
        token,
        lamina_arena_format(context->arena, "Basic %.*s", LAMINA_FMT(token)),
        lamina_arena_format(context->arena, "Bearer %.*s", (int)token.len - 1, token.ptr),
        lamina_arena_format(context->arena, "Bearer %.*s x", LAMINA_FMT(token)),
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        cr_expect_eq(ask(refused[i], &decision), LAMINA_E_UNAUTHENTICATED, "%zu", i);
        cr_expect_eq(decision.verdict, LAMINA_AUTHORIZER_UNAUTHORIZED);
    }
}
