/*
 * The repository of partners under several writers at once, on DynamoDB Local: whatever the order,
 * nothing is lost, and each address has one partner at most.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "domain/ids.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "partner_fixture.h"
#include "race.h"

TestSuite(partner_races, .init = partner_fixture_begin, .fini = partner_fixture_end);

enum { ROUNDS = 10, WRITERS = 4, CHANGES_EACH = 5 };

/* What the contenders, which are copies of this process, race about. */
static char subject_id[DOMAIN_ULID_LEN];
static const lamina_str subject = {subject_id, sizeof subject_id};
static char wanted_email[64];

static void make_subject(const char *email)
{
    partner *item = partner_fixture_stored(email);
    memcpy(subject_id, item->partner_id.ptr, sizeof subject_id);
}

static partner *changes_of_subject(lamina_context *own)
{
    partner *changes = partner_new(own);
    changes->partner_id = subject;
    return changes;
}

/* Other conflicts than the one for the address count as another status. */
static lamina_status create_one(lamina_context *own, size_t index)
{
    (void)index;
    partner *item = partner_fixture_new_in(own, wanted_email);
    lamina_status status = partner_repository_create(own, item);
    lamina_problem problem = {.size = sizeof problem};
    lamina_error_read(own->error, &problem);
    if (status == LAMINA_E_CONFLICT && !lamina_str_is(problem.code, "partner-email-taken"))
        return LAMINA_E_UNAVAILABLE;
    return status;
}

Test(partner_races, of_those_who_create_one_address_one_gets_it)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        lamina_status results[WRITERS];
        snprintf(wanted_email, sizeof wanted_email, "r%zu@example.com", round);
        race(test, WRITERS, create_one, results);
        cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), 1);
        cr_assert_eq(race_count(results, WRITERS, LAMINA_E_CONFLICT), WRITERS - 1);
    }
    partner_list page = {.size = sizeof page};
    cr_assert_eq(partner_fixture_list(100, (lamina_str){0}, &page), LAMINA_OK);
    cr_assert_eq(page.count, ROUNDS);
}

static lamina_status change_address_often(lamina_context *own, size_t index)
{
    for (size_t i = 0; i < CHANGES_EACH; i++) {
        partner *changes = changes_of_subject(own), *out;
        lamina_str email = lamina_arena_format(own->arena, "w%zu-%zu@example.com", index, i);
        partner_fixture_set_email(changes, email.ptr);
        lamina_status status = partner_repository_update(own, changes, NULL, &out);
        if (status != LAMINA_OK)
            return status;
        if (!lamina_str_equal(out->email, email))
            return LAMINA_E_INTERNAL;
    }
    return LAMINA_OK;
}

Test(partner_races, no_change_of_address_is_lost)
{
    enum { PAIR = 2 }; /* more would use up the client's retries now and then, as they should */
    make_subject("first@example.com");
    lamina_status results[PAIR];
    race(test, PAIR, change_address_often, results);
    cr_assert_eq(race_count(results, PAIR, LAMINA_OK), PAIR);

    partner *last;
    cr_assert_eq(partner_repository_get(context, subject, &last), LAMINA_OK);
    cr_assert_eq(last->version, 1 + PAIR * CHANGES_EACH);
    size_t claimed = 0;
    for (size_t index = 0; index < PAIR; index++)
        for (size_t i = 0; i < CHANGES_EACH; i++)
            claimed += !partner_fixture_is_free(
                lamina_arena_format(context->arena, "w%zu-%zu@example.com", index, i).ptr);
    cr_assert_eq(claimed, 1, "all addresses but the last are free again");
}

static lamina_status change_often(lamina_context *own, size_t index)
{
    for (size_t i = 0; i < CHANGES_EACH; i++) {
        partner *changes = changes_of_subject(own), *out;
        changes->display_name = lamina_arena_format(own->arena, "%zu-%zu", index, i);
        lamina_mark(&changes->has, PARTNER_DISPLAY_NAME);
        lamina_status status = partner_repository_update(own, changes, NULL, &out);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

Test(partner_races, every_change_counts_one_version)
{
    make_subject("ada@example.com");
    lamina_status results[WRITERS];
    race(test, WRITERS, change_often, results);
    cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), WRITERS);
    partner *last;
    cr_assert_eq(partner_repository_get(context, subject, &last), LAMINA_OK);
    cr_assert_eq(last->version, 1 + WRITERS * CHANGES_EACH);
}

static lamina_status change_at_version_1(lamina_context *own, size_t index)
{
    (void)index;
    static const int64_t one[] = {1};
    const lamina_conditions expected = {.accepted = {.items = one, .count = 1}};
    partner *changes = changes_of_subject(own), *out;
    lamina_mark_null(&changes->has, PARTNER_PHONE);
    return partner_repository_update(own, changes, &expected, &out);
}

Test(partner_races, of_those_who_change_one_version_one_does)
{
    make_subject("ada@example.com");
    lamina_status results[WRITERS];
    race(test, WRITERS, change_at_version_1, results);
    cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), 1);
    cr_assert_eq(race_count(results, WRITERS, LAMINA_E_PRECONDITION), WRITERS - 1);
}

static lamina_status delete_or_move(lamina_context *own, size_t index)
{
    if (index == 0)
        return partner_repository_delete(own, subject, NULL);
    partner *changes = changes_of_subject(own), *out;
    partner_fixture_set_email(changes, "moved@example.com");
    return partner_repository_update(own, changes, NULL, &out);
}

Test(partner_races, a_deleted_partner_keeps_no_address)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        make_subject("ada@example.com");
        lamina_status results[2];
        race(test, 2, delete_or_move, results);
        cr_assert_eq(results[0], LAMINA_OK);
        cr_assert(results[1] == LAMINA_OK || results[1] == LAMINA_E_NOT_FOUND);

        static const char *const addresses[] = {"ada@example.com", "moved@example.com"};
        for (size_t i = 0; i < 2; i++) {
            partner *item = partner_fixture_stored(addresses[i]);
            cr_assert_eq(partner_repository_delete(context, item->partner_id, NULL), LAMINA_OK);
        }
    }
}

static lamina_status move_to_wanted(lamina_context *own, size_t index)
{
    (void)index;
    partner *changes = changes_of_subject(own), *out;
    partner_fixture_set_email(changes, wanted_email);
    return partner_repository_update(own, changes, NULL, &out);
}

Test(partner_races, those_who_move_one_partner_to_one_address_all_succeed)
{
    enum { PAIR = 2 };
    make_subject("first@example.com");
    for (size_t round = 0; round < ROUNDS; round++) {
        lamina_status results[PAIR];
        snprintf(wanted_email, sizeof wanted_email, "m%zu@example.com", round);
        race(test, PAIR, move_to_wanted, results);
        cr_assert_eq(race_count(results, PAIR, LAMINA_OK), PAIR);
    }
    cr_assert(partner_fixture_is_free("first@example.com"));
}

static lamina_status create_or_move(lamina_context *own, size_t index)
{
    return index == 0 ? create_one(own, index) : move_to_wanted(own, index);
}

Test(partner_races, of_a_creation_and_a_move_to_one_address_one_succeeds)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        lamina_status results[2];
        lamina_str first = lamina_arena_format(context->arena, "f%zu@example.com", round);
        snprintf(wanted_email, sizeof wanted_email, "w%zu@example.com", round);
        make_subject(first.ptr);
        race(test, 2, create_or_move, results);
        cr_assert_eq(race_count(results, 2, LAMINA_OK), 1);
        cr_assert_eq(race_count(results, 2, LAMINA_E_CONFLICT), 1);
        cr_assert_eq(partner_fixture_is_free(first.ptr), results[1] == LAMINA_OK);
    }
}

static lamina_status delete_or_recase(lamina_context *own, size_t index)
{
    return index == 0 ? partner_repository_delete(own, subject, NULL) : move_to_wanted(own, index);
}

Test(partner_races, a_change_of_case_does_not_bring_a_deleted_partner_back)
{
    snprintf(wanted_email, sizeof wanted_email, "ADA@example.com");
    for (size_t round = 0; round < ROUNDS; round++) {
        make_subject("ada@example.com");
        lamina_status results[2];
        race(test, 2, delete_or_recase, results);
        cr_assert_eq(results[0], LAMINA_OK);
        cr_assert(results[1] == LAMINA_OK || results[1] == LAMINA_E_NOT_FOUND);
        partner *found;
        lamina_status status = partner_repository_get(context, subject, &found);
        cr_assert(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "partner-not-found"));
    }
}
