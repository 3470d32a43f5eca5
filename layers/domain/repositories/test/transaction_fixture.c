/* Tables and a contract for one test: see transaction_fixture.h. */
#include "transaction_fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "domain/dynamodb.h"
#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "models/idempotency_record.h"

test_context *fixture_test;
lamina_context *fixture_context;

void transaction_fixture_begin(void)
{
    fixture_test = test_context_new();
    test_context_use_system_clock(fixture_test);
    test_context_seed_random_anew(fixture_test);
    fixture_context = test_context_get(fixture_test);
    model_table_use(fixture_context, &contract_model);
    model_table_use(fixture_context, &transaction_model);
    model_table_use(fixture_context, &domain__idempotency_model);
}

void transaction_fixture_end(void)
{
    dynamodb_client_free(dynamodb_client_shared(fixture_context));
    dynamodb_client_use(NULL);
    test_context_free(fixture_test);
}

void transaction_fixture_contract(const char *status, int64_t limit)
{
    contract *item = contract_new(fixture_context);
    item->contract_id = LAMINA_STR(FIXTURE_CONTRACT);
    item->partner_id = LAMINA_STR(FIXTURE_PARTNER);
    item->number = LAMINA_STR("C-1");
    item->type = LAMINA_STR(CONTRACT_TYPE_SUPPLY);
    item->title = LAMINA_STR("Wheels");
    item->start_date = LAMINA_STR("2000-01-01");
    item->end_date = LAMINA_STR("2999-12-31");
    item->currency = LAMINA_STR("EUR");
    item->credit_limit = limit;
    item->available_credit = limit;
    item->status = lamina_str_from(status);
    item->collection = LAMINA_STR(CONTRACT_COLLECTION_ALL);
    cr_assert_eq(mapper_put(fixture_context, &contract_model, item, NULL), LAMINA_OK);
}

contract *transaction_fixture_stored(void)
{
    contract *item = contract_new(fixture_context);
    mapper_read options = {.size = sizeof options, .consistent = true};
    item->contract_id = LAMINA_STR(FIXTURE_CONTRACT);
    cr_assert_eq(mapper_get(fixture_context, &contract_model, item, &options, item), LAMINA_OK);
    return item;
}

domain_idempotency transaction_fixture_once(lamina_context *own, const char *key,
                                            const transaction *entry)
{
    domain_idempotency once = {.size = sizeof once};
    lamina_str content = lamina_arena_format(own->arena, "%.*s %lld", LAMINA_FMT(entry->kind),
                                             (long long)entry->amount);
    domain_idempotency_request request = {.size = sizeof request,
                                          .key = lamina_str_from(key),
                                          .group = "transaction",
                                          .operation = entry->reverses.len > 0 ? "reverse" : "post",
                                          .subject =
                                              entry->reverses.len > 0 ? entry->reverses : content};
    cr_assert_eq(domain_idempotency_init(own, &request, &once), LAMINA_OK);
    return once;
}

transaction *transaction_fixture_entry(lamina_context *own, int64_t amount)
{
    transaction *entry = transaction_new(own);
    cr_assert_not_null(entry);
    entry->contract_id = LAMINA_STR(FIXTURE_CONTRACT);
    entry->kind =
        amount > 0 ? LAMINA_STR(TRANSACTION_KIND_DEBIT) : LAMINA_STR(TRANSACTION_KIND_CREDIT);
    entry->amount = amount > 0 ? amount : -amount;
    entry->currency = LAMINA_STR("EUR");
    return entry;
}

lamina_status transaction_fixture_post(int64_t amount, const char *key, transaction_posted *posted)
{
    transaction *entry = transaction_fixture_entry(fixture_context, amount);
    domain_idempotency once = transaction_fixture_once(fixture_context, key, entry);
    *posted = (transaction_posted){.size = sizeof *posted};
    return transaction_repository_post(fixture_context, entry, &once, posted);
}

lamina_status transaction_fixture_reverse(lamina_str transaction_id, const char *key,
                                          transaction_posted *posted)
{
    transaction *entry = transaction_new(fixture_context);
    entry->reverses = transaction_id;
    domain_idempotency once = transaction_fixture_once(fixture_context, key, entry);
    *posted = (transaction_posted){.size = sizeof *posted};
    return transaction_repository_reverse(fixture_context, entry, &once, posted);
}

transaction *transaction_fixture_posted(int64_t amount)
{
    static int number;
    char key[32];
    transaction_posted posted;
    snprintf(key, sizeof key, "own-%d", number++);
    lamina_status status = transaction_fixture_post(amount, key, &posted);
    lamina_str causes = test_context_causes(fixture_test);
    cr_assert_eq(status, LAMINA_OK, "%s: %.*s", lamina_status_name(status), LAMINA_FMT(causes));
    return posted.entry;
}

void transaction_fixture_expect(lamina_status status, lamina_status wanted, const char *code)
{
    lamina_problem problem = test_context_problem(fixture_test);
    lamina_str causes = test_context_causes(fixture_test);
    cr_assert_eq(status, wanted, "%s, not %s: %.*s", lamina_status_name(status),
                 lamina_status_name(wanted), LAMINA_FMT(causes));
    cr_assert(lamina_str_is(problem.code, code), "%.*s", LAMINA_FMT(problem.code));
    lamina_error_reset(fixture_context);
}

/* *count and the rest are those of the entry before. */
static void check_entry(const transaction *entry, size_t *count, int64_t *balance, int64_t *time)
{
    cr_assert_eq(entry->sequence, (int64_t)++ * count);
    cr_assert_gt(entry->posted_at, *time);
    cr_assert_eq(entry->balance_after, *balance + entry->balance_change);
    *balance = entry->balance_after;
    *time = entry->posted_at;
}

static void check_contract(size_t count, int64_t balance, int64_t time)
{
    const contract *now = transaction_fixture_stored();
    cr_assert_eq(now->entry_count, (int64_t)count);
    cr_assert_eq(now->balance, balance);
    cr_assert_eq(now->available_credit, now->credit_limit - balance);
    cr_assert_eq(now->last_entry_at, time);
}

size_t transaction_fixture_check_account(uint32_t page_size)
{
    size_t count = 0;
    int64_t balance = 0, time = 0;
    test_context_set_remaining_ms(fixture_test, 60000); /* whatever the writers took before */
    transaction_range range = {
        .size = sizeof range, .limit = page_size, .contract_id = LAMINA_STR(FIXTURE_CONTRACT)};
    do {
        transaction_list page = {.size = sizeof page};
        cr_assert_eq(transaction_repository_list(fixture_context, &range, &page), LAMINA_OK);
        cr_assert_eq(page.opening_balance, balance);
        for (size_t i = 0; i < page.count; i++)
            check_entry(page.items[i], &count, &balance, &time);
        cr_assert_eq(page.closing_balance, balance);
        range.cursor = page.cursor;
    } while (range.cursor.len > 0);
    check_contract(count, balance, time);
    return count;
}
