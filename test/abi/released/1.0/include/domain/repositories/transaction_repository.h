/*
 * domain/repositories/transaction_repository.h - entries in contracts' accounts, as modules see them.
 *
 *     transaction *entry = transaction_new(context);
 *     entry->contract_id = id;
 *     entry->kind = LAMINA_STR(TRANSACTION_KIND_DEBIT);
 *     entry->amount = 1250;
 *     entry->currency = LAMINA_STR("EUR");
 *     transaction_posted posted = {.size = sizeof posted};
 *     status = transaction_repository_post(context, entry, &once, &posted);
 *
 * Failures that a client may be told of are set on the error object; see docs/problems/. What belongs to
 * another tenant is answered as if it did not exist (domain/access.h).
 */
#ifndef DOMAIN_REPOSITORIES_TRANSACTION_REPOSITORY_H
#define DOMAIN_REPOSITORIES_TRANSACTION_REPOSITORY_H

#include "domain/idempotency.h"
#include "domain/models/transaction.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What came of a posting. Borrowed from the arena. Grows at the end. Since 1.0. */
typedef struct transaction_posted {
    uint32_t size;      /* the caller's sizeof(transaction_posted), set before the call */
    uint32_t replayed;  /* bool: the same request had posted it before */
    transaction *entry; /* as it was posted: reversed_by is absent, whatever came later */
} transaction_posted;

/*
 * Posts a debit or a credit. Of *asked contract_id, kind, amount and currency are asked for, reference,
 * description and occurred_at are taken; everything else is made here. In one DynamoDB transaction the
 * entry is added, the contract's balance, available credit and count of entries are moved, and *once is
 * remembered: it happens once, and the same request again gets the entry that it has posted.
 *
 * "contract-not-found" (404). 409: "contract-not-active", "credit-limit-exceeded" (a debit), "balance-out-of-range",
 * "idempotency-key-reused", and "contract-busy" when others kept posting to the contract until the time was up.
 * LAMINA_E_INVALID with violations: a currency that is not the contract's, an amount outside of 1 to
 * CONTRACT_AMOUNT_MAX, an occurred_at that is still to come. A refusal is not remembered. LAMINA_E_AMBIGUOUS: the
 * same request again tells. [invoke] Since 1.0.
 */
lamina_status transaction_repository_post(lamina_context *context, const transaction *asked,
                                          const domain_idempotency *once,
                                          transaction_posted *posted);

/*
 * Undoes an entry by another one of the opposite amount. Of *asked reverses, the id of the one that is undone, is asked
 * for, reference, description and occurred_at are taken. What undoes a credit is a debit to the contract, and
 * obeys its rules: state, period and limit; what undoes a debit obeys those of a credit.
 *
 * "transaction-not-found" (404). 409: "transaction-already-reversed", "transaction-not-reversible" (of a reversal), and
 * those of posting. [invoke] Since 1.0.
 */
lamina_status transaction_repository_reverse(lamina_context *context, const transaction *asked,
                                             const domain_idempotency *once,
                                             transaction_posted *posted);

/* "transaction-not-found". [invoke] Since 1.0. */
lamina_status transaction_repository_get(lamina_context *context, lamina_str transaction_id,
                                         transaction **out);

/* Entries of a contract in a range of time. Zero it, and say what is asked. Grows at the end. Since 1.0. */
typedef struct transaction_range {
    uint32_t size;  /* sizeof(transaction_range) */
    uint32_t limit; /* entries on a page, 1 to DOMAIN_PAGE_LIMIT_MAX */
    lamina_str contract_id;
    int64_t from; /* microseconds since 1970: posted at this time or later; 0: from the first */
    int64_t to;   /* posted before this time; 0: to the last */
    lamina_str cursor; /* of the page before; empty: the first page */
} transaction_range;

/* A page of them. Borrowed from the arena. Grows at the end. Since 1.0. */
typedef struct transaction_list {
    uint32_t size; /* the caller's sizeof(transaction_list), set before the call */
    uint32_t reserved;
    transaction **items;
    size_t count;
    lamina_str cursor; /* of the next page; empty: there is none */
    /* What was owed before the first of these entries, and after the last. Of a page without entries both are
       what was owed at the end of the range. */
    int64_t opening_balance;
    int64_t closing_balance;
    lamina_str currency; /* of the contract */
} transaction_list;

/* In the order of their sequence; what one page closes with, the next one opens with. Entries that are posted
   meanwhile come behind, and move none. "contract-not-found"; "invalid-cursor"; LAMINA_E_INVALID with a violation for a
   range whose end is not after its beginning; LAMINA_E_ARGUMENT for a limit out of range. [invoke] Since 1.0. */
lamina_status transaction_repository_list(lamina_context *context, const transaction_range *range,
                                          transaction_list *out);

#ifdef __cplusplus
}
#endif
#endif
