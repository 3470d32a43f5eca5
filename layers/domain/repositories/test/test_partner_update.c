/*
 * Updates of partners, one writer at a time, on DynamoDB Local.
 */
#include <criterion/criterion.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "partner_fixture.h"

TestSuite(partner_update, .init = partner_fixture_begin, .fini = partner_fixture_end);

Test(partner_update, update_writes_what_is_marked_and_nothing_else)
{
    partner *item = partner_fixture_new("ada@example.com");
    item->phone = LAMINA_STR("+4930123456");
    item->tax_id = LAMINA_STR("123");
    lamina_mark(&item->has, PARTNER_PHONE);
    lamina_mark(&item->has, PARTNER_TAX_ID);
    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);

    partner *changes = partner_fixture_changes(item), *out;
    changes->legal_name = LAMINA_STR("ACME AG");
    lamina_mark(&changes->has, PARTNER_LEGAL_NAME);
    lamina_mark_null(&changes->has, PARTNER_PHONE);
    cr_assert_eq(partner_repository_update(context, changes, NULL, &out), LAMINA_OK);

    cr_assert(lamina_str_is(out->legal_name, "ACME AG"));
    cr_assert(lamina_is_absent(&out->has, PARTNER_PHONE));
    cr_assert(lamina_str_is(out->tax_id, "123"));
    cr_assert(lamina_str_is(out->email, "ada@example.com"));
    cr_assert_eq(out->version, 2);
    cr_assert_eq(out->created_at, item->created_at);
    cr_assert_gt(out->updated_at, item->updated_at);
    partner *found = partner_fixture_get(item->partner_id);
    cr_assert(partner_fixture_is_same(found, out));
}

Test(partner_update, update_takes_empty_tags_for_none)
{
    lamina_str tags[] = {LAMINA_STR("gold")};
    partner *item = partner_fixture_new("ada@example.com");
    item->tags = (lamina_list){tags, 1};
    lamina_mark(&item->has, PARTNER_TAGS);
    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);

    partner *changes = partner_fixture_changes(item), *out;
    lamina_mark(&changes->has, PARTNER_TAGS);
    cr_assert_eq(partner_repository_update(context, changes, NULL, &out), LAMINA_OK);
    cr_assert(lamina_is_absent(&out->has, PARTNER_TAGS));
}

Test(partner_update, update_removes_nothing_that_is_required)
{
    partner *item = partner_fixture_stored("ada@example.com");
    static const uint32_t required[] = {PARTNER_LEGAL_NAME, PARTNER_EMAIL, PARTNER_COUNTRY};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        partner *changes = partner_fixture_changes(item), *out;
        lamina_mark_null(&changes->has, required[i]);
        cr_assert_eq(partner_repository_update(context, changes, NULL, &out), LAMINA_E_INVALID);
        lamina_error_reset(context);
    }
    partner *found = partner_fixture_get(item->partner_id);
    cr_assert(partner_fixture_is_same(found, item));
}

Test(partner_update, update_compares_the_version)
{
    partner *item = partner_fixture_stored("ada@example.com"), *out;
    for (int with_email = 0; with_email <= 1; with_email++) {
        partner *changes = partner_fixture_changes(item);
        lamina_mark_null(&changes->has, PARTNER_PHONE);
        if (with_email)
            partner_fixture_set_email(changes, "eve@example.com");
        static const int64_t stale[] = {7, -1, INT64_MAX};
        for (size_t i = 0; i < sizeof stale / sizeof *stale; i++) {
            lamina_status status =
                partner_repository_update(context, changes, partner_fixture_at(stale[i]), &out);
            cr_assert(
                partner_fixture_failed(status, LAMINA_E_PRECONDITION, "partner-version-conflict"));
        }
    }
    partner *changes = partner_fixture_changes(item);
    lamina_mark_null(&changes->has, PARTNER_PHONE);
    cr_assert_eq(partner_repository_update(context, changes, partner_fixture_at(1), &out),
                 LAMINA_OK);
    cr_assert_eq(out->version, 2);
    cr_assert(partner_fixture_is_free("eve@example.com"));
}

Test(partner_update, update_needs_a_partner)
{
    for (int with_email = 0; with_email <= 1; with_email++) {
        partner *changes = partner_new(context), *out;
        changes->partner_id = LAMINA_STR(PARTNER_FIXTURE_UNKNOWN_ID);
        lamina_mark_null(&changes->has, PARTNER_PHONE);
        if (with_email)
            partner_fixture_set_email(changes, "ada@example.com");
        const lamina_conditions *const expected[] = {NULL, partner_fixture_at(1)};
        for (size_t i = 0; i < 2; i++) {
            lamina_status status = partner_repository_update(context, changes, expected[i], &out);
            cr_assert(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "partner-not-found"));
        }
    }
    cr_assert(partner_fixture_is_free("ada@example.com"));
}

Test(partner_update, update_moves_the_claim_with_the_address)
{
    lamina_str tags[] = {LAMINA_STR("gold")};
    partner *item = partner_fixture_new("old@example.com");
    item->tags = (lamina_list){tags, 1};
    lamina_mark(&item->has, PARTNER_TAGS);
    item->phone = LAMINA_STR("+4930123456");
    lamina_mark(&item->has, PARTNER_PHONE);
    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);

    partner *changes = partner_fixture_changes(item), *out;
    partner_fixture_set_email(changes, "new@example.com");
    changes->display_name = LAMINA_STR("Acme");
    lamina_mark(&changes->has, PARTNER_DISPLAY_NAME);
    lamina_mark_null(&changes->has, PARTNER_PHONE);
    cr_assert_eq(partner_repository_update(context, changes, NULL, &out), LAMINA_OK);

    partner *found = partner_fixture_get(item->partner_id);
    cr_assert(partner_fixture_is_same(found, out), "the answer is what was stored");
    cr_assert(lamina_str_is(out->email, "new@example.com"));
    cr_assert_eq(out->version, 2);
    cr_assert_gt(out->updated_at, item->updated_at);
    cr_assert(partner_fixture_is_free("old@example.com"));
    cr_assert_not(partner_fixture_is_free("NEW@example.com"));
}

Test(partner_update, update_of_the_case_alone_keeps_the_claim)
{
    partner *item = partner_fixture_stored("ada@example.com"), *out;
    partner *changes = partner_fixture_changes(item);
    partner_fixture_set_email(changes, "Ada@Example.COM");
    cr_assert_eq(partner_repository_update(context, changes, NULL, &out), LAMINA_OK);
    cr_assert(lamina_str_is(out->email, "Ada@Example.COM"));
    partner *found = partner_fixture_get(item->partner_id);
    cr_assert(partner_fixture_is_same(found, out));
    cr_assert_not(partner_fixture_is_free("ada@example.com"));
    cr_assert_eq(partner_repository_delete(context, item->partner_id, NULL), LAMINA_OK);
    cr_assert(partner_fixture_is_free("ada@example.com"));
}

Test(partner_update, update_to_a_taken_address_changes_nothing)
{
    partner_fixture_stored("taken@example.com");
    partner *item = partner_fixture_stored("ada@example.com"), *out;
    partner *changes = partner_fixture_changes(item);
    partner_fixture_set_email(changes, "Taken@example.com");
    changes->legal_name = LAMINA_STR("Other");
    lamina_mark(&changes->has, PARTNER_LEGAL_NAME);
    lamina_status status = partner_repository_update(context, changes, NULL, &out);
    cr_assert(partner_fixture_failed(status, LAMINA_E_CONFLICT, "partner-email-taken"));
    partner *found = partner_fixture_get(item->partner_id);
    cr_assert(partner_fixture_is_same(found, item));
    cr_assert_not(partner_fixture_is_free("ada@example.com"));
}

Test(partner_update, two_partners_swap_addresses_by_way_of_a_third)
{
    partner *a = partner_fixture_stored("a@example.com"),
            *b = partner_fixture_stored("b@example.com");
    partner *out, *change_a = partner_fixture_changes(a), *change_b = partner_fixture_changes(b);

    partner_fixture_set_email(change_a, "c@example.com");
    cr_assert_eq(partner_repository_update(context, change_a, NULL, &out), LAMINA_OK);
    partner_fixture_set_email(change_b, "a@example.com");
    cr_assert_eq(partner_repository_update(context, change_b, NULL, &out), LAMINA_OK);
    partner_fixture_set_email(change_a, "b@example.com");
    cr_assert_eq(partner_repository_update(context, change_a, NULL, &out), LAMINA_OK);

    cr_assert(lamina_str_is(partner_fixture_get(a->partner_id)->email, "b@example.com"));
    cr_assert(lamina_str_is(partner_fixture_get(b->partner_id)->email, "a@example.com"));
    cr_assert_not(partner_fixture_is_free("a@example.com"));
    cr_assert_not(partner_fixture_is_free("b@example.com"));
    cr_assert(partner_fixture_is_free("c@example.com"));
}
