/*
 * Partners are kept as long as they have contracts, whoever is faster.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "contract_fixture.h"
#include "domain/ids.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "race.h"

TestSuite(partner_contracts, .init = contract_fixture_begin, .fini = contract_fixture_end);

enum { ROUNDS = 6 };

static char partner_id[DOMAIN_ULID_LEN];
static const lamina_str subject = {partner_id, sizeof partner_id};

Test(partner_contracts, a_partner_with_contracts_is_kept)
{
    contract *one = contract_fixture_stored("1", CONTRACT_STATUS_DRAFT);
    contract *two = contract_fixture_stored("2", CONTRACT_STATUS_TERMINATED);
    cr_expect_eq(partner_fixture_get(contract_fixture_partner)->contract_count, 2);
    lamina_status status = partner_repository_delete(context, contract_fixture_partner, NULL);
    cr_expect(partner_fixture_failed(status, LAMINA_E_CONFLICT, "partner-has-contracts"));

    cr_assert_eq(contract_repository_delete(context, one->contract_id, NULL), LAMINA_OK);
    cr_expect_eq(partner_fixture_get(contract_fixture_partner)->contract_count, 1);
    status = partner_repository_delete(context, contract_fixture_partner, NULL);
    cr_expect(partner_fixture_failed(status, LAMINA_E_CONFLICT, "partner-has-contracts"),
              "what is over counts too");
    cr_expect(contract_fixture_is(two->contract_id, CONTRACT_STATUS_TERMINATED));
}

Test(partner_contracts, with_the_last_one_gone_a_partner_can_go)
{
    contract *one = contract_fixture_stored("1", CONTRACT_STATUS_DRAFT);
    cr_assert_eq(contract_repository_delete(context, one->contract_id, NULL), LAMINA_OK);
    cr_assert_eq(partner_repository_delete(context, contract_fixture_partner, NULL), LAMINA_OK);
}

Test(partner_contracts, a_number_that_is_taken_counts_nothing)
{
    contract_fixture_stored("1", CONTRACT_STATUS_DRAFT);
    contract *twin = contract_fixture_new("1");
    cr_expect_eq(contract_repository_create(context, twin), LAMINA_E_CONFLICT);
    lamina_error_reset(context);
    cr_expect_eq(partner_fixture_get(contract_fixture_partner)->contract_count, 1);
}

static lamina_status delete_or_sign_up(lamina_context *own, size_t index)
{
    return index == 0 ? partner_repository_delete(own, subject, NULL)
                      : contract_repository_create(own, contract_fixture_new_in(own, subject, "1"));
}

Test(partner_contracts, no_contract_is_left_without_its_partner)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        char email[32];
        snprintf(email, sizeof email, "r%zu@example.com", round);
        memcpy(partner_id, partner_fixture_stored(email)->partner_id.ptr, sizeof partner_id);
        lamina_status results[2];
        race(test, 2, delete_or_sign_up, results);
        partner *found = NULL;
        lamina_status read = partner_repository_get(context, subject, &found);
        lamina_error_reset(context);
        if (results[1] == LAMINA_OK) {
            cr_assert_eq(results[0], LAMINA_E_CONFLICT);
            cr_assert(read == LAMINA_OK && found->contract_count == 1);
        } else {
            cr_assert_eq(results[0], LAMINA_OK);
            cr_assert_eq(results[1], LAMINA_E_INVALID);
            cr_assert_eq(read, LAMINA_E_NOT_FOUND);
        }
    }
}
