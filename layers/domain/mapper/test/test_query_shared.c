/* Queries of tables that several models share: one model's own items, and pages of all of them. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/text.h"
#include "lease_model.h"
#include "sample_model.h"
#include "scripted_database.h"
#include "shelf_model.h"

static void setup(void)
{
    scripted_database_open();
    setenv("SHELF_TABLE_NAME", "shelf", 1);
    unsetenv("LEASE_TABLE_NAME");
}

TestSuite(query_shared, .init = setup, .fini = scripted_database_close);

Test(query_shared, of_a_shared_table_the_models_own_items_are_asked_for)
{
    mapper_query query = {.size = sizeof query, .limit = 2};
    mapper_page page = {.size = sizeof page};
    scripted_answer(200, "{\"Items\":[{\"id\":{\"S\":\"a\"},\"kind\":{\"S\":\"book\"}},"
                         "{\"id\":{\"S\":\"b\"},\"kind\":{\"S\":\"film\"}}]}");
    scripted_expect_status(mapper_scan_page(scripted_context(), &film_model, &query, &page),
                           LAMINA_OK);
    scripted_expect(0, "Scan",
                    "{\"TableName\":\"shelf\",\"FilterExpression\":\"#n0 = :v0\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"kind\"},"
                    "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"film\"}},\"Limit\":2}");
    cr_assert_eq(page.count, 1, "a service that forgets to filter is not believed");
    scripted_expect_text(((const film *)page.items)->id, "b");
}

Test(query_shared, keys_that_begin_as_the_models_do_are_asked_for)
{
    lamina_context *context = scripted_context();
    mapper_query query = {.size = sizeof query, .hash = dynamodb_text(LAMINA_STR("CUSTOMER#c"))};
    mapper_page page = {.size = sizeof page};
    mapper_count count = {.size = sizeof count};
    scripted_answer(200, "{\"Items\":[]}");
    scripted_expect_status(mapper_query_page(context, &lease_model, &query, &page), LAMINA_OK);
    cr_assert_not_null(
        strstr(scripted_body(0).ptr,
               "\"KeyConditionExpression\":\"#n0 = :v0 AND begins_with(#n1, :v1)\""));
    query.range = mapper_greater(context, "sk", dynamodb_text(LAMINA_STR("LEASE#m")));
    scripted_answer(200, "{\"Items\":["
                         "{\"pk\":{\"S\":\"CUSTOMER#c\"},\"sk\":{\"S\":\"LEASE#x#000001\"}},"
                         "{\"pk\":{\"S\":\"CUSTOMER#c\"},\"sk\":{\"S\":\"ORDER#1\"}}],"
                         "\"Count\":2,\"ScannedCount\":2}");
    scripted_expect_status(mapper_query_count(context, &lease_model, &query, &count), LAMINA_OK);
    cr_assert_eq(count.count, 1, "an open end is looked at here");
    cr_assert_not_null(strstr(scripted_body(1).ptr, "\"ProjectionExpression\":\"#n0, #n1\""));
    query.range = NULL;
    query.hash = dynamodb_text(LAMINA_STR("PARTNER#c"));
    scripted_expect_status(mapper_query_page(context, &lease_model, &query, &page),
                           LAMINA_E_ARGUMENT);
}

static const mapper_model *const shelf[] = {&book_model, &film_model};

#define SHELF_ITEMS                                                                                \
    "{\"Items\":[{\"id\":{\"S\":\"f\"},\"kind\":{\"S\":\"film\"},\"length\":{\"N\":\"90\"}},"      \
    "{\"id\":{\"S\":\"x\"},\"kind\":{\"S\":\"song\"}},"                                            \
    "{\"id\":{\"S\":\"o\"},\"kind\":{\"S\":\"book\"},\"title\":{\"S\":\"t\"},"                     \
    "\"version\":{\"N\":\"1\"},\"expires\":{\"N\":\"1\"}},"                                        \
    "{\"id\":{\"S\":\"b\"},\"kind\":{\"S\":\"book\"},\"title\":{\"S\":\"t\"},"                     \
    "\"version\":{\"N\":\"1\"}}]}"

Test(query_shared, a_mixed_page_gives_each_item_to_its_model)
{
    mapper_query query = {.size = sizeof query, .limit = 9};
    mapper_mixed_page page = {.size = sizeof page};
    scripted_answer(200, SHELF_ITEMS);
    scripted_expect_status(mapper_scan_collection(scripted_context(), shelf, 2, &query, &page),
                           LAMINA_OK);
    scripted_expect(0, "Scan", "{\"TableName\":\"shelf\",\"Limit\":9}");
    cr_assert_eq(page.count, 2);
    cr_assert_eq(page.items[0].model, &film_model);
    cr_assert_eq(((const film *)page.items[0].item)->length, 90);
    cr_assert_eq(page.items[1].model, &book_model);
    scripted_expect_text(((const book *)page.items[1].item)->id, "b");
    cr_assert_eq(page.unknown, 1);
    cr_assert_eq(page.cursor.len, 0);
}

Test(query_shared, items_of_no_model_are_reported_when_asked_for)
{
    mapper_query query = {.size = sizeof query, .flags = MAPPER_QUERY_REPORT_UNKNOWN};
    mapper_mixed_page page = {.size = sizeof page};
    scripted_answer(200, SHELF_ITEMS);
    scripted_expect_status(mapper_scan_collection(scripted_context(), shelf, 2, &query, &page),
                           LAMINA_OK);
    cr_assert_eq(page.count, 3);
    cr_assert_null(page.items[1].model);
    scripted_expect_text(((const lamina_unknown *)page.items[1].item)->attributes,
                         "\"id\":{\"S\":\"x\"},\"kind\":{\"S\":\"song\"}");
}

Test(query_shared, models_of_other_tables_and_keys_do_not_mix)
{
    static const mapper_model *const tables[] = {&book_model, &pair_model};
    static const uint32_t fields[] = {0};
    mapper_query query = {.size = sizeof query};
    mapper_mixed_page page = {.size = sizeof page};
    lamina_context *context = scripted_context();
    scripted_expect_status(mapper_scan_collection(context, tables, 2, &query, &page),
                           LAMINA_E_ARGUMENT);
    setenv("SAMPLE_TABLE_NAME", "shelf", 1);
    static const mapper_model *const keys[] = {&book_model, &sample_model};
    scripted_expect_status(mapper_scan_collection(context, keys, 2, &query, &page),
                           LAMINA_E_ARGUMENT);
    scripted_expect_status(mapper_scan_collection(context, shelf, 0, &query, &page),
                           LAMINA_E_ARGUMENT);
    query.fields = fields;
    query.field_count = 1;
    scripted_expect_status(mapper_scan_collection(context, shelf, 2, &query, &page),
                           LAMINA_E_ARGUMENT);
}
