/* Transactions: the exact request, and what the reasons of a cancelled one mean. */
#include <criterion/criterion.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(transaction, .init = scripted_database_open, .fini = scripted_database_close);

static pair checked;
static note created;
static note changed;
static note gone;
static mapper_action actions[4];

static void prepare(void)
{
    checked = (pair){.id = LAMINA_STR("c")};
    created = (note){.id = LAMINA_STR("a"), .text = LAMINA_STR("t")};
    changed = (note){.id = LAMINA_STR("b"), .text = LAMINA_STR("u"), .version = 2};
    gone = (note){.id = LAMINA_STR("d")};
    lamina_mark(&changed.has, NOTE_TEXT);
    actions[0] = (mapper_action){.op = MAPPER_OP_CHECK, .model = &pair_model, .item = &checked};
    actions[0].options.condition = mapper_exists(scripted_context(), "value");
    actions[1] = (mapper_action){.op = MAPPER_OP_CREATE, .model = &note_model, .item = &created};
    actions[2] = (mapper_action){.op = MAPPER_OP_PATCH, .model = &note_model, .item = &changed};
    actions[3] = (mapper_action){.op = MAPPER_OP_REMOVE, .model = &note_model, .item = &gone};
}

static lamina_status transact(uint32_t *failed)
{
    prepare();
    return mapper_transact(scripted_context(), actions, 4, failed);
}

#define ALL_OLD "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\""

Test(transaction, asks_for_all_at_once_with_a_token)
{
    uint32_t failed = 0;
    test_context_fix_random(scripted_test(), 0xab);
    scripted_answer(200, "{}");
    scripted_expect_status(transact(&failed), LAMINA_OK);
    cr_assert_eq(failed, MAPPER_NO_ACTION);
    scripted_expect(
        0, "TransactWriteItems",
        "{\"TransactItems\":["
        "{\"ConditionCheck\":{\"TableName\":\"pair\",\"Key\":{\"id\":{\"S\":\"c\"}},"
        "\"ConditionExpression\":\"attribute_exists(#n0)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"value\"}," ALL_OLD "}},"
        "{\"Put\":{\"TableName\":\"note\",\"Item\":{\"id\":{\"S\":\"a\"},\"text\":{\"S\":\"t\"},"
        "\"version\":{\"N\":\"1\"}},\"ConditionExpression\":\"attribute_not_exists(#n0)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"id\"}," ALL_OLD "}},"
        "{\"Update\":{\"TableName\":\"note\",\"Key\":{\"id\":{\"S\":\"b\"}},"
        "\"UpdateExpression\":\"SET #n0 = :v0, #n1 = :v1\","
        "\"ConditionExpression\":\"attribute_exists(#n2) AND #n1 = :v2\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"text\",\"#n1\":\"version\",\"#n2\":\"id\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"u\"},\":v1\":{\"N\":\"3\"},"
        "\":v2\":{\"N\":\"2\"}}," ALL_OLD "}},"
        "{\"Delete\":{\"TableName\":\"note\",\"Key\":{\"id\":{\"S\":\"d\"}},"
        "\"ConditionExpression\":\"attribute_exists(#n0)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"id\"}," ALL_OLD "}}],"
        "\"ClientRequestToken\":\"abababababababababababababababab\"}");
    cr_assert_eq(created.version, 1);
    cr_assert_eq(changed.version, 3);
}

Test(transaction, is_sent_again_under_its_token)
{
    scripted_answer(0, NULL);
    scripted_answer(200, "{}");
    scripted_expect_status(transact(NULL), LAMINA_OK);
    scripted_expect_text(scripted_body(1), scripted_body(0).ptr);
}

#define NONE "{\"Code\":\"None\"}"
#define FAILED "{\"Code\":\"ConditionalCheckFailed\"}"

Test(transaction, the_first_failed_condition_speaks_for_all)
{
    static const struct {
        const char *reasons;
        lamina_status status;
        uint32_t failed;
    } cases[] = {
        {"[" FAILED "," NONE "," NONE "," FAILED "]", LAMINA_E_PRECONDITION, 0},
        {"[" NONE ",{\"Code\":\"ConditionalCheckFailed\",\"Item\":{\"id\":{\"S\":\"a\"}}}," NONE
         "," NONE "]",
         LAMINA_E_CONFLICT, 1},
        {"[" NONE "," NONE "," FAILED "," NONE "]", LAMINA_E_NOT_FOUND, 2},
        {"[" NONE "," NONE
         ",{\"Code\":\"ConditionalCheckFailed\",\"Item\":{\"id\":{\"S\":\"b\"}}}," NONE "]",
         LAMINA_E_PRECONDITION, 2},
        {"[{\"Code\":\"ValidationError\"}," NONE "," NONE "," FAILED "]", LAMINA_E_NOT_FOUND, 3},
        {"[" NONE ",{\"Code\":\"ValidationError\",\"Message\":\"m\"}," NONE "," NONE "]",
         LAMINA_E_INTERNAL, MAPPER_NO_ACTION},
        {"[" NONE ",{\"Code\":\"ItemCollectionSizeLimitExceeded\"}," NONE "," NONE "]",
         LAMINA_E_LIMIT, MAPPER_NO_ACTION},
        {"[]", LAMINA_E_UPSTREAM, MAPPER_NO_ACTION},
        {"{}", LAMINA_E_UPSTREAM, MAPPER_NO_ACTION},
        {"[" NONE "," NONE "," NONE "," NONE "," FAILED "]", LAMINA_E_UPSTREAM, MAPPER_NO_ACTION},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lamina_str members = lamina_arena_format(scripted_context()->arena,
                                                 "\"CancellationReasons\":%s", cases[i].reasons);
        uint32_t failed = 77;
        scripted_error("TransactionCanceledException", members.ptr);
        scripted_expect_status(transact(&failed), cases[i].status);
        cr_assert_eq(failed, cases[i].failed, "case %zu: %u", i, failed);
        cr_assert_eq(created.version, 0, "stamps are taken back");
        cr_assert_eq(changed.version, 2);
    }
}

Test(transaction, contention_is_a_conflict_without_an_action)
{
    uint32_t failed = 77;
    for (size_t i = 0; i < 3; i++)
        scripted_error("TransactionCanceledException",
                       "\"CancellationReasons\":[" NONE ",{\"Code\":\"TransactionConflict\"}," NONE
                       "," NONE "]");
    scripted_expect_status(transact(&failed), LAMINA_E_CONFLICT);
    cr_assert_eq(failed, MAPPER_NO_ACTION);
    cr_assert_eq(scripted_request_count(), 3, "the client tries as often as it may");
}

Test(transaction, the_items_that_stood_in_the_way_are_handed_over)
{
    note first, second;
    prepare();
    actions[1].options.current = &first;
    actions[2].options.current = &second;
    scripted_error("TransactionCanceledException",
                   "\"CancellationReasons\":[" NONE ",{\"Code\":\"ConditionalCheckFailed\","
                   "\"Item\":{\"id\":{\"S\":\"a\"},\"text\":{\"S\":\"x\"},\"version\":{\"N\":\"4\"}"
                   "}},{\"Code\":\"ConditionalCheckFailed\",\"Item\":{\"id\":{\"S\":\"b\"},"
                   "\"text\":{\"S\":\"y\"},\"version\":{\"N\":\"5\"}}}," NONE "]");
    scripted_expect_status(mapper_transact(scripted_context(), actions, 4, NULL),
                           LAMINA_E_CONFLICT);
    cr_assert_eq(first.version, 4);
    cr_assert_eq(second.version, 5);
}

Test(transaction, one_that_breaks_a_rule_stops_all)
{
    prepare();
    changed.text = LAMINA_STR("");
    scripted_expect_status(mapper_transact(scripted_context(), actions, 4, NULL), LAMINA_E_INVALID);
    cr_assert_eq(created.version, 0);
    actions[0].options.condition = NULL;
    scripted_expect_status(mapper_transact(scripted_context(), actions, 1, NULL),
                           LAMINA_E_ARGUMENT);
    actions[0].op = 9;
    scripted_expect_status(mapper_transact(scripted_context(), actions, 1, NULL),
                           LAMINA_E_ARGUMENT);
    actions[1].item = NULL;
    scripted_expect_status(mapper_transact(scripted_context(), &actions[1], 1, NULL),
                           LAMINA_E_ARGUMENT);
    cr_assert_eq(scripted_request_count(), 0);
}
