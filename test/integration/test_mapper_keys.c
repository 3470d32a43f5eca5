/*
 * Keys that are made of other fields, and indexes of each projection, against DynamoDB Local.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "dynamodb_local.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "lease_model.h"
#include "model_table.h"
#include "test_context.h"

#define DUE TEST_CONTEXT_START_US

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
    model_table_use(context, &lease_model);
}

static void teardown(void)
{
    (void)mapper_table_remove(context, &lease_model);
    test_context_free(test);
}

TestSuite(mapper_keys, .init = setup, .fini = teardown, .timeout = 60);

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
    lamina_error_reset(context);
}

static void expect_text(lamina_str got, const char *expected)
{
    cr_assert(lamina_str_is(got, expected), "%.*s is not %s", LAMINA_FMT(got), expected);
}

static lease of(const char *customer, const char *id, int64_t sequence)
{
    return (lease){
        .customer = lamina_str_from(customer), .id = lamina_str_from(id), .sequence = sequence};
}

/* In all three indexes. */
static lease full(const char *customer, const char *id, int64_t sequence)
{
    lease item = of(customer, id, sequence);
    item.status = LAMINA_STR("open");
    item.due = DUE + sequence;
    item.assignee = LAMINA_STR("bob");
    item.amount = LAMINA_STR("12.50");
    item.note = LAMINA_STR("n");
    item.has.present = 1u << LEASE_STATUS | 1u << LEASE_DUE | 1u << LEASE_ASSIGNEE |
                       1u << LEASE_AMOUNT | 1u << LEASE_NOTE;
    return item;
}

static mapper_page query(const char *index, const char *hash)
{
    mapper_query asked = {
        .size = sizeof asked, .index = index, .hash = dynamodb_text(lamina_str_from(hash))};
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_page(context, &lease_model, &asked, &page), LAMINA_OK);
    return page;
}

static const lease *item_of(const mapper_page *page, size_t i)
{
    cr_assert_lt(i, page->count);
    return (const lease *)page->items + i;
}

/* ---- keys ---- */

Test(mapper_keys, are_made_on_writing_and_looking_up)
{
    lease item = full("ada", "c1", 42);
    expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
    lease found = of("ada", "c1", 42);
    expect(mapper_get(context, &lease_model, &found, NULL, &found), LAMINA_OK);
    expect_text(found.pk, "CUSTOMER#ada");
    expect_text(found.sk, "LEASE#c1#000042");
    expect_text(found.status_pk, "STATUS#open");
    expect_text(found.status_sk, "2026-01-31T12:00:00.000042Z#c1");
    expect_text(found.assignee_pk, "ada#bob");
    lease other = of("ada", "c1", 43);
    expect(mapper_get(context, &lease_model, &other, NULL, &other), LAMINA_E_NOT_FOUND);
    expect(mapper_remove(context, &lease_model, &item, NULL), LAMINA_OK);
}

Test(mapper_keys, cannot_be_forged_by_a_value)
{
    lease honest = of("ada", "c1", 42), forged = of("ada", "c1#000042", 7);
    expect(mapper_create(context, &lease_model, &honest, NULL), LAMINA_OK);
    expect(mapper_create(context, &lease_model, &forged, NULL), LAMINA_OK);
    lease escaped = of("ada", "c1%23000042", 7);
    expect(mapper_create(context, &lease_model, &escaped, NULL), LAMINA_OK);
    mapper_page page = query(NULL, "CUSTOMER#ada");
    cr_assert_eq(page.count, 3);
    expect_text(item_of(&page, 0)->sk, "LEASE#c1#000042");
    expect_text(item_of(&page, 1)->id, "c1#000042");
    expect_text(item_of(&page, 2)->id, "c1%23000042");
}

Test(mapper_keys, sort_as_their_numbers_do)
{
    static const int64_t sequences[] = {100, 9, 999999, 10, 0};
    for (size_t i = 0; i < 5; i++) {
        lease item = of("ada", "c", sequences[i]);
        expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
    }
    mapper_page page = query(NULL, "CUSTOMER#ada");
    cr_assert_eq(page.count, 5);
    for (size_t i = 1; i < 5; i++)
        cr_assert_lt(item_of(&page, i - 1)->sequence, item_of(&page, i)->sequence);
}

Test(mapper_keys, begin_as_a_prefix_says)
{
    lease a = of("ada", "c1", 1), b = of("ada", "c1", 2), c = of("ada", "c10", 1);
    expect(mapper_create(context, &lease_model, &a, NULL), LAMINA_OK);
    expect(mapper_create(context, &lease_model, &b, NULL), LAMINA_OK);
    expect(mapper_create(context, &lease_model, &c, NULL), LAMINA_OK);
    lamina_str hash, prefix;
    lease wanted = of("ada", "c1", 0);
    expect(mapper_key_of(context, &lease_model, LEASE_PK, &wanted, &hash), LAMINA_OK);
    expect(mapper_key_prefix(context, &lease_model, LEASE_SK, &wanted, 1, &prefix), LAMINA_OK);
    mapper_query asked = {.size = sizeof asked,
                          .hash = dynamodb_text(hash),
                          .range = mapper_begins_with(context, "sk", prefix)};
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_page(context, &lease_model, &asked, &page), LAMINA_OK);
    cr_assert_eq(page.count, 2);
    expect_text(item_of(&page, 1)->sk, "LEASE#c1#000002");
}

/* ---- patches ---- */

Test(mapper_keys, of_indexes_follow_a_patch)
{
    lease item = full("ada", "c1", 42);
    expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
    lease change = of("ada", "c1", 42);
    change.status = LAMINA_STR("closed");
    change.due = DUE;
    lamina_mark(&change.has, LEASE_STATUS);
    lamina_mark(&change.has, LEASE_DUE);
    lamina_mark_null(&change.has, LEASE_ASSIGNEE);
    expect(mapper_patch(context, &lease_model, &change, NULL), LAMINA_OK);
    expect_text(change.status_pk, "STATUS#closed");
    expect_text(change.note, "n");
    cr_assert(lamina_is_absent(&change.has, LEASE_ASSIGNEE_PK));
    cr_assert_eq(query(LEASE_BY_STATUS, "STATUS#open").count, 0);
    cr_assert_eq(query(LEASE_BY_STATUS, "STATUS#closed").count, 1);
    cr_assert_eq(query(LEASE_BY_ASSIGNEE, "ada#bob").count, 0);

    /* What the patch gave back is whole, and can be changed and patched again. */
    change.status = LAMINA_STR("open");
    expect(mapper_patch(context, &lease_model, &change, NULL), LAMINA_OK);
    cr_assert_eq(query(LEASE_BY_STATUS, "STATUS#open").count, 1);
    change.customer = LAMINA_STR("eve");
    expect(mapper_patch(context, &lease_model, &change, NULL), LAMINA_E_INVALID);
    lease found = of("eve", "c1", 42);
    expect(mapper_get(context, &lease_model, &found, NULL, &found), LAMINA_E_NOT_FOUND);
}

Test(mapper_keys, that_are_sparse_go_with_any_of_their_fields)
{
    lease item = full("ada", "c1", 42);
    expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
    lease change = of("ada", "c1", 42);
    lamina_mark_null(&change.has, LEASE_DUE);
    expect(mapper_patch(context, &lease_model, &change, NULL), LAMINA_OK);
    cr_assert(lamina_is_absent(&change.has, LEASE_STATUS_SK));
    expect_text(change.status_pk, "STATUS#open");
    cr_assert_eq(query(LEASE_BY_STATUS, "STATUS#open").count, 0);
}

/* ---- what an index gives back ---- */

Test(mapper_keys, of_an_index_that_includes_fields_are_all_that_is_marked)
{
    lease item = full("ada", "c1", 42);
    expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
    mapper_page page = query(LEASE_BY_ASSIGNEE, "ada#bob");
    const lease *found = item_of(&page, 0);
    cr_assert_eq(found->has.present, UINT64_C(1) << LEASE_PK | UINT64_C(1) << LEASE_SK |
                                         UINT64_C(1) << LEASE_NOTE |
                                         UINT64_C(1) << LEASE_ASSIGNEE_PK);
    cr_assert_eq(found->has.null, 0);
    expect_text(found->note, "n");
}

Test(mapper_keys, of_an_index_of_keys_lead_to_the_item)
{
    lease item = full("ada", "c1", 42);
    expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
    mapper_page page = query(LEASE_BY_AMOUNT, "CUSTOMER#ada");
    lease found = *item_of(&page, 0);
    cr_assert_eq(found.has.present,
                 UINT64_C(1) << LEASE_PK | UINT64_C(1) << LEASE_SK | UINT64_C(1) << LEASE_AMOUNT);
    expect(mapper_get(context, &lease_model, &found, NULL, &found), LAMINA_OK);
    expect_text(found.customer, "ada");
    expect_text(found.note, "n");
    found = *item_of(&page, 0);
    expect(mapper_remove(context, &lease_model, &found, NULL), LAMINA_OK);
    cr_assert_eq(query(NULL, "CUSTOMER#ada").count, 0);
}

Test(mapper_keys, of_a_full_index_give_whole_items)
{
    lease item = full("ada", "c1", 42);
    expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
    mapper_page page = query(LEASE_BY_STATUS, "STATUS#open");
    const lease *found = item_of(&page, 0);
    expect_text(found->customer, "ada");
    cr_assert_eq(found->sequence, 42);
    cr_assert_eq(found->version, 1);
}

/* An index that holds no time to live cannot hide what is over; the table and full indexes do. */
Test(mapper_keys, of_items_past_their_time_are_hidden_where_it_is_known)
{
    lease item = full("ada", "c1", 42);
    item.expires = 1;
    lamina_mark(&item.has, LEASE_EXPIRES);
    expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
    cr_assert_eq(query(NULL, "CUSTOMER#ada").count, 0);
    cr_assert_eq(query(LEASE_BY_STATUS, "STATUS#open").count, 0);
    cr_assert_eq(query(LEASE_BY_ASSIGNEE, "ada#bob").count, 1);
    lease found = of("ada", "c1", 42);
    expect(mapper_get(context, &lease_model, &found, NULL, &found), LAMINA_E_NOT_FOUND);
}

Test(mapper_keys, of_a_transaction_are_made_too)
{
    lease a = full("ada", "c1", 1), b = full("ada", "c1", 2);
    mapper_action actions[] = {
        {.op = MAPPER_OP_CREATE, .model = &lease_model, .item = &a},
        {.op = MAPPER_OP_PUT, .model = &lease_model, .item = &b},
    };
    expect(mapper_transact(context, actions, 2, NULL), LAMINA_OK);
    cr_assert_eq(query(LEASE_BY_STATUS, "STATUS#open").count, 2);
    lease gone = of("ada", "c1", 1);
    mapper_action removal = {.op = MAPPER_OP_REMOVE, .model = &lease_model, .item = &gone};
    expect(mapper_transact(context, &removal, 1, NULL), LAMINA_OK);
    cr_assert_eq(query(NULL, "CUSTOMER#ada").count, 1);
}
