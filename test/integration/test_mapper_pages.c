/*
 * Queries and scans against DynamoDB Local: pages of any size, in both directions, lose nothing and
 * repeat nothing; cursors open only for the list that they were made by.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "sample_model.h"
#include "test_context.h"

#define ITEM_COUNT 251

static test_context *test;
static lamina_context *context;

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

/* Rank 0 to 250 under one id; every second one of a group, every fifth one past its time. */
static void fill(void)
{
    int64_t now_s = lamina_now_us(context) / 1000000;
    for (int64_t i = 0; i < ITEM_COUNT; i++) {
        sample item = {.id = LAMINA_STR("list"), .rank = i, .count = i % 10, .sequence = -i};
        item.group = i % 2 == 0 ? LAMINA_STR("even") : LAMINA_STR("odd");
        item.expires = i % 5 == 4 ? now_s - 100 : now_s + 1000;
        lamina_mark(&item.has, SAMPLE_COUNT);
        lamina_mark(&item.has, SAMPLE_GROUP);
        lamina_mark(&item.has, SAMPLE_SEQUENCE);
        if (i % 5 >= 3)
            lamina_mark(&item.has, SAMPLE_EXPIRES);
        expect(mapper_put(context, &sample_model, &item, NULL), LAMINA_OK);
        test_context_reset(test);
    }
}

static void setup(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
    model_table_use(context, &sample_model);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_pages, .init = setup, .fini = teardown, .timeout = 100);

static mapper_query list_query(void)
{
    return (mapper_query){.size = sizeof(mapper_query), .hash = dynamodb_text(LAMINA_STR("list"))};
}

typedef lamina_status (*page_fn)(lamina_context *, const mapper_model *, const mapper_query *,
                                 mapper_page *);

/* Follows the cursors; how often each rank came, and the ranks in their order. */
typedef struct walk {
    unsigned seen[ITEM_COUNT];
    int64_t ranks[ITEM_COUNT];
    size_t count;
    size_t pages;
} walk;

static walk walk_pages(page_fn read_page, mapper_query query)
{
    walk seen = {.count = 0};
    char cursor[4096];
    do {
        mapper_page page = {.size = sizeof page};
        expect(read_page(context, &sample_model, &query, &page), LAMINA_OK);
        cr_assert_leq(page.count, query.limit);
        const sample *items = page.items;
        for (size_t i = 0; i < page.count; i++) {
            cr_assert(items[i].rank >= 0 && items[i].rank < ITEM_COUNT);
            cr_assert_lt(seen.count, ITEM_COUNT, "more items than there are");
            seen.seen[items[i].rank]++;
            seen.ranks[seen.count++] = items[i].rank;
        }
        cr_assert_lt(page.cursor.len, sizeof cursor);
        if (page.cursor.len > 0)
            memcpy(cursor, page.cursor.ptr, page.cursor.len);
        query.cursor = (lamina_str){cursor, page.cursor.len};
        cr_assert_lt(++seen.pages, 400, "it does not end");
    } while (query.cursor.len > 0);
    return seen;
}

static bool is_expired(size_t rank)
{
    return rank % 5 == 4;
}

Test(mapper_pages, odd_limits_lose_nothing_in_either_direction)
{
    fill();
    static const uint32_t limits[] = {7, 97, 250, 1000};
    for (size_t l = 0; l < sizeof limits / sizeof limits[0]; l++)
        for (uint32_t descending = 0; descending < 2; descending++) {
            mapper_query query = list_query();
            query.limit = limits[l];
            query.descending = descending;
            walk got = walk_pages(mapper_query_page, query);
            for (size_t i = 0; i < ITEM_COUNT; i++)
                cr_assert_eq(got.seen[i], is_expired(i) ? 0 : 1, "rank %zu", i);
            for (size_t i = 1; i < got.count; i++)
                cr_assert(descending ? got.ranks[i] < got.ranks[i - 1]
                                     : got.ranks[i] > got.ranks[i - 1]);
        }
}

Test(mapper_pages, a_filter_that_lets_most_fall_away_fills_its_pages)
{
    fill();
    mapper_query query = list_query();
    query.limit = 3;
    query.filter = mapper_equals(context, "count", dynamodb_number(LAMINA_STR("7")));
    walk got = walk_pages(mapper_query_page, query);
    cr_assert_eq(got.count, 25);
    for (size_t i = 0; i < got.count; i++)
        cr_assert_eq(got.ranks[i], (int64_t)(7 + 10 * i));
    cr_assert_leq(got.pages, 10);
}

Test(mapper_pages, range_conditions_narrow_the_list)
{
    fill();
    mapper_query query = list_query();
    query.limit = 4;
    query.range = mapper_between(context, "rank", dynamodb_number(LAMINA_STR("10")),
                                 dynamodb_number(LAMINA_STR("20")));
    walk got = walk_pages(mapper_query_page, query);
    cr_assert_eq(got.count, 9);
    cr_assert_eq(got.ranks[0], 10);
    cr_assert_eq(got.ranks[8], 20);
}

Test(mapper_pages, indexes_have_their_own_order_and_keys_alone_are_read)
{
    fill();
    mapper_query query = {.size = sizeof query,
                          .limit = 11,
                          .index = SAMPLE_BY_GROUP,
                          .hash = dynamodb_text(LAMINA_STR("odd"))};
    query.filter = mapper_less(context, "count", dynamodb_number(LAMINA_STR("4")));
    walk got = walk_pages(mapper_query_page, query);
    cr_assert_eq(got.count, 50);
    for (size_t i = 1; i < got.count; i++)
        cr_assert_lt(got.ranks[i], got.ranks[i - 1], "by sequence, which falls as rank rises");

    mapper_query keys = {.size = sizeof keys,
                         .limit = 50,
                         .index = SAMPLE_BY_GROUP_KEYS,
                         .hash = dynamodb_text(LAMINA_STR("even"))};
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_page(context, &sample_model, &keys, &page), LAMINA_OK);
    cr_assert_eq(page.count, 50);
    const sample *items = page.items;
    cr_assert(lamina_is_absent(&items[0].has, SAMPLE_VERSION));
    cr_assert(lamina_is_present(&items[0].has, SAMPLE_RANK));
}

Test(mapper_pages, a_scan_sees_everything_once)
{
    fill();
    mapper_query query = {.size = sizeof query, .limit = 33};
    walk got = walk_pages(mapper_scan_page, query);
    for (size_t i = 0; i < ITEM_COUNT; i++)
        cr_assert_eq(got.seen[i], is_expired(i) ? 0 : 1, "rank %zu", i);
}

Test(mapper_pages, a_long_page_of_the_service_is_followed)
{
    enum { BIG = 300 * 1024 };
    char *bytes = lamina_alloc(context, BIG);
    memset(bytes, 'x', BIG);
    for (int64_t i = 0; i < 9; i++) { /* more than 1 MB in all */
        sample item = {.id = LAMINA_STR("list"), .rank = i, .blob = {bytes, BIG / 2}};
        lamina_mark(&item.has, SAMPLE_BLOB);
        expect(mapper_put(context, &sample_model, &item, NULL), LAMINA_OK);
    }
    mapper_query query = list_query();
    query.limit = 9;
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_page(context, &sample_model, &query, &page), LAMINA_OK);
    cr_assert_eq(page.count, 9);
}

/* ---- cursors ---- */

static lamina_str some_cursor(void)
{
    for (int64_t i = 0; i < 5; i++) {
        sample item = {.id = LAMINA_STR("list"), .rank = i};
        expect(mapper_put(context, &sample_model, &item, NULL), LAMINA_OK);
    }
    mapper_query query = list_query();
    query.limit = 2;
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_page(context, &sample_model, &query, &page), LAMINA_OK);
    cr_assert_gt(page.cursor.len, 0);
    return page.cursor;
}

static void expect_refused(const mapper_query *query)
{
    mapper_page page = {.size = sizeof page};
    lamina_error_reset(context);
    expect(mapper_query_page(context, &sample_model, query, &page), LAMINA_E_SYNTAX);
    lamina_problem problem = test_context_problem(test);
    cr_assert(lamina_str_is(problem.code, "invalid-cursor"));
    cr_assert_eq(lamina_status_http(problem.status), 400);
    cr_assert_eq(page.count, 0);
}

Test(mapper_pages, every_changed_character_of_a_cursor_is_found)
{
    lamina_str cursor = some_cursor();
    char changed[4096];
    mapper_query query = list_query();
    for (size_t i = 0; i < cursor.len; i++) {
        memcpy(changed, cursor.ptr, cursor.len);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        query.cursor = (lamina_str){changed, cursor.len};
        expect_refused(&query);
        query.cursor.len = i == 0 ? 1 : i;
        expect_refused(&query);
    }
    query.cursor = LAMINA_STR("not base64url!");
    expect_refused(&query);
    char *long_one = lamina_alloc(context, 100000);
    memset(long_one, 'A', 100000);
    query.cursor = (lamina_str){long_one, 100000};
    expect_refused(&query);
}

Test(mapper_pages, a_cursor_serves_no_other_list)
{
    lamina_str cursor = some_cursor();
    mapper_query query = list_query();
    query.cursor = cursor;
    query.limit = 3; /* may change */
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_page(context, &sample_model, &query, &page), LAMINA_OK);
    cr_assert_eq(page.count, 3);

    mapper_query other = query;
    other.descending = 1;
    expect_refused(&other);
    other = query;
    other.hash = dynamodb_text(LAMINA_STR("other"));
    expect_refused(&other);
    other = query;
    other.filter = mapper_exists(context, "count");
    expect_refused(&other);
    other = query;
    other.range = mapper_greater(context, "rank", dynamodb_number(LAMINA_STR("0")));
    expect_refused(&other);
    other = query;
    other.index = SAMPLE_BY_TITLE;
    expect_refused(&other);
    lamina_error_reset(context);
    query.hash = (dynamodb_value){.type = 0};
    expect(mapper_scan_page(context, &sample_model, &query, &page), LAMINA_E_SYNTAX);
}

Test(mapper_pages, a_cursor_ends_after_a_day)
{
    mapper_query query = list_query();
    query.cursor = some_cursor();
    test_context_set_clock_us(test, lamina_now_us(context));
    test_context_advance_us(test, (INT64_C(24) * 3600 - 1) * 1000000);
    test_context_set_remaining_ms(test, 20000);
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_page(context, &sample_model, &query, &page), LAMINA_OK);
    test_context_advance_us(test, 2000000);
    expect_refused(&query);
}

Test(mapper_pages, without_time_a_page_is_short_and_goes_on)
{
    fill();
    mapper_query query = list_query();
    query.limit = 20;
    query.filter = mapper_equals(context, "count", dynamodb_number(LAMINA_STR("7")));
    test_context_set_remaining_ms(test, 400);
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_page(context, &sample_model, &query, &page), LAMINA_OK);
    cr_assert_lt(page.count, 20);
    cr_assert_gt(page.cursor.len, 0);
}
