/* Single writes: the exact request of each verb, and what each failure means. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(write, .init = scripted_database_open, .fini = scripted_database_close);

/* The time at which every test begins. */
#define NOW_S "1769860800"
#define NOW_TEXT "2026-01-31T12:00:00.000000Z"
#define ALL_OLD "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\""

static note new_note(void)
{
    return (note){.id = LAMINA_STR("n-1"), .text = LAMINA_STR("he said \"hi\"")};
}

Test(write, create_asks_that_there_is_none)
{
    note item = new_note();
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_create(scripted_context(), &note_model, &item, NULL), LAMINA_OK);
    scripted_expect(0, "PutItem",
                    "{\"TableName\":\"note\",\"Item\":{\"id\":{\"S\":\"n-1\"},"
                    "\"text\":{\"S\":\"he said \\\"hi\\\"\"},\"version\":{\"N\":\"1\"}},"
                    "\"ConditionExpression\":\"attribute_not_exists(#n0)\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"id\"}," ALL_OLD "}");
    cr_assert_eq(item.version, 1);
}

Test(write, create_stamps_and_passes_over_what_is_past_its_time)
{
    sample item = {.id = LAMINA_STR("s"), .rank = 3, .title = LAMINA_STR("")};
    lamina_mark(&item.has, SAMPLE_TITLE);
    lamina_mark_null(&item.has, SAMPLE_COUNT);
    item.title = LAMINA_STR("t");
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_create(scripted_context(), &sample_model, &item, NULL),
                           LAMINA_OK);
    scripted_expect(0, "PutItem",
                    "{\"TableName\":\"sample\",\"Item\":{\"id\":{\"S\":\"s\"},"
                    "\"rank\":{\"N\":\"3\"},\"title\":{\"S\":\"t\"},\"count\":{\"NULL\":true},"
                    "\"createdAt\":{\"S\":\"" NOW_TEXT "\"},\"updatedAt\":{\"S\":\"" NOW_TEXT "\"},"
                    "\"version\":{\"N\":\"1\"}},"
                    "\"ConditionExpression\":\"(attribute_not_exists(#n0) OR #n1 <= :v0)\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"expires\"},"
                    "\"ExpressionAttributeValues\":{\":v0\":{\"N\":\"" NOW_S "\"}}," ALL_OLD "}");
}

Test(write, put_without_a_version_asks_nothing)
{
    note item = new_note();
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(scripted_context(), &note_model, &item, NULL), LAMINA_OK);
    scripted_expect(0, "PutItem",
                    "{\"TableName\":\"note\",\"Item\":{\"id\":{\"S\":\"n-1\"},"
                    "\"text\":{\"S\":\"he said \\\"hi\\\"\"},"
                    "\"version\":{\"N\":\"1769860800000000\"}}}");
}

Test(write, put_with_a_version_and_a_condition_asks_for_both)
{
    lamina_context *context = scripted_context();
    note item = new_note();
    item.version = 7;
    mapper_write options = {
        .size = sizeof options,
        .condition =
            mapper_or(context, mapper_exists(context, "place.inner"),
                      mapper_equals(context, "text", dynamodb_text(LAMINA_STR(") OR a"))))};
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(context, &note_model, &item, &options), LAMINA_OK);
    scripted_expect(0, "PutItem",
                    "{\"TableName\":\"note\",\"Item\":{\"id\":{\"S\":\"n-1\"},"
                    "\"text\":{\"S\":\"he said \\\"hi\\\"\"},\"version\":{\"N\":\"8\"}},"
                    "\"ConditionExpression\":"
                    "\"#n0 = :v0 AND (attribute_exists(#n1.#n2) OR #n3 = :v1)\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"version\",\"#n1\":\"place\","
                    "\"#n2\":\"inner\",\"#n3\":\"text\"},"
                    "\"ExpressionAttributeValues\":{\":v0\":{\"N\":\"7\"},"
                    "\":v1\":{\"S\":\") OR a\"}}," ALL_OLD "}");
}

Test(write, patch_sets_removes_and_counts)
{
    note item = {.id = LAMINA_STR("n-1"), .text = LAMINA_STR("new")};
    lamina_mark(&item.has, NOTE_TEXT);
    lamina_mark_null(&item.has, NOTE_PLACE);
    scripted_answer(200, "{\"Attributes\":{\"id\":{\"S\":\"n-1\"},\"text\":{\"S\":\"new\"},"
                         "\"version\":{\"N\":\"5\"},\"later\":{\"S\":\"unknown\"}}}");
    scripted_expect_status(mapper_patch(scripted_context(), &note_model, &item, NULL), LAMINA_OK);
    scripted_expect(
        0, "UpdateItem",
        "{\"TableName\":\"note\",\"Key\":{\"id\":{\"S\":\"n-1\"}},"
        "\"UpdateExpression\":\"SET #n0 = :v0, #n1 = if_not_exists(#n1, :v1) + :v2 REMOVE #n2\","
        "\"ConditionExpression\":\"attribute_exists(#n3)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"text\",\"#n1\":\"version\",\"#n2\":\"place\","
        "\"#n3\":\"id\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"new\"},\":v1\":{\"N\":\"0\"},"
        "\":v2\":{\"N\":\"1\"}}," ALL_OLD ",\"ReturnValues\":\"ALL_NEW\"}");
    cr_assert_eq(item.version, 5);
    cr_assert(lamina_is_absent(&item.has, NOTE_PLACE));
}

Test(write, patch_with_a_version_compares_and_names_it_once)
{
    note item = {.id = LAMINA_STR("n-1"), .version = 4};
    scripted_answer(200, "{\"Attributes\":{\"id\":{\"S\":\"n-1\"},\"text\":{\"S\":\"t\"},"
                         "\"version\":{\"N\":\"5\"}}}");
    scripted_expect_status(mapper_patch(scripted_context(), &note_model, &item, NULL), LAMINA_OK);
    scripted_expect(
        0, "UpdateItem",
        "{\"TableName\":\"note\",\"Key\":{\"id\":{\"S\":\"n-1\"}},"
        "\"UpdateExpression\":\"SET #n0 = :v0\","
        "\"ConditionExpression\":\"attribute_exists(#n1) AND #n0 = :v1\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"version\",\"#n1\":\"id\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"N\":\"5\"},\":v1\":{\"N\":\"4\"}}," ALL_OLD
        ",\"ReturnValues\":\"ALL_NEW\"}");
}

Test(write, remove_asks_that_there_is_one_in_time)
{
    sample key = {.id = LAMINA_STR("s"), .rank = -1, .version = 2};
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_remove(scripted_context(), &sample_model, &key, NULL), LAMINA_OK);
    scripted_expect(
        0, "DeleteItem",
        "{\"TableName\":\"sample\",\"Key\":{\"id\":{\"S\":\"s\"},\"rank\":{\"N\":\"-1\"}},"
        "\"ConditionExpression\":\"attribute_exists(#n0) AND (NOT #n1 <= :v0) AND #n2 = :v1\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"expires\",\"#n2\":\"version\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"N\":\"" NOW_S
        "\"},\":v1\":{\"N\":\"2\"}}," ALL_OLD "}");
}

/* ---- failures ---- */

Test(write, a_conditional_write_without_an_answer_is_ambiguous_and_sent_once)
{
    note item = new_note();
    scripted_answer(0, NULL);
    scripted_expect_status(mapper_create(scripted_context(), &note_model, &item, NULL),
                           LAMINA_E_AMBIGUOUS);
    cr_assert_eq(scripted_request_count(), 1);
    cr_assert_eq(item.version, 0);
    cr_assert(lamina_is_absent(&item.has, NOTE_VERSION));
}

Test(write, an_unconditional_put_is_sent_again)
{
    note item = new_note();
    scripted_answer(0, NULL);
    scripted_answer(500, "{\"__type\":\"InternalServerError\"}");
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(scripted_context(), &note_model, &item, NULL), LAMINA_OK);
    cr_assert_eq(scripted_request_count(), 3);
    scripted_expect_text(scripted_body(2), scripted_body(0).ptr);
}

Test(write, a_transaction_in_the_way_is_no_item_that_exists)
{
    note item = new_note();
    lamina_mark(&item.has, NOTE_TEXT);
    for (size_t i = 0; i < 6; i++)
        scripted_error("TransactionConflictException", NULL);
    scripted_expect_status(mapper_create(scripted_context(), &note_model, &item, NULL),
                           LAMINA_E_UNAVAILABLE);
    scripted_expect_status(mapper_patch(scripted_context(), &note_model, &item, NULL),
                           LAMINA_E_CONFLICT);
}

Test(write, failures_of_ours_are_not_blamed_on_the_client)
{
    static const struct {
        const char *type;
        lamina_status status;
    } cases[] = {{"ResourceNotFoundException", LAMINA_E_CONFIG},
                 {"AccessDeniedException", LAMINA_E_CONFIG},
                 {"MissingAuthenticationTokenException", LAMINA_E_CONFIG},
                 {"ValidationException", LAMINA_E_INTERNAL}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        note item = new_note();
        scripted_error(cases[i].type, NULL);
        scripted_expect_status(mapper_create(scripted_context(), &note_model, &item, NULL),
                               cases[i].status);
        cr_assert_geq(lamina_status_http(cases[i].status), 500);
    }
}

Test(write, a_failed_condition_is_judged_by_the_item_that_came_back)
{
    lamina_context *context = scripted_context();
    static const char stored[] = "\"Item\":{\"id\":{\"S\":\"n-1\"},\"text\":{\"S\":\"theirs\"},"
                                 "\"version\":{\"N\":\"3\"}}";
    note current;
    mapper_write options = {.size = sizeof options, .current = &current};
    note item = new_note();
    lamina_mark(&item.has, NOTE_TEXT);

    scripted_error("ConditionalCheckFailedException", stored);
    scripted_expect_status(mapper_create(context, &note_model, &item, &options), LAMINA_E_CONFLICT);
    scripted_expect_text(current.text, "theirs");
    scripted_error("ConditionalCheckFailedException", stored);
    scripted_expect_status(mapper_patch(context, &note_model, &item, &options),
                           LAMINA_E_PRECONDITION);
    cr_assert_eq(current.version, 3);
    scripted_error("ConditionalCheckFailedException", NULL);
    scripted_expect_status(mapper_patch(context, &note_model, &item, &options), LAMINA_E_NOT_FOUND);
    cr_assert_eq(current.version, 0, "zeroed: there is none");
    scripted_error("ConditionalCheckFailedException", NULL);
    scripted_expect_status(mapper_create(context, &note_model, &item, &options),
                           LAMINA_E_PRECONDITION);
    scripted_error("ConditionalCheckFailedException", "\"Item\":{\"id\":{\"N\":\"1\"}}");
    scripted_expect_status(mapper_remove(context, &note_model, &item, &options),
                           LAMINA_E_PRECONDITION);
    cr_assert_eq(current.id.len, 0, "an item that cannot be read is as none");
}

Test(write, an_item_past_its_time_does_not_stand_in_the_way)
{
    sample key = {.id = LAMINA_STR("s"), .rank = 1};
    scripted_error("ConditionalCheckFailedException",
                   "\"Item\":{\"id\":{\"S\":\"s\"},\"expires\":{\"N\":\"1\"}}");
    scripted_expect_status(mapper_remove(scripted_context(), &sample_model, &key, NULL),
                           LAMINA_E_NOT_FOUND);
}

Test(write, a_patch_answered_with_nonsense_is_told)
{
    static const char *const answers[] = {
        "{}", "{\"Attributes\":[]}", "{\"Attributes\":{\"id\":{\"S\":\"n-1\"}}}",
        "{\"Attributes\":{\"id\":{\"S\":\"n\"},\"text\":{\"N\":\"1\"},\"version\":{\"N\":\"1\"}}}"};
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        note item = {.id = LAMINA_STR("n-1")};
        scripted_answer(200, answers[i]);
        scripted_expect_status(mapper_patch(scripted_context(), &note_model, &item, NULL),
                               LAMINA_E_UPSTREAM);
    }
}

/* ---- nothing is sent ---- */

static void expect_violation(const char *pointer, const char *code)
{
    lamina_problem problem = test_context_problem(scripted_test());
    for (size_t i = 0; i < problem.violation_count; i++)
        if (lamina_str_is(problem.violations[i].pointer, pointer)) {
            scripted_expect_text(problem.violations[i].code, code);
            return;
        }
    cr_assert_fail("no violation at %s", pointer);
}

Test(write, what_breaks_a_rule_is_not_sent)
{
    lamina_context *context = scripted_context();
    note item = {.id = LAMINA_STR(""), .text = LAMINA_STR("")};
    scripted_expect_status(mapper_create(context, &note_model, &item, NULL), LAMINA_E_INVALID);
    expect_violation("/id", "required");
    expect_violation("/text", "min-length");
    cr_assert_eq(item.version, 0);

    lamina_error_reset(context);
    sample sets = {.id = LAMINA_STR("s"), .rank = 1, .ratio = 1e-200, .due = INT64_MAX};
    lamina_mark(&sets.has, SAMPLE_TAGS);
    lamina_mark(&sets.has, SAMPLE_RATIO);
    lamina_mark(&sets.has, SAMPLE_DUE);
    lamina_mark(&sets.has, SAMPLE_GROUP);
    scripted_expect_status(mapper_put(context, &sample_model, &sets, NULL), LAMINA_E_INVALID);
    expect_violation("/tags", "min-length");
    expect_violation("/ratio", "range");
    expect_violation("/due", "range");
    expect_violation("/group", "required");
}

Test(write, keys_have_the_services_lengths)
{
    lamina_context *context = scripted_context();
    char *bytes = lamina_alloc(context, 2049);
    memset(bytes, 'k', 2049);
    pair item = {.id = {bytes, 2049}};
    scripted_expect_status(mapper_create(context, &pair_model, &item, NULL), LAMINA_E_INVALID);
    expect_violation("/id", "max-length");
    lamina_error_reset(context);
    scripted_expect_status(mapper_get(context, &pair_model, &item, NULL, &item), LAMINA_E_INVALID);
    item.id.len = 2048;
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_create(context, &pair_model, &item, NULL), LAMINA_OK);
    lamina_error_reset(context);
    item.id = LAMINA_STR("a\xff");
    scripted_expect_status(mapper_get(context, &pair_model, &item, NULL, &item), LAMINA_E_INVALID);
}

Test(write, a_patch_is_checked_only_where_it_writes)
{
    lamina_context *context = scripted_context();
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("")};
    lamina_mark(&item.has, NOTE_TEXT);
    scripted_expect_status(mapper_patch(context, &note_model, &item, NULL), LAMINA_E_INVALID);
    expect_violation("/text", "min-length");
    lamina_error_reset(context);
    lamina_mark_null(&item.has, NOTE_TEXT);
    scripted_expect_status(mapper_patch(context, &note_model, &item, NULL), LAMINA_E_INVALID);
    expect_violation("/text", "required");
    cr_assert_eq(scripted_request_count(), 0);
}

Test(write, a_condition_that_could_not_be_built_is_not_taken_for_none)
{
    lamina_context *context = scripted_context();
    note item = new_note();
    const mapper_condition *broken[] = {
        mapper_exists(context, ""),
        mapper_exists(context, NULL),
        mapper_exists(context, "a..b"),
        mapper_and(context, NULL, mapper_exists(context, "a")),
        mapper_not(context, mapper_exists(context, "a[")),
        mapper_in(context, "a", NULL, 0),
        mapper_equals(context, "a", (dynamodb_value){.type = 0}),
        mapper_equals(context, "a", dynamodb_number(LAMINA_STR("1 OR 2"))),
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        mapper_write options = {.size = sizeof options, .condition = broken[i]};
        cr_assert_not_null(broken[i]);
        scripted_expect_status(mapper_put(context, &note_model, &item, &options),
                               LAMINA_E_ARGUMENT);
    }
    cr_assert_eq(scripted_request_count(), 0);
}
