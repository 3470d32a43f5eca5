/*
 * The repository of transactions under several writers at once, on DynamoDB Local: whatever the order, an
 * account is exact, and what may happen once happens once.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "domain/ids.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "race.h"
#include "transaction_fixture.h"

TestSuite(transaction_races, .init = transaction_fixture_begin, .fini = transaction_fixture_end,
          .timeout = 300);

enum { WRITERS = 8, POSTS_EACH = 125, ROUNDS = 5 };

/* What the contenders, which are copies of this process, race about. */
static char subject_id[DOMAIN_ULID_LEN];
static const lamina_str subject = {subject_id, sizeof subject_id};
static int round_number;

static lamina_status post_as(lamina_context *own, int64_t amount, const char *key,
                             transaction_posted *posted)
{
    transaction *entry = transaction_fixture_entry(own, amount);
    domain_idempotency once = transaction_fixture_once(own, key, entry);
    *posted = (transaction_posted){.size = sizeof *posted};
    return transaction_repository_post(own, entry, &once, posted);
}

/* Debits of 2 and credits of 1, in turns. */
static lamina_status post_many(lamina_context *own, size_t index)
{
    own->deadline_ms = INT64_MAX; /* a thousand requests' work, in one invocation */
    for (size_t i = 0; i < POSTS_EACH; i++) {
        char key[32];
        transaction_posted posted;
        snprintf(key, sizeof key, "%zu-%zu", index, i);
        lamina_status status = post_as(own, i % 2 == 0 ? 2 : -1, key, &posted);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

Test(transaction_races, a_thousand_posts_come_to_the_exact_sum_without_a_gap)
{
    lamina_status results[WRITERS];
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 10000);
    race(fixture_test, WRITERS, post_many, results);
    cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), WRITERS);
    cr_assert_eq(transaction_fixture_check_account(100), WRITERS * POSTS_EACH);
    cr_assert_eq(transaction_fixture_stored()->balance,
                 WRITERS * (2 * (POSTS_EACH + 1) / 2 - POSTS_EACH / 2));
}

static lamina_status post_twin(lamina_context *own, size_t index)
{
    char key[32];
    transaction_posted posted;
    (void)index;
    snprintf(key, sizeof key, "twin-%d", round_number);
    lamina_status status = post_as(own, 7, key, &posted);
    if (status != LAMINA_OK)
        return status;
    /* "Posted by me" is a status of its own here. */
    return posted.replayed ? LAMINA_OK : LAMINA_E_LIMIT;
}

Test(transaction_races, twins_post_once_and_get_one_answer)
{
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 10000);
    for (round_number = 0; round_number < ROUNDS; round_number++) {
        lamina_status results[WRITERS];
        race(fixture_test, WRITERS, post_twin, results);
        cr_assert_eq(race_count(results, WRITERS, LAMINA_E_LIMIT), 1);
        cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), WRITERS - 1);
        cr_assert_eq(transaction_fixture_check_account(100), (size_t)round_number + 1);
    }
}

static lamina_status reverse_subject(lamina_context *own, size_t index)
{
    char key[32];
    transaction *entry = transaction_new(own);
    snprintf(key, sizeof key, "reverse-%d-%zu", round_number, index);
    entry->reverses = subject;
    domain_idempotency once = transaction_fixture_once(own, key, entry);
    transaction_posted posted = {.size = sizeof posted};
    return transaction_repository_reverse(own, entry, &once, &posted);
}

Test(transaction_races, an_entry_is_undone_by_one)
{
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 10000);
    for (round_number = 0; round_number < ROUNDS; round_number++) {
        lamina_status results[WRITERS];
        memcpy(subject_id, transaction_fixture_posted(5)->transaction_id.ptr, sizeof subject_id);
        race(fixture_test, WRITERS, reverse_subject, results);
        cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), 1);
        cr_assert_eq(race_count(results, WRITERS, LAMINA_E_CONFLICT), WRITERS - 1);
        cr_assert_eq(transaction_fixture_check_account(100), 2 * ((size_t)round_number + 1));
    }
}

static lamina_status post_beyond(lamina_context *own, size_t index)
{
    size_t taken = 0;
    for (size_t i = 0; i < 5; i++) {
        char key[32];
        transaction_posted posted;
        snprintf(key, sizeof key, "%zu-%zu", index, i);
        lamina_status status = post_as(own, 3, key, &posted);
        if (status != LAMINA_OK && status != LAMINA_E_CONFLICT)
            return status;
        lamina_error_reset(own);
        taken += status == LAMINA_OK;
    }
    return taken == 0 ? LAMINA_OK : LAMINA_E_LIMIT;
}

Test(transaction_races, no_more_gets_in_than_fits_the_limit)
{
    lamina_status results[WRITERS];
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 31);
    race(fixture_test, WRITERS, post_beyond, results);
    cr_assert_eq(transaction_fixture_check_account(100), 10);
    cr_assert_eq(transaction_fixture_stored()->available_credit, 1);
}
