/* Parts of queries: bounds, projections, segments, counts, accesses. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "lease_model.h"
#include "sample_model.h"
#include "scripted_database.h"

static void setup(void)
{
    scripted_database_open();
    unsetenv("LEASE_TABLE_NAME");
}

TestSuite(query_parts, .init = setup, .fini = scripted_database_close);

#define NOW_S "1769860800"
#define KEY(rank) "{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"" rank "\"}}"
#define ITEM(rank) "{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"" rank "\"},\"version\":{\"N\":\"1\"}}"
#define NOT_OVER "\"FilterExpression\":\"(NOT #n1 <= :v1)\","

static mapper_query list(void)
{
    return (mapper_query){.size = sizeof(mapper_query), .hash = dynamodb_text(LAMINA_STR("i"))};
}

static mapper_page page_of(const mapper_query *query)
{
    mapper_page page = {.size = sizeof page};
    scripted_expect_status(mapper_query_page(scripted_context(), &sample_model, query, &page),
                           LAMINA_OK);
    return page;
}

static void expect_start(size_t request, const char *start)
{
    lamina_str body = scripted_body(request);
    char expected[200];
    snprintf(expected, sizeof expected, "\"ExclusiveStartKey\":%s}", start);
    cr_assert_not_null(strstr(body.ptr, expected), "%s", body.ptr);
}

/* ---- projections ---- */

Test(query_parts, fields_are_asked_for_with_their_keys_and_no_others_are_present)
{
    static const uint32_t fields[] = {SAMPLE_COUNT, SAMPLE_PART};
    mapper_query query = list();
    query.fields = fields;
    query.field_count = 2;
    scripted_answer(200, "{\"Items\":[{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"1\"},"
                         "\"count\":{\"N\":\"3\"}}],\"Count\":1,\"ScannedCount\":1}");
    mapper_page page = page_of(&query);
    scripted_expect(0, "Query",
                    "{\"TableName\":\"sample\",\"KeyConditionExpression\":\"#n0 = :v0\"," NOT_OVER
                    "\"ProjectionExpression\":\"#n0, #n2, #n3, #n4\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"expires\","
                    "\"#n2\":\"rank\",\"#n3\":\"count\",\"#n4\":\"part\"},"
                    "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"i\"},"
                    "\":v1\":{\"N\":\"" NOW_S "\"}},\"Limit\":100}");
    const sample *item = page.items;
    cr_assert_eq(item->has.present, UINT64_C(1) << SAMPLE_ID | UINT64_C(1) << SAMPLE_RANK |
                                        UINT64_C(1) << SAMPLE_COUNT);
    cr_assert_eq(item->version, 0, "a write of it compares none");
}

static void expect_named(const mapper_model *model, const mapper_query *query, const char *name)
{
    mapper_page page = {.size = sizeof page};
    scripted_expect_status(mapper_query_page(scripted_context(), model, query, &page),
                           LAMINA_E_ARGUMENT);
    lamina_str causes = test_context_causes(scripted_test());
    cr_assert_not_null(strstr(causes.ptr, name), "%s", causes.ptr);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(query_parts, what_an_index_does_not_hold_is_refused_by_name)
{
    static const uint32_t note_and_amount[] = {LEASE_NOTE, LEASE_AMOUNT};
    lamina_context *context = scripted_context();
    mapper_query query = {.size = sizeof query,
                          .index = LEASE_BY_ASSIGNEE,
                          .hash = dynamodb_text(LAMINA_STR("c#a")),
                          .fields = note_and_amount,
                          .field_count = 2};
    expect_named(&lease_model, &query, "the index does not hold a field: amount");
    query.fields = NULL;
    query.field_count = 0;
    query.filter =
        mapper_or(context, mapper_exists(context, "note"), mapper_exists(context, "status.x"));
    expect_named(&lease_model, &query, "what the index does not hold: status");
    query.filter = mapper_exists(context, "unknown");
    expect_named(&lease_model, &query, "what the index does not hold: unknown");
}

/* ---- bounds ---- */

Test(query_parts, a_request_reads_no_more_than_the_page_size)
{
    mapper_query query = list();
    query.limit = 3;
    query.page_size = 2;
    scripted_answer(200,
                    "{\"Items\":[" ITEM("1") "," ITEM("2") "],\"LastEvaluatedKey\":" KEY("2") "}");
    scripted_answer(200, "{\"Items\":[" ITEM("3") "],\"LastEvaluatedKey\":" KEY("3") "}");
    mapper_page page = page_of(&query);
    cr_assert_eq(page.count, 3);
    cr_assert_eq(page.requests, 2);
    cr_assert_eq(page.evaluated, 3);
    cr_assert_not_null(strstr(scripted_body(0).ptr, "\"Limit\":2}"));
    cr_assert_not_null(strstr(scripted_body(1).ptr, "\"Limit\":1,"));
}

Test(query_parts, requests_and_items_read_are_bounded_each)
{
    mapper_query query = list();
    query.filter = mapper_exists(scripted_context(), "count");
    query.page_cap = 1;
    scripted_answer(200, "{\"Items\":[],\"Count\":0,\"ScannedCount\":100,"
                         "\"LastEvaluatedKey\":" KEY("99") "}");
    mapper_page page = page_of(&query);
    cr_assert_eq(page.count, 0);
    cr_assert_eq(page.evaluated, 100);
    cr_assert_gt(page.cursor.len, 0);

    query.page_cap = 0;
    query.evaluated_cap = 130;
    query.cursor = page.cursor;
    scripted_answer(200, "{\"Items\":[],\"Count\":0,\"ScannedCount\":100,"
                         "\"LastEvaluatedKey\":" KEY("199") "}");
    scripted_answer(200, "{\"Items\":[],\"Count\":0,\"ScannedCount\":30,"
                         "\"LastEvaluatedKey\":" KEY("229") "}");
    page = page_of(&query);
    cr_assert_not_null(strstr(scripted_body(2).ptr, "\"Limit\":30,"));
    cr_assert_eq(page.evaluated, 130);
    cr_assert_eq(page.requests, 2);
    query.cursor = page.cursor;
    scripted_answer(200, "{\"Items\":[]}");
    page_of(&query);
    expect_start(3, KEY("229"));
}

/* ---- segments ---- */

Test(query_parts, a_segment_is_asked_for_and_its_cursor_serves_no_other)
{
    mapper_query query = {.size = sizeof query, .limit = 1, .segment = 1, .segment_count = 4};
    mapper_page page = {.size = sizeof page};
    lamina_context *context = scripted_context();
    scripted_answer(200, "{\"Items\":[{\"id\":{\"S\":\"p\"}}],"
                         "\"LastEvaluatedKey\":{\"id\":{\"S\":\"p\"}}}");
    scripted_expect_status(mapper_scan_page(context, &pair_model, &query, &page), LAMINA_OK);
    scripted_expect(0, "Scan",
                    "{\"TableName\":\"pair\",\"Segment\":1,\"TotalSegments\":4,\"Limit\":1}");
    query.cursor = page.cursor;
    query.segment = 2;
    scripted_expect_status(mapper_scan_page(context, &pair_model, &query, &page), LAMINA_E_SYNTAX);
}

/* ---- counts ---- */

Test(query_parts, the_service_counts_page_after_page)
{
    mapper_query query = list();
    mapper_count count = {.size = sizeof count};
    scripted_answer(200, "{\"Count\":900,\"ScannedCount\":1000,\"LastEvaluatedKey\":" KEY("1") "}");
    scripted_answer(200, "{\"Count\":7,\"ScannedCount\":8}");
    scripted_expect_status(mapper_query_count(scripted_context(), &sample_model, &query, &count),
                           LAMINA_OK);
    scripted_expect(0, "Query",
                    "{\"TableName\":\"sample\",\"KeyConditionExpression\":\"#n0 = :v0\"," NOT_OVER
                    "\"Select\":\"COUNT\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"expires\"},"
                    "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"i\"},"
                    "\":v1\":{\"N\":\"" NOW_S "\"}}}");
    expect_start(1, KEY("1"));
    cr_assert_eq(count.count, 907);
    cr_assert_eq(count.evaluated, 1008);
    cr_assert_eq(count.requests, 2);
    cr_assert_eq(count.cursor.len, 0);
}

Test(query_parts, a_bounded_count_goes_on_from_its_cursor)
{
    mapper_query query = {.size = sizeof query, .page_cap = 1};
    mapper_count count = {.size = sizeof count};
    lamina_context *context = scripted_context();
    scripted_answer(200, "{\"Count\":5,\"ScannedCount\":5,"
                         "\"LastEvaluatedKey\":{\"id\":{\"S\":\"p\"}}}");
    scripted_expect_status(mapper_scan_count(context, &pair_model, &query, &count), LAMINA_OK);
    scripted_expect(0, "Scan", "{\"TableName\":\"pair\",\"Select\":\"COUNT\"}");
    query.cursor = count.cursor;
    cr_assert_gt(query.cursor.len, 0);
    scripted_answer(200, "{\"Count\":2,\"ScannedCount\":2}");
    scripted_expect_status(mapper_scan_count(context, &pair_model, &query, &count), LAMINA_OK);
    expect_start(1, "{\"id\":{\"S\":\"p\"}}");
    cr_assert_eq(count.count, 2);
}

/* ---- accesses ---- */

Test(query_parts, an_access_has_its_index_and_direction)
{
    lamina_context *context = scripted_context();
    mapper_page page = {.size = sizeof page};
    mapper_query options = {.size = sizeof options, .limit = 7};
    dynamodb_value hash = dynamodb_text(LAMINA_STR("STATUS#open"));
    scripted_answer(200, "{\"Items\":[]}");
    scripted_expect_status(
        mapper_query_by_access(context, &lease_model, "latest-of-status", hash, &options, &page),
        LAMINA_OK);
    scripted_expect(
        0, "Query",
        "{\"TableName\":\"lease\",\"IndexName\":\"by-status\",\"ScanIndexForward\":false,"
        "\"KeyConditionExpression\":\"#n0 = :v0\",\"FilterExpression\":\"begins_with(#n1, :v1) AND "
        "begins_with(#n2, :v2) AND (NOT #n3 <= :v3)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"statusPk\",\"#n1\":\"pk\",\"#n2\":\"sk\","
        "\"#n3\":\"expires\"},\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"STATUS#open\"},"
        "\":v1\":{\"S\":\"CUSTOMER#\"},\":v2\":{\"S\":\"LEASE#\"},"
        "\":v3\":{\"N\":\"" NOW_S "\"}},\"Limit\":7}");
    scripted_expect_status(mapper_query_by_access(context, &lease_model, "latest-of-status",
                                                  dynamodb_number(LAMINA_STR("1")), NULL, &page),
                           LAMINA_E_ARGUMENT);
    scripted_expect_status(
        mapper_query_by_access(context, &lease_model, "by-nothing", hash, NULL, &page),
        LAMINA_E_ARGUMENT);
}
