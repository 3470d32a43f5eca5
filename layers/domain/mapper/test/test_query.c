/* Queries and scans: their exact requests, how pages are followed and cut, what cannot be asked. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(query, .init = scripted_database_open, .fini = scripted_database_close);

#define NOW_S "1769860800"
#define ITEM(id, rank, group)                                                                      \
    "{\"id\":{\"S\":\"" id "\"},\"rank\":{\"N\":\"" rank "\"},\"group\":{\"S\":\"" group "\"},"    \
    "\"sequence\":{\"N\":\"9\"},\"version\":{\"N\":\"1\"}}"

static lamina_status query_page(const mapper_query *query, mapper_page *page)
{
    page->size = sizeof *page;
    return mapper_query_page(scripted_context(), &sample_model, query, page);
}

Test(query, asks_by_hash_alone_in_ascending_order)
{
    mapper_query query = {.size = sizeof query, .hash = dynamodb_text(LAMINA_STR("i"))};
    mapper_page page;
    scripted_answer(200, "{\"Items\":[],\"Count\":0}");
    scripted_expect_status(query_page(&query, &page), LAMINA_OK);
    scripted_expect(0, "Query",
                    "{\"TableName\":\"sample\",\"KeyConditionExpression\":\"#n0 = :v0\","
                    "\"FilterExpression\":\"(NOT #n1 <= :v1)\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"expires\"},"
                    "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"i\"},"
                    "\":v1\":{\"N\":\"" NOW_S "\"}},\"Limit\":100}");
    cr_assert_eq(page.count, 0);
    cr_assert_eq(page.cursor.len, 0);
}

Test(query, asks_for_all_that_can_be_asked)
{
    lamina_context *context = scripted_context();
    mapper_query query = {.size = sizeof query,
                          .limit = 5,
                          .hash = dynamodb_text(LAMINA_STR("i")),
                          .range = mapper_begins_with(context, "title", LAMINA_STR("a")),
                          .filter = mapper_exists(context, "part.name"),
                          .index = SAMPLE_BY_TITLE,
                          .descending = 1,
                          .consistent = 1};
    mapper_page page;
    scripted_answer(200, "{\"Items\":[]}");
    scripted_expect_status(query_page(&query, &page), LAMINA_OK);
    scripted_expect(0, "Query",
                    "{\"TableName\":\"sample\",\"IndexName\":\"by-title\",\"ConsistentRead\":true,"
                    "\"ScanIndexForward\":false,"
                    "\"KeyConditionExpression\":\"#n0 = :v0 AND begins_with(#n1, :v1)\","
                    "\"FilterExpression\":\"attribute_exists(#n2.#n3) AND (NOT #n4 <= :v2)\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"title\","
                    "\"#n2\":\"part\",\"#n3\":\"name\",\"#n4\":\"expires\"},"
                    "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"i\"},\":v1\":{\"S\":\"a\"},"
                    "\":v2\":{\"N\":\"" NOW_S "\"}},\"Limit\":5}");
}

Test(query, a_scan_has_no_key_condition)
{
    mapper_query query = {.size = sizeof query, .limit = 2};
    mapper_page page = {.size = sizeof page};
    scripted_answer(200, "{\"Items\":[]}");
    scripted_expect_status(mapper_scan_page(scripted_context(), &pair_model, &query, &page),
                           LAMINA_OK);
    scripted_expect(0, "Scan", "{\"TableName\":\"pair\",\"Limit\":2}");
}

Test(query, goes_on_where_the_service_stopped_until_the_page_is_full)
{
    mapper_query query = {.size = sizeof query, .limit = 3, .hash = dynamodb_text(LAMINA_STR("i"))};
    mapper_page page;
    scripted_answer(
        200, "{\"Items\":[" ITEM("i", "1", "g") "],\"LastEvaluatedKey\":"
                                                "{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"1\"}}}");
    scripted_answer(
        200,
        "{\"Items\":[" ITEM("i", "2", "g") "," ITEM(
            "i", "3", "g") "],"
                           "\"LastEvaluatedKey\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"3\"}}}");
    scripted_expect_status(query_page(&query, &page), LAMINA_OK);
    cr_assert_eq(page.count, 3);
    cr_assert_eq(((const sample *)page.items)[2].rank, 3);
    cr_assert_gt(page.cursor.len, 0);
    lamina_str second = scripted_body(1);
    cr_assert_not_null(strstr(second.ptr, "\"Limit\":2,\"ExclusiveStartKey\":"
                                          "{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"1\"}}}"));

    /* the cursor leads to the key that the service named last */
    query.cursor = page.cursor;
    scripted_answer(200, "{\"Items\":[]}");
    scripted_expect_status(query_page(&query, &page), LAMINA_OK);
    cr_assert_not_null(
        strstr(scripted_body(2).ptr,
               "\"ExclusiveStartKey\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"3\"}}}"));
    cr_assert_eq(page.cursor.len, 0);
}

Test(query, a_cut_page_goes_on_behind_the_last_item_that_was_handed_out)
{
    lamina_context *context = scripted_context();
    mapper_query query = {.size = sizeof query,
                          .limit = 2,
                          .index = SAMPLE_BY_GROUP,
                          .hash = dynamodb_text(LAMINA_STR("g")),
                          .filter = mapper_exists(context, "count")};
    mapper_page page;
    scripted_answer(200, "{\"Items\":[],\"LastEvaluatedKey\":{\"id\":{\"S\":\"a\"}}}");
    scripted_answer(200, "{\"Items\":[" ITEM("i", "1", "g") "," ITEM("i", "2", "g") "," ITEM(
                             "i", "3", "g") "]}");
    scripted_expect_status(query_page(&query, &page), LAMINA_OK);
    cr_assert_eq(page.count, 2);
    cr_assert_not_null(strstr(scripted_body(1).ptr, "\"Limit\":4,"), "twice as much");

    query.cursor = page.cursor;
    scripted_answer(200, "{\"Items\":[]}");
    scripted_expect_status(query_page(&query, &page), LAMINA_OK);
    cr_assert_not_null(strstr(scripted_body(2).ptr,
                              "\"ExclusiveStartKey\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"2\"},"
                              "\"group\":{\"S\":\"g\"},\"sequence\":{\"N\":\"9\"}}}"));
}

Test(query, the_tables_name_is_bound_to_the_cursor)
{
    mapper_query query = {.size = sizeof query, .limit = 1, .hash = dynamodb_text(LAMINA_STR("i"))};
    mapper_page page;
    scripted_answer(
        200, "{\"Items\":[" ITEM("i", "1", "g") "],\"LastEvaluatedKey\":"
                                                "{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"1\"}}}");
    scripted_expect_status(query_page(&query, &page), LAMINA_OK);
    query.cursor = page.cursor;
    setenv("SAMPLE_TABLE_NAME", "another", 1);
    scripted_expect_status(query_page(&query, &page), LAMINA_E_SYNTAX);
    unsetenv("SAMPLE_TABLE_NAME");
}

Test(query, what_cannot_be_asked_is_not_sent)
{
    lamina_context *context = scripted_context();
    dynamodb_value text = dynamodb_text(LAMINA_STR("i"));
    dynamodb_value number = dynamodb_number(LAMINA_STR("1"));
    static const uint32_t no_field = SAMPLE_FIELD_COUNT;
    const mapper_query refused[] = {
        {.hash = number},
        {.hash = {.type = 0}},
        {.hash = text, .index = "by-nothing"},
        {.hash = text, .index = SAMPLE_BY_GROUP, .consistent = 1},
        {.hash = text, .range = mapper_equals(context, "count", number)},
        {.hash = text, .range = mapper_equals(context, "rank", text)},
        {.hash = text, .range = mapper_not_equals(context, "rank", number)},
        {.hash = text, .range = mapper_exists(context, "rank")},
        {.hash = text, .range = mapper_in(context, "rank", &number, 1)},
        {.hash = text, .range = mapper_equals(context, "rank.x", number)},
        {.hash = text, .range = mapper_not(context, mapper_equals(context, "rank", number))},
        {.hash = text, .filter = mapper_equals(context, "rank", number)},
        {.hash = text,
         .filter = mapper_not(context, mapper_and(context, mapper_exists(context, "count"),
                                                  mapper_exists(context, "id")))},
        {.hash = text, .filter = mapper_exists(context, "a..b")},
        {.hash = dynamodb_text(LAMINA_STR(""))},
        {.hash = text, .range = mapper_size_equals(context, "rank", 1)},
        {.hash = text,
         .index = SAMPLE_BY_TITLE,
         .range = mapper_begins_with(context, "title", LAMINA_STR(""))},
        {.hash = text, .segment_count = 2},
        {.hash = text, .fields = &no_field, .field_count = 1},
        {.hash = text, .fields = &no_field},
        {.hash = text, .field_count = 1},
        {.hash = text,
         .index = SAMPLE_BY_GROUP_KEYS,
         .range = mapper_equals(context, "sequence", number)},
    };
    mapper_page page;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        mapper_query query = refused[i];
        query.size = sizeof query;
        cr_assert_eq(query_page(&query, &page), LAMINA_E_ARGUMENT, "query %zu", i);
    }
    const mapper_query refused_scans[] = {
        {.range = mapper_equals(context, "rank", number)},
        {.hash = text},
        {.descending = 1},
        {.segment = 4, .segment_count = 4},
        {.segment = 1},
        {.segment_count = 1000001},
    };
    for (size_t i = 0; i < sizeof refused_scans / sizeof refused_scans[0]; i++) {
        mapper_query scan = refused_scans[i];
        scan.size = sizeof scan;
        page.size = sizeof page;
        cr_assert_eq(mapper_scan_page(context, &sample_model, &scan, &page), LAMINA_E_ARGUMENT,
                     "scan %zu", i);
    }
    page.size = 0;
    mapper_query sound = {.size = sizeof sound, .limit = 1};
    cr_assert_eq(mapper_scan_page(context, &sample_model, &sound, &page), LAMINA_E_ARGUMENT);
    page.size = sizeof page;
    sound.size = 0;
    cr_assert_eq(mapper_scan_page(context, &sample_model, &sound, &page), LAMINA_E_ARGUMENT);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(query, nonsense_from_the_service_is_told)
{
    mapper_query query = {.size = sizeof query, .limit = 2, .hash = dynamodb_text(LAMINA_STR("i"))};
    static const char *const answers[] = {
        "{\"Items\":[1]}",
        "{\"Items\":[{\"id\":{\"S\":\"i\"}}]}",
        "{\"Items\":[],\"LastEvaluatedKey\":{}}",
        "{\"Items\":[],\"LastEvaluatedKey\":7}",
    };
    mapper_page page;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        scripted_answer(200, answers[i]);
        scripted_expect_status(query_page(&query, &page), LAMINA_E_UPSTREAM);
        cr_assert_eq(page.count, 0);
        cr_assert_eq(page.cursor.len, 0);
    }
}

Test(query, get_asks_by_key)
{
    sample key = {.id = LAMINA_STR("i"), .rank = 4};
    scripted_answer(200, "{\"Item\":" ITEM("i", "4", "g") "}");
    mapper_read options = {.size = sizeof options, .consistent = 1};
    scripted_expect_status(mapper_get(scripted_context(), &sample_model, &key, &options, &key),
                           LAMINA_OK);
    scripted_expect(0, "GetItem",
                    "{\"TableName\":\"sample\",\"Key\":{\"id\":{\"S\":\"i\"},"
                    "\"rank\":{\"N\":\"4\"}},\"ConsistentRead\":true}");
    scripted_expect_text(key.group, "g");
}

Test(query, get_is_sent_again_after_a_failure)
{
    sample key = {.id = LAMINA_STR("i"), .rank = 4};
    scripted_answer(0, NULL);
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_get(scripted_context(), &sample_model, &key, NULL, &key),
                           LAMINA_E_NOT_FOUND);
    cr_assert_eq(scripted_request_count(), 2);
}
