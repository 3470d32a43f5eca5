/*
 * contract_fixture.h - tables of contracts, of partners and of what is written with them for one test, and
 * contracts to put into them. The clock stands still at TEST_CONTEXT_START_US, on 2026-01-31.
 */
#ifndef REPOSITORIES_TEST_CONTRACT_FIXTURE_H
#define REPOSITORIES_TEST_CONTRACT_FIXTURE_H

#include "domain/repositories/contract_repository.h"
#include "partner_fixture.h"

/* For a TestSuite's .init and .fini. Makes one partner, whose id stands in contract_fixture_partner. */
void contract_fixture_begin(void);
void contract_fixture_end(void);

extern lamina_str contract_fixture_partner;

/* Days go by; and it is 2026-01-31 again. */
void contract_fixture_pass_days(int64_t days);
void contract_fixture_start_over(void);
/* The partner's status from now on. */
void contract_fixture_set_partner(const char *status);

/* A contract of the partner that only needs to be created: EUR, limit 1000, from 2026-01-01 to 9999-12-31. */
contract *contract_fixture_new(const char *number);
/* The same in another invocation's arena, of the partner of that id. */
contract *contract_fixture_new_in(lamina_context *own, lamina_str partner_id, const char *number);
/* One that is stored, and was moved up to that state: draft, active, suspended, terminated. */
contract *contract_fixture_stored(const char *number, const char *state);

/* A step to make; sign and those with a reason have one. */
contract_step contract_fixture_step(lamina_str contract_id, uint32_t move);
/* Makes it; fails the test when that fails. */
contract *contract_fixture_move(lamina_str contract_id, uint32_t move);
/* Tries to make it. */
lamina_status contract_fixture_try(lamina_str contract_id, uint32_t move);

/* At that version and no other; static, good until the next call. */
const lamina_conditions *contract_fixture_at(int64_t version);

/* As the repository reads it; fails the test when there is none. */
contract *contract_fixture_get(lamina_str contract_id);
/* Is this its state now? Tells when not. */
bool contract_fixture_is(lamina_str contract_id, const char *state);

/* Changes for amendment so-and-so, for the reason "market"; nothing is marked yet. */
contract_amendment *contract_fixture_changes(lamina_str contract_id, int64_t number);

/* What was done to the contract, the latest first, as "amended,activated,signed,created". */
lamina_str contract_fixture_trail(lamina_str contract_id);

#endif
