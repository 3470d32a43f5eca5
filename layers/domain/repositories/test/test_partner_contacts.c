/*
 * Contacts of partners under several writers at once: the count is right, none is left behind.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "domain/ids.h"
#include "domain/mapper.h"
#include "domain/repositories/partner_contact_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "partner_fixture.h"
#include "race.h"

TestSuite(partner_contacts, .init = partner_fixture_begin, .fini = partner_fixture_end);

enum { ROUNDS = 8, WRITERS = 3, EACH = 4 };

static char subject_id[DOMAIN_ULID_LEN], contact_id[DOMAIN_ULID_LEN];
static const lamina_str subject = {subject_id, sizeof subject_id};
static const lamina_str contact = {contact_id, sizeof contact_id};

static void make_subject(void)
{
    partner *item = partner_fixture_stored("ada@example.com");
    memcpy(subject_id, item->partner_id.ptr, sizeof subject_id);
}

static lamina_status add_to(lamina_context *own, partner_contact **out)
{
    *out = partner_contact_new(own);
    (*out)->partner_id = subject;
    (*out)->name = LAMINA_STR("Ada");
    return partner_contact_repository_create(own, *out);
}

static size_t count_contacts(void)
{
    const domain_page_query query = {.limit = DOMAIN_PAGE_LIMIT_MAX};
    partner_contact_list list = {.size = sizeof list};
    cr_assert_eq(partner_contact_repository_list(context, subject, &query, &list), LAMINA_OK);
    return list.count;
}

/* Who is in the way of others too often is told so, and has written nothing. */
static lamina_status add_often(lamina_context *own, size_t index)
{
    (void)index;
    for (size_t i = 0; i < EACH; i++) {
        partner_contact *item;
        lamina_status status;
        do {
            lamina_error_reset(own);
            status = add_to(own, &item);
        } while (status == LAMINA_E_CONFLICT);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

Test(partner_contacts, are_counted_exactly)
{
    make_subject();
    lamina_status results[WRITERS];
    race(test, WRITERS, add_often, results);
    cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), WRITERS);
    cr_expect_eq(count_contacts(), WRITERS * EACH);
    partner *stored = partner_fixture_get(subject);
    cr_expect_eq(stored->contact_count, WRITERS * EACH);
    cr_expect_eq(stored->version, 1 + WRITERS * EACH);
}

static lamina_status delete_or_add(lamina_context *own, size_t index)
{
    partner_contact *item;
    return index == 0 ? partner_repository_delete(own, subject, NULL) : add_to(own, &item);
}

/* The table itself: the repository would say that there is no partner. */
static size_t count_left(void)
{
    mapper_count count = {.size = sizeof count};
    const mapper_query query = {
        .size = sizeof query, .hash = dynamodb_text(subject), .consistent = true};
    cr_assert_eq(mapper_query_count(context, &partner_contact_model, &query, &count), LAMINA_OK);
    return count.count;
}

Test(partner_contacts, none_outlives_its_partner)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        make_subject();
        partner_contact *item;
        cr_assert_eq(add_to(context, &item), LAMINA_OK);
        lamina_status results[2];
        race(test, 2, delete_or_add, results);
        cr_assert_eq(results[0], LAMINA_OK);
        cr_assert(results[1] == LAMINA_OK || results[1] == LAMINA_E_NOT_FOUND);
        cr_assert_eq(count_left(), 0);
    }
}

static lamina_status remove_or_rename(lamina_context *own, size_t index)
{
    if (index == 0)
        return partner_contact_repository_delete(own, subject, contact, NULL);
    partner_contact *changes = partner_contact_new(own), *out;
    changes->partner_id = subject;
    changes->contact_id = contact;
    changes->name = LAMINA_STR("Eve");
    lamina_mark(&changes->has, PARTNER_CONTACT_NAME);
    return partner_contact_repository_update(own, changes, NULL, &out);
}

Test(partner_contacts, one_that_was_removed_does_not_come_back)
{
    make_subject();
    for (size_t round = 0; round < ROUNDS; round++) {
        partner_contact *item;
        cr_assert_eq(add_to(context, &item), LAMINA_OK);
        memcpy(contact_id, item->contact_id.ptr, sizeof contact_id);
        lamina_status results[2];
        race(test, 2, remove_or_rename, results);
        cr_assert_eq(results[0], LAMINA_OK);
        cr_assert(results[1] == LAMINA_OK || results[1] == LAMINA_E_NOT_FOUND);
        cr_assert_eq(count_contacts(), 0);
        cr_assert_eq(partner_fixture_get(subject)->contact_count, 0);
    }
}

static lamina_status move_once(lamina_context *own, size_t index)
{
    (void)index;
    const partner_step step = {.size = sizeof step,
                               .move = PARTNER_MOVE_SUSPEND,
                               .partner_id = subject,
                               .reason = LAMINA_STR("unpaid")};
    partner *out;
    return partner_repository_move(own, &step, &out);
}

Test(partner_contacts, those_who_suspend_one_partner_all_succeed_and_one_does_it)
{
    make_subject();
    lamina_status results[WRITERS];
    race(test, WRITERS, move_once, results);
    cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), WRITERS);
    cr_expect_eq(partner_fixture_get(subject)->version, 2);
    const domain_page_query query = {.limit = DOMAIN_PAGE_LIMIT_MAX};
    const audit_page *page = NULL;
    cr_assert_eq(partner_repository_audit(context, subject, &query, &page), LAMINA_OK);
    cr_expect_eq(page->items.count, 2);
}
