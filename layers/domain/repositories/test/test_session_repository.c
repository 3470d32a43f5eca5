/*
 * Refresh tokens on DynamoDB Local: each is good once, and one that comes again ends the session.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "account_tables.h"
#include "domain/repositories/session_repository.h"
#include "lamina/text.h"
#include "race.h"

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = account_tables_begin();
    context = test_context_get(test);
}

static void end(void)
{
    account_tables_end(test);
}

TestSuite(session_repository, .init = begin, .fini = end);

static session *new_session(lamina_str *token)
{
    session *item = session_new(context);
    item->user_id = LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    item->password_changed_at = 1;
    item->expires_at = lamina_now_us(context) / 1000000 + 1000;
    cr_assert_eq(session_repository_create(context, item, token), LAMINA_OK);
    return item;
}

static uint32_t why_not(lamina_str token)
{
    session *found;
    lamina_str next;
    uint32_t why = 99;
    lamina_status status = session_repository_use(context, token, &found, &next, &why);
    cr_expect_eq(status, why == SESSION_TOKEN_GOOD ? LAMINA_OK : LAMINA_E_UNAUTHENTICATED);
    cr_expect_eq(found == NULL, status != LAMINA_OK);
    cr_expect_eq(test_context_problem(test).code.len, 0);
    return why;
}

static lamina_str use(lamina_str token)
{
    session *found;
    lamina_str next = {0};
    uint32_t why;
    cr_assert_eq(session_repository_use(context, token, &found, &next, &why), LAMINA_OK);
    return next;
}

Test(session_repository, each_token_leads_to_the_next)
{
    lamina_str token;
    session *item = new_session(&token), *found;
    cr_expect_eq(token.len, SESSION_TOKEN_LEN);
    lamina_str second = use(token), third = use(second);
    cr_expect_not(lamina_str_equal(second, third));
    cr_assert_eq(session_repository_get(context, item->session_id, &found), LAMINA_OK);
    cr_expect_eq(found->version, 3);
}

Test(session_repository, a_token_that_comes_again_ends_the_session_for_all)
{
    lamina_str token;
    session *item = new_session(&token), *found;
    lamina_str second = use(token);
    cr_expect_eq(why_not(token), SESSION_TOKEN_REUSED);
    cr_expect_eq(why_not(second), SESSION_TOKEN_OVER);
    cr_expect_eq(why_not(token), SESSION_TOKEN_OVER);
    cr_expect_eq(session_repository_get(context, item->session_id, &found), LAMINA_E_NOT_FOUND);
}

Test(session_repository, a_token_that_nobody_gave_out_ends_nothing)
{
    lamina_str token, other;
    new_session(&token);
    new_session(&other);
    static const char *const forms[] = {"", "x", "..", "01ARZ3NDEKTSV4RRFFQ69G5FAV"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        cr_expect_eq(why_not(lamina_str_from(forms[i])), SESSION_TOKEN_UNKNOWN, "%s", forms[i]);
    cr_expect_eq(why_not((lamina_str){token.ptr, token.len - 1}), SESSION_TOKEN_UNKNOWN);
    /* The id of one session with the secrets of the other: who knows an id alone can end nothing. */
    lamina_str mixed = lamina_arena_format(context->arena, "%.26s%.*s", token.ptr,
                                           (int)(other.len - 26), other.ptr + 26);
    cr_expect_eq(why_not(mixed), SESSION_TOKEN_UNKNOWN);
    cr_expect_eq(session_repository_end(context, mixed), LAMINA_OK);
    use(token);
    use(other);
}

Test(session_repository, an_ended_session_has_no_good_token)
{
    lamina_str token;
    new_session(&token);
    cr_assert_eq(session_repository_end(context, token), LAMINA_OK);
    cr_expect_eq(why_not(token), SESSION_TOKEN_OVER);
    cr_expect_eq(session_repository_end(context, token), LAMINA_OK);
    cr_expect_eq(session_repository_end(context, LAMINA_STR("x")), LAMINA_OK);
}

Test(session_repository, an_old_token_can_still_end_its_session)
{
    lamina_str token;
    new_session(&token);
    lamina_str second = use(token);
    cr_assert_eq(session_repository_end(context, token), LAMINA_OK);
    cr_expect_eq(why_not(second), SESSION_TOKEN_OVER);
}

Test(session_repository, an_expired_session_is_unknown)
{
    lamina_str token;
    new_session(&token);
    test_context_set_clock_us(test, lamina_now_us(context) + INT64_C(1001) * 1000000);
    test_context_set_remaining_ms(test, 30000);
    cr_expect_eq(why_not(token), SESSION_TOKEN_UNKNOWN);
}

static char shared_token[SESSION_TOKEN_LEN];

static lamina_status use_shared(lamina_context *own, size_t index)
{
    (void)index;
    session *found;
    lamina_str next;
    uint32_t why;
    return session_repository_use(own, (lamina_str){shared_token, sizeof shared_token}, &found,
                                  &next, &why);
}

Test(session_repository, of_those_that_use_a_token_at_once_one_gets_the_next_and_the_session_ends)
{
    lamina_str token;
    new_session(&token);
    memcpy(shared_token, token.ptr, sizeof shared_token);
    lamina_status results[RACE_CAP];
    race(test, 4, use_shared, results);
    cr_expect_eq(race_count(results, 4, LAMINA_OK), 1);
    cr_expect_eq(race_count(results, 4, LAMINA_E_UNAUTHENTICATED), 3);
}

Test(session_repository, hashes_alone_are_stored)
{
    lamina_str token;
    session *item = new_session(&token);
    cr_expect_null(memmem(item->token_hash.ptr, item->token_hash.len, token.ptr + 71, 10));
    cr_expect_eq(item->family_hash.len, 32);
    lamina_str log = test_context_log(test);
    cr_expect(log.len == 0 || memmem(log.ptr, log.len, token.ptr + 27, 20) == NULL);
}
