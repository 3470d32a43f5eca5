/* Reading several items at one moment: the exact request, and what its failures mean. */
#include <criterion/criterion.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"
#include "scripted_database.h"

TestSuite(transaction_get, .init = scripted_database_open, .fini = scripted_database_close);

static pair a, again;
static note n;
static mapper_lookup lookups[3];

static lamina_status get(void)
{
    a = again = (pair){.id = LAMINA_STR("a")};
    n = (note){.id = LAMINA_STR("n")};
    lookups[0] = mapper_lookup_of(&pair_model, &a);
    lookups[1] = mapper_lookup_of(&note_model, &n);
    lookups[2] = mapper_lookup_of(&pair_model, &again);
    static const uint32_t fields[] = {NOTE_VERSION};
    lookups[1].fields = fields;
    lookups[1].field_count = 1;
    return mapper_transact_get(scripted_context(), lookups, 3);
}

Test(transaction_get, asks_for_each_key_once)
{
    scripted_answer(200,
                    "{\"Responses\":[{\"Item\":{\"id\":{\"S\":\"a\"},\"value\":{\"S\":\"v\"}}},"
                    "{}]}");
    scripted_expect_status(get(), LAMINA_OK);
    scripted_expect(0, "TransactGetItems",
                    "{\"TransactItems\":["
                    "{\"Get\":{\"TableName\":\"pair\",\"Key\":{\"id\":{\"S\":\"a\"}}}},"
                    "{\"Get\":{\"TableName\":\"note\",\"Key\":{\"id\":{\"S\":\"n\"}},"
                    "\"ProjectionExpression\":\"#n0, #n1\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"id\",\"#n1\":\"version\"}}}]}");
    scripted_expect_text(a.value, "v");
    scripted_expect_text(again.value, "v");
    scripted_expect_status(lookups[1].status, LAMINA_E_NOT_FOUND);
}

#define CONTENTION                                                                                 \
    "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"TransactionConflict\"}]"

Test(transaction_get, waits_for_writers_to_be_done)
{
    for (size_t i = 0; i < 4; i++)
        scripted_error("TransactionCanceledException", CONTENTION);
    scripted_answer(200, "{\"Responses\":[{},{}]}");
    scripted_expect_status(get(), LAMINA_OK);
    for (size_t i = 0; i < 12; i++)
        scripted_error("TransactionCanceledException", CONTENTION);
    scripted_expect_status(get(), LAMINA_E_CONFLICT);
    cr_assert_eq(scripted_request_count(), 17);
    for (size_t i = 0; i < 3; i++)
        scripted_expect_status(lookups[i].status, LAMINA_E_CONFLICT);
}

Test(transaction_get, a_reason_is_told)
{
    scripted_error("TransactionCanceledException",
                   "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ValidationError\"}]");
    scripted_expect_status(get(), LAMINA_E_INTERNAL);
}

Test(transaction_get, answers_that_make_no_sense_are_refused)
{
    static const char *const answers[] = {"{}", "{\"Responses\":[{}]}",
                                          "{\"Responses\":[{},{},{}]}"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        scripted_answer(200, answers[i]);
        scripted_expect_status(get(), LAMINA_E_UPSTREAM);
    }
}
