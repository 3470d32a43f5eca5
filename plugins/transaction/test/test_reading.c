/* Lists and statements, and who may see them. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lamina/text.h"
#include "transaction_module.h"

TestSuite(reading, .init = transaction_module_begin, .fini = transaction_module_end, .timeout = 60);

#define OF_CONTRACT "?contractId=" MODULE_CONTRACT

static void post_some(int count)
{
    for (int i = 0; i < count; i++) {
        char key[16];
        snprintf(key, sizeof key, "k%d", i);
        transaction_module_posted(10, key);
    }
}

/* The page behind the answer's cursor. */
static void send_next(const char *path)
{
    char target[4600];
    lamina_str cursor = lamina_test_at(test, "/cursor");
    cr_assert_not_null(cursor.ptr);
    snprintf(target, sizeof target, "%s&cursor=%.*s", path, LAMINA_FMT(cursor));
    lamina_test_send(test, "GET", target, NULL);
    cr_assert(lamina_test_status_is(test, 200));
}

Test(reading, a_list_pages_in_the_order_of_posting)
{
    static const char path[] = "/transactions" OF_CONTRACT "&limit=2";
    post_some(3);
    lamina_test_send(test, "GET", path, NULL);
    cr_assert(lamina_test_status_is(test, 200));
    cr_assert(lamina_test_says(test, "/items/0/sequence", "1"));
    cr_assert(lamina_test_says(test, "/items/1/sequence", "2"));
    cr_assert(lamina_test_lacks(test, "/items/2"));
    send_next(path);
    cr_assert(lamina_test_says(test, "/items/0/sequence", "3"));
    cr_assert(lamina_test_lacks(test, "/items/1"));
    cr_assert(lamina_test_lacks(test, "/cursor"));
}

Test(reading, a_statement_carries_its_balance_forward)
{
    static const char path[] = "/transactions/statement" OF_CONTRACT "&limit=2";
    post_some(3);
    lamina_test_send(test, "GET", path, NULL);
    cr_assert(lamina_test_says(test, "/contractId", MODULE_CONTRACT));
    cr_assert(lamina_test_says(test, "/currency", "EUR"));
    cr_assert(lamina_test_says(test, "/openingBalance", "0"));
    cr_assert(lamina_test_says(test, "/entries/0/balanceAfter", "10"));
    cr_assert(lamina_test_says(test, "/entries/1/balanceAfter", "20"));
    cr_assert(lamina_test_says(test, "/closingBalance", "20"));
    cr_assert(lamina_test_lacks(test, "/from"));
    send_next(path);
    cr_assert(lamina_test_says(test, "/openingBalance", "20"));
    cr_assert(lamina_test_says(test, "/closingBalance", "30"));
    cr_assert(lamina_test_lacks(test, "/cursor"));
}

Test(reading, a_range_of_time_is_a_part_of_the_account)
{
    char target[256], second[32];
    post_some(2);
    lamina_str posted_at = lamina_test_at(test, "/postedAt");
    snprintf(second, sizeof second, "%.*s", LAMINA_FMT(posted_at));
    snprintf(target, sizeof target, "/transactions/statement" OF_CONTRACT "&from=%s", second);
    lamina_test_send(test, "GET", target, NULL);
    cr_assert(lamina_test_says(test, "/from", second));
    cr_assert(lamina_test_says(test, "/openingBalance", "10"));
    cr_assert(lamina_test_says(test, "/entries/0/sequence", "2"));
    snprintf(target, sizeof target, "/transactions" OF_CONTRACT "&to=%s", second);
    lamina_test_send(test, "GET", target, NULL);
    cr_assert(lamina_test_says(test, "/items/0/sequence", "1"));
    cr_assert(lamina_test_lacks(test, "/items/1"));
    lamina_test_send(test, "GET",
                     "/transactions/statement" OF_CONTRACT
                     "&from=2999-01-01T00:00:00Z&to=2999-02-01T00:00:00Z",
                     NULL);
    cr_assert(lamina_test_says(test, "/entries", "[]"));
    cr_assert(lamina_test_says(test, "/openingBalance", "20"));
    cr_assert(lamina_test_says(test, "/closingBalance", "20"));
    cr_assert(lamina_test_says(test, "/to", "2999-02-01T00:00:00.000000Z"));
}

Test(reading, what_cannot_be_asked_is_told)
{
    lamina_test_send(test, "GET", "/transactions", NULL);
    cr_assert(lamina_test_violates(test, "contractId", "required"));
    lamina_test_send(test, "GET", "/transactions/statement" OF_CONTRACT "&from=today&limit=101",
                     NULL);
    cr_assert(lamina_test_violates(test, "from", "format"));
    cr_assert(lamina_test_violates(test, "limit", "range"));
    lamina_test_send(
        test, "GET",
        "/transactions" OF_CONTRACT "&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", NULL);
    cr_assert(lamina_test_violates(test, "to", "range"));
    lamina_test_send(test, "GET", "/transactions" OF_CONTRACT "&cursor=AAAA", NULL);
    cr_assert(lamina_test_problem_is(test, 400, "invalid-cursor"));
    lamina_test_send(test, "GET", "/transactions?contractId=" MODULE_UNKNOWN_ID, NULL);
    cr_assert(lamina_test_problem_is(test, 404, "contract-not-found"));
    lamina_test_send(test, "GET", "/transactions/" MODULE_UNKNOWN_ID, NULL);
    cr_assert(lamina_test_problem_is(test, 404, "transaction-not-found"));
    lamina_test_send(test, "GET", "/transactions/x%2Fy", NULL);
    cr_assert(lamina_test_problem_is(test, 404, "transaction-not-found"));
}

/* ---- who may ---- */

/* Every operation once. */
static const struct {
    const char *method, *target, *body;
} operations[] = {
    {"GET", "/transactions" OF_CONTRACT, NULL},
    {"GET", "/transactions/statement" OF_CONTRACT, NULL},
    {"GET", "/transactions/" MODULE_UNKNOWN_ID, NULL},
    {"POST", "/transactions",
     "{\"contractId\":\"" MODULE_CONTRACT
     "\",\"kind\":\"debit\",\"amount\":1,\"currency\":\"EUR\"}"},
    {"POST", "/transactions/" MODULE_UNKNOWN_ID "/reverse", "{}"},
};
enum { OPERATION_COUNT = sizeof operations / sizeof *operations };

static void send_operation(size_t i)
{
    lamina_test_header(test, "Idempotency-Key", "k");
    lamina_test_send(test, operations[i].method, operations[i].target, operations[i].body);
}

Test(reading, nothing_is_public_and_each_operation_needs_its_scope)
{
    for (size_t i = 0; i < OPERATION_COUNT; i++) {
        bool reads = operations[i].body == NULL;
        lamina_test_as(test, NULL, NULL, NULL);
        send_operation(i);
        cr_assert(lamina_test_problem_is(test, 401, "unauthenticated"));
        lamina_test_as(test, "ada", NULL, reads ? "transaction:write" : "transaction:read");
        send_operation(i);
        cr_assert(lamina_test_problem_is(test, 403, "forbidden"));
    }
}

Test(reading, another_tenants_account_does_not_exist)
{
    char target[64];
    const char *id = transaction_module_posted(10, "k");
    snprintf(target, sizeof target, "/transactions/%s", id);
    lamina_test_as(test, "eve", MODULE_OTHER_PARTNER, "transaction:read transaction:write");
    lamina_test_send(test, "GET", target, NULL);
    cr_assert(lamina_test_problem_is(test, 404, "transaction-not-found"));
    transaction_module_reverse(id, "r");
    cr_assert(lamina_test_problem_is(test, 404, "transaction-not-found"));
    for (size_t i = 0; i < OPERATION_COUNT; i++) {
        send_operation(i);
        cr_assert(lamina_test_status_is(test, 404));
    }
    lamina_test_as(test, "ida", MODULE_PARTNER, "transaction:read transaction:write");
    lamina_test_send(test, "GET", target, NULL);
    cr_assert(lamina_test_status_is(test, 200));
    transaction_module_posted(10, "k");
    cr_assert(lamina_test_says(test, "/sequence", "2"), "the key is another caller's");
}
