/* Posting and undoing, as clients see it: answers, headers, repetitions, refusals. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lamina/text.h"
#include "transaction_module.h"

TestSuite(posting, .init = transaction_module_begin, .fini = transaction_module_end, .timeout = 60);

Test(posting, answers_201_with_the_entry_and_where_it_is)
{
    char location[64];
    lamina_test_header(test, "Idempotency-Key", "k");
    lamina_test_send(test, "POST", "/transactions",
                     "{\"contractId\":\"" MODULE_CONTRACT "\",\"kind\":\"debit\",\"amount\":700,"
                     "\"currency\":\"EUR\",\"reference\":\"INV-1\",\"description\":\"Wheels\","
                     "\"occurredAt\":\"2026-01-30T10:00:00+01:00\"}");
    cr_assert(lamina_test_status_is(test, 201));
    cr_assert(lamina_test_says(test, "/contractId", MODULE_CONTRACT));
    cr_assert(lamina_test_says(test, "/sequence", "1"));
    cr_assert(lamina_test_says(test, "/kind", "debit"));
    cr_assert(lamina_test_says(test, "/amount", "700"));
    cr_assert(lamina_test_says(test, "/balanceChange", "700"));
    cr_assert(lamina_test_says(test, "/balanceAfter", "700"));
    cr_assert(lamina_test_says(test, "/reference", "INV-1"));
    cr_assert(lamina_test_says(test, "/occurredAt", "2026-01-30T09:00:00.000000Z"));
    cr_assert(lamina_test_lacks(test, "/reverses"));
    cr_assert(lamina_test_lacks(test, "/partnerId"));
    lamina_str id = lamina_test_at(test, "/transactionId");
    snprintf(location, sizeof location, "transactions/%.*s", LAMINA_FMT(id));
    cr_assert(lamina_test_header_is(test, "Location", location));
    cr_assert_null(lamina_test_answer_header(test, "Idempotency-Replayed").ptr);

    snprintf(location, sizeof location, "/transactions/%.*s", LAMINA_FMT(id));
    lamina_test_send(test, "GET", location, NULL);
    cr_assert(lamina_test_status_is(test, 200));
    cr_assert(lamina_test_says(test, "/description", "Wheels"));
}

Test(posting, the_same_request_is_answered_the_same_and_says_so)
{
    const char *id = transaction_module_posted(600, "\"k\"");
    lamina_str first = lamina_test_body(test);
    char copy[1024];
    cr_assert_lt(first.len, sizeof copy);
    memcpy(copy, first.ptr, first.len);
    size_t len = first.len;
    lamina_test_header(test, "Idempotency-Key", "k");
    lamina_test_send(test, "POST", "/transactions",
                     " { \"currency\":\"EUR\", \"kind\":\"debit\", \"amount\":6e2,\n"
                     "\"contractId\":\"" MODULE_CONTRACT "\"}");
    cr_assert(lamina_test_status_is(test, 201));
    cr_assert(lamina_str_equal(lamina_test_body(test), (lamina_str){copy, len}), "byte for byte");
    cr_assert(lamina_test_header_is(test, "Idempotency-Replayed", "true"));
    cr_assert(lamina_test_says(test, "/transactionId", id));
    transaction_module_post(601, "k");
    cr_assert(lamina_test_problem_is(test, 409, "idempotency-key-reused"));
}

Test(posting, a_key_is_asked_for_before_anything_is_done)
{
    transaction_module_post(1, NULL);
    cr_assert(lamina_test_problem_is(test, 400, "idempotency-key-missing"));
    transaction_module_post(1, "a b");
    cr_assert(lamina_test_problem_is(test, 400, "invalid-idempotency-key"));
    lamina_test_send(test, "POST", "/transactions/" MODULE_UNKNOWN_ID "/reverse", "{}");
    cr_assert(lamina_test_problem_is(test, 400, "idempotency-key-missing"));
    transaction_module_posted(1, "k");
    cr_assert(lamina_test_says(test, "/sequence", "1"));
}

Test(posting, refusals_have_names)
{
    transaction_module_post(1001, "a");
    cr_assert(lamina_test_problem_is(test, 409, "credit-limit-exceeded"));
    lamina_test_header(test, "Idempotency-Key", "b");
    lamina_test_send(test, "POST", "/transactions",
                     "{\"contractId\":\"" MODULE_UNKNOWN_ID "\",\"kind\":\"debit\",\"amount\":1,"
                     "\"currency\":\"EUR\"}");
    cr_assert(lamina_test_problem_is(test, 404, "contract-not-found"));
    lamina_test_header(test, "Idempotency-Key", "c");
    lamina_test_send(test, "POST", "/transactions",
                     "{\"contractId\":\"" MODULE_CONTRACT "\",\"kind\":\"debit\",\"amount\":1,"
                     "\"currency\":\"USD\"}");
    cr_assert(lamina_test_problem_is(test, 422, "invalid-request"));
    cr_assert(lamina_test_violates(test, "/currency", "currency"));
    lamina_test_header(test, "Idempotency-Key", "d");
    lamina_test_send(
        test, "POST", "/transactions",
        "{\"contractId\":\"x\",\"kind\":\"reversal\",\"amount\":0.5,\"currency\":\"eur\","
        "\"reference\":\"\",\"occurredAt\":\"yesterday\",\"sequence\":1}");
    cr_assert(lamina_test_problem_is(test, 422, "invalid-request"));
    cr_assert(lamina_test_violates(test, "/contractId", "format"));
    cr_assert(lamina_test_violates(test, "/kind", "enum"));
    cr_assert(lamina_test_violates(test, "/amount", "type"));
    cr_assert(lamina_test_violates(test, "/currency", "format"));
    cr_assert(lamina_test_violates(test, "/reference", "min-length"));
    cr_assert(lamina_test_violates(test, "/occurredAt", "format"));
    cr_assert(lamina_test_violates(test, "/sequence", "unknown"));
}

Test(posting, amounts_are_whole_and_within_what_is_exact)
{
    static const char *const wrong[] = {"0",    "-1",  "1.5", "\"1\"", "1000000000000001",
                                        "1e30", "null"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char body[256];
        snprintf(body, sizeof body,
                 "{\"contractId\":\"" MODULE_CONTRACT "\",\"kind\":\"credit\",\"amount\":%s,"
                 "\"currency\":\"EUR\"}",
                 wrong[i]);
        lamina_test_header(test, "Idempotency-Key", "k");
        lamina_test_send(test, "POST", "/transactions", body);
        cr_assert(lamina_test_problem_is(test, 422, "invalid-request"), "%s", wrong[i]);
    }
    transaction_module_posted(-INT64_C(1000000000000000), "k");
    cr_assert(lamina_test_says(test, "/balanceAfter", "-1000000000000000"));
}

Test(posting, a_reversal_is_an_entry_of_its_own_and_seen_at_what_it_undid)
{
    char target[64], location[64];
    const char *id = transaction_module_posted(700, "k");
    transaction_module_reverse(id, "l");
    cr_assert(lamina_test_status_is(test, 201));
    cr_assert(lamina_test_says(test, "/kind", "reversal"));
    cr_assert(lamina_test_says(test, "/amount", "700"));
    cr_assert(lamina_test_says(test, "/balanceChange", "-700"));
    cr_assert(lamina_test_says(test, "/balanceAfter", "0"));
    cr_assert(lamina_test_says(test, "/reverses", id));
    cr_assert(lamina_test_says(test, "/reference", "bounced"));
    lamina_str reversal = lamina_test_at(test, "/transactionId");
    snprintf(location, sizeof location, "../%.*s", LAMINA_FMT(reversal));
    cr_assert(lamina_test_header_is(test, "Location", location));

    snprintf(target, sizeof target, "/transactions/%s", id);
    lamina_test_send(test, "GET", target, NULL);
    cr_assert(lamina_test_says(test, "/reversedBy", location + 3));
    transaction_module_reverse(id, "l");
    cr_assert(lamina_test_status_is(test, 201));
    cr_assert(lamina_test_header_is(test, "Idempotency-Replayed", "true"));
    transaction_module_reverse(id, "m");
    cr_assert(lamina_test_problem_is(test, 409, "transaction-already-reversed"));
    transaction_module_reverse(location + 3, "n");
    cr_assert(lamina_test_problem_is(test, 409, "transaction-not-reversible"));
    transaction_module_reverse(MODULE_UNKNOWN_ID, "o");
    cr_assert(lamina_test_problem_is(test, 404, "transaction-not-found"));
    transaction_module_reverse(id, "k");
    cr_assert(lamina_test_problem_is(test, 409, "idempotency-key-reused"), "of the posting");
}

Test(posting, the_log_says_what_happened_by_ids_alone)
{
    transaction_module_posted(123, "secret-key");
    cr_assert(lamina_test_logged(test, "transaction posted transaction_id=01"));
    cr_assert_null(strstr(lamina_test_log(test).ptr, "123"));
    cr_assert_null(strstr(lamina_test_log(test).ptr, "secret-key"));
    transaction_module_posted(123, "secret-key");
    cr_assert(lamina_test_logged(test, "transaction told again transaction_id=01"));
}

Test(posting, costs_one_read_and_one_transaction)
{
    transaction_module_posted(1, "k");
    lamina_str note = lamina_test_note(test, "dynamodb");
    cr_assert(lamina_str_has_prefix(note, LAMINA_STR("{\"calls\":2,")), "%.*s", LAMINA_FMT(note));
}
