/*
 * Walks, counts, segments, accesses and mixed pages against DynamoDB Local: a thousand items, and a
 * cursor behind each of them.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/mapper.h"
#include "lamina/text.h"
#include "lease_model.h"
#include "model_table.h"
#include "sample_model.h"
#include "shelf_model.h"
#include "test_context.h"

#define ITEM_COUNT 1000
#define SEGMENT_COUNT 4

static test_context *test;
static lamina_context *context;

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

static void setup(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_walks, .init = setup, .fini = teardown, .timeout = 200);

/* As the next invocation would begin. */
static void begin_anew(void)
{
    test_context_reset(test);
    test_context_set_remaining_ms(test, TEST_CONTEXT_REMAINING_MS);
}

/* Rank 0 to 999 under one id, every tenth with a count. */
static void fill(void)
{
    model_table_use(context, &sample_model);
    for (int64_t i = 0; i < ITEM_COUNT; i++) {
        sample item = {.id = LAMINA_STR("list"), .rank = i, .count = i};
        if (i % 10 == 0)
            lamina_mark(&item.has, SAMPLE_COUNT);
        expect(mapper_put(context, &sample_model, &item, NULL), LAMINA_OK);
        begin_anew();
    }
}

static mapper_query list(void)
{
    return (mapper_query){.size = sizeof(mapper_query), .hash = dynamodb_text(LAMINA_STR("list"))};
}

static char kept[ITEM_COUNT][400];

static void keep_cursor(mapper_iterator *each, size_t i)
{
    lamina_str cursor = {NULL, 0};
    expect(mapper_iterator_cursor(each, &cursor), LAMINA_OK);
    cr_assert(cursor.len > 0 && cursor.len < sizeof kept[i]);
    memcpy(kept[i], cursor.ptr, cursor.len);
    kept[i][cursor.len] = '\0';
}

static const sample *first_behind(mapper_query query, const char *cursor)
{
    mapper_iterator *each = NULL;
    void *item = NULL;
    query.cursor = lamina_str_from(cursor);
    query.page_size = 1;
    expect(mapper_query_each(context, &sample_model, &query, &each), LAMINA_OK);
    expect(mapper_iterator_next(each, &item), LAMINA_OK);
    return item;
}

Test(mapper_walks, the_cursor_behind_each_of_a_thousand_items_leads_to_the_next)
{
    fill();
    for (uint32_t descending = 0; descending < 2; descending++) {
        mapper_query query = list();
        query.page_size = 97;
        query.descending = descending;
        mapper_iterator *each = NULL;
        void *item = NULL;
        int64_t seen = 0;
        expect(mapper_query_each(context, &sample_model, &query, &each), LAMINA_OK);
        for (;; seen++) {
            expect(mapper_iterator_next(each, &item), LAMINA_OK);
            if (item == NULL)
                break;
            int64_t rank = descending ? ITEM_COUNT - 1 - seen : seen;
            cr_assert_eq(((const sample *)item)->rank, rank);
            keep_cursor(each, (size_t)seen);
        }
        cr_assert_eq(seen, ITEM_COUNT);
        cr_assert(mapper_iterator_has_ended(each));
        for (int64_t i = 0; i < ITEM_COUNT; i++) {
            begin_anew();
            const sample *next = first_behind(query, kept[i]);
            if (i == ITEM_COUNT - 1)
                cr_assert_null(next);
            else
                cr_assert_eq(next->rank, descending ? ITEM_COUNT - 2 - i : i + 1);
        }
        begin_anew();
    }
}

Test(mapper_walks, counts_equal_what_is_walked_through_within_any_bounds)
{
    fill();
    mapper_query query = list();
    query.consistent = 1;
    mapper_count count = {.size = sizeof count};
    expect(mapper_query_count(context, &sample_model, &query, &count), LAMINA_OK);
    cr_assert_eq(count.count, ITEM_COUNT);
    cr_assert_eq(count.evaluated, ITEM_COUNT);

    query.filter = mapper_exists(context, "count");
    query.evaluated_cap = 333;
    query.page_size = 50;
    uint64_t found = 0, evaluated = 0;
    unsigned rounds = 0;
    do {
        expect(mapper_query_count(context, &sample_model, &query, &count), LAMINA_OK);
        cr_assert_leq(count.evaluated, 333);
        found += count.count;
        evaluated += count.evaluated;
        query.cursor = count.cursor;
    } while (query.cursor.len > 0 && ++rounds < 9);
    cr_assert_eq(found, ITEM_COUNT / 10);
    cr_assert_eq(evaluated, ITEM_COUNT);
}

Test(mapper_walks, four_segments_see_each_item_once)
{
    model_table_use(context, &pair_model);
    for (int i = 0; i < ITEM_COUNT; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        pair item = {.id = lamina_str_from(id)};
        expect(mapper_put(context, &pair_model, &item, NULL), LAMINA_OK);
        begin_anew();
    }
    static unsigned seen[ITEM_COUNT];
    for (uint32_t segment = 0; segment < SEGMENT_COUNT; segment++) {
        mapper_query query = {.size = sizeof query,
                              .page_size = 33,
                              .segment = segment,
                              .segment_count = SEGMENT_COUNT};
        mapper_iterator *each = NULL;
        void *item = NULL;
        size_t count = 0;
        expect(mapper_scan_each(context, &pair_model, &query, &each), LAMINA_OK);
        for (;; count++) {
            expect(mapper_iterator_next(each, &item), LAMINA_OK);
            if (item == NULL)
                break;
            seen[strtol(((const pair *)item)->id.ptr + 1, NULL, 10)]++;
        }
        cr_assert_gt(count, 0, "segment %u", segment);
        begin_anew();
    }
    for (size_t i = 0; i < ITEM_COUNT; i++)
        cr_assert_eq(seen[i], 1, "item %zu", i);
    mapper_count count = {.size = sizeof count};
    mapper_query all = {.size = sizeof all};
    expect(mapper_scan_count(context, &pair_model, &all, &count), LAMINA_OK);
    cr_assert_eq(count.count, ITEM_COUNT);
}

Test(mapper_walks, a_part_of_the_fields_is_read_and_pages_of_it_go_on)
{
    fill();
    static const uint32_t fields[] = {SAMPLE_COUNT};
    mapper_query query = list();
    query.limit = 3;
    query.page_size = 7;
    query.fields = fields;
    query.field_count = 1;
    query.filter = mapper_exists(context, "count");
    for (int64_t rank = 0; rank < 60; rank += 30) {
        mapper_page page = {.size = sizeof page};
        expect(mapper_query_page(context, &sample_model, &query, &page), LAMINA_OK);
        cr_assert_eq(page.count, 3);
        const sample *items = page.items;
        cr_assert_eq(items[0].rank, rank);
        cr_assert_eq(items[2].count, rank + 20);
        cr_assert(lamina_is_absent(&items[0].has, SAMPLE_VERSION));
        query.cursor = page.cursor;
    }
    sample found = {.id = LAMINA_STR("list"), .rank = 30, .title = LAMINA_STR("new")};
    lamina_mark(&found.has, SAMPLE_TITLE);
    expect(mapper_patch(context, &sample_model, &found, NULL), LAMINA_OK);
    cr_assert_eq(found.count, 30, "what was not read stays");
}

/* ---- keys of fields ---- */

static void put_lease(const char *id, const char *status)
{
    lease item = {.customer = LAMINA_STR("c"),
                  .id = lamina_str_from(id),
                  .sequence = 1,
                  .due = lamina_now_us(context),
                  .status = lamina_str_from(status)};
    lamina_mark(&item.has, LEASE_STATUS);
    lamina_mark(&item.has, LEASE_DUE);
    expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
}

Test(mapper_walks, an_access_asks_its_index)
{
    model_table_use(context, &lease_model);
    put_lease("a", "open");
    put_lease("b", "open");
    put_lease("d", "done");
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_by_access(context, &lease_model, "latest-of-status",
                                  dynamodb_text(LAMINA_STR("STATUS#open")), NULL, &page),
           LAMINA_OK);
    cr_assert_eq(page.count, 2);
    cr_assert(lamina_str_is(((const lease *)page.items)[0].id, "b"), "the latest first");
    expect(mapper_query_by_access(context, &lease_model, "of-customer",
                                  dynamodb_text(LAMINA_STR("CUSTOMER#c")), NULL, &page),
           LAMINA_OK);
    cr_assert_eq(page.count, 3);
    mapper_query query = {.size = sizeof query,
                          .hash = dynamodb_text(LAMINA_STR("CUSTOMER#c")),
                          .range =
                              mapper_greater(context, "sk", dynamodb_text(LAMINA_STR("LEASE#b")))};
    mapper_count count = {.size = sizeof count};
    expect(mapper_query_count(context, &lease_model, &query, &count), LAMINA_OK);
    cr_assert_eq(count.count, 2);
}

/* ---- one table, several models ---- */

static void fill_shelf(void)
{
    model_table_use(context, &book_model);
    for (int i = 0; i < 30; i++) {
        char id[16];
        snprintf(id, sizeof id, "s%02d", i);
        book a_book = {.id = lamina_str_from(id), .title = LAMINA_STR("t")};
        film a_film = {.id = lamina_str_from(id)};
        expect(i % 3 == 0 ? mapper_create(context, &film_model, &a_film, NULL)
                          : mapper_create(context, &book_model, &a_book, NULL),
               LAMINA_OK);
        begin_anew();
    }
}

Test(mapper_walks, a_mixed_scan_gives_each_its_own_and_a_models_scan_its_own_alone)
{
    static const mapper_model *const both[] = {&book_model, &film_model};
    fill_shelf();
    mapper_query query = {.size = sizeof query, .limit = 7};
    size_t books = 0, films = 0, pages = 0;
    do {
        mapper_mixed_page page = {.size = sizeof page};
        expect(mapper_scan_collection(context, both, 2, &query, &page), LAMINA_OK);
        for (size_t i = 0; i < page.count; i++) {
            books += page.items[i].model == &book_model;
            films += page.items[i].model == &film_model;
        }
        cr_assert_eq(page.unknown, 0);
        query.cursor = page.cursor;
    } while (query.cursor.len > 0 && ++pages < 9);
    cr_assert_eq(books, 20);
    cr_assert_eq(films, 10);

    mapper_query all = {.size = sizeof all};
    mapper_page of_films = {.size = sizeof of_films};
    expect(mapper_scan_page(context, &film_model, &all, &of_films), LAMINA_OK);
    cr_assert_eq(of_films.count, 10);
    mapper_count count = {.size = sizeof count};
    expect(mapper_scan_count(context, &book_model, &all, &count), LAMINA_OK);
    cr_assert_eq(count.count, 20);

    mapper_mixed_page page = {.size = sizeof page};
    all.flags = MAPPER_QUERY_REPORT_UNKNOWN;
    expect(mapper_scan_collection(context, both, 1, &all, &page), LAMINA_OK);
    cr_assert_eq(page.count, 30);
    cr_assert_eq(page.unknown, 10);
}
