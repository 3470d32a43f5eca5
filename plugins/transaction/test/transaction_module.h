/*
 * transaction_module.h - the module as clients see it, behind the host's own router and guard, with tables in
 * DynamoDB Local and a contract to post to.
 */
#ifndef TRANSACTION_TEST_TRANSACTION_MODULE_H
#define TRANSACTION_TEST_TRANSACTION_MODULE_H

#include "lamina/testing.h"

#define MODULE_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAV"
#define MODULE_OTHER_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAW"
#define MODULE_CONTRACT "01BX5ZZKBKACTAV9WEVGEMMVS0"
#define MODULE_UNKNOWN_ID "01ARZ3NDEKTSV4RRFFQ69G5FAX"

/* One test's own; set by transaction_module_begin(). */
extern lamina_test *test;

/* For a TestSuite's .init and .fini. A caller with both scopes is set, staff, and an active contract in EUR with a limit
   of 1000 cents is stored. */
void transaction_module_begin(void);
void transaction_module_end(void);

/* Posts cents to the contract under that key (NULL: none): a credit where they are negative. */
void transaction_module_post(int64_t amount, const char *key);
/* The same, which must be answered by 201. The id is static until 63 more were posted. */
const char *transaction_module_posted(int64_t amount, const char *key);
/* Undoes it under that key. */
void transaction_module_reverse(const char *transaction_id, const char *key);

#endif
