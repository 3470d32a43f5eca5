/*
 * The repository of partners, one writer at a time, on DynamoDB Local. Its updates have a file of their
 * own: test_partner_update.c.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "domain/dynamodb.h"
#include "domain/ids.h"
#include "lamina/text.h"
#include "models/partner_email.h"
#include "partner_fixture.h"

TestSuite(partner_repository, .init = partner_fixture_begin, .fini = partner_fixture_end);

/* ---- create ---- */

Test(partner_repository, create_gives_id_times_and_the_first_version)
{
    int64_t before = lamina_now_us(context);
    partner *created = partner_fixture_stored("ada@example.com");
    cr_assert(domain_is_ulid(created->partner_id));
    cr_assert_eq(created->version, 1);
    cr_assert_geq(created->created_at, before);
    cr_assert_eq(created->updated_at, created->created_at);

    partner *found = partner_fixture_get(created->partner_id);
    cr_assert(partner_fixture_is_same(found, created));
}

Test(partner_repository, create_keeps_every_field)
{
    lamina_str tags[] = {LAMINA_STR("gold"), LAMINA_STR("\xC3\xA4")};
    postal_address *address = postal_address_new(context);
    address->line1 = LAMINA_STR("Ring 1");
    address->line2 = LAMINA_STR("c/o Ada");
    address->postal_code = LAMINA_STR("10115");
    address->city = LAMINA_STR("Berlin");
    address->region = LAMINA_STR("BE");
    address->country = LAMINA_STR("DE");
    for (uint32_t i = 0; i < postal_address_record.field_count; i++)
        lamina_mark(&address->has, i);
    partner *item = partner_fixture_new("ada@example.com");
    item->display_name = LAMINA_STR("Acme");
    item->phone = LAMINA_STR("+4930123456");
    item->tax_id = LAMINA_STR("DE 123/456");
    item->tags = (lamina_list){tags, 2};
    item->address = address;
    for (uint32_t i = PARTNER_LEGAL_NAME; i <= PARTNER_ADDRESS; i++)
        lamina_mark(&item->has, i);

    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);
    partner *found = partner_fixture_get(item->partner_id);
    cr_assert_eq(found->tags.count, 2);
    found->tags = item->tags; /* sets have no order */
    cr_assert(partner_fixture_is_same(found, item));
}

Test(partner_repository, create_takes_empty_tags_for_none)
{
    partner *item = partner_fixture_new("ada@example.com");
    lamina_mark(&item->has, PARTNER_TAGS);
    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);
    partner *found = partner_fixture_get(item->partner_id);
    cr_assert(lamina_is_absent(&found->has, PARTNER_TAGS));
}

Test(partner_repository, create_refuses_what_breaks_the_record)
{
    partner *item = partner_fixture_new("not an address");
    item->country = LAMINA_STR("XX");
    cr_assert_eq(partner_repository_create(context, item), LAMINA_E_INVALID);
    lamina_problem problem = test_context_problem(test);
    cr_assert_eq(problem.violation_count, 2);
    cr_assert(lamina_str_is(problem.violations[0].pointer, "/email"));
    cr_assert(lamina_str_is(problem.violations[1].pointer, "/country"));
}

Test(partner_repository, create_refuses_an_address_that_is_taken_in_any_case)
{
    partner_fixture_stored("Ada@Example.com");
    static const char *const same[] = {"Ada@Example.com", "ada@example.com", "ADA@EXAMPLE.COM"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        partner *item = partner_fixture_new(same[i]);
        lamina_status status = partner_repository_create(context, item);
        cr_assert(partner_fixture_failed(status, LAMINA_E_CONFLICT, "partner-email-taken"));
    }
    cr_assert(partner_fixture_is_free("ada@example.org"));
}

Test(partner_repository, addresses_beyond_ascii_compare_as_they_are)
{
    partner_fixture_stored("\xC3\xA4@example.com");
    cr_assert(partner_fixture_is_free("\xC3\x84@example.com"));
    cr_assert_not(partner_fixture_is_free("\xC3\xA4@EXAMPLE.com"));
}

/* ---- read ---- */

Test(partner_repository, get_knows_only_ids)
{
    partner_fixture_stored("ada@example.com");
    static const char *const ids[] = {PARTNER_FIXTURE_UNKNOWN_ID, "", "x", "email#ada@example.com",
                                      "01arz3ndektsv4rrffq69g5fav"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        partner *found;
        lamina_status status = partner_repository_get(context, lamina_str_from(ids[i]), &found);
        cr_assert(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "partner-not-found"));
    }
}

static lamina_status send_nothing(void *self, const lamina_http_call *call,
                                  lamina_http_answer *answer)
{
    (void)self;
    (void)call;
    (void)answer;
    cr_assert_fail("the database was asked");
    return LAMINA_E_INTERNAL;
}

static void wait_for_nothing(void *self, uint32_t milliseconds)
{
    (void)self;
    (void)milliseconds;
}

Test(partner_repository, asks_the_database_for_ulids_alone)
{
    dynamodb_transport transport = {.send = send_nothing, .wait_ms = wait_for_nothing};
    dynamodb_client_options options = {.size = sizeof options, .transport = &transport};
    dynamodb_client *real = dynamodb_client_shared(context), *deaf = NULL;
    lamina_str reason;
    cr_assert_eq(dynamodb_client_new(&options, context->arena, &deaf, &reason), LAMINA_OK);
    dynamodb_client_use(deaf);

    lamina_str id = LAMINA_STR("../../etc/passwd");
    partner *changes = partner_new(context), *out;
    changes->partner_id = id;
    lamina_mark_null(&changes->has, PARTNER_PHONE);
    lamina_status status = partner_repository_get(context, id, &out);
    cr_assert(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "partner-not-found"));
    status = partner_repository_update(context, changes, NULL, &out);
    cr_assert(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "partner-not-found"));
    status = partner_repository_delete(context, id, NULL);
    cr_assert(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "partner-not-found"));

    dynamodb_client_use(real);
    dynamodb_client_free(deaf);
}

/* ---- list ---- */

static size_t list_all(uint32_t limit, lamina_str *ids, size_t cap)
{
    size_t count = 0;
    partner_list page = {.size = sizeof page};
    do {
        lamina_status status = partner_fixture_list(limit, page.cursor, &page);
        cr_assert_eq(status, LAMINA_OK);
        cr_assert_leq(page.count, limit);
        for (size_t i = 0; i < page.count; i++) {
            cr_assert_lt(count, cap);
            ids[count++] = page.items[i]->partner_id;
        }
    } while (page.cursor.len > 0);
    return count;
}

Test(partner_repository, list_has_everybody_once_in_order_of_creation)
{
    enum { COUNT = 10 };
    lamina_str created[COUNT], listed[COUNT + 1];
    for (size_t i = 0; i < COUNT; i++) {
        lamina_str email = lamina_arena_format(context->arena, "p%zu@example.com", i);
        created[i] = partner_fixture_stored(email.ptr)->partner_id;
    }
    static const uint32_t limits[] = {1, 3, 5, 10, 100};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        cr_assert_eq(list_all(limits[i], listed, COUNT + 1), COUNT, "limit %u", limits[i]);
        for (size_t k = 0; k < COUNT; k++)
            cr_assert(lamina_str_equal(listed[k], created[k]));
    }
}

Test(partner_repository, list_of_nobody_is_empty)
{
    partner_list page = {.size = sizeof page};
    cr_assert_eq(partner_fixture_list(10, (lamina_str){0}, &page), LAMINA_OK);
    cr_assert_eq(page.count, 0);
    cr_assert_eq(page.cursor.len, 0);
}

Test(partner_repository, list_refuses_forged_cursors)
{
    partner_fixture_stored("a@example.com");
    partner_fixture_stored("b@example.com");
    partner_list page = {.size = sizeof page};
    cr_assert_eq(partner_fixture_list(1, (lamina_str){0}, &page), LAMINA_OK);
    lamina_str genuine = page.cursor;
    cr_assert_gt(genuine.len, 0);

    lamina_str flipped = lamina_arena_copy(context->arena, genuine);
    char *last = (char *)(uintptr_t)flipped.ptr + flipped.len / 2;
    *last = *last == 'A' ? 'B' : 'A';
    const lamina_str forged[] = {flipped,
                                 LAMINA_STR("x"),
                                 LAMINA_STR("AAAAAAAAAAAAAAAAAAAAAAAA"),
                                 {genuine.ptr, genuine.len - 1},
                                 LAMINA_STR("\xFF\xFE"),
                                 LAMINA_STR("eyJwYXJ0bmVySWQiOnsiUyI6IjEifX0")};
    for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
        lamina_status status = partner_fixture_list(1, forged[i], &page);
        cr_assert(partner_fixture_failed(status, LAMINA_E_SYNTAX, "invalid-cursor"));
    }
    cr_assert_eq(partner_fixture_list(1, genuine, &page), LAMINA_OK);
}

Test(partner_repository, list_has_limits)
{
    partner_list page = {.size = sizeof page};
    cr_assert_eq(partner_fixture_list(0, (lamina_str){0}, &page), LAMINA_E_ARGUMENT);
    cr_assert_eq(partner_fixture_list(101, (lamina_str){0}, &page), LAMINA_E_ARGUMENT);
}

/* ---- delete ---- */

Test(partner_repository, delete_removes_the_partner_and_frees_the_address)
{
    partner *item = partner_fixture_stored("Ada@example.com"), *found;
    cr_assert_eq(partner_repository_delete(context, item->partner_id, NULL), LAMINA_OK);
    lamina_status status = partner_repository_get(context, item->partner_id, &found);
    cr_assert(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "partner-not-found"));
    status = partner_repository_delete(context, item->partner_id, NULL);
    cr_assert(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "partner-not-found"));
    cr_assert(partner_fixture_is_free("ada@example.com"));
}

Test(partner_repository, delete_compares_the_version)
{
    partner *item = partner_fixture_stored("ada@example.com");
    static const int64_t stale[] = {2, -1, INT64_MAX};
    for (size_t i = 0; i < sizeof stale / sizeof *stale; i++) {
        lamina_status status =
            partner_repository_delete(context, item->partner_id, partner_fixture_at(stale[i]));
        cr_assert(
            partner_fixture_failed(status, LAMINA_E_PRECONDITION, "partner-version-conflict"));
    }
    cr_assert_eq(partner_repository_delete(context, item->partner_id, partner_fixture_at(1)),
                 LAMINA_OK);
}

/* ---- what only a write past the repository can do ---- */

Test(partner_repository, a_lost_claim_stops_the_write_and_is_told_in_the_log)
{
    partner *item = partner_fixture_stored("ada@example.com"), *out;
    claim address;
    cr_assert_eq(domain__partner_email_init(context, item->email, item->partner_id, &address),
                 LAMINA_OK);
    cr_assert_eq(mapper_remove(context, &domain__partner_email_model, &address, NULL), LAMINA_OK);

    partner *changes = partner_fixture_changes(item);
    partner_fixture_set_email(changes, "eve@example.com");
    cr_assert_eq(partner_repository_update(context, changes, NULL, &out), LAMINA_E_INTERNAL);
    lamina_str causes = test_context_causes(test);
    cr_assert_not_null(strstr(causes.ptr, "the claim on the e-mail address"));
    lamina_error_reset(context);
    cr_assert_eq(partner_repository_delete(context, item->partner_id, NULL), LAMINA_E_INTERNAL);
    partner *found = partner_fixture_get(item->partner_id);
    cr_assert(partner_fixture_is_same(found, item));
}
