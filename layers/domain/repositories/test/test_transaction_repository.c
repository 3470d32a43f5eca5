/* The repository of transactions on DynamoDB Local: what is posted, refused, undone, repeated and listed. */
#include <criterion/criterion.h>

#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "transaction_fixture.h"

TestSuite(transaction_repository, .init = transaction_fixture_begin,
          .fini = transaction_fixture_end, .timeout = 60);

Test(transaction_repository, a_posting_moves_the_contract_and_is_found_at_once)
{
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction *entry = transaction_fixture_entry(fixture_context, 700);
    entry->reference = LAMINA_STR("INV-1");
    lamina_mark(&entry->has, TRANSACTION_REFERENCE);
    domain_idempotency once = transaction_fixture_once(fixture_context, "k", entry);
    transaction_posted posted = {.size = sizeof posted};
    cr_assert_eq(transaction_repository_post(fixture_context, entry, &once, &posted), LAMINA_OK);
    cr_assert_not(posted.replayed);

    transaction *found;
    cr_assert_eq(transaction_repository_get(fixture_context, posted.entry->transaction_id, &found),
                 LAMINA_OK);
    cr_assert_eq(found->sequence, 1);
    cr_assert_eq(found->amount, 700);
    cr_assert_eq(found->balance_change, 700);
    cr_assert_eq(found->balance_after, 700);
    cr_assert_eq(found->occurred_at, found->posted_at);
    cr_assert(lamina_str_is(found->partner_id, FIXTURE_PARTNER));
    cr_assert(lamina_str_is(found->reference, "INV-1"));
    cr_assert(lamina_is_absent(&found->has, TRANSACTION_DESCRIPTION));
    cr_assert(lamina_is_absent(&found->has, TRANSACTION_REVERSES));

    transaction_fixture_posted(-300);
    cr_assert_eq(transaction_fixture_stored()->balance, 400);
    cr_assert_eq(transaction_fixture_check_account(100), 2);
}

Test(transaction_repository, debits_end_at_the_limit_and_credits_may_overpay)
{
    transaction_posted posted;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction_fixture_posted(1000);
    transaction_fixture_expect(transaction_fixture_post(1, "a", &posted), LAMINA_E_CONFLICT,
                               "credit-limit-exceeded");
    cr_assert_null(posted.entry);
    transaction_fixture_posted(-1500);
    cr_assert_eq(transaction_fixture_stored()->balance, -500);
    transaction_fixture_posted(1500);
    transaction_fixture_expect(transaction_fixture_post(-CONTRACT_AMOUNT_MAX, "b", &posted),
                               LAMINA_OK, "");
    transaction_fixture_expect(transaction_fixture_post(-CONTRACT_AMOUNT_MAX, "c", &posted),
                               LAMINA_E_CONFLICT, "balance-out-of-range");
    transaction_fixture_check_account(2);
}

Test(transaction_repository, what_cannot_be_posted_is_refused_by_name)
{
    transaction_posted posted;
    transaction_fixture_expect(transaction_fixture_post(1, "a", &posted), LAMINA_E_NOT_FOUND,
                               "contract-not-found");
    transaction_fixture_contract(CONTRACT_STATUS_DRAFT, 1000);
    transaction_fixture_expect(transaction_fixture_post(1, "a", &posted), LAMINA_E_CONFLICT,
                               "contract-not-active");
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction_fixture_expect(transaction_fixture_post(CONTRACT_AMOUNT_MAX + 1, "a", &posted),
                               LAMINA_E_INVALID, "invalid-request");
    transaction *entry = transaction_fixture_entry(fixture_context, 1);
    domain_idempotency once = transaction_fixture_once(fixture_context, "a", entry);
    entry->amount = 0;
    transaction_fixture_expect(transaction_repository_post(fixture_context, entry, &once, &posted),
                               LAMINA_E_INVALID, "invalid-request");
    entry->amount = 1;
    entry->currency = LAMINA_STR("USD");
    transaction_fixture_expect(transaction_repository_post(fixture_context, entry, &once, &posted),
                               LAMINA_E_INVALID, "invalid-request");
    entry->currency = LAMINA_STR("EUR");
    entry->kind = LAMINA_STR(TRANSACTION_KIND_REVERSAL);
    transaction_fixture_expect(transaction_repository_post(fixture_context, entry, &once, &posted),
                               LAMINA_E_INVALID, "invalid-request");
    entry->kind = LAMINA_STR(TRANSACTION_KIND_DEBIT);
    entry->occurred_at = lamina_now_us(fixture_context) + INT64_C(3600000000);
    lamina_mark(&entry->has, TRANSACTION_OCCURRED_AT);
    transaction_fixture_expect(transaction_repository_post(fixture_context, entry, &once, &posted),
                               LAMINA_E_INVALID, "invalid-request");
    entry->occurred_at = INT64_C(1000000);
    transaction_fixture_expect(transaction_repository_post(fixture_context, entry, &once, &posted),
                               LAMINA_OK, "");
    cr_assert_eq(posted.entry->occurred_at, INT64_C(1000000));
    cr_assert_eq(transaction_fixture_check_account(10), 1);
}

/* ---- once ---- */

Test(transaction_repository, the_same_request_gets_the_first_answer_again)
{
    transaction_posted first, again;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction_fixture_expect(transaction_fixture_post(600, "k", &first), LAMINA_OK, "");
    transaction_fixture_expect(transaction_fixture_post(600, "k", &again), LAMINA_OK, "");
    cr_assert(again.replayed);
    cr_assert(lamina_str_equal(again.entry->transaction_id, first.entry->transaction_id));
    cr_assert_eq(again.entry->balance_after, 600);
    transaction_fixture_expect(transaction_fixture_post(601, "k", &again), LAMINA_E_CONFLICT,
                               "idempotency-key-reused");
    transaction_fixture_expect(transaction_fixture_post(-600, "k", &again), LAMINA_E_CONFLICT,
                               "idempotency-key-reused");
    cr_assert_eq(transaction_fixture_check_account(10), 1);
}

Test(transaction_repository, what_was_done_is_told_though_it_would_be_refused_now)
{
    transaction_posted first, again;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction_fixture_expect(transaction_fixture_post(1000, "k", &first), LAMINA_OK, "");
    transaction_fixture_expect(transaction_fixture_post(1000, "k", &again), LAMINA_OK, "");
    cr_assert(again.replayed, "though the limit is reached");
    transaction_fixture_expect(transaction_fixture_post(999, "k", &again), LAMINA_E_CONFLICT,
                               "idempotency-key-reused");
}

Test(transaction_repository, a_refusal_is_not_remembered)
{
    transaction_posted posted;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction_fixture_posted(1000);
    transaction_fixture_expect(transaction_fixture_post(400, "k", &posted), LAMINA_E_CONFLICT,
                               "credit-limit-exceeded");
    transaction_fixture_posted(-400);
    transaction_fixture_expect(transaction_fixture_post(400, "k", &posted), LAMINA_OK, "");
    cr_assert_not(posted.replayed);
}

Test(transaction_repository, keys_are_apart_by_caller_and_by_tenant)
{
    transaction_posted posted;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction_fixture_expect(transaction_fixture_post(1, "k", &posted), LAMINA_OK, "");
    fixture_context->caller_id = LAMINA_STR("ada");
    transaction_fixture_expect(transaction_fixture_post(2, "k", &posted), LAMINA_OK, "");
    fixture_context->caller_tenant = LAMINA_STR(FIXTURE_PARTNER);
    transaction_fixture_expect(transaction_fixture_post(3, "k", &posted), LAMINA_OK, "");
    transaction_fixture_expect(transaction_fixture_post(4, "k", &posted), LAMINA_E_CONFLICT,
                               "idempotency-key-reused");
    cr_assert_eq(transaction_fixture_check_account(10), 3);
}

/* ---- tenants ---- */

Test(transaction_repository, another_tenants_things_do_not_exist)
{
    transaction_posted posted;
    transaction *found;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction *entry = transaction_fixture_posted(1);
    fixture_context->caller_tenant = LAMINA_STR(FIXTURE_OTHER_PARTNER);
    transaction_fixture_expect(
        transaction_repository_get(fixture_context, entry->transaction_id, &found),
        LAMINA_E_NOT_FOUND, "transaction-not-found");
    transaction_fixture_expect(transaction_fixture_post(1, "k", &posted), LAMINA_E_NOT_FOUND,
                               "contract-not-found");
    transaction_fixture_expect(transaction_fixture_reverse(entry->transaction_id, "l", &posted),
                               LAMINA_E_NOT_FOUND, "transaction-not-found");
    transaction_range range = {
        .size = sizeof range, .limit = 10, .contract_id = LAMINA_STR(FIXTURE_CONTRACT)};
    transaction_list page = {.size = sizeof page};
    transaction_fixture_expect(transaction_repository_list(fixture_context, &range, &page),
                               LAMINA_E_NOT_FOUND, "contract-not-found");
    fixture_context->caller_tenant = LAMINA_STR(FIXTURE_PARTNER);
    transaction_fixture_expect(transaction_repository_list(fixture_context, &range, &page),
                               LAMINA_OK, "");
}

Test(transaction_repository, what_there_is_not_is_not_found)
{
    transaction *found;
    transaction_posted posted;
    static const char *const ids[] = {FIXTURE_UNKNOWN_ID, "", "x", "place"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        transaction_fixture_expect(
            transaction_repository_get(fixture_context, lamina_str_from(ids[i]), &found),
            LAMINA_E_NOT_FOUND, "transaction-not-found");
        cr_assert_null(found);
        transaction_fixture_expect(
            transaction_fixture_reverse(LAMINA_STR(FIXTURE_UNKNOWN_ID), "k", &posted),
            LAMINA_E_NOT_FOUND, "transaction-not-found");
    }
}

/* ---- reversals ---- */

Test(transaction_repository, a_reversal_is_the_opposite_once)
{
    transaction_posted undone, again;
    transaction *found;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction *entry = transaction_fixture_posted(700);
    transaction_fixture_expect(transaction_fixture_reverse(entry->transaction_id, "k", &undone),
                               LAMINA_OK, "");
    cr_assert(lamina_str_is(undone.entry->kind, TRANSACTION_KIND_REVERSAL));
    cr_assert_eq(undone.entry->amount, 700);
    cr_assert_eq(undone.entry->balance_change, -700);
    cr_assert_eq(undone.entry->balance_after, 0);
    cr_assert(lamina_str_equal(undone.entry->reverses, entry->transaction_id));
    cr_assert_eq(transaction_repository_get(fixture_context, entry->transaction_id, &found),
                 LAMINA_OK);
    cr_assert(lamina_str_equal(found->reversed_by, undone.entry->transaction_id));

    transaction_fixture_expect(transaction_fixture_reverse(entry->transaction_id, "k", &again),
                               LAMINA_OK, "");
    cr_assert(again.replayed);
    cr_assert(lamina_str_equal(again.entry->transaction_id, undone.entry->transaction_id));
    transaction_fixture_expect(transaction_fixture_reverse(entry->transaction_id, "l", &again),
                               LAMINA_E_CONFLICT, "transaction-already-reversed");
    transaction_fixture_expect(
        transaction_fixture_reverse(undone.entry->transaction_id, "m", &again), LAMINA_E_CONFLICT,
        "transaction-not-reversible");
    cr_assert_eq(transaction_fixture_check_account(10), 2);
}

Test(transaction_repository, what_was_posted_is_told_as_it_was_posted)
{
    transaction_posted first, undone, again;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction_fixture_expect(transaction_fixture_post(5, "k", &first), LAMINA_OK, "");
    transaction_fixture_expect(
        transaction_fixture_reverse(first.entry->transaction_id, "l", &undone), LAMINA_OK, "");
    transaction_fixture_expect(transaction_fixture_post(5, "k", &again), LAMINA_OK, "");
    cr_assert(again.replayed);
    cr_assert(lamina_is_absent(&again.entry->has, TRANSACTION_REVERSED_BY));
}

Test(transaction_repository, undoing_a_credit_obeys_the_rules_of_a_debit)
{
    transaction_posted posted;
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    transaction *credit = transaction_fixture_posted(-500);
    transaction_fixture_posted(1500);
    transaction_fixture_expect(transaction_fixture_reverse(credit->transaction_id, "k", &posted),
                               LAMINA_E_CONFLICT, "credit-limit-exceeded");
    transaction_fixture_posted(-500);
    transaction_fixture_expect(transaction_fixture_reverse(credit->transaction_id, "k", &posted),
                               LAMINA_OK, "");
    cr_assert_eq(posted.entry->balance_change, 500);
    transaction_fixture_check_account(10);
}

/* ---- pages ---- */

static transaction_list list(int64_t from, int64_t to, uint32_t limit, lamina_str cursor)
{
    transaction_range range = {.size = sizeof range,
                               .limit = limit,
                               .contract_id = LAMINA_STR(FIXTURE_CONTRACT),
                               .from = from,
                               .to = to,
                               .cursor = cursor};
    transaction_list page = {.size = sizeof page};
    transaction_fixture_expect(transaction_repository_list(fixture_context, &range, &page),
                               LAMINA_OK, "");
    return page;
}

Test(transaction_repository, a_range_of_time_has_its_own_balances)
{
    static const lamina_str first_page = {NULL, 0};
    transaction *entries[6];
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    for (size_t i = 0; i < 6; i++)
        entries[i] = transaction_fixture_posted(10);
    transaction_list page = list(entries[1]->posted_at, entries[4]->posted_at, 100, first_page);
    cr_assert_eq(page.count, 3, "the end is not among them");
    cr_assert_eq(page.items[0]->sequence, 2);
    cr_assert_eq(page.opening_balance, 10);
    cr_assert_eq(page.closing_balance, 40);
    cr_assert(lamina_str_is(page.currency, "EUR"));

    page = list(entries[1]->posted_at, 0, 2, first_page);
    cr_assert_eq(page.closing_balance, 30);
    transaction_fixture_posted(10); /* comes behind, and moves none */
    page = list(entries[1]->posted_at, 0, 2, page.cursor);
    cr_assert_eq(page.opening_balance, 30);
    cr_assert_eq(page.items[0]->sequence, 4);
    page = list(0, entries[2]->posted_at, 100, first_page);
    cr_assert_eq(page.count, 2);

    page = list(entries[5]->posted_at + 1000000000, 0, 100, first_page);
    cr_assert_eq(page.count, 0);
    cr_assert_eq(page.opening_balance, 70);
    cr_assert_eq(page.closing_balance, 70);
    page = list(1, entries[0]->posted_at, 100, first_page);
    cr_assert_eq(page.count, 0);
    cr_assert_eq(page.closing_balance, 0);
}

Test(transaction_repository, what_cannot_be_listed_is_refused_by_name)
{
    transaction_list page = {.size = sizeof page};
    transaction_range range = {
        .size = sizeof range, .limit = 10, .contract_id = LAMINA_STR(FIXTURE_CONTRACT)};
    transaction_fixture_expect(transaction_repository_list(fixture_context, &range, &page),
                               LAMINA_E_NOT_FOUND, "contract-not-found");
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    range.from = range.to = 5;
    transaction_fixture_expect(transaction_repository_list(fixture_context, &range, &page),
                               LAMINA_E_INVALID, "invalid-request");
    range.to = 6;
    range.cursor = LAMINA_STR("AAAA");
    transaction_fixture_expect(transaction_repository_list(fixture_context, &range, &page),
                               LAMINA_E_SYNTAX, "invalid-cursor");
    range.contract_id = LAMINA_STR("transaction#" FIXTURE_CONTRACT);
    transaction_fixture_expect(transaction_repository_list(fixture_context, &range, &page),
                               LAMINA_E_NOT_FOUND, "contract-not-found");
}

Test(transaction_repository, times_rise_though_clocks_do_not)
{
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, 1000);
    int64_t now = lamina_now_us(fixture_context);
    for (int i = 0; i < 4; i++) {
        test_context_set_clock_us(fixture_test, now - i * INT64_C(60000000));
        test_context_set_remaining_ms(fixture_test, 30000);
        transaction_fixture_posted(1);
    }
    test_context_use_system_clock(fixture_test);
    cr_assert_eq(transaction_fixture_check_account(10), 4);
}
