/*
 * Back-off on DynamoDB Local: free attempts, waits that double, pardon, and many at once.
 */
#include <criterion/criterion.h>

#include "account_tables.h"
#include "domain/repositories/attempt_repository.h"
#include "lamina/text.h"
#include "race.h"

#define SECOND INT64_C(1000000)
#define SUBJECT LAMINA_STR("source#203.0.113.7")

static const attempt_policy policy = {
    .free_count = 3, .first_wait_s = 1, .longest_wait_s = 10, .memory_s = 100};

static test_context *test;
static lamina_context *context;
static int64_t start;

static void begin(void)
{
    test = account_tables_begin();
    context = test_context_get(test);
    start = lamina_now_us(context);
    test_context_set_clock_us(test, start);
    test_context_set_remaining_ms(test, 600000);
}

static void end(void)
{
    account_tables_end(test);
}

TestSuite(attempt_repository, .init = begin, .fini = end);

static int64_t wait_at(int64_t us)
{
    int64_t wait = -1;
    test_context_set_clock_us(test, start + us);
    cr_assert_eq(attempt_repository_begin(context, SUBJECT, &policy, &wait), LAMINA_OK);
    return wait;
}

Test(attempt_repository, waits_begin_behind_the_free_attempts_and_double)
{
    for (int i = 0; i < 3; i++)
        cr_expect_eq(wait_at(0), 0);
    cr_expect_eq(wait_at(0), SECOND);
    cr_expect_eq(wait_at(SECOND / 2), SECOND / 2, "what is refused does not count");
    cr_expect_eq(wait_at(SECOND), 0);
    cr_expect_eq(wait_at(SECOND), 2 * SECOND);
    cr_expect_eq(wait_at(3 * SECOND), 0);
    cr_expect_eq(wait_at(3 * SECOND), 4 * SECOND);
    cr_expect_eq(wait_at(7 * SECOND), 0);
    cr_expect_eq(wait_at(7 * SECOND), 8 * SECOND);
    cr_expect_eq(wait_at(15 * SECOND), 0);
    cr_expect_eq(wait_at(15 * SECOND), 10 * SECOND, "the longest wait");
    cr_expect_eq(wait_at(25 * SECOND), 0);
    cr_expect_eq(wait_at(25 * SECOND), 10 * SECOND);
}

Test(attempt_repository, a_good_attempt_is_forgiven)
{
    for (int i = 0; i < 3; i++)
        cr_expect_eq(wait_at(0), 0);
    cr_assert_eq(attempt_repository_forgive(context, SUBJECT, 1), LAMINA_OK);
    cr_expect_eq(wait_at(0), 0);
    cr_expect_gt(wait_at(0), 0);
    cr_assert_eq(attempt_repository_forgive(context, SUBJECT, ATTEMPT_ALL), LAMINA_OK);
    for (int i = 0; i < 3; i++)
        cr_expect_eq(wait_at(0), 0);
    cr_expect_gt(wait_at(0), 0);
    cr_assert_eq(attempt_repository_forgive(context, LAMINA_STR("source#none"), 1), LAMINA_OK);
}

Test(attempt_repository, what_was_long_ago_is_forgotten)
{
    for (int i = 0; i < 3; i++)
        cr_expect_eq(wait_at(0), 0);
    cr_expect_gt(wait_at(0), 0);
    for (int i = 0; i < 3; i++)
        cr_expect_eq(wait_at(101 * SECOND), 0);
    cr_expect_gt(wait_at(101 * SECOND), 0);
}

Test(attempt_repository, subjects_are_counted_apart)
{
    int64_t wait = -1;
    for (int i = 0; i < 3; i++)
        cr_expect_eq(wait_at(0), 0);
    cr_assert_eq(
        attempt_repository_begin(context, LAMINA_STR("source#203.0.113.8"), &policy, &wait),
        LAMINA_OK);
    cr_expect_eq(wait, 0);
}

Test(attempt_repository, an_address_is_one_subject_however_it_is_written)
{
    lamina_str a, b, c;
    cr_assert_eq(attempt_subject_of_email(context, LAMINA_STR("Ada@Example.com"), &a), LAMINA_OK);
    cr_assert_eq(attempt_subject_of_email(context, LAMINA_STR("ada@example.COM"), &b), LAMINA_OK);
    cr_assert_eq(attempt_subject_of_email(context, LAMINA_STR("bob@example.com"), &c), LAMINA_OK);
    cr_expect(lamina_str_equal(a, b));
    cr_expect_not(lamina_str_equal(a, c));
    cr_expect_eq(a.len, 6 + 64);
}

Test(attempt_repository, a_source_is_an_address_or_the_network_of_one)
{
    static const char *const cases[][2] = {
        {"203.0.113.7", "source#203.0.113.7"},
        {"2001:db8:1:2:3:4:5:6", "source#2001:db8:1:2::"},
        {"2001:0DB8:1:2:ffff::1", "source#2001:db8:1:2::"},
        {"::1", "source#::"},
        {"", "source#"},
        {"not an address", "source#not an address"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lamina_str subject;
        cr_assert_eq(attempt_subject_of_source(context, lamina_str_from(cases[i][0]), &subject),
                     LAMINA_OK);
        cr_expect(lamina_str_is(subject, cases[i][1]), "%.*s", LAMINA_FMT(subject));
    }
    char long_text[200] = {0};
    lamina_str subject;
    cr_assert_eq(
        attempt_subject_of_source(context, (lamina_str){long_text, sizeof long_text}, &subject),
        LAMINA_OK);
    cr_expect_leq(subject.len, 128);
}

/* Let through, or told to wait. */
static lamina_status try_once(lamina_context *own, size_t index)
{
    int64_t wait = -1;
    (void)index;
    lamina_status status = attempt_repository_begin(own, SUBJECT, &policy, &wait);
    return status == LAMINA_OK && wait > 0 ? LAMINA_E_THROTTLED : status;
}

Test(attempt_repository, many_at_once_are_not_more_than_one_after_the_other)
{
    lamina_status results[RACE_CAP];
    test_context_use_system_clock(test);
    race(test, RACE_CAP, try_once, results);
    /* A fourth may have waited for its second in the race itself. */
    size_t passed = race_count(results, RACE_CAP, LAMINA_OK);
    cr_expect_geq(passed, 3);
    cr_expect_leq(passed, 4);
    cr_expect_eq(race_count(results, RACE_CAP, LAMINA_E_THROTTLED), RACE_CAP - passed);
}
