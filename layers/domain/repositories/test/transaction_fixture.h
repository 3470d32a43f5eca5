/*
 * transaction_fixture.h - the tables that postings touch for one test, and a contract to post to.
 */
#ifndef REPOSITORIES_TEST_TRANSACTION_FIXTURE_H
#define REPOSITORIES_TEST_TRANSACTION_FIXTURE_H

#include "domain/repositories/transaction_repository.h"
#include "test_context.h"

#define FIXTURE_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAV"
#define FIXTURE_OTHER_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAW"
#define FIXTURE_CONTRACT "01BX5ZZKBKACTAV9WEVGEMMVS0"
#define FIXTURE_UNKNOWN_ID "01ARZ3NDEKTSV4RRFFQ69G5FAX"

/* One test's own; set by transaction_fixture_begin(). */
extern test_context *fixture_test;
extern lamina_context *fixture_context;

/* For a TestSuite's .init and .fini. */
void transaction_fixture_begin(void);
void transaction_fixture_end(void);

/* Stores FIXTURE_CONTRACT in that state, with that limit and nothing owed, in EUR. */
void transaction_fixture_contract(const char *status, int64_t limit);
/* The contract as it is now. */
contract *transaction_fixture_stored(void);

/* The request under that key to post an amount, or to reverse an entry, as a service makes it of the body. */
domain_idempotency transaction_fixture_once(lamina_context *own, const char *key,
                                            const transaction *entry);
/* A debit, or a credit where the amount is negative, that only needs to be posted. */
transaction *transaction_fixture_entry(lamina_context *own, int64_t amount);

/* Posts it under a key; both statuses are the repository's. */
lamina_status transaction_fixture_post(int64_t amount, const char *key, transaction_posted *posted);
lamina_status transaction_fixture_reverse(lamina_str transaction_id, const char *key,
                                          transaction_posted *posted);
/* The same, under a key of its own, and it must succeed. */
transaction *transaction_fixture_posted(int64_t amount);

/* Fails the test unless the last call ended so, with that code. Clears the error object. */
void transaction_fixture_expect(lamina_status status, lamina_status wanted, const char *code);

/* Reads all entries of the contract, page by page, and fails the test unless they are an account: sequences from 1
   without gaps, times that rise, balances that are sums, and the contract's own figures at the end. Returns
   how many there are. */
size_t transaction_fixture_check_account(uint32_t page_size);

#endif
