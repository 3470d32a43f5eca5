/* Transactions: the exact request, and what the reasons of a cancelled one mean. */
#include <criterion/criterion.h>
#include <string.h>

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

static lamina_status transact(mapper_conflict *conflict)
{
    prepare();
    return mapper_transact(scripted_context(), actions, 4, conflict);
}

#define ALL_OLD "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\""

Test(transaction, asks_for_all_at_once_with_a_token)
{
    mapper_conflict conflict = {.size = sizeof conflict};
    scripted_answer(200, "{}");
    scripted_expect_status(transact(&conflict), LAMINA_OK);
    cr_assert_eq(conflict.action, MAPPER_NO_ACTION);
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
        "\"ClientRequestToken\":\"8d7fad7ec3228b73616dc4d775ed14dc\"}");
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

/* The token of request i. Borrowed until the test ends. */
static lamina_str token_at(size_t i)
{
    lamina_str body = scripted_body(i);
    static const size_t from_end = 32 + 2; /* of the body: the token, a quote and a brace */
    cr_assert_gt(body.len, from_end);
    return (lamina_str){body.ptr + body.len - from_end, 32};
}

static void expect_token(size_t i, bool same, size_t other)
{
    cr_assert_eq(lamina_str_equal(token_at(i), token_at(other)), same, "%.*s",
                 LAMINA_FMT(token_at(i)));
}

Test(transaction, another_run_of_the_event_has_the_tokens_of_the_one_before)
{
    for (size_t i = 0; i < 7; i++)
        scripted_answer(200, "{}");
    transact(NULL);
    transact(NULL);
    expect_token(1, false, 0); /* the same once more is meant */

    test_context_set_remaining_ms(scripted_test(), 20000);
    transact(NULL);
    transact(NULL);
    expect_token(2, true, 0);
    expect_token(3, true, 1);

    test_context_set_remaining_ms(scripted_test(), 10000);
    prepare();
    changed.version = 5;
    mapper_transact(scripted_context(), actions, 4, NULL);
    expect_token(4, false, 0); /* other content is no mismatch */

    scripted_context()->request_id = LAMINA_STR("another");
    transact(NULL);
    expect_token(5, false, 0);
    scripted_context()->request_id = (lamina_str){NULL, 0};
    test_context_fix_random(scripted_test(), 0xab);
    transact(NULL);
    scripted_expect_text(token_at(6), "abababababababababababababababab");
}

Test(transaction, one_in_doubt_is_sent_again_under_its_token_by_calling_again)
{
    for (size_t i = 0; i < 3; i++)
        scripted_answer(0, NULL);
    scripted_answer(200, "{}");
    scripted_expect_status(transact(NULL), LAMINA_E_AMBIGUOUS);
    scripted_expect_status(transact(NULL), LAMINA_OK);
    expect_token(3, true, 0);
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
        mapper_conflict conflict = {.size = sizeof conflict, .action = 77};
        scripted_error("TransactionCanceledException", members.ptr);
        scripted_expect_status(transact(&conflict), cases[i].status);
        cr_assert_eq(conflict.action, cases[i].failed, "case %zu: %u", i, conflict.action);
        cr_assert_eq(created.version, 0, "stamps are taken back");
        cr_assert_eq(changed.version, 2);
    }
}

#define CONTENTION                                                                                 \
    "\"CancellationReasons\":[" NONE ",{\"Code\":\"TransactionConflict\"}," NONE "," NONE "]"

Test(transaction, contention_is_a_conflict_without_an_action)
{
    mapper_conflict conflict = {.size = sizeof conflict, .action = 77};
    int64_t before = lamina_now_us(scripted_context());
    for (size_t i = 0; i < 12; i++)
        scripted_error("TransactionCanceledException", CONTENTION);
    scripted_expect_status(transact(&conflict), LAMINA_E_CONFLICT);
    cr_assert_eq(conflict.action, MAPPER_NO_ACTION);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_CONTENTION);
    cr_assert_null(conflict.model);
    cr_assert_eq(created.version, 0);
    cr_assert_eq(scripted_request_count(), 12, "four rounds of the client's three tries");
    cr_assert_gt(lamina_now_us(scripted_context()), before);
}

Test(transaction, contention_that_ends_is_a_success)
{
    for (size_t i = 0; i < 4; i++)
        scripted_error("TransactionCanceledException", CONTENTION);
    scripted_answer(200, "{}");
    scripted_expect_status(transact(NULL), LAMINA_OK);
    cr_assert_eq(changed.version, 3);
}

Test(transaction, contention_ends_with_the_time)
{
    test_context_fix_random(scripted_test(), 0xff);
    test_context_set_remaining_ms(scripted_test(), 150);
    for (size_t i = 0; i < 12; i++)
        scripted_error("TransactionCanceledException", CONTENTION);
    scripted_expect_status(transact(NULL), LAMINA_E_CONFLICT);
    cr_assert_leq(scripted_request_count(), 3);
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

Test(transaction, a_conflict_tells_operation_reason_and_stored_item)
{
    mapper_conflict conflict = {.size = sizeof conflict}, own = {.size = sizeof own};
    prepare();
    actions[2].options.condition =
        mapper_not_equals(scripted_context(), "text", dynamodb_text(LAMINA_STR("secret")));
    actions[2].options.conflict = &own;
    scripted_error("TransactionCanceledException",
                   "\"CancellationReasons\":[" NONE "," NONE
                   ",{\"Code\":\"ConditionalCheckFailed\",\"Item\":{\"id\":{\"S\":\"b\"},"
                   "\"text\":{\"S\":\"y\"},\"version\":{\"N\":\"5\"}}}," NONE "]");
    scripted_expect_status(mapper_transact(scripted_context(), actions, 4, &conflict),
                           LAMINA_E_PRECONDITION);
    cr_assert_eq(conflict.action, 2);
    cr_assert_eq(conflict.op, MAPPER_OP_PATCH);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_VERSION);
    cr_assert_eq(conflict.model, &note_model);
    cr_assert_eq(conflict.item, &changed);
    cr_assert_eq(conflict.expected_version, 2);
    cr_assert_eq(conflict.current_version, 5);
    const note *stored = conflict.current;
    scripted_expect_text(stored->text, "y");
    scripted_expect_text(conflict.condition,
                         "attribute_exists(id) AND version = :v0 AND text <> :v1");
    cr_assert_eq(own.action, 2);
    lamina_str causes = test_context_causes(scripted_test());
    cr_assert(strstr(causes.ptr,
                     "action 2 of the transaction: patch of note in table note: the item "
                     "is at another version (attribute_exists(id) AND version = :v0 AND "
                     "text <> :v1); version expected 2, stored 5"),
              "%s", causes.ptr);
    cr_assert_null(strstr(causes.ptr, "secret"));
}

Test(transaction, a_conflict_tells_an_unmet_condition_from_a_missing_item)
{
    static const struct {
        const char *reasons;
        uint32_t reason;
    } cases[] = {
        {"[" FAILED "," NONE "," NONE "," NONE "]", MAPPER_CONFLICT_CONDITION},
        {"[" NONE ",{\"Code\":\"ConditionalCheckFailed\",\"Item\":{\"id\":{\"S\":\"a\"}}}," NONE
         "," NONE "]",
         MAPPER_CONFLICT_EXISTS},
        {"[" NONE "," NONE "," FAILED "," NONE "]", MAPPER_CONFLICT_MISSING},
        {"[" NONE "," NONE "," NONE "," FAILED "]", MAPPER_CONFLICT_MISSING},
        {"[" NONE ",{\"Code\":\"ValidationError\",\"Message\":\"m\"}," NONE "," NONE "]",
         MAPPER_CONFLICT_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lamina_str members = lamina_arena_format(scripted_context()->arena,
                                                 "\"CancellationReasons\":%s", cases[i].reasons);
        mapper_conflict conflict = {.size = sizeof conflict, .reason = 77};
        scripted_error("TransactionCanceledException", members.ptr);
        transact(&conflict);
        cr_assert_eq(conflict.reason, cases[i].reason, "case %zu: %u", i, conflict.reason);
    }
}

Test(transaction, equal_numbers_are_one_item_however_they_are_written)
{
    sample one = {.id = LAMINA_STR("s"), .rank = 10}, two = {.id = LAMINA_STR("s"), .rank = 10};
    mapper_action both[] = {{.op = MAPPER_OP_PUT, .model = &sample_model, .item = &one},
                            {.op = MAPPER_OP_REMOVE, .model = &sample_model, .item = &two}};
    scripted_expect_status(mapper_transact(scripted_context(), both, 2, NULL), LAMINA_E_ARGUMENT);
    cr_assert_eq(one.version, 0);
}

Test(transaction, more_than_4_mb_are_refused_beforehand)
{
    static pair items[12];
    static mapper_action many[12];
    static char bytes[390 * 1024];
    memset(bytes, 'x', sizeof bytes);
    for (size_t i = 0; i < 12; i++) {
        items[i] = (pair){.id = lamina_arena_format(scripted_context()->arena, "p%zu", i),
                          .value = {bytes, sizeof bytes}};
        lamina_mark(&items[i].has, PAIR_VALUE);
        many[i] = (mapper_action){.op = MAPPER_OP_PUT, .model = &pair_model, .item = &items[i]};
    }
    scripted_expect_status(mapper_transact(scripted_context(), many, 12, NULL), LAMINA_E_LIMIT);
    cr_assert_eq(scripted_request_count(), 0);
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_transact(scripted_context(), many, 10, NULL), LAMINA_OK);
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

Test(transaction, an_upsert_changes_or_creates)
{
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t")};
    mapper_action upsert = {.op = MAPPER_OP_UPSERT, .model = &note_model, .item = &item};
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_transact(scripted_context(), &upsert, 1, NULL), LAMINA_OK);
    static const char start[] = "{\"TransactItems\":[{\"Update\":{\"TableName\":\"note\","
                                "\"Key\":{\"id\":{\"S\":\"n\"}},\"UpdateExpression\":\"SET ";
    cr_assert(lamina_str_has_prefix(scripted_body(0), lamina_str_from(start)), "%s",
              scripted_body(0).ptr);
    cr_assert_null(strstr(scripted_body(0).ptr, "ConditionExpression"));
}

Test(transaction, a_smaller_action_of_an_earlier_caller_has_no_edits)
{
    enum { SIZE = offsetof(mapper_action, edits) };
    static pair a = {.id = {"a", 1}}, b = {.id = {"b", 1}};
    mapper_action first = {.size = SIZE, .op = MAPPER_OP_REMOVE, .model = &pair_model, .item = &a};
    mapper_action second = first;
    second.item = &b;
    static _Alignas(mapper_action) char both[2 * sizeof(mapper_action)];
    memset(both, 0xff, sizeof both);
    memcpy(both, &first, SIZE);
    memcpy(both + SIZE, &second, SIZE);
    scripted_answer(200, "{}");
    scripted_expect_status(
        mapper_transact(scripted_context(), (mapper_action *)(void *)both, 2, NULL), LAMINA_OK);
    cr_assert_not_null(strstr(scripted_body(0).ptr, "{\"S\":\"b\"}"));
}

Test(transaction, a_larger_action_of_a_later_caller_is_walked_over)
{
    struct later {
        mapper_action action;
        uint64_t more;
    } later[2] = {0};
    pair a = {.id = LAMINA_STR("a")}, b = {.id = LAMINA_STR("b")};
    later[0].action = (mapper_action){
        .size = sizeof *later, .op = MAPPER_OP_REMOVE, .model = &pair_model, .item = &a};
    later[1].action = later[0].action;
    later[1].action.item = &b;
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_transact(scripted_context(), &later[0].action, 2, NULL),
                           LAMINA_OK);
    cr_assert_not_null(strstr(scripted_body(0).ptr, "{\"S\":\"b\"}"));
}
