/*
 * What users do about themselves, on DynamoDB Local: what they are told, and what nobody is told.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "account_tables.h"
#include "authz_module.h"
#include "domain/models/user.h"
#include "domain/repositories/attempt_repository.h"
#include "domain/repositories/user_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "services.h"

TestSuite(accounts, .init = authz_module_begin, .fini = authz_module_end);

static lamina_status sign_up(const char *email)
{
    const registration input = {.email = lamina_str_from(email), .password = LAMINA_STR(PASSWORD)};
    return authz_service_register(context, &input, SOURCE);
}

static lamina_status verify(lamina_str code)
{
    const code_input input = {.code = code};
    return authz_service_verify(context, &input, SOURCE);
}

static lamina_status ask_for_reset(const char *email)
{
    const registration input = {.email = lamina_str_from(email)};
    return authz_service_request_reset(context, &input, SOURCE);
}

static lamina_status reset(lamina_str code, const char *password)
{
    const code_input input = {.code = code, .password = lamina_str_from(password)};
    return authz_service_reset_password(context, &input, SOURCE);
}

static user *found(const char *email)
{
    user *item;
    cr_assert_eq(user_repository_find(context, lamina_str_from(email), &item), LAMINA_OK);
    return item;
}

static lamina_status log_in(const char *email, const char *password)
{
    token_request input = authz_module_password_grant(email, password);
    return authz_module_try(&input);
}

/* ---- register, verify ---- */

Test(accounts, a_user_logs_in_once_the_address_is_verified)
{
    cr_assert_eq(sign_up("ada@example.com"), LAMINA_OK);
    cr_expect(authz_module_failed(log_in("ada@example.com", PASSWORD), LAMINA_E_UNAUTHENTICATED,
                                  "invalid-credentials"));
    cr_assert_eq(verify(account_tables_outbox(context, 1)[0]->code), LAMINA_OK);
    cr_expect_eq(log_in("ada@example.com", PASSWORD), LAMINA_OK);
    cr_expect_eq(log_in("ADA@example.com", PASSWORD), LAMINA_OK);
}

Test(accounts, an_address_that_is_taken_gets_the_same_answer_and_its_owner_a_word)
{
    authz_module_user("ada@example.com", NULL);
    cr_assert_eq(sign_up("Ada@example.com"), LAMINA_OK);
    cr_expect_eq(test_context_problem(test).code.len, 0);
    notification *const *sent = account_tables_outbox(context, 1);
    cr_expect(lamina_str_is(sent[0]->kind, NOTIFICATION_TAKEN));
    cr_expect(lamina_str_is(sent[0]->recipient, "ada@example.com"));
    cr_expect(lamina_is_absent(&sent[0]->has, NOTIFICATION_CODE));
    cr_expect_eq(log_in("ada@example.com", PASSWORD), LAMINA_OK, "with the password it had");
}

Test(accounts, a_code_makes_nobody_active_who_was_disabled)
{
    cr_assert_eq(sign_up("ada@example.com"), LAMINA_OK);
    lamina_str code = account_tables_outbox(context, 1)[0]->code;
    user *item = found("ada@example.com"), *changes = user_new(context), *changed;
    changes->user_id = item->user_id;
    changes->version = item->version;
    changes->status = LAMINA_STR(USER_STATUS_DISABLED);
    lamina_mark(&changes->has, USER_STATUS);
    cr_assert_eq(user_repository_update(context, changes, "disabled", &changed), LAMINA_OK);
    cr_expect(authz_module_failed(verify(code), LAMINA_E_INVALID, "code-invalid"));
    cr_expect(lamina_str_is(found("ada@example.com")->status, USER_STATUS_DISABLED));
}

Test(accounts, codes_cannot_be_guessed_for_long)
{
    lamina_status status = LAMINA_OK;
    for (int i = 0; i < 60 && status != LAMINA_E_TOO_MANY; i++) {
        lamina_error_reset(context);
        status = verify(lamina_arena_format(context->arena, "guess-%d", i));
    }
    cr_expect(authz_module_failed(status, LAMINA_E_TOO_MANY, "too-many-attempts"));
}

/* ---- reset ---- */

Test(accounts, a_reset_password_is_the_only_one_and_ends_all_sessions)
{
    authz_module_user("ada@example.com", NULL);
    const token_answer *before = authz_module_log_in("ada@example.com");
    cr_assert_eq(ask_for_reset("ada@example.com"), LAMINA_OK);
    lamina_str code = account_tables_outbox(context, 1)[0]->code;
    cr_assert_eq(reset(code, "another long password"), LAMINA_OK);
    cr_expect(authz_module_failed(log_in("ada@example.com", PASSWORD), LAMINA_E_UNAUTHENTICATED,
                                  "invalid-credentials"));
    cr_expect_eq(log_in("ada@example.com", "another long password"), LAMINA_OK);
    token_request refresh = authz_module_refresh_grant(before->refresh_token);
    cr_expect(
        authz_module_failed(authz_module_try(&refresh), LAMINA_E_UNAUTHENTICATED, "invalid-grant"));
    cr_expect(authz_module_failed(reset(code, "a third long password"), LAMINA_E_INVALID,
                                  "code-invalid"));
}

Test(accounts, a_reset_for_nobody_gets_the_same_answer_and_writes_as_much)
{
    cr_assert_eq(ask_for_reset("nobody@example.com"), LAMINA_OK);
    cr_expect_eq(test_context_problem(test).code.len, 0);
    account_tables_outbox(context, 0);
}

Test(accounts, a_reset_verifies_the_address_and_ends_the_wait)
{
    cr_assert_eq(sign_up("ada@example.com"), LAMINA_OK);
    for (int i = 0; i < 5; i++)
        cr_expect(authz_module_failed(log_in("ada@example.com", "wrong"), LAMINA_E_UNAUTHENTICATED,
                                      "invalid-credentials"));
    cr_expect(authz_module_failed(log_in("ada@example.com", "wrong"), LAMINA_E_TOO_MANY,
                                  "too-many-attempts"));
    cr_assert_eq(ask_for_reset("ada@example.com"), LAMINA_OK);
    cr_assert_eq(reset(account_tables_outbox(context, 2)[1]->code, "another long password"),
                 LAMINA_OK);
    cr_expect_eq(log_in("ada@example.com", "another long password"), LAMINA_OK);
}

/* ---- change ---- */

static lamina_status change(const char *current, const char *wanted)
{
    const password_change input = {.current_password = lamina_str_from(current),
                                   .new_password = lamina_str_from(wanted)};
    return authz_service_change_password(context, &input, SOURCE);
}

Test(accounts, a_password_is_changed_by_who_knows_the_old_one)
{
    context->caller_id = authz_module_user("ada@example.com", NULL);
    const token_answer *before = authz_module_log_in("ada@example.com");
    cr_expect(authz_module_failed(change("wrong", "another long password"),
                                  LAMINA_E_UNAUTHENTICATED, "invalid-credentials"));
    cr_assert_eq(change(PASSWORD, "another long password"), LAMINA_OK);
    cr_expect_eq(log_in("ada@example.com", "another long password"), LAMINA_OK);
    token_request refresh = authz_module_refresh_grant(before->refresh_token);
    cr_expect(
        authz_module_failed(authz_module_try(&refresh), LAMINA_E_UNAUTHENTICATED, "invalid-grant"));
}

/* ---- back-off ---- */

/* The same words and the same waits, whether there is such a user or not. */
Test(accounts, waiting_does_not_tell_who_is_registered)
{
    authz_module_user("ada@example.com", NULL);
    static const char *const emails[] = {"ada@example.com", "nobody@example.com"};
    test_context_set_clock_us(test, lamina_now_us(context));
    test_context_set_remaining_ms(test, 600000);
    for (size_t e = 0; e < 2; e++) {
        for (int i = 0; i < 5; i++)
            cr_expect(authz_module_failed(log_in(emails[e], "wrong"), LAMINA_E_UNAUTHENTICATED,
                                          "invalid-credentials"),
                      "%s", emails[e]);
        lamina_status status = log_in(emails[e], PASSWORD);
        lamina_str detail = test_context_problem(test).detail;
        cr_expect(lamina_str_is(detail, "Too many attempts; wait 1 s"), "%.*s", LAMINA_FMT(detail));
        cr_expect(authz_module_failed(status, LAMINA_E_TOO_MANY, "too-many-attempts"));
    }
    authz_module_wait(1);
    cr_expect_eq(log_in("ada@example.com", PASSWORD), LAMINA_OK);
    cr_expect_eq(log_in("ada@example.com", PASSWORD), LAMINA_OK, "all is forgiven");
}

Test(accounts, the_words_are_the_same_for_everything_that_is_wrong)
{
    authz_module_user("ada@example.com", NULL);
    cr_assert_eq(sign_up("pending@example.com"), LAMINA_OK);
    static const char *const tries[][2] = {{"ada@example.com", "wrong"},
                                           {"nobody@example.com", PASSWORD},
                                           {"pending@example.com", PASSWORD},
                                           {"not an address", PASSWORD},
                                           {"", ""}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        lamina_status status = log_in(tries[i][0], tries[i][1]);
        lamina_str detail = test_context_problem(test).detail;
        cr_expect(lamina_str_is(detail, "These credentials are wrong, or not active"), "%zu", i);
        cr_expect(authz_module_failed(status, LAMINA_E_UNAUTHENTICATED, "invalid-credentials"));
    }
}

Test(accounts, a_source_waits_after_many_failures_on_many_addresses)
{
    lamina_status status = LAMINA_OK;
    for (int i = 0; i < 60 && status != LAMINA_E_TOO_MANY; i++) {
        lamina_error_reset(context);
        status = log_in(lamina_arena_format(context->arena, "u%d@example.com", i).ptr, "wrong");
    }
    cr_expect(authz_module_failed(status, LAMINA_E_TOO_MANY, "too-many-attempts"));
}

/* ---- upgrade ---- */

Test(accounts, a_password_is_stored_at_todays_cost_when_it_is_used_and_no_session_ends)
{
    authz_module_user("ada@example.com", NULL);
    const token_answer *before = authz_module_log_in("ada@example.com");
    setenv("LAMINA_SCRYPT_COST", "5,8,1", 1);
    cr_expect_eq(log_in("ada@example.com", "wrong"), LAMINA_E_UNAUTHENTICATED);
    lamina_error_reset(context);
    cr_expect(
        lamina_str_has_prefix(found("ada@example.com")->password, LAMINA_STR("$scrypt$ln=4,")));
    cr_expect_eq(log_in("ada@example.com", PASSWORD), LAMINA_OK);
    cr_expect(
        lamina_str_has_prefix(found("ada@example.com")->password, LAMINA_STR("$scrypt$ln=5,")));
    cr_expect_eq(log_in("ada@example.com", PASSWORD), LAMINA_OK);
    token_request refresh = authz_module_refresh_grant(before->refresh_token);
    cr_expect_eq(authz_module_try(&refresh), LAMINA_OK);
}
