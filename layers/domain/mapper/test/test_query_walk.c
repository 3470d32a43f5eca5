/* Walks item by item: where they are, and where their cursors lead. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(query_walk, .init = scripted_database_open, .fini = scripted_database_close);

#define KEY(rank) "{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"" rank "\"}}"
#define ITEM(rank) "{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"" rank "\"},\"version\":{\"N\":\"1\"}}"

static mapper_query list(void)
{
    return (mapper_query){.size = sizeof(mapper_query), .hash = dynamodb_text(LAMINA_STR("i"))};
}

static void expect_start(size_t request, const char *start)
{
    lamina_str body = scripted_body(request);
    char expected[200];
    snprintf(expected, sizeof expected, "\"ExclusiveStartKey\":%s}", start);
    cr_assert_not_null(strstr(body.ptr, expected), "%s", body.ptr);
}

static lamina_str cursor_here(mapper_iterator *each)
{
    lamina_str cursor = {NULL, 0};
    scripted_expect_status(mapper_iterator_cursor(each, &cursor), LAMINA_OK);
    return cursor;
}

static void expect_next(mapper_iterator *each, int64_t rank)
{
    void *item = NULL;
    scripted_expect_status(mapper_iterator_next(each, &item), LAMINA_OK);
    cr_assert_not_null(item);
    cr_assert_eq(((const sample *)item)->rank, rank);
}

static mapper_iterator *begin(const mapper_query *query)
{
    mapper_iterator *each = NULL;
    scripted_expect_status(mapper_query_each(scripted_context(), &sample_model, query, &each),
                           LAMINA_OK);
    return each;
}

Test(query_walk, a_walk_knows_its_place_anywhere)
{
    mapper_query query = list();
    query.page_size = 2;
    mapper_iterator *each = begin(&query);
    cr_assert_eq(cursor_here(each).len, 0, "before the first, from the start");
    scripted_answer(200,
                    "{\"Items\":[" ITEM("1") "," ITEM("2") "],\"LastEvaluatedKey\":" KEY("2") "}");
    expect_next(each, 1);
    lamina_str behind_first = cursor_here(each);
    expect_next(each, 2);
    lamina_str behind_second = cursor_here(each);
    scripted_answer(200, "{\"Items\":[" ITEM("3") "]}");
    expect_next(each, 3);
    cr_assert(mapper_iterator_has_ended(each));
    lamina_str behind_last = cursor_here(each);
    void *item = &query;
    scripted_expect_status(mapper_iterator_next(each, &item), LAMINA_OK);
    cr_assert_null(item);

    lamina_str cursors[] = {behind_first, behind_second, behind_last};
    static const char *const starts[] = {KEY("1"), KEY("2"), KEY("3")};
    for (size_t i = 0; i < 3; i++) {
        query.cursor = cursors[i];
        mapper_iterator *again = begin(&query);
        lamina_str same = cursor_here(again);
        cr_assert_gt(same.len, 0, "before the first, what it began with");
        query.cursor = same;
        again = begin(&query);
        scripted_answer(200, "{\"Items\":[]}");
        scripted_expect_status(mapper_iterator_next(again, &item), LAMINA_OK);
        expect_start(2 + i, starts[i]);
        query.cursor = cursor_here(again);
        cr_assert_gt(query.cursor.len, 0);
    }
}

Test(query_walk, a_walk_ends_at_its_bounds_and_can_be_tried_again)
{
    mapper_query query = list();
    query.limit = 1;
    mapper_iterator *each = begin(&query);
    void *item = NULL;
    for (int i = 0; i < 3; i++)
        scripted_answer(500, "{}");
    cr_assert_neq(mapper_iterator_next(each, &item), LAMINA_OK);
    scripted_answer(200, "{\"Items\":[" ITEM("1") "],\"LastEvaluatedKey\":" KEY("1") "}");
    expect_next(each, 1);
    scripted_expect_status(mapper_iterator_next(each, &item), LAMINA_OK);
    cr_assert_null(item);
    cr_assert_not(mapper_iterator_has_ended(each));
    cr_assert_not_null(strstr(scripted_body(3).ptr, "\"Limit\":1}"));
}
