/*
 * Random debits, credits and reversals, some of them sent twice, against an account that is kept in memory: what
 * is taken, what is refused and why, and every figure must be the same. Seeded; the seed is in a failure.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "transaction_fixture.h"

TestSuite(transaction_property, .init = transaction_fixture_begin, .fini = transaction_fixture_end,
          .timeout = 120);

enum { STEPS = 300, LIMIT = 500, AMOUNT_MAX = 200 };

typedef struct known_entry {
    lamina_str id;
    int64_t change;
    int64_t balance_after;
    bool is_reversal, is_reversed;
} known_entry;

/* What was sent under a key, and which entry it made; -1: none. */
typedef struct known_request {
    int64_t amount;  /* of a posting */
    size_t reversed; /* of a reversal */
    bool is_reversal;
    int made;
} known_request;

static known_entry entries[STEPS];
static size_t entry_count;
static known_request requests[STEPS];
static size_t request_count;
static int64_t balance;
static uint64_t state;

/* splitmix64 */
static size_t below(size_t bound)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (size_t)((z ^ (z >> 31)) % bound);
}

/* Why the account refuses it; "" when it does not. */
static const char *refusal(const known_request *request, int64_t change)
{
    if (request->is_reversal && entries[request->reversed].is_reversal)
        return "transaction-not-reversible";
    if (request->is_reversal && entries[request->reversed].is_reversed)
        return "transaction-already-reversed";
    return change > 0 && balance + change > LIMIT ? "credit-limit-exceeded" : "";
}

static int64_t change_of(const known_request *request)
{
    return request->is_reversal ? -entries[request->reversed].change : request->amount;
}

static lamina_status send(const known_request *request, size_t key_number,
                          transaction_posted *posted)
{
    char key[32];
    snprintf(key, sizeof key, "request-%zu", key_number);
    return request->is_reversal
               ? transaction_fixture_reverse(entries[request->reversed].id, key, posted)
               : transaction_fixture_post(request->amount, key, posted);
}

static void take(known_request *request, const transaction *entry, int64_t change)
{
    balance += change;
    entries[entry_count] = (known_entry){.id = entry->transaction_id,
                                         .change = change,
                                         .balance_after = balance,
                                         .is_reversal = request->is_reversal};
    if (request->is_reversal)
        entries[request->reversed].is_reversed = true;
    request->made = (int)entry_count++;
    cr_assert_eq(entry->sequence, (int64_t)entry_count);
    cr_assert_eq(entry->balance_after, balance);
    cr_assert_eq(entry->balance_change, change);
}

static void send_new(void)
{
    known_request *request = &requests[request_count];
    *request = (known_request){.made = -1};
    request->is_reversal = entry_count > 0 && below(3) == 0;
    if (request->is_reversal)
        request->reversed = below(entry_count);
    else
        request->amount = (int64_t)(below(AMOUNT_MAX) + 1) * (below(5) < 3 ? 1 : -1);
    int64_t change = change_of(request);
    const char *code = refusal(request, change);
    transaction_posted posted;
    lamina_status status = send(request, request_count++, &posted);
    transaction_fixture_expect(status, *code == '\0' ? LAMINA_OK : LAMINA_E_CONFLICT, code);
    if (status != LAMINA_OK)
        return;
    cr_assert_not(posted.replayed);
    take(request, posted.entry, change);
}

/* One that was carried out gets its answer again; another one under its key is refused. */
static void send_again(void)
{
    size_t number = below(request_count);
    const known_request *request = &requests[number];
    transaction_posted posted;
    if (request->made < 0)
        return;
    const known_entry *made = &entries[request->made];
    transaction_fixture_expect(send(request, number, &posted), LAMINA_OK, "");
    cr_assert(posted.replayed);
    cr_assert(lamina_str_equal(posted.entry->transaction_id, made->id));
    cr_assert_eq(posted.entry->balance_after, made->balance_after);
    known_request other = {.amount = AMOUNT_MAX + 1};
    transaction_fixture_expect(send(&other, number, &posted), LAMINA_E_CONFLICT,
                               "idempotency-key-reused");
}

Test(transaction_property, an_account_is_what_its_entries_come_to)
{
    uint64_t seed = UINT64_C(20260131);
    const char *told = getenv("LAMINA_TEST_SEED");
    if (told != NULL)
        seed = strtoull(told, NULL, 10);
    state = seed;
    cr_log_info("seed %llu", (unsigned long long)seed);
    transaction_fixture_contract(CONTRACT_STATUS_ACTIVE, LIMIT);
    while (request_count < STEPS) {
        send_new();
        if (below(4) == 0)
            send_again();
    }
    cr_assert_eq(transaction_fixture_check_account(7), entry_count, "seed %llu",
                 (unsigned long long)seed);
    cr_assert_eq(transaction_fixture_stored()->balance, balance, "seed %llu",
                 (unsigned long long)seed);
}
