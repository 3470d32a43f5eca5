/* Updates among the actions of a transaction: the exact request, and what a refusal tells. */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(transaction_update, .init = scripted_database_open, .fini = scripted_database_close);

#define ALL_OLD "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\""

static mapper_action count_up(note *key, uint32_t flags)
{
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_increment(edits, "place.weight", dynamodb_number(LAMINA_STR("2")));
    mapper_edit_set(edits, "text", dynamodb_text(LAMINA_STR("u")));
    mapper_action action = {
        .op = MAPPER_OP_UPDATE, .model = &note_model, .item = key, .edits = edits};
    action.options.flags = flags;
    action.options.condition =
        mapper_less(scripted_context(), "place.weight", dynamodb_number(LAMINA_STR("9")));
    return action;
}

Test(transaction_update, an_update_edits_parts_under_conditions)
{
    note key = {.id = LAMINA_STR("n"), .version = 4}, other = {.id = LAMINA_STR("o")};
    pair gone = {.id = LAMINA_STR("c")};
    mapper_action all[] = {count_up(&key, 0),
                           count_up(&other, MAPPER_WRITE_UPSERT),
                           {.op = MAPPER_OP_REMOVE, .model = &pair_model, .item = &gone}};
    scripted_context()->request_id = (lamina_str){NULL, 0};
    test_context_fix_random(scripted_test(), 0xab); /* the token */
    scripted_answer(0, NULL);
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_transact(scripted_context(), all, 3, NULL), LAMINA_OK);
    scripted_expect(
        0, "TransactWriteItems",
        "{\"TransactItems\":["
        "{\"Update\":{\"TableName\":\"note\",\"Key\":{\"id\":{\"S\":\"n\"}},"
        "\"UpdateExpression\":\"SET #n0 = :v0, #n1 = :v1, "
        "#n2.#n3 = if_not_exists(#n2.#n3, :v2) + :v3\","
        "\"ConditionExpression\":\"attribute_exists(#n4) AND #n1 = :v4 AND #n2.#n3 < :v5\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"text\",\"#n1\":\"version\","
        "\"#n2\":\"place\",\"#n3\":\"weight\",\"#n4\":\"id\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"u\"},\":v1\":{\"N\":\"5\"},"
        "\":v2\":{\"N\":\"0\"},\":v3\":{\"N\":\"2\"},\":v4\":{\"N\":\"4\"},"
        "\":v5\":{\"N\":\"9\"}}," ALL_OLD "}},"
        "{\"Update\":{\"TableName\":\"note\",\"Key\":{\"id\":{\"S\":\"o\"}},"
        "\"UpdateExpression\":\"SET #n0 = :v0, #n1 = if_not_exists(#n1, :v1) + :v2, "
        "#n2.#n3 = if_not_exists(#n2.#n3, :v3) + :v4\","
        "\"ConditionExpression\":\"#n2.#n3 < :v5\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"text\",\"#n1\":\"version\","
        "\"#n2\":\"place\",\"#n3\":\"weight\"},"
        "\"ExpressionAttributeValues\":{\":v0\":{\"S\":\"u\"},\":v1\":{\"N\":\"0\"},"
        "\":v2\":{\"N\":\"1\"},\":v3\":{\"N\":\"0\"},\":v4\":{\"N\":\"2\"},"
        "\":v5\":{\"N\":\"9\"}}," ALL_OLD "}},"
        "{\"Delete\":{\"TableName\":\"pair\",\"Key\":{\"id\":{\"S\":\"c\"}},"
        "\"ConditionExpression\":\"attribute_exists(#n0)\","
        "\"ExpressionAttributeNames\":{\"#n0\":\"id\"}," ALL_OLD "}}],"
        "\"ClientRequestToken\":\"abababababababababababababababab\"}");
    scripted_expect_text(scripted_body(1), scripted_body(0).ptr); /* under a token it is safe */
    cr_assert_eq(key.version, 4, "the key is the caller's");
    cr_assert(lamina_is_absent(&key.has, NOTE_TEXT));
}

Test(transaction_update, a_refused_update_tells_what_stood_in_its_way)
{
    note key = {.id = LAMINA_STR("n")}, current;
    mapper_action update = count_up(&key, 0);
    update.options.current = &current;
    mapper_conflict conflict = {.size = sizeof conflict};
    scripted_error("TransactionCanceledException",
                   "\"CancellationReasons\":[{\"Code\":\"ConditionalCheckFailed\",\"Item\":{"
                   "\"id\":{\"S\":\"n\"},\"text\":{\"S\":\"x\"},\"version\":{\"N\":\"7\"},"
                   "\"place\":{\"M\":{\"name\":{\"S\":\"p\"},\"weight\":{\"N\":\"9\"}}}}}]");
    scripted_expect_status(mapper_transact(scripted_context(), &update, 1, &conflict),
                           LAMINA_E_PRECONDITION);
    cr_assert_eq(conflict.op, MAPPER_OP_UPDATE);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_CONDITION);
    cr_assert_eq(conflict.item, &key);
    cr_assert_eq(conflict.current_version, 7);
    cr_assert_eq(current.place->weight, 9);
    scripted_expect_text(conflict.condition, "attribute_exists(id) AND place.weight < :v0");
    cr_assert_not_null(strstr(test_context_causes(scripted_test()).ptr,
                              "action 0 of the transaction: update of note in table note"));

    scripted_error("TransactionCanceledException",
                   "\"CancellationReasons\":[{\"Code\":\"ConditionalCheckFailed\"}]");
    scripted_expect_status(mapper_transact(scripted_context(), &update, 1, &conflict),
                           LAMINA_E_NOT_FOUND);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_MISSING);
}

Test(transaction_update, what_is_stored_may_forbid_an_update)
{
    note key = {.id = LAMINA_STR("n")};
    mapper_conflict conflict = {.size = sizeof conflict}, own = {.size = sizeof own};
    mapper_action update = count_up(&key, 0);
    update.options.conflict = &own;
    scripted_error("TransactionCanceledException",
                   "\"CancellationReasons\":[{\"Code\":\"ValidationError\",\"Message\":\"The "
                   "document path provided in the update expression is invalid for update\"}]");
    scripted_expect_status(mapper_transact(scripted_context(), &update, 1, &conflict),
                           LAMINA_E_CONFLICT);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_UNFIT);
    cr_assert_eq(conflict.action, 0);
    cr_assert_eq(own.reason, MAPPER_CONFLICT_UNFIT);

    scripted_error("TransactionCanceledException",
                   "\"CancellationReasons\":[{\"Code\":\"ValidationError\",\"Message\":\"Item "
                   "size to update has exceeded the maximum allowed size\"}]");
    scripted_expect_status(mapper_transact(scripted_context(), &update, 1, &conflict),
                           LAMINA_E_INVALID);
    cr_assert_eq(test_context_problem(scripted_test()).violation_count, 1);
}

Test(transaction_update, edits_that_cannot_be_stop_all)
{
    note key = {.id = LAMINA_STR("n")};
    mapper_action update = count_up(&key, 0);
    update.edits = NULL;
    scripted_expect_status(mapper_transact(scripted_context(), &update, 1, NULL),
                           LAMINA_E_ARGUMENT);
    update = count_up(&key, 0);
    update.op = MAPPER_OP_PATCH;
    scripted_expect_status(mapper_transact(scripted_context(), &update, 1, NULL),
                           LAMINA_E_ARGUMENT);
    cr_assert_not_null(
        strstr(test_context_causes(scripted_test()).ptr, "edits for another verb than update"));
    mapper_edits *edits = mapper_edits_new(scripted_context());
    mapper_edit_increment(edits, "version", dynamodb_number(LAMINA_STR("1")));
    update = count_up(&key, 0);
    update.edits = edits;
    scripted_expect_status(mapper_transact(scripted_context(), &update, 1, NULL),
                           LAMINA_E_ARGUMENT);
    mapper_action both[] = {count_up(&key, 0), count_up(&key, 0)};
    scripted_expect_status(mapper_transact(scripted_context(), both, 2, NULL), LAMINA_E_ARGUMENT);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(transaction_update, is_explained_like_any_other)
{
    note key = {.id = LAMINA_STR("n")};
    mapper_action update = count_up(&key, 0);
    const mapper_explanation *step = NULL;
    scripted_expect_status(mapper_explain_begin(scripted_context()), LAMINA_OK);
    scripted_expect_status(mapper_transact(scripted_context(), &update, 1, NULL), LAMINA_E_UNSENT);
    cr_assert_eq(mapper_explain_end(scripted_context(), &step), 1);
    cr_assert_str_eq(step->operation, "TransactWriteItems");
    cr_assert_str_eq(step->model, "note");
    cr_assert_eq(step->item_count, 0);
    cr_assert_gt(step->value_bytes, 0);
    cr_assert_eq(scripted_request_count(), 0);
}

Test(transaction_update, is_in_the_ledger)
{
    note key = {.id = LAMINA_STR("n")};
    mapper_action update = count_up(&key, 0);
    scripted_answer(200, "{\"ConsumedCapacity\":[{\"TableName\":\"note\",\"CapacityUnits\":2}]}");
    scripted_expect_status(mapper_transact(scripted_context(), &update, 1, NULL), LAMINA_OK);
    mapper_ledger ledger = {.size = sizeof ledger};
    scripted_expect_status(mapper_ledger_read(scripted_context(), &ledger), LAMINA_OK);
    cr_assert_eq(ledger.row_count, 1);
    cr_assert_str_eq(ledger.rows[0].model, "note");
    cr_assert_eq(ledger.rows[0].calls, 1);
    cr_assert_eq(ledger.rows[0].write_units, 2);
}
