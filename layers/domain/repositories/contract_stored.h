/*
 * contract_stored.h - contracts as they are stored, what a write expects of them, and what is told when
 * they are otherwise: for the files of the contract repository.
 */
#ifndef DOMAIN_REPOSITORIES_CONTRACT_STORED_H
#define DOMAIN_REPOSITORIES_CONTRACT_STORED_H

#include "domain/mapper.h"
#include "domain/models/contract.h"
#include "lamina/context.h"
#include "lamina/etag.h"

/* The kind of contracts in audit trails. */
#define CONTRACT_AUDIT_KIND "contract"

/* How many a partner has, in the partner. */
#define CONTRACT_COUNT "contractCount"

/* The contract as it is, by a consistent read, if the caller may reach it: "contract-not-found" otherwise. */
lamina_status domain__contract_read(lamina_context *context, lamina_str contract_id,
                                    contract **out);

/* LAMINA_OK, or "contract-version-conflict" where it is at another version than expected. */
lamina_status domain__contract_expect(lamina_context *context, const contract *stored,
                                      const lamina_conditions *expected);

/* Is this the status of a contract that its last day ends: active, suspended? */
bool domain__contract_runs(lamina_str status);

/* The status that counts on that day: a contract that runs is expired once its last day is over. */
lamina_str domain__contract_status(const contract *stored, lamina_str today);

/* The stored contract as modules see it. */
void domain__contract_show(contract *stored, lamina_str today);

/* Is the contract in the state that it was read in, and is that still the one that counts? */
const mapper_condition *domain__contract_is_as_read(lamina_context *context, const contract *stored,
                                                    lamina_str today);

/* What is told to clients. Each returns the status that it sets. */
lamina_status domain__contract_fail_not_found(lamina_context *context);
lamina_status domain__contract_fail_busy(lamina_context *context);
/* The last day stands before the first. */
lamina_status domain__contract_fail_period(lamina_context *context);

#endif
