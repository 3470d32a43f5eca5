/* The invocation's ledger: units, bytes, attempts, by model and operation, and its field of the line. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

static void setup(void)
{
    scripted_database_open();
    unsetenv("LAMINA_LEDGER");
}

TestSuite(ledger, .init = setup, .fini = scripted_database_close);

#define KEY "\"Key\":{\"id\":{\"S\":\"1\"}}"
#define CAPACITY "\"ReturnConsumedCapacity\":\"TOTAL\""

static mapper_ledger read_ledger(void)
{
    mapper_ledger ledger = {.size = sizeof ledger};
    cr_assert_eq(mapper_ledger_read(scripted_context(), &ledger), LAMINA_OK);
    return ledger;
}

static lamina_status get_pair(void)
{
    pair key = {.id = LAMINA_STR("1")};
    lamina_mark(&key.has, PAIR_ID);
    return mapper_get(scripted_context(), &pair_model, &key, NULL, &key);
}

static lamina_status create_pair(void)
{
    pair item = {.id = LAMINA_STR("1")};
    lamina_mark(&item.has, PAIR_ID);
    return mapper_create(scripted_context(), &pair_model, &item, NULL);
}

static void expect_row(const mapper_ledger_row *row, const char *model, const char *operation,
                       uint64_t calls, uint64_t attempts, uint64_t failures)
{
    cr_assert_str_eq(row->model, model);
    cr_assert_str_eq(row->operation, operation);
    cr_assert_eq(row->calls, calls);
    cr_assert_eq(row->attempts, attempts);
    cr_assert_eq(row->failures, failures);
}

Test(ledger, is_empty_at_first)
{
    mapper_ledger ledger = read_ledger();
    cr_assert_eq(ledger.row_count, 0);
    cr_assert_eq(ledger.total.calls, 0);
    ledger.size = 4;
    cr_assert_eq(mapper_ledger_read(scripted_context(), &ledger), LAMINA_E_ARGUMENT);
}

Test(ledger, counts_by_model_and_operation)
{
    scripted_answer(200, "{\"Item\":{\"id\":{\"S\":\"1\"}},"
                         "\"ConsumedCapacity\":{\"TableName\":\"pair\",\"CapacityUnits\":0.5}}");
    scripted_answer(200, "{\"ConsumedCapacity\":{\"TableName\":\"pair\",\"CapacityUnits\":0.5}}");
    scripted_answer(400, "{\"__type\":\"x#ThrottlingException\"}");
    scripted_answer(200, "{\"ConsumedCapacity\":{\"TableName\":\"pair\",\"CapacityUnits\":3}}");
    scripted_error("ConditionalCheckFailedException", "\"Item\":{\"id\":{\"S\":\"1\"}}");
    cr_assert_eq(get_pair(), LAMINA_OK);
    cr_assert_eq(get_pair(), LAMINA_E_NOT_FOUND);
    cr_assert_eq(create_pair(), LAMINA_OK);
    cr_assert_eq(create_pair(), LAMINA_E_CONFLICT);
    scripted_expect(0, "GetItem", "{\"TableName\":\"pair\"," KEY "," CAPACITY "}");

    mapper_ledger ledger = read_ledger();
    cr_assert_eq(ledger.row_count, 2);
    expect_row(&ledger.rows[0], "pair", "GetItem", 2, 2, 0);
    expect_row(&ledger.rows[1], "pair", "PutItem", 2, 3, 1);
    expect_row(&ledger.total, "", "", 4, 5, 1);
    cr_assert_float_eq(ledger.rows[0].read_units, 1.0, 1e-9);
    cr_assert_float_eq(ledger.rows[0].write_units, 0.0, 1e-9);
    cr_assert_float_eq(ledger.rows[1].write_units, 3.0, 1e-9);
    cr_assert_eq(ledger.rows[0].bytes_out, 2 * scripted_body(0).len);
    cr_assert_eq(ledger.total.bytes_out, 2 * scripted_body(0).len + 3 * scripted_body(2).len);
    cr_assert_geq(ledger.rows[1].duration_us, 0);
}

Test(ledger, adds_the_tables_of_a_transaction)
{
    scripted_answer(200, "{\"ConsumedCapacity\":["
                         "{\"TableName\":\"pair\",\"CapacityUnits\":4,\"WriteCapacityUnits\":4},"
                         "{\"TableName\":\"note\",\"CapacityUnits\":2}]}");
    pair first = {.id = LAMINA_STR("1")};
    note second = {.id = LAMINA_STR("2"), .text = LAMINA_STR("t")};
    lamina_mark(&first.has, PAIR_ID);
    lamina_mark(&second.has, NOTE_ID);
    lamina_mark(&second.has, NOTE_TEXT);
    mapper_action actions[] = {
        {.size = sizeof actions[0], .op = MAPPER_OP_CREATE, .model = &pair_model, .item = &first},
        {.size = sizeof actions[0], .op = MAPPER_OP_CREATE, .model = &note_model, .item = &second}};
    scripted_expect_status(mapper_transact(scripted_context(), actions, 2, NULL), LAMINA_OK);
    mapper_ledger ledger = read_ledger();
    expect_row(&ledger.rows[0], "", "TransactWriteItems", 1, 1, 0);
    cr_assert_float_eq(ledger.total.write_units, 6.0, 1e-9);
    cr_assert_float_eq(ledger.total.read_units, 0.0, 1e-9);
}

Test(ledger, stands_in_the_invocations_line)
{
    scripted_answer(200, "{\"ConsumedCapacity\":{\"TableName\":\"pair\",\"CapacityUnits\":0.5}}");
    get_pair();
    lamina_log_field field;
    cr_assert_eq(lamina_notes_read(scripted_context()->notes, &field, 1), 1);
    cr_assert_str_eq(field.name, "dynamodb");
    cr_assert_eq(field.kind, LAMINA_LOG_JSON);
    scripted_expect_text(
        field.text,
        "{\"calls\":1,\"attempts\":1,\"failures\":0,\"read_units\":0.5,\"write_units\":0,"
        "\"bytes_out\":76,\"bytes_in\":61,\"duration_us\":0,\"by\":["
        "{\"model\":\"pair\",\"operation\":\"GetItem\",\"calls\":1,\"attempts\":1,\"failures\":0,"
        "\"read_units\":0.5,\"write_units\":0,\"bytes_out\":76,\"bytes_in\":61,\"duration_us\":0}]}");
}

/* One request: "\"started_us\":" and what stands behind it. */
static size_t count_of(lamina_str text, const char *word)
{
    size_t count = 0;
    for (const char *at = text.ptr; at != NULL && (at = strstr(at, word)) != NULL; at++)
        count++;
    return count;
}

Test(ledger, lists_each_request_when_asked_to)
{
    setenv("LAMINA_LEDGER", "each", 1);
    scripted_answer(200, "{\"ConsumedCapacity\":{\"TableName\":\"pair\",\"CapacityUnits\":0.5}}");
    scripted_answer(200, "{}");
    get_pair();
    get_pair();
    lamina_log_field field;
    cr_assert_eq(lamina_notes_read(scripted_context()->notes, &field, 1), 1);
    const char *each = strstr(field.text.ptr, "\"each\":[");
    cr_assert_not_null(each, "%s", field.text.ptr);
    cr_expect_eq(count_of(lamina_str_from(each), "\"operation\":\"GetItem\",\"started_us\":"), 2);
    cr_expect_eq(count_of(lamina_str_from(each), "\"status\":\"LAMINA_E_NOT_FOUND\""), 0);
    cr_expect_eq(count_of(lamina_str_from(each), "\"status\":\"LAMINA_OK\""), 2);
}

Test(ledger, lists_no_more_than_a_line_can_hold)
{
    setenv("LAMINA_LEDGER", "each", 1);
    for (int i = 0; i < 120; i++) {
        scripted_answer(200, "{}");
        get_pair();
    }
    lamina_log_field field;
    cr_assert_eq(lamina_notes_read(scripted_context()->notes, &field, 1), 1);
    cr_expect_eq(count_of(field.text, "started_us"), 100);
    cr_assert_eq(read_ledger().total.calls, 120);
}

Test(ledger, units_are_not_asked_for_when_it_is_off)
{
    setenv("LAMINA_LEDGER", "off", 1);
    scripted_answer(200, "{}");
    get_pair();
    scripted_expect(0, "GetItem", "{\"TableName\":\"pair\"," KEY "}");
    cr_assert_eq(read_ledger().total.calls, 1);
}

Test(ledger, a_service_that_tells_nonsense_costs_nothing)
{
    scripted_answer(200, "{\"ConsumedCapacity\":\"much\"}");
    scripted_answer(200, "{\"ConsumedCapacity\":[1,{\"CapacityUnits\":\"2\"},null]}");
    cr_assert_eq(get_pair(), LAMINA_E_NOT_FOUND);
    cr_assert_eq(get_pair(), LAMINA_E_NOT_FOUND);
    cr_assert_float_eq(read_ledger().total.read_units, 0.0, 1e-9);
}

Test(ledger, begins_anew_with_each_invocation_and_needs_no_notes)
{
    scripted_answer(200, "{}");
    scripted_answer(200, "{}");
    get_pair();
    test_context_reset(scripted_test());
    cr_assert_eq(read_ledger().total.calls, 0);
    scripted_context()->notes = NULL;
    cr_assert_eq(get_pair(), LAMINA_E_NOT_FOUND);
    cr_assert_eq(read_ledger().total.calls, 0);
}
