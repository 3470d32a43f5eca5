/*
 * contract_posting.h - what posting an amount asks of a contract, and does to it: for the repository of
 * transactions, which writes the entry and this in one DynamoDB transaction. Inside of the domain library
 * only.
 *
 *     contract_posting posting = {.contract_id = id, .amount = 1250, .entry_count = read->entry_count};
 *     status = domain__contract_post(context, &posting, &actions[ACTION_CONTRACT]);
 *     ... mapper_transact(context, actions, count, &conflict) ...
 *     if (conflict.action == ACTION_CONTRACT)
 *         status = domain__contract_refuse(context, &posting, conflict.current, &raced);
 *
 * Debits need an active contract, on a day of its period, and credit that is left. Credits, which pay what
 * is owed, are taken by any contract that is no draft: debts outlive the period.
 */
#ifndef DOMAIN_REPOSITORIES_CONTRACT_POSTING_H
#define DOMAIN_REPOSITORIES_CONTRACT_POSTING_H

#include "domain/mapper.h"
#include "domain/models/contract.h"

typedef struct contract_posting {
    lamina_str contract_id;
    int64_t amount;      /* minor units; a debit is positive, a credit negative; never 0, and within
                            CONTRACT_AMOUNT_MAX to either side */
    int64_t entry_count; /* that the contract must be at; negative: at any */
    int64_t posted_at;   /* microseconds since 1970 */
} contract_posting;

/*
 * The action: balance, availableCredit and entryCount are counted where they are, and lastEntryAt is set, if the contract accepts
 * the posting and the caller may reach it. LAMINA_E_LIMIT, LAMINA_E_INTERNAL.
 */
lamina_status domain__contract_post(lamina_context *context, const contract_posting *posting,
                                    mapper_action *action);

/*
 * Tells why the condition did not hold, of the contract that it met (NULL: there is none):
 * "contract-not-found", "contract-not-active", "credit-limit-exceeded", "balance-out-of-range". Where
 * nothing is left but the number of entries, others got in between: *raced, "contract-busy", and reading
 * again is worth it. The caller resets the error object before it tries again.
 */
lamina_status domain__contract_refuse(lamina_context *context, const contract_posting *posting,
                                      const contract *current, bool *raced);

#endif
