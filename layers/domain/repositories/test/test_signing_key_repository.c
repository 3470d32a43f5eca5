/*
 * Signing keys on DynamoDB Local: made once, published before they sign, rotated whole.
 */
#include <criterion/criterion.h>

#include "account_tables.h"
#include "domain/repositories/signing_key_repository.h"
#include "lamina/crypto.h"
#include "lamina/problem.h"
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

TestSuite(signing_key_repository, .init = begin, .fini = end);

static signing_key *current(void)
{
    signing_key *key;
    cr_assert_eq(signing_key_repository_current(context, LAMINA_SIGN_EDDSA, &key), LAMINA_OK);
    return key;
}

static signing_key_list list(void)
{
    signing_key_list keys = {.size = sizeof keys};
    cr_assert_eq(signing_key_repository_list(context, &keys), LAMINA_OK);
    return keys;
}

static const signing_key *in_state(const char *state)
{
    signing_key_list keys = list();
    for (size_t i = 0; i < keys.count; i++)
        if (lamina_str_is(keys.items[i]->state, state))
            return keys.items[i];
    return NULL;
}

static bool failed(lamina_status status, lamina_status wanted, const char *code)
{
    lamina_problem problem = test_context_problem(test);
    lamina_error_reset(context);
    return status == wanted && lamina_str_is(problem.code, code);
}

Test(signing_key_repository, there_is_none_before_one_signs_and_two_then)
{
    cr_expect_eq(list().count, 0);
    signing_key *key = current();
    uint8_t public_key[LAMINA_SIGN_PUBLIC_CAP];
    cr_assert_eq(key->private_key.len, LAMINA_SIGN_PRIVATE_LEN);
    cr_assert_eq(
        lamina_sign_public(LAMINA_SIGN_EDDSA, (const uint8_t *)key->private_key.ptr, public_key),
        LAMINA_OK);
    cr_expect_arr_eq(public_key, key->public_key.ptr, 32);
    cr_expect_eq(list().count, 2);
    cr_expect_not_null(in_state(SIGNING_KEY_NEXT));
    cr_expect(lamina_str_equal(current()->kid, key->kid));
}

Test(signing_key_repository, a_list_has_no_private_halves)
{
    current();
    signing_key_list keys = list();
    for (size_t i = 0; i < keys.count; i++)
        cr_expect_eq(keys.items[i]->private_key.len, 0);
}

Test(signing_key_repository, the_next_key_signs_after_a_rotation)
{
    lamina_str first = current()->kid, next = in_state(SIGNING_KEY_NEXT)->kid;
    cr_assert_eq(signing_key_repository_rotate(context, LAMINA_SIGN_ES256, 100), LAMINA_OK);
    cr_expect(lamina_str_equal(current()->kid, next));
    cr_expect(lamina_str_equal(in_state(SIGNING_KEY_RETIRED)->kid, first));
    cr_expect(lamina_str_is(in_state(SIGNING_KEY_NEXT)->algorithm, "ES256"));
    cr_expect_eq(list().count, 3);

    test_context_set_clock_us(test, lamina_now_us(context) + INT64_C(101000000));
    test_context_set_remaining_ms(test, 30000);
    cr_expect_null(in_state(SIGNING_KEY_RETIRED), "its time is over");
}

/* Whoever may rotate can do so in a loop: the keys in use must not be those that a list has no room for. */
Test(signing_key_repository, a_list_without_room_for_all_leaves_the_oldest_out)
{
    lamina_str first = current()->kid;
    for (int i = 0; i < 100; i++) {
        cr_assert_eq(signing_key_repository_rotate(context, LAMINA_SIGN_EDDSA, 3600), LAMINA_OK);
        test_context_advance_us(test, 1000);
    }
    signing_key_list keys = list();
    cr_expect_eq(keys.count, 100);
    cr_expect_neq(lamina_str_compare(keys.items[0]->kid, first), 0);
    cr_expect_lt(lamina_str_compare(keys.items[0]->kid, keys.items[1]->kid), 0);
    cr_expect(lamina_str_is(keys.items[99]->state, SIGNING_KEY_NEXT));
    cr_expect(lamina_str_equal(current()->kid, keys.items[98]->kid));
}

Test(signing_key_repository, a_rotation_without_keys_makes_the_first)
{
    cr_assert_eq(signing_key_repository_rotate(context, LAMINA_SIGN_EDDSA, 100), LAMINA_OK);
    cr_expect_eq(list().count, 2);
}

Test(signing_key_repository, a_retired_key_can_be_taken_away_and_no_other)
{
    lamina_str first = current()->kid;
    cr_expect(failed(signing_key_repository_remove(context, first), LAMINA_E_CONFLICT,
                     "signing-key-in-use"));
    cr_expect(failed(signing_key_repository_remove(context, LAMINA_STR("first")),
                     LAMINA_E_NOT_FOUND, "signing-key-not-found"));
    cr_assert_eq(signing_key_repository_rotate(context, LAMINA_SIGN_EDDSA, 100), LAMINA_OK);
    cr_assert_eq(signing_key_repository_remove(context, first), LAMINA_OK);
    cr_expect_null(in_state(SIGNING_KEY_RETIRED));
    cr_expect(failed(signing_key_repository_remove(context, first), LAMINA_E_NOT_FOUND,
                     "signing-key-not-found"));
}

Test(signing_key_repository, an_unknown_algorithm_makes_no_key)
{
    signing_key *key;
    cr_expect_eq(signing_key_repository_current(context, 9, &key), LAMINA_E_ARGUMENT);
    cr_expect_eq(list().count, 0);
}

static lamina_status make_current(lamina_context *own, size_t index)
{
    (void)index;
    signing_key *key;
    return signing_key_repository_current(own, LAMINA_SIGN_EDDSA, &key);
}

Test(signing_key_repository, those_that_start_at_once_make_one_pair)
{
    lamina_status results[RACE_CAP];
    race(test, 4, make_current, results);
    cr_expect_eq(race_count(results, 4, LAMINA_OK), 4);
    test_context_use_system_clock(test);
    cr_expect_eq(list().count, 2);
}

static lamina_status rotate_once(lamina_context *own, size_t index)
{
    (void)index;
    return signing_key_repository_rotate(own, LAMINA_SIGN_EDDSA, 100);
}

Test(signing_key_repository, there_is_always_one_current_and_one_next_key)
{
    lamina_status results[RACE_CAP];
    current();
    race(test, 4, rotate_once, results);
    signing_key_list keys = list();
    size_t currents = 0, nexts = 0, done = race_count(results, 4, LAMINA_OK);
    for (size_t i = 0; i < keys.count; i++) {
        currents += lamina_str_is(keys.items[i]->state, SIGNING_KEY_CURRENT);
        nexts += lamina_str_is(keys.items[i]->state, SIGNING_KEY_NEXT);
    }
    cr_expect_eq(currents, 1);
    cr_expect_eq(nexts, 1);
    cr_expect_geq(done, 1);
    cr_expect_eq(keys.count, 2 + done);
}
