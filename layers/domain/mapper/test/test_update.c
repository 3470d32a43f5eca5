/* Updates: their exact requests, and what is refused before anything is sent. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "lease_model.h"
#include "sample_model.h"
#include "scripted_database.h"
#include "shelf_model.h"

TestSuite(update, .init = scripted_database_open, .fini = scripted_database_close);

#define NOW_S "1769860800"
#define NOW_TEXT "2026-01-31T12:00:00.000000Z"
#define ALL_NEW "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\",\"ReturnValues\":\"ALL_NEW\"}"

static const char stored[] = "{\"Attributes\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"4\"},"
                             "\"count\":{\"N\":\"8\"},\"version\":{\"N\":\"3\"}}}";

static dynamodb_value number(const char *digits)
{
    return dynamodb_number(lamina_str_from(digits));
}

static dynamodb_value text(const char *bytes)
{
    return dynamodb_text(lamina_str_from(bytes));
}

static lamina_status update(const mapper_edits *edits, const mapper_write *options, sample *out)
{
    sample key = {.id = LAMINA_STR("i"), .rank = 4};
    return mapper_update(scripted_context(), &sample_model, &key, edits, options, out);
}

Test(update, every_edit_has_its_notation_and_whole_fields_go_first)
{
    static const lamina_str tag = {"a", 1};
    dynamodb_value tags = {.type = DYNAMODB_SS, .texts = &tag, .count = 1};
    dynamodb_value digits = {.type = DYNAMODB_NS, .texts = &LAMINA_STR("7"), .count = 1};
    dynamodb_value line = text("l");
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_append(edits, "lines", &line, 1);
    mapper_edit_set(edits, "title", text("t"));
    mapper_edit_set(edits, "part.name", text("n"));
    mapper_edit_set(edits, "parts[2].weight", dynamodb_null());
    mapper_edit_set_if_missing(edits, "ratio", number("0.5"));
    mapper_edit_increment(edits, "count", number("2"));
    mapper_edit_decrement(edits, "price", number("0.10"));
    mapper_edit_remove(edits, "parts[0]");
    mapper_edit_remove(edits, "due");
    mapper_edit_add(edits, "tags", tags);
    mapper_edit_add(edits, "part.weight", number("-1"));
    mapper_edit_delete(edits, "numbers", digits);
    mapper_edit_set(edits, "document.a[3]", dynamodb_boolean(true));
    mapper_edit_set(edits, "blob", dynamodb_null());
    scripted_answer(200, stored);
    sample out = {.rank = 0};
    scripted_expect_status(update(edits, NULL, &out), LAMINA_OK);
    scripted_expect(
        0, "UpdateItem",
        "{\"TableName\":\"sample\",\"Key\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"4\"}},"
        "\"UpdateExpression\":\"SET #n0 = :v0, #n1 = :v1, #n2 = if_not_exists(#n2, :v2) + :v3, "
        "#n3 = list_append(if_not_exists(#n3, :v4), :v5), #n4.#n5 = :v6, #n6[2].#n7 = :v7, "
        "#n8 = if_not_exists(#n8, :v8), #n9 = if_not_exists(#n9, :v9) + :v10, "
        "#n10 = if_not_exists(#n10, :v11) - :v12, #n11.#n12[3] = :v13, #n13 = :v14 "
        "REMOVE #n14, #n6[0] ADD #n15 :v15, #n4.#n7 :v16 DELETE #n16 :v17\","
        "\"ConditionExpression\":\"attribute_exists(#n17) AND (NOT #n18 <= :v18)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"title\",\"#n1\":\"updatedAt\","
        "\"#n2\":\"version\",\"#n3\":\"lines\",\"#n4\":\"part\",\"#n5\":\"name\","
        "\"#n6\":\"parts\",\"#n7\":\"weight\",\"#n8\":\"ratio\",\"#n9\":\"count\","
        "\"#n10\":\"price\",\"#n11\":\"document\",\"#n12\":\"a\",\"#n13\":\"blob\","
        "\"#n14\":\"due\",\"#n15\":\"tags\",\"#n16\":\"numbers\",\"#n17\":\"id\","
        "\"#n18\":\"expires\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"t\"},\":v1\":{\"S\":\"" NOW_TEXT "\"},"
        "\":v2\":{\"N\":\"0\"},\":v3\":{\"N\":\"1\"},\":v4\":{\"L\":[]},"
        "\":v5\":{\"L\":[{\"S\":\"l\"}]},\":v6\":{\"S\":\"n\"},\":v7\":{\"NULL\":true},"
        "\":v8\":{\"N\":\"0.5\"},\":v9\":{\"N\":\"0\"},\":v10\":{\"N\":\"2\"},"
        "\":v11\":{\"N\":\"0\"},\":v12\":{\"N\":\"0.10\"},\":v13\":{\"BOOL\":true},"
        "\":v14\":{\"NULL\":true},\":v15\":{\"SS\":[\"a\"]},\":v16\":{\"N\":\"-1\"},"
        "\":v17\":{\"NS\":[\"7\"]},\":v18\":{\"N\":\"" NOW_S "\"}}," ALL_NEW);
    cr_assert_eq(out.count, 8);
    cr_assert_eq(out.version, 3);
}

Test(update, a_known_version_is_compared_and_a_prepend_stands_before)
{
    dynamodb_value values[] = {text("a"), text("b")};
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_prepend(edits, "lines", values, 2);
    sample key = {.id = LAMINA_STR("i"), .rank = 4, .version = 2};
    mapper_write options = {.size = sizeof options,
                            .condition = mapper_size_less(scripted_context(), "lines", 9)};
    scripted_answer(200, stored);
    scripted_expect_status(
        mapper_update(scripted_context(), &sample_model, &key, edits, &options, &key), LAMINA_OK);
    scripted_expect(
        0, "UpdateItem",
        "{\"TableName\":\"sample\",\"Key\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"4\"}},"
        "\"UpdateExpression\":\"SET #n0 = :v0, #n1 = :v1, "
        "#n2 = list_append(:v2, if_not_exists(#n2, :v3))\","
        "\"ConditionExpression\":\"attribute_exists(#n3) AND (NOT #n4 <= :v4) AND #n1 = :v5 AND "
        "size(#n2) < :v6\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"updatedAt\",\"#n1\":\"version\","
        "\"#n2\":\"lines\",\"#n3\":\"id\",\"#n4\":\"expires\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"" NOW_TEXT "\"},\":v1\":{\"N\":\"3\"},"
        "\":v2\":{\"L\":[{\"S\":\"a\"},{\"S\":\"b\"}]},\":v3\":{\"L\":[]},"
        "\":v4\":{\"N\":\"" NOW_S "\"},\":v5\":{\"N\":\"2\"},\":v6\":{\"N\":\"9\"}}," ALL_NEW);
    cr_assert_eq(key.version, 3);
}

Test(update, an_upsert_makes_a_whole_item_of_key_stamps_and_edits)
{
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_add(edits, "count", number("1"));
    mapper_write options = {.size = sizeof options, .flags = MAPPER_WRITE_UPSERT};
    scripted_answer(200, stored);
    scripted_expect_status(update(edits, &options, NULL), LAMINA_OK);
    scripted_expect(
        0, "UpdateItem",
        "{\"TableName\":\"sample\",\"Key\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"4\"}},"
        "\"UpdateExpression\":\"SET #n0 = if_not_exists(#n0, :v0), #n1 = :v1, "
        "#n2 = if_not_exists(#n2, :v2) + :v3 ADD #n3 :v4\","
        "\"ConditionExpression\":\"(NOT #n4 <= :v5)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"createdAt\",\"#n1\":\"updatedAt\","
        "\"#n2\":\"version\",\"#n3\":\"count\",\"#n4\":\"expires\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"" NOW_TEXT "\"},"
        "\":v1\":{\"S\":\"" NOW_TEXT "\"},\":v2\":{\"N\":\"0\"},\":v3\":{\"N\":\"1\"},"
        "\":v4\":{\"N\":\"1\"},\":v5\":{\"N\":\"" NOW_S "\"}}," ALL_NEW);
}

Test(update, an_upsert_that_leaves_something_open_is_refused)
{
    lamina_context *context = scripted_context();
    mapper_write options = {.size = sizeof options, .flags = MAPPER_WRITE_UPSERT};
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_set(edits, "place.name", text("x"));
    note key = {.id = LAMINA_STR("n")};
    scripted_expect_status(mapper_update(context, &note_model, &key, edits, &options, NULL),
                           LAMINA_E_ARGUMENT);
    cr_assert_not_null(strstr(test_context_causes(scripted_test()).ptr, "needs field text"));
    book book_key = {.id = LAMINA_STR("b")};
    edits = mapper_edits_new(context);
    mapper_edit_set(edits, "title", text("x"));
    scripted_expect_status(mapper_update(context, &book_model, &book_key, edits, &options, NULL),
                           LAMINA_E_ARGUMENT);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(update, keys_of_indexes_are_made_anew)
{
    lamina_context *context = scripted_context();
    lease key = {.customer = LAMINA_STR("c"), .id = LAMINA_STR("i"), .sequence = 7};
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_set(edits, "status", text("open"));
    mapper_edit_increment(edits, "amount", number("1.5"));
    scripted_answer(400, "{}");
    mapper_update(context, &lease_model, &key, edits, NULL, NULL);
    cr_assert_not_null(strstr(scripted_body(0).ptr, "\"S\":\"STATUS#open\""), "%s",
                       scripted_body(0).ptr);
    cr_assert_not_null(strstr(scripted_body(0).ptr, "\"pk\":{\"S\":\"CUSTOMER#c\"}"));
    edits = mapper_edits_new(context);
    mapper_edit_set_if_missing(edits, "status", text("open"));
    cr_assert_eq(mapper_update(context, &lease_model, &key, edits, NULL, NULL), LAMINA_E_ARGUMENT,
                 "the key would stay behind");
}

/* ---- refusals ---- */

typedef void (*edit_fn)(mapper_edits *edits);

#define EDIT(name, call)                                                                           \
    static void name(mapper_edits *edits)                                                          \
    {                                                                                              \
        call;                                                                                      \
    }

static const dynamodb_value bad_list[] = {{.type = DYNAMODB_N, .text = {"1", 1}}};

EDIT(no_edit, (void)edits)
EDIT(of_hash, mapper_edit_set(edits, "id", text("x")))
EDIT(of_range, mapper_edit_add(edits, "rank", number("1")))
EDIT(of_version, mapper_edit_increment(edits, "version", number("1")))
EDIT(of_created, mapper_edit_remove(edits, "createdAt"))
EDIT(of_updated, mapper_edit_set(edits, "updatedAt", text("x")))
EDIT(of_stranger, mapper_edit_set(edits, "nothing", text("x")))
EDIT(of_no_path, mapper_edit_set(edits, "a..b", text("x")))
EDIT(of_no_value, mapper_edit_set(edits, "title", (dynamodb_value){.type = 0}))
EDIT(of_other_type, mapper_edit_set(edits, "title", number("1")))
EDIT(of_other_part_type, mapper_edit_set(edits, "part.weight", text("x")))
EDIT(of_other_element, mapper_edit_set(edits, "lines[0]", number("1")))
EDIT(of_list_as_map, mapper_edit_set(edits, "lines.a", text("x")))
EDIT(of_text_as_list, mapper_edit_set(edits, "title[0]", text("x")))
EDIT(of_required_part, mapper_edit_remove(edits, "part.name"))
EDIT(of_fraction, mapper_edit_increment(edits, "count", number("0.5")))
EDIT(of_text_counted, mapper_edit_increment(edits, "title", number("1")))
EDIT(of_text_added, mapper_edit_add(edits, "count", text("1")))
EDIT(of_set_to_number, mapper_edit_delete(edits, "tags", number("1")))
EDIT(of_joined_text, mapper_edit_append(edits, "title", bad_list, 1))
EDIT(of_joined_numbers, mapper_edit_append(edits, "lines", bad_list, 1))
EDIT(of_nothing_joined, mapper_edit_append(edits, "lines", NULL, 0))
EDIT(of_null_title, mapper_edit_set(edits, "title", dynamodb_null()))

static void overlapping(mapper_edits *edits)
{
    mapper_edit_set(edits, "part.inner.name", text("x"));
    mapper_edit_remove(edits, "part.inner");
}

static void twice(mapper_edits *edits)
{
    mapper_edit_add(edits, "count", number("1"));
    mapper_edit_increment(edits, "count", number("1"));
}

Test(update, what_cannot_be_is_not_sent)
{
    static const edit_fn refused[] = {
        no_edit,
        of_hash,
        of_range,
        of_version,
        of_created,
        of_updated,
        of_stranger,
        of_no_path,
        of_no_value,
        of_other_type,
        of_list_as_map,
        of_other_element,
        of_text_as_list,
        of_required_part,
        of_fraction,
        of_text_counted,
        of_text_added,
        of_set_to_number,
        of_joined_text,
        of_joined_numbers,
        of_null_title,
        of_nothing_joined,
        overlapping,
        twice,
        of_other_part_type,
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        mapper_edits *edits = mapper_edits_new(scripted_context());
        refused[i](edits);
        cr_assert_eq(update(edits, NULL, NULL), LAMINA_E_ARGUMENT, "edit %zu", i);
    }
    cr_assert_eq(mapper_edits_new(NULL), mapper_edits_new(NULL));
    cr_assert_eq(update(mapper_edits_new(NULL), NULL, NULL), LAMINA_E_ARGUMENT);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(update, elements_apart_do_not_overlap)
{
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_set(edits, "parts[0].name", text("x"));
    mapper_edit_set(edits, "parts[0].weight", number("1"));
    mapper_edit_remove(edits, "parts[1]");
    scripted_answer(200, stored);
    scripted_expect_status(update(edits, NULL, NULL), LAMINA_OK);
}

Test(update, rules_of_the_record_are_told_at_the_path)
{
    lamina_context *context = scripted_context();
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_set(edits, "text", text(""));
    note key = {.id = LAMINA_STR("n")};
    scripted_expect_status(mapper_update(context, &note_model, &key, edits, NULL, NULL),
                           LAMINA_E_INVALID);
    edits = mapper_edits_new(context);
    mapper_edit_set_if_missing(edits, "text", text(""));
    lamina_error_reset(context);
    scripted_expect_status(mapper_update(context, &note_model, &key, edits, NULL, NULL),
                           LAMINA_E_INVALID);
    lamina_problem problem = test_context_problem(scripted_test());
    cr_assert_eq(problem.violation_count, 1);
    scripted_expect_text(problem.violations[0].pointer, "/text");
}

Test(update, is_never_sent_twice)
{
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_add(edits, "value", number("1"));
    pair key = {.id = LAMINA_STR("p")};
    cr_assert_eq(mapper_update(scripted_context(), &pair_model, &key, edits, NULL, NULL),
                 LAMINA_E_ARGUMENT, "a text");
    edits = mapper_edits_new(scripted_context());
    mapper_edit_add(edits, "count", number("1"));
    scripted_answer(0, NULL);
    scripted_expect_status(update(edits, NULL, NULL), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(scripted_request_count(), 1);
}

Test(update, a_missing_item_and_a_stale_version_are_told_apart)
{
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_add(edits, "count", number("1"));
    scripted_error("ConditionalCheckFailedException", NULL);
    scripted_expect_status(update(edits, NULL, NULL), LAMINA_E_NOT_FOUND);
    scripted_error("ConditionalCheckFailedException",
                   "\"Item\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"4\"},"
                   "\"version\":{\"N\":\"9\"}}");
    sample key = {.id = LAMINA_STR("i"), .rank = 4, .version = 2};
    sample current = {.rank = 0};
    mapper_write options = {.size = sizeof options, .current = &current};
    scripted_expect_status(
        mapper_update(scripted_context(), &sample_model, &key, edits, &options, NULL),
        LAMINA_E_PRECONDITION);
    cr_assert_eq(current.version, 9);
    cr_assert_eq(key.version, 2);
}

Test(update, what_is_stored_may_forbid_it)
{
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_set(edits, "part.weight", number("1"));
    mapper_conflict conflict = {.size = sizeof conflict};
    mapper_write options = {.size = sizeof options, .conflict = &conflict};
    scripted_answer(400,
                    "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":"
                    "\"The document path provided in the update expression is invalid for "
                    "update\"}");
    scripted_expect_status(update(edits, &options, NULL), LAMINA_E_CONFLICT);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_UNFIT);
    cr_assert_eq(conflict.op, MAPPER_OP_UPDATE);
    scripted_error("TransactionConflictException", NULL);
    scripted_error("TransactionConflictException", NULL);
    scripted_error("TransactionConflictException", NULL);
    scripted_expect_status(update(edits, &options, NULL), LAMINA_E_CONFLICT);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_CONTENTION);
}

#define OVER                                                                                       \
    "\"Item\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"4\"},\"version\":{\"N\":\"9\"},"             \
    "\"expires\":{\"N\":\"1\"}}"

Test(update, an_upsert_makes_room_where_something_is_past_its_time)
{
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_add(edits, "count", number("1"));
    mapper_write options = {.size = sizeof options, .flags = MAPPER_WRITE_UPSERT};
    scripted_error("ConditionalCheckFailedException", OVER);
    scripted_answer(0, NULL); /* a removal of what is over can be sent twice */
    scripted_error("ConditionalCheckFailedException", NULL);
    scripted_answer(200, stored);
    sample out;
    scripted_expect_status(update(edits, &options, &out), LAMINA_OK);
    cr_assert_eq(out.count, 8);
    cr_assert_eq(scripted_request_count(), 4);
    scripted_expect(
        1, "DeleteItem",
        "{\"TableName\":\"sample\",\"Key\":{\"id\":{\"S\":\"i\"},\"rank\":{\"N\":\"4\"}},"
        "\"ConditionExpression\":\"#n0 <= :v0\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"expires\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"N\":\"" NOW_S "\"}},"
        "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}");
    cr_assert_not_null(strstr(scripted_body(3).ptr, "ADD #n3 :v4"));

    scripted_error("ConditionalCheckFailedException", OVER);
    scripted_error("ValidationException", NULL);
    scripted_expect_status(update(edits, &options, NULL), LAMINA_E_INTERNAL);
    for (int i = 0; i < 4; i++) { /* somebody else keeps putting such items there */
        scripted_error("ConditionalCheckFailedException", OVER);
        if (i < 3)
            scripted_answer(200, "{}");
    }
    scripted_expect_status(update(edits, &options, NULL), LAMINA_E_NOT_FOUND);
    scripted_error("ConditionalCheckFailedException", OVER);
    scripted_expect_status(update(edits, NULL, NULL), LAMINA_E_NOT_FOUND);
}

Test(update, what_is_set_is_compared_with_the_largest_item_beforehand)
{
    static char bytes[401 * 1024];
    memset(bytes, 'x', sizeof bytes);
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_set(edits, "value", dynamodb_text((lamina_str){bytes, sizeof bytes}));
    pair key = {.id = LAMINA_STR("p")};
    scripted_expect_status(mapper_update(scripted_context(), &pair_model, &key, edits, NULL, NULL),
                           LAMINA_E_INVALID);
    lamina_problem problem = test_context_problem(scripted_test());
    cr_assert_eq(problem.violation_count, 1);
    scripted_expect_text(problem.violations[0].pointer, "/value");
    cr_assert_eq(scripted_request_count(), 0);

    pair change = {.id = LAMINA_STR("p"), .value = {bytes, 399 * 1024}};
    lamina_mark(&change.has, PAIR_VALUE);
    scripted_answer(200, "{\"Attributes\":{\"id\":{\"S\":\"p\"}}}");
    scripted_expect_status(mapper_patch(scripted_context(), &pair_model, &change, NULL), LAMINA_OK);
}
