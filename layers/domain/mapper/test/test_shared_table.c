/* Models that share a table, defaults and unknown attributes: the exact requests, and what an item of
   another model means. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/collection.h"
#include "sample_model.h"
#include "scripted_database.h"
#include "shelf_model.h"

static void setup(void)
{
    scripted_database_open();
    setenv("SHELF_TABLE_NAME", "shelf", 1);
}

TestSuite(shared_table, .init = setup, .fini = scripted_database_close);

#define NOW_S "1769860800"
#define NOW_TEXT "2026-01-31T12:00:00.000000Z"
#define ALL_OLD "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\""

static const char film_item[] = "{\"id\":{\"S\":\"b\"},\"kind\":{\"S\":\"film\"},"
                                "\"title\":{\"S\":\"t\"},\"version\":{\"N\":\"1\"}}";

static book new_book(void)
{
    return (book){.id = LAMINA_STR("b"), .title = LAMINA_STR("t")};
}

static void expect_foreign(void)
{
    lamina_str causes = test_context_causes(scripted_test());
    cr_assert_not_null(strstr(causes.ptr, "an item of another model than book"), "%s", causes.ptr);
    cr_assert_eq(test_context_problem(scripted_test()).status, LAMINA_OK);
}

static void answer_condition_failed(const char *item)
{
    char members[1000];
    snprintf(members, sizeof members, "\"Item\":%s", item);
    scripted_error("ConditionalCheckFailedException", members);
}

/* ---- writing ---- */

Test(shared_table, create_writes_fields_tag_and_the_unknown_and_fills_all_defaults)
{
    maker made = {.name = LAMINA_STR("R"),
                  .unknown = {LAMINA_STR("\"city2\":{\"BOOL\":true},\"name\":{\"S\":\"forged\"}")}};
    lamina_mark(&made.has, MAKER_NAME);
    book item = new_book();
    item.maker = &made;
    item.unknown.attributes =
        LAMINA_STR("\"x\":{\"N\":\"12345678901234567890123456789012345678\"},\"kind\":{\"S\":"
                   "\"film\"},\"title\":{\"S\":\"old\"},\"y\":{\"B\":\"AAE=\"},"
                   "\"z\\u0000\":{\"S\":\"\\u0000\\u00e4/\"}");
    lamina_mark(&item.has, BOOK_MAKER);
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_create(scripted_context(), &book_model, &item, NULL), LAMINA_OK);
    scripted_expect(
        0, "PutItem",
        "{\"TableName\":\"shelf\",\"Item\":{\"id\":{\"S\":\"b\"},\"title\":{\"S\":\"t\"},"
        "\"language\":{\"S\":\"de\"},\"origin\":{\"S\":\"web\"},"
        "\"maker\":{\"M\":{\"name\":{\"S\":\"R\"},\"city\":{\"S\":\"Leipzig\"},"
        "\"city2\":{\"BOOL\":true}}},"
        "\"createdAt\":{\"S\":\"" NOW_TEXT "\"},\"version\":{\"N\":\"1\"},"
        "\"kind\":{\"S\":\"book\"},\"x\":{\"N\":\"12345678901234567890123456789012345678\"},"
        "\"y\":{\"B\":\"AAE=\"},\"z\\u0000\":{\"S\":\"\\u0000\xc3\xa4/\"}},"
        "\"ConditionExpression\":\"(attribute_not_exists(#n0) OR #n1 <= :v0)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"expires\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"N\":\"" NOW_S "\"}}," ALL_OLD "}");
    cr_assert(lamina_is_absent(&made.has, MAKER_CITY), "the caller's own struct was changed");
    cr_assert(lamina_is_present(&item.has, BOOK_ORIGIN));
}

Test(shared_table, put_replaces_no_item_of_another_model_and_is_repeated_all_the_same)
{
    film item = {.id = LAMINA_STR("f"), .length = 90};
    lamina_mark(&item.has, FILM_LENGTH);
    scripted_answer(0, NULL);
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(scripted_context(), &film_model, &item, NULL), LAMINA_OK);
    scripted_expect(
        1, "PutItem",
        "{\"TableName\":\"shelf\",\"Item\":{\"id\":{\"S\":\"f\"},\"length\":{\"N\":\"90\"},"
        "\"kind\":{\"S\":\"film\"}},"
        "\"ConditionExpression\":\"(attribute_not_exists(#n0) OR #n1 = :v0)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"kind\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"film\"}}," ALL_OLD "}");
}

Test(shared_table, put_of_a_loaded_item_fills_no_defaults_of_new_ones)
{
    book item = new_book();
    item.version = 4;
    item.created = TEST_CONTEXT_START_US;
    lamina_mark(&item.has, BOOK_CREATED);
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(scripted_context(), &book_model, &item, NULL), LAMINA_OK);
    scripted_expect(0, "PutItem",
                    "{\"TableName\":\"shelf\",\"Item\":{\"id\":{\"S\":\"b\"},"
                    "\"title\":{\"S\":\"t\"},\"language\":{\"S\":\"de\"},"
                    "\"createdAt\":{\"S\":\"" NOW_TEXT "\"},\"version\":{\"N\":\"5\"},"
                    "\"kind\":{\"S\":\"book\"}},"
                    "\"ConditionExpression\":\"(attribute_not_exists(#n0) OR #n1 = :v0) AND #n2 = "
                    ":v1\",\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"kind\","
                    "\"#n2\":\"version\"},\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"book\"},"
                    "\":v1\":{\"N\":\"4\"}}," ALL_OLD "}");
}

Test(shared_table, a_failed_create_takes_defaults_back)
{
    book item = new_book();
    scripted_answer(0, NULL);
    scripted_expect_status(mapper_create(scripted_context(), &book_model, &item, NULL),
                           LAMINA_E_AMBIGUOUS);
    cr_assert_eq(item.has.present, 0);
}

Test(shared_table, patch_and_remove_ask_for_the_tag)
{
    film item = {.id = LAMINA_STR("f")};
    lamina_mark_null(&item.has, FILM_LENGTH);
    scripted_answer(200, "{\"Attributes\":{\"id\":{\"S\":\"f\"},\"kind\":{\"S\":\"film\"}}}");
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_patch(scripted_context(), &film_model, &item, NULL), LAMINA_OK);
    scripted_expect(
        0, "UpdateItem",
        "{\"TableName\":\"shelf\",\"Key\":{\"id\":{\"S\":\"f\"}},"
        "\"UpdateExpression\":\"REMOVE #n0\","
        "\"ConditionExpression\":\"attribute_exists(#n1) AND #n2 = :v0\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"length\",\"#n1\":\"id\","
        "\"#n2\":\"kind\"},\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"film\"}}," ALL_OLD
        ",\"ReturnValues\":\"ALL_NEW\"}");
    scripted_expect_status(mapper_remove(scripted_context(), &film_model, &item, NULL), LAMINA_OK);
    scripted_expect(1, "DeleteItem",
                    "{\"TableName\":\"shelf\",\"Key\":{\"id\":{\"S\":\"f\"}},"
                    "\"ConditionExpression\":\"attribute_exists(#n0) AND #n1 = :v0\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"kind\"},"
                    "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"film\"}}," ALL_OLD "}");
}

Test(shared_table, text_that_is_no_attributes_is_refused_before_anything_is_sent)
{
    static const char *const texts[] = {
        "\"a\":{\"S\":\"x\"}},\"TableName\":{\"S\":\"other\"", /* would close the item */
        "\"a\":1",
        "\"a\":{}",
        "\"a\":{\"S\":\"x\",\"N\":\"1\"}",
        "\"a\":{\"M\":[]}",
        "\"a\":{\"L\":[1]}",
        "\"a\"",
        ",",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        book item = new_book();
        item.unknown.attributes = lamina_str_from(texts[i]);
        scripted_expect_status(mapper_create(scripted_context(), &book_model, &item, NULL),
                               LAMINA_E_INVALID);
        lamina_error_reset(scripted_context());
    }
    cr_assert_eq(scripted_request_count(), 0);
}

/* ---- what an item of another model means ---- */

Test(shared_table, an_item_of_another_model_is_not_found)
{
    static const char *const items[] = {film_item, "{\"id\":{\"S\":\"b\"},\"title\":{\"S\":\"t\"}}",
                                        "{\"id\":{\"S\":\"b\"},\"kind\":{\"N\":\"1\"}}"};
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        char answer[1000];
        snprintf(answer, sizeof answer, "{\"Item\":%s}", items[i]);
        scripted_answer(200, answer);
        book key = {.id = LAMINA_STR("b"), .pages = 77};
        scripted_expect_status(mapper_get(scripted_context(), &book_model, &key, NULL, &key),
                               LAMINA_E_NOT_FOUND);
        cr_assert_eq(key.pages, 77);
        expect_foreign();
        lamina_error_reset(scripted_context());
    }
}

Test(shared_table, verbs_that_need_an_item_miss_one_of_another_model)
{
    book item = new_book();
    book current = {.pages = 1};
    mapper_write options = {.size = sizeof options, .current = &current};
    answer_condition_failed(film_item);
    scripted_expect_status(mapper_patch(scripted_context(), &book_model, &item, &options),
                           LAMINA_E_NOT_FOUND);
    expect_foreign();
    cr_assert_eq(current.id.len, 0);
    answer_condition_failed(film_item);
    scripted_expect_status(mapper_remove(scripted_context(), &book_model, &item, &options),
                           LAMINA_E_NOT_FOUND);
}

Test(shared_table, verbs_that_make_an_item_find_the_key_taken)
{
    typedef lamina_status verb(lamina_context *, const mapper_model *, void *,
                               const mapper_write *);
    verb *const verbs[] = {mapper_create, mapper_put};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        book item = new_book();
        book current = {.pages = 1};
        mapper_write options = {.size = sizeof options, .current = &current};
        answer_condition_failed(film_item);
        scripted_expect_status(verbs[i](scripted_context(), &book_model, &item, &options),
                               LAMINA_E_CONFLICT);
        expect_foreign();
        cr_assert_eq(current.id.len, 0);
        lamina_error_reset(scripted_context());
    }
}

/* ---- reading ---- */

Test(shared_table, reading_fills_defaults_and_keeps_what_is_unknown)
{
    scripted_answer(200,
                    "{ \"Item\" : { \"x\" : { \"N\" : \"1.50\" }, \"id\":{\"S\":\"b\"},"
                    "\"maker\":{\"M\":{\"tel\":{\"L\":[{\"SS\":[\"b\",\"a\"]},{\"NULL\":true}]}}},"
                    "\"title\":{\"S\":\"t\"},\"version\":{\"N\":\"2\"},\"kind\":{\"S\":\"book\"},"
                    "\"FUTURE\":{\"T9\":[1,2]}}}");
    book out;
    book key = {.id = LAMINA_STR("b")};
    scripted_expect_status(mapper_get(scripted_context(), &book_model, &key, NULL, &out),
                           LAMINA_OK);
    cr_assert(lamina_str_is(out.language, "de"));
    cr_assert(lamina_is_present(&out.has, BOOK_LANGUAGE));
    cr_assert(lamina_is_absent(&out.has, BOOK_ORIGIN), "the item is not new");
    scripted_expect_text(out.unknown.attributes, "\"x\":{\"N\":\"1.50\"},"
                                                 "\"FUTURE\":{\"T9\":[1,2]}");
    scripted_expect_text(out.maker->unknown.attributes,
                         "\"tel\":{\"L\":[{\"SS\":[\"b\",\"a\"]},{\"NULL\":true}]}");
    cr_assert(lamina_str_is(out.maker->city, "Leipzig"));
}

/* ---- upsert ---- */

Test(shared_table, upsert_writes_what_a_new_item_needs)
{
    film item = {.id = LAMINA_STR("f"), .length = 90};
    lamina_mark(&item.has, FILM_LENGTH);
    scripted_answer(0, NULL); /* the same bytes come to the same */
    scripted_answer(200, "{\"Attributes\":{\"id\":{\"S\":\"f\"},\"length\":{\"N\":\"90\"},"
                         "\"kind\":{\"S\":\"film\"}}}");
    scripted_expect_status(mapper_upsert(scripted_context(), &film_model, &item, NULL), LAMINA_OK);
    scripted_expect(1, "UpdateItem",
                    "{\"TableName\":\"shelf\",\"Key\":{\"id\":{\"S\":\"f\"}},"
                    "\"UpdateExpression\":\"SET #n0 = :v0, #n1 = :v1\","
                    "\"ConditionExpression\":\"(attribute_not_exists(#n2) OR #n1 = :v2)\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"length\",\"#n1\":\"kind\","
                    "\"#n2\":\"id\"},\"ExpressionAttributeValues\":{\":v0\":{\"N\":\"90\"},"
                    "\":v1\":{\"S\":\"film\"},\":v2\":{\"S\":\"film\"}}," ALL_OLD
                    ",\"ReturnValues\":\"ALL_NEW\"}");
}

Test(shared_table, upsert_counts_versions_and_keeps_the_first_stamp_and_stored_values)
{
    book item = new_book();
    item.origin = LAMINA_STR("app");
    lamina_mark(&item.has, BOOK_ORIGIN);
    lamina_mark_null(&item.has, BOOK_PAGES);
    scripted_answer(200, "{\"Attributes\":{\"id\":{\"S\":\"b\"},\"title\":{\"S\":\"t\"},"
                         "\"version\":{\"N\":\"8\"},\"kind\":{\"S\":\"book\"}}}");
    scripted_expect_status(mapper_upsert(scripted_context(), &book_model, &item, NULL), LAMINA_OK);
    scripted_expect(
        0, "UpdateItem",
        "{\"TableName\":\"shelf\",\"Key\":{\"id\":{\"S\":\"b\"}},"
        "\"UpdateExpression\":\"SET #n0 = :v0, #n1 = if_not_exists(#n1, :v1), #n2 = :v2, "
        "#n3 = if_not_exists(#n3, :v3), #n4 = if_not_exists(#n4, :v4) + :v5, #n5 = :v6 "
        "REMOVE #n6\","
        "\"ConditionExpression\":\"(attribute_not_exists(#n7) OR #n5 = :v7) AND "
        "(NOT #n8 <= :v8)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"title\",\"#n1\":\"language\",\"#n2\":\"origin\","
        "\"#n3\":\"createdAt\",\"#n4\":\"version\",\"#n5\":\"kind\",\"#n6\":\"pages\","
        "\"#n7\":\"id\",\"#n8\":\"expires\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"t\"},\":v1\":{\"S\":\"de\"},"
        "\":v2\":{\"S\":\"app\"},\":v3\":{\"S\":\"" NOW_TEXT "\"},\":v4\":{\"N\":\"0\"},"
        "\":v5\":{\"N\":\"1\"},\":v6\":{\"S\":\"book\"},\":v7\":{\"S\":\"book\"},"
        "\":v8\":{\"N\":\"" NOW_S "\"}}," ALL_OLD ",\"ReturnValues\":\"ALL_NEW\"}");
    cr_assert_eq(item.version, 8);
}

Test(shared_table, upsert_creates_where_a_new_item_gets_more_than_an_old_one)
{
    book item = new_book();
    scripted_error("ConditionalCheckFailedException", NULL); /* there is none */
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_upsert(scripted_context(), &book_model, &item, NULL), LAMINA_OK);
    cr_assert_eq(scripted_request_count(), 2);
    cr_assert_not_null(strstr(scripted_body(0).ptr, "attribute_exists("));
    cr_assert_not_null(strstr(scripted_body(1).ptr, "\"origin\":{\"S\":\"web\"}"));
    cr_assert_eq(item.version, 1);
}

Test(shared_table, upsert_starts_over_from_what_is_past_its_time)
{
    book item = new_book();
    lamina_mark(&item.has, BOOK_ORIGIN);
    answer_condition_failed("{\"id\":{\"S\":\"b\"},\"kind\":{\"S\":\"book\"},"
                            "\"expires\":{\"N\":\"1\"}}");
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_upsert(scripted_context(), &book_model, &item, NULL), LAMINA_OK);
    cr_assert_not_null(strstr(scripted_body(1).ptr, "\"Item\":{"));
    cr_assert_not_null(strstr(scripted_body(1).ptr, "OR #n1 <= :v0"));
}

Test(shared_table, upsert_with_a_version_or_a_condition_that_fails_creates_nothing)
{
    book item = new_book();
    item.version = 3;
    lamina_mark(&item.has, BOOK_ORIGIN);
    scripted_error("ConditionalCheckFailedException", NULL);
    scripted_expect_status(mapper_upsert(scripted_context(), &book_model, &item, NULL),
                           LAMINA_E_PRECONDITION);
    cr_assert_eq(item.version, 3);
    mapper_write options = {.size = sizeof options,
                            .condition = mapper_exists(scripted_context(), "pages")};
    item.version = 0;
    scripted_error("ConditionalCheckFailedException", NULL);
    scripted_expect_status(mapper_upsert(scripted_context(), &book_model, &item, &options),
                           LAMINA_E_PRECONDITION);
    cr_assert_eq(scripted_request_count(), 2);
}

Test(shared_table, upsert_needs_what_a_new_item_needs)
{
    book item = {.id = LAMINA_STR("b")};
    scripted_expect_status(mapper_upsert(scripted_context(), &book_model, &item, NULL),
                           LAMINA_E_INVALID);
    lamina_problem problem = test_context_problem(scripted_test());
    cr_assert_eq(problem.violation_count, 1);
    scripted_expect_text(problem.violations[0].pointer, "/title");
    cr_assert_eq(scripted_request_count(), 0);
}

Test(shared_table, upsert_that_keeps_meeting_others_gives_up)
{
    book item = new_book();
    for (int i = 0; i < 4; i++) {
        scripted_error("ConditionalCheckFailedException", NULL);
        answer_condition_failed("{\"id\":{\"S\":\"b\"},\"kind\":{\"S\":\"book\"}}");
    }
    scripted_expect_status(mapper_upsert(scripted_context(), &book_model, &item, NULL),
                           LAMINA_E_CONFLICT);
    cr_assert_eq(item.has.present, 0);
}

/* ---- save ---- */

static book loaded_book(maker *made)
{
    book item = new_book();
    item.pages = 10;
    item.language = LAMINA_STR("en");
    item.version = 6;
    item.maker = made;
    for (uint32_t i = BOOK_ID; i <= BOOK_VERSION; i++)
        if (i != BOOK_ORIGIN && i != BOOK_CREATED)
            lamina_mark(&item.has, i);
    return item;
}

static const mapper_snapshot *snapshot_of(const book *item)
{
    const mapper_snapshot *snapshot = NULL;
    scripted_expect_status(mapper_snapshot_take(scripted_context(), &book_model, item, &snapshot),
                           LAMINA_OK);
    return snapshot;
}

Test(shared_table, save_sends_what_differs_with_its_state)
{
    maker made = {.name = LAMINA_STR("R")};
    book item = loaded_book(&made);
    const mapper_snapshot *loaded = snapshot_of(&item);
    made.city = LAMINA_STR("Wien"); /* behind a pointer that item and its copies share */
    lamina_mark(&made.has, MAKER_CITY);
    lamina_mark_null(&item.has, BOOK_PAGES);
    lamina_mark_absent(&item.has, BOOK_LANGUAGE);
    item.origin = LAMINA_STR("");
    lamina_mark(&item.has, BOOK_ORIGIN);
    scripted_answer(200, "{\"Attributes\":{\"id\":{\"S\":\"b\"},\"title\":{\"S\":\"t\"},"
                         "\"version\":{\"N\":\"7\"},\"kind\":{\"S\":\"book\"}}}");
    scripted_expect_status(mapper_save(scripted_context(), loaded, &item, NULL), LAMINA_OK);
    scripted_expect(
        0, "UpdateItem",
        "{\"TableName\":\"shelf\",\"Key\":{\"id\":{\"S\":\"b\"}},"
        "\"UpdateExpression\":\"SET #n0 = :v0, #n1 = :v1, #n2 = :v2, #n3 = :v3 REMOVE #n4\","
        "\"ConditionExpression\":\"attribute_exists(#n5) AND (NOT #n6 <= :v4) AND #n7 = :v5 AND "
        "#n3 = :v6\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"pages\",\"#n1\":\"origin\",\"#n2\":\"maker\","
        "\"#n3\":\"version\",\"#n4\":\"language\",\"#n5\":\"id\",\"#n6\":\"expires\","
        "\"#n7\":\"kind\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"NULL\":true},\":v1\":{\"S\":\"\"},"
        "\":v2\":{\"M\":{\"city\":{\"S\":\"Wien\"}}},\":v3\":{\"N\":\"7\"},"
        "\":v4\":{\"N\":\"" NOW_S "\"},\":v5\":{\"S\":\"book\"},\":v6\":{\"N\":\"6\"}}," ALL_OLD
        ",\"ReturnValues\":\"ALL_NEW\"}");
    cr_assert_eq(item.version, 7);
    cr_assert(lamina_str_is(item.language, "de"), "what is stored then, with its defaults");
}

Test(shared_table, save_of_what_is_as_it_was_sends_nothing)
{
    book item = loaded_book(&(maker){.name = LAMINA_STR("R")});
    const mapper_snapshot *loaded = snapshot_of(&item);
    book before = item;
    scripted_expect_status(mapper_save(scripted_context(), loaded, &item, NULL), LAMINA_OK);
    cr_assert_eq(scripted_request_count(), 0);
    cr_assert_eq(memcmp(&before.has, &item.has, sizeof item.has), 0);
    cr_assert_eq(item.version, 6);
}

Test(shared_table, save_checks_the_rules_of_what_it_writes_alone)
{
    book item = loaded_book(&(maker){.name = LAMINA_STR("R")});
    item.title = LAMINA_STR(""); /* stored so, before there was a rule */
    const mapper_snapshot *loaded = snapshot_of(&item);
    item.pages = 11;
    scripted_answer(200, "{\"Attributes\":{\"id\":{\"S\":\"b\"},\"title\":{\"S\":\"\"},"
                         "\"version\":{\"N\":\"7\"},\"kind\":{\"S\":\"book\"}}}");
    scripted_expect_status(mapper_save(scripted_context(), loaded, &item, NULL), LAMINA_OK);
    item.title = LAMINA_STR("t");
    loaded = snapshot_of(&item);
    item.title = (lamina_str){NULL, 0};
    item.maker = NULL;
    lamina_mark(&item.has, BOOK_MAKER);
    scripted_expect_status(mapper_save(scripted_context(), loaded, &item, NULL), LAMINA_E_INVALID);
    cr_assert_eq(test_context_problem(scripted_test()).violation_count, 2);
    cr_assert_eq(scripted_request_count(), 1);
}

Test(shared_table, save_to_another_key_is_refused)
{
    book item = loaded_book(&(maker){.name = LAMINA_STR("R")});
    const mapper_snapshot *loaded = snapshot_of(&item);
    item.id = LAMINA_STR("c");
    scripted_expect_status(mapper_save(scripted_context(), loaded, &item, NULL), LAMINA_E_ARGUMENT);
    scripted_expect_status(mapper_save(scripted_context(), NULL, &item, NULL), LAMINA_E_ARGUMENT);
}

/* ---- whose is it ---- */

static const lamina_json *json(const char *text)
{
    const lamina_json *value = NULL;
    cr_assert_eq(
        lamina_json_read(scripted_context()->arena, lamina_str_from(text), 0, &value, NULL),
        LAMINA_OK, "%s", text);
    return value;
}

Test(shared_table, the_tag_says_whose_an_item_is)
{
    const mapper_model *const models[] = {&pair_model, &film_model, &book_model, &old_book_model};
    cr_assert_eq(mapper__model_of(models, 4, json(film_item)), &film_model);
    cr_assert_eq(mapper__model_of(models, 4, json("{\"kind\":{\"S\":\"book\"}}")), &book_model,
                 "the first of equals");
    cr_assert_eq(mapper__model_of(models, 4, json("{\"kind\":{\"S\":\"disk\"}}")), &pair_model,
                 "a model without a tag takes what is left");
    cr_assert_null(mapper__model_of(models + 1, 3, json("{\"kind\":{\"S\":\"disk\"}}")));
    cr_assert_null(mapper__model_of(models + 1, 3, json("{\"kind\":{\"S\":\"films\"}}")));
    cr_assert_null(mapper__model_of(models, 4, NULL));
    cr_assert(mapper__model_may_own(&film_model, json("{\"id\":{\"S\":\"f\"}}")));
    cr_assert_not(mapper__model_may_own(&film_model, json("{\"kind\":{\"S\":\"book\"}}")));
}

Test(shared_table, so_does_what_keys_begin_with)
{
    static const mapper_key_template orders[] = {{"CUSTOMER#{id}", PAIR_ID, 0},
                                                 {"ORDER#{value}", PAIR_VALUE, 0}};
    static const mapper_key_template customers[] = {{"CUSTOMER#{id}", PAIR_ID, 0},
                                                    {"PROFILE", PAIR_VALUE, 0}};
    static const mapper_key_template anything[] = {{"CUSTOMER#{id}", PAIR_ID, 0}};
    mapper_model order = pair_model, customer = pair_model, any = pair_model;
    order.range_field = customer.range_field = any.range_field = PAIR_VALUE;
    order.key_templates = orders;
    customer.key_templates = customers;
    any.key_templates = anything;
    order.key_template_count = customer.key_template_count = 2;
    any.key_template_count = 1;
    order.key_template_size = customer.key_template_size = any.key_template_size =
        sizeof(mapper_key_template);
    const mapper_model *const models[] = {&any, &customer, &order};

    cr_assert_eq(
        mapper__model_of(models, 3,
                         json("{\"id\":{\"S\":\"CUSTOMER#1\"},\"value\":{\"S\":\"ORDER#7\"}}")),
        &order);
    cr_assert_eq(
        mapper__model_of(models, 3,
                         json("{\"id\":{\"S\":\"CUSTOMER#1\"},\"value\":{\"S\":\"PROFILE\"}}")),
        &customer);
    cr_assert_eq(mapper__model_of(
                     models, 3, json("{\"id\":{\"S\":\"CUSTOMER#1\"},\"value\":{\"S\":\"LOG#\"}}")),
                 &any);
    cr_assert_null(mapper__model_of(
        models, 3, json("{\"id\":{\"S\":\"SHOP#1\"},\"value\":{\"S\":\"ORDER#7\"}}")));
    cr_assert_not(mapper__model_owns(&order, json("{\"id\":{\"S\":\"CUSTOMER#1\"}}")));
    cr_assert(mapper__model_may_own(&order, json("{\"id\":{\"S\":\"CUSTOMER#1\"}}")));
}
