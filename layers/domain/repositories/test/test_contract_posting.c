/* What postings ask of a contract, and do to it: the action of contract_posting.h on DynamoDB Local. */
#include <criterion/criterion.h>

#include "domain/dynamodb.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "repositories/contract_posting.h"
#include "test_context.h"

#define OWN_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAV"
#define OTHER_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAW"
#define CONTRACT_1 "01BX5ZZKBKACTAV9WEVGEMMVS0"

static test_context *test;
static lamina_context *context;

/* The clock stands at 2026-01-31, so the request's signature is old; DynamoDB Local does not look. */
static void begin(void)
{
    test = test_context_new();
    test_context_seed_random_anew(test);
    context = test_context_get(test);
    context->deadline_ms = INT64_MAX;
    model_table_use(context, &contract_model);
}

static void end(void)
{
    dynamodb_client_free(dynamodb_client_shared(context));
    dynamodb_client_use(NULL);
    test_context_free(test);
}

TestSuite(contract_posting, .init = begin, .fini = end);

static contract *stored(const char *status, int64_t limit, int64_t balance)
{
    contract *item = contract_new(context);
    item->contract_id = LAMINA_STR(CONTRACT_1);
    item->partner_id = LAMINA_STR(OWN_PARTNER);
    item->number = LAMINA_STR("C-1");
    item->type = LAMINA_STR(CONTRACT_TYPE_SUPPLY);
    item->title = LAMINA_STR("Wheels");
    item->start_date = LAMINA_STR("2026-01-31");
    item->end_date = LAMINA_STR("2026-01-31");
    item->currency = LAMINA_STR("EUR");
    item->credit_limit = limit;
    item->balance = balance;
    item->available_credit = limit - balance;
    item->status = lamina_str_from(status);
    item->collection = LAMINA_STR(CONTRACT_COLLECTION_ALL);
    cr_assert_eq(mapper_put(context, &contract_model, item, NULL), LAMINA_OK);
    return item;
}

/* *now is the contract after the posting, or the one that was in the way. */
static lamina_status post_with(const contract_posting *posting, contract *now, bool *raced)
{
    mapper_action action;
    mapper_conflict conflict = {.size = sizeof conflict};
    cr_assert_eq(domain__contract_post(context, posting, &action), LAMINA_OK);
    lamina_status status = mapper_transact(context, &action, 1, &conflict);
    if (status != LAMINA_OK) {
        cr_assert_eq(conflict.action, 0, "%s", lamina_status_name(status));
        if (conflict.current != NULL)
            *now = *(const contract *)conflict.current;
        return domain__contract_refuse(context, posting, conflict.current, raced);
    }
    contract key = {.contract_id = posting->contract_id};
    return mapper_get(context, &contract_model, &key, &(mapper_read){sizeof(mapper_read), 1}, now);
}

static lamina_status post(int64_t amount, contract *now)
{
    contract_posting posting = {LAMINA_STR(CONTRACT_1), amount, -1, TEST_CONTEXT_START_US};
    bool raced = false;
    lamina_status status = post_with(&posting, now, &raced);
    cr_expect_not(raced);
    return status;
}

static void expect_refusal(int64_t amount, lamina_status status, const char *code)
{
    contract now = {.entry_count = 0};
    cr_expect_eq(post(amount, &now), status);
    lamina_str told = test_context_problem(test).code;
    cr_expect(lamina_str_is(told, code), "%lld: %.*s", (long long)amount, LAMINA_FMT(told));
    lamina_error_reset(context);
}

Test(contract_posting, moves_balance_credit_and_count_together)
{
    contract now = {.entry_count = 0};
    stored(CONTRACT_STATUS_ACTIVE, 1000, 0);
    cr_expect_eq(post(700, &now), LAMINA_OK);
    cr_expect_eq(now.balance, 700);
    cr_expect_eq(now.available_credit, 300);
    cr_expect_eq(now.entry_count, 1);
    cr_expect_eq(post(-200, &now), LAMINA_OK);
    cr_expect_eq(now.balance, 500);
    cr_expect_eq(now.available_credit, 500);
    cr_expect_eq(now.entry_count, 2);
    cr_expect_eq(now.last_entry_at, TEST_CONTEXT_START_US);
}

Test(contract_posting, fills_the_limit_and_no_more)
{
    contract now = {.entry_count = 0};
    stored(CONTRACT_STATUS_ACTIVE, 1000, 400);
    expect_refusal(601, LAMINA_E_CONFLICT, "credit-limit-exceeded");
    cr_expect_eq(post(600, &now), LAMINA_OK);
    cr_expect_eq(now.available_credit, 0);
    expect_refusal(1, LAMINA_E_CONFLICT, "credit-limit-exceeded");
    cr_expect_eq(post(-1, &now), LAMINA_OK);
    cr_expect_eq(post(1, &now), LAMINA_OK);
}

Test(contract_posting, takes_credits_only_where_no_more_may_be_owed)
{
    static const char *const over[] = {CONTRACT_STATUS_SUSPENDED, CONTRACT_STATUS_TERMINATED,
                                       CONTRACT_STATUS_EXPIRED};
    contract now = {.entry_count = 0};
    for (size_t i = 0; i < sizeof over / sizeof *over; i++) {
        stored(over[i], 1000, 400);
        expect_refusal(1, LAMINA_E_CONFLICT, "contract-not-active");
        cr_expect_eq(post(-400, &now), LAMINA_OK, "%s", over[i]);
    }
    stored(CONTRACT_STATUS_DRAFT, 1000, 0);
    expect_refusal(1, LAMINA_E_CONFLICT, "contract-not-active");
    expect_refusal(-1, LAMINA_E_CONFLICT, "contract-not-active");
}

Test(contract_posting, takes_debits_on_the_days_of_the_period)
{
    const int64_t day_us = INT64_C(86400000000);
    contract now = {.entry_count = 0};
    stored(CONTRACT_STATUS_ACTIVE, 1000, 0);
    test_context_set_clock_us(test, TEST_CONTEXT_START_US + day_us / 2 - 1);
    cr_expect_eq(post(1, &now), LAMINA_OK, "23:59 of the last day");
    test_context_set_clock_us(test, TEST_CONTEXT_START_US + day_us / 2);
    expect_refusal(1, LAMINA_E_CONFLICT, "contract-not-active");
    cr_expect_eq(post(-1, &now), LAMINA_OK, "a debt outlives the period");
    test_context_set_clock_us(test, TEST_CONTEXT_START_US - day_us);
    expect_refusal(1, LAMINA_E_CONFLICT, "contract-not-active");
}

Test(contract_posting, keeps_amounts_within_what_is_exact)
{
    contract now = {.entry_count = 0};
    stored(CONTRACT_STATUS_ACTIVE, CONTRACT_AMOUNT_MAX, 0);
    cr_expect_eq(post(CONTRACT_AMOUNT_MAX, &now), LAMINA_OK);
    cr_expect_eq(post(-CONTRACT_AMOUNT_MAX, &now), LAMINA_OK);
    cr_expect_eq(post(-CONTRACT_AMOUNT_MAX, &now), LAMINA_OK);
    cr_expect_eq(now.balance, -CONTRACT_AMOUNT_MAX);
    cr_expect_eq(now.available_credit, 2 * CONTRACT_AMOUNT_MAX);
    expect_refusal(-1, LAMINA_E_CONFLICT, "balance-out-of-range");
}

Test(contract_posting, tells_a_race_from_a_refusal)
{
    contract now = {.entry_count = 0};
    contract_posting posting = {LAMINA_STR(CONTRACT_1), 1, 0, TEST_CONTEXT_START_US};
    bool raced = true;
    stored(CONTRACT_STATUS_ACTIVE, 1000, 0);
    cr_expect_eq(post_with(&posting, &now, &raced), LAMINA_OK);
    cr_expect_eq(post_with(&posting, &now, &raced), LAMINA_E_CONFLICT);
    cr_expect(raced);
    cr_expect_eq(now.entry_count, 1, "the contract that was in the way");
    lamina_error_reset(context);
    posting.entry_count = 1;
    cr_expect_eq(post_with(&posting, &now, &raced), LAMINA_OK);
}

Test(contract_posting, sees_the_callers_own_partner_alone)
{
    contract now = {.entry_count = 0};
    stored(CONTRACT_STATUS_ACTIVE, 1000, 0);
    context->caller_tenant = LAMINA_STR(OTHER_PARTNER);
    expect_refusal(1, LAMINA_E_NOT_FOUND, "contract-not-found");
    context->caller_tenant = LAMINA_STR(OWN_PARTNER);
    cr_expect_eq(post(1, &now), LAMINA_OK);
    context->caller_tenant = (lamina_str){NULL, 0};
    cr_expect_eq(post(1, &now), LAMINA_OK);
}

Test(contract_posting, finds_none_where_there_is_none)
{
    expect_refusal(1, LAMINA_E_NOT_FOUND, "contract-not-found");
    expect_refusal(-1, LAMINA_E_NOT_FOUND, "contract-not-found");
}
