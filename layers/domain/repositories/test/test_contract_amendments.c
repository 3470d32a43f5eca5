/*
 * Amendments of contracts: whole versions, each made once, in their order. On DynamoDB Local.
 */
#include <criterion/criterion.h>

#include "contract_fixture.h"
#include "domain/mapper.h"
#include "lamina/text.h"
#include "repositories/contract_posting.h"

TestSuite(contract_amendments, .init = contract_fixture_begin, .fini = contract_fixture_end);

static contract_amendment *raise_limit(lamina_str id, int64_t number, int64_t limit)
{
    contract_amendment *changes = contract_fixture_changes(id, number);
    changes->credit_limit = limit;
    lamina_mark(&changes->has, CONTRACT_AMENDMENT_CREDIT_LIMIT);
    return changes;
}

static lamina_status amend(const contract_amendment *changes)
{
    contract_amendment *made;
    lamina_status status = contract_repository_amend(context, changes, &made);
    cr_assert_eq(made == NULL, status != LAMINA_OK);
    return status;
}

static const contract_amendment *const *history(lamina_str id, size_t count)
{
    contract_amendment_list list = {.size = sizeof list};
    domain_page_query query = {.limit = 100};
    cr_assert_eq(contract_repository_amendments(context, id, &query, &list), LAMINA_OK);
    cr_assert_eq(list.count, count);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(list.items[i]->number, (int64_t)i);
    return (const contract_amendment *const *)list.items;
}

static void post(lamina_str id, int64_t amount)
{
    contract_posting posting = {id, amount, -1, TEST_CONTEXT_START_US};
    mapper_action action;
    mapper_conflict conflict = {.size = sizeof conflict};
    cr_assert_eq(domain__contract_post(context, &posting, &action), LAMINA_OK);
    cr_assert_eq(mapper_transact(context, &action, 1, &conflict), LAMINA_OK);
}

Test(contract_amendments, are_whole_versions_that_begin_with_the_signature)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT)->contract_id;
    history(id, 0);
    contract_fixture_move(id, CONTRACT_MOVE_SIGN);
    contract_fixture_move(id, CONTRACT_MOVE_ACTIVATE);
    context->caller_id = LAMINA_STR("u1");
    contract_amendment *changes = raise_limit(id, 1, 2500);
    changes->terms = LAMINA_STR("By air");
    lamina_mark(&changes->has, CONTRACT_AMENDMENT_TERMS);
    cr_assert_eq(amend(changes), LAMINA_OK);
    changes = contract_fixture_changes(id, 2);
    changes->title = LAMINA_STR("Wheels");
    lamina_mark(&changes->has, CONTRACT_AMENDMENT_TITLE);
    lamina_mark_null(&changes->has, CONTRACT_AMENDMENT_TERMS);
    cr_assert_eq(amend(changes), LAMINA_OK);

    const contract_amendment *const *versions = history(id, 3);
    cr_expect(lamina_str_is(versions[0]->title, "Wheels and axles"));
    cr_expect_eq(versions[0]->credit_limit, 1000);
    cr_expect_eq(versions[0]->changed.count, 0);
    cr_expect_eq(versions[1]->credit_limit, 2500);
    cr_expect(lamina_str_is(versions[1]->title, "Wheels and axles"));
    cr_expect(lamina_str_is(versions[1]->terms, "By air"));
    cr_expect(lamina_str_is(versions[1]->reason, "market"));
    cr_expect(lamina_str_is(versions[1]->caller_id, "u1"));
    cr_expect_eq(versions[1]->changed.count, 2);
    cr_expect(lamina_str_is(versions[2]->title, "Wheels"));
    cr_expect_eq(versions[2]->credit_limit, 2500);
    cr_expect_not(lamina_is_present(&versions[2]->has, CONTRACT_AMENDMENT_TERMS));

    contract *now = contract_fixture_get(id);
    cr_expect_eq(now->amendment, 2);
    cr_expect(lamina_str_is(now->title, "Wheels"));
    cr_expect_eq(now->credit_limit, 2500);
    cr_expect_not(lamina_is_present(&now->has, CONTRACT_TERMS));
    cr_expect(
        lamina_str_is(contract_fixture_trail(id), "amended,amended,activated,signed,created"));
}

Test(contract_amendments, move_available_credit_with_the_limit)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_ACTIVE)->contract_id;
    post(id, 600);
    cr_assert_eq(amend(raise_limit(id, 1, 2000)), LAMINA_OK);
    cr_expect_eq(contract_fixture_get(id)->available_credit, 1400);
    cr_assert_eq(amend(raise_limit(id, 2, 500)), LAMINA_OK);
    contract *now = contract_fixture_get(id);
    cr_expect_eq(now->available_credit, -100);
    cr_expect_eq(now->balance, 600);
}

Test(contract_amendments, that_were_made_answer_the_same_again)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_ACTIVE)->contract_id;
    contract_amendment *first, *again;
    cr_assert_eq(contract_repository_amend(context, raise_limit(id, 1, 2000), &first), LAMINA_OK);
    contract_fixture_pass_days(1);
    contract_fixture_move(id, CONTRACT_MOVE_TERMINATE);
    cr_assert_eq(contract_repository_amend(context, raise_limit(id, 1, 2000), &again), LAMINA_OK);
    cr_expect_eq(again->created_at, first->created_at);
    cr_expect_eq(again->credit_limit, 2000);
    history(id, 2);
}

static bool is_in_conflict(const contract_amendment *changes)
{
    return partner_fixture_failed(amend(changes), LAMINA_E_CONFLICT, "contract-amendment-conflict");
}

Test(contract_amendments, have_one_content_each_and_no_gaps)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_ACTIVE)->contract_id;
    cr_expect(is_in_conflict(raise_limit(id, 2, 2000)), "1 comes first");
    cr_expect(is_in_conflict(raise_limit(id, 0, 2000)), "0 is the signed one");
    cr_assert_eq(amend(raise_limit(id, 1, 2000)), LAMINA_OK);
    cr_expect(is_in_conflict(raise_limit(id, 1, 2001)), "another limit");
    contract_amendment *changes = raise_limit(id, 1, 2000);
    changes->reason = LAMINA_STR("pity");
    cr_expect(is_in_conflict(changes), "another reason");
    changes = raise_limit(id, 1, 2000);
    changes->title = LAMINA_STR("Wheels and axles");
    lamina_mark(&changes->has, CONTRACT_AMENDMENT_TITLE);
    cr_expect(is_in_conflict(changes), "another field, of the same value");
    changes = raise_limit(id, 1, 2000);
    lamina_mark_null(&changes->has, CONTRACT_AMENDMENT_TERMS);
    cr_expect(is_in_conflict(changes), "a field that is removed");
    history(id, 2);
}

Test(contract_amendments, are_for_contracts_that_run)
{
    static const char *const states[] = {CONTRACT_STATUS_DRAFT, CONTRACT_STATUS_TERMINATED};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        lamina_str id = contract_fixture_stored(states[i], states[i])->contract_id;
        cr_expect(partner_fixture_failed(amend(raise_limit(id, 1, 2000)), LAMINA_E_CONFLICT,
                                         "contract-move-refused"));
    }
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_SUSPENDED)->contract_id;
    cr_expect_eq(amend(raise_limit(id, 1, 2000)), LAMINA_OK);
}

static lamina_status end_on(lamina_str id, int64_t number, const char *date)
{
    contract_amendment *changes = contract_fixture_changes(id, number);
    changes->end_date = lamina_str_from(date);
    lamina_mark(&changes->has, CONTRACT_AMENDMENT_END_DATE);
    return amend(changes);
}

Test(contract_amendments, end_no_contract_in_the_past)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_ACTIVE)->contract_id;
    cr_expect(
        partner_fixture_failed(end_on(id, 1, "2026-01-30"), LAMINA_E_INVALID, "invalid-request"));
    cr_expect(
        partner_fixture_failed(end_on(id, 1, "2025-12-31"), LAMINA_E_INVALID, "invalid-request"));
    cr_expect_eq(end_on(id, 1, "2026-01-31"), LAMINA_OK);
    cr_expect_eq(end_on(id, 2, "2026-02-01"), LAMINA_OK);
    contract_fixture_pass_days(2);
    cr_expect(partner_fixture_failed(end_on(id, 3, "2026-12-31"), LAMINA_E_CONFLICT,
                                     "contract-move-refused"));
}

Test(contract_amendments, are_made_by_staff_and_read_by_the_partner)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_ACTIVE)->contract_id;
    context->caller_tenant = contract_fixture_partner;
    cr_expect(
        partner_fixture_failed(amend(raise_limit(id, 1, 2000)), LAMINA_E_FORBIDDEN, "staff-only"));
    history(id, 1);
    context->caller_tenant = LAMINA_STR(PARTNER_FIXTURE_UNKNOWN_ID);
    contract_amendment_list list = {.size = sizeof list};
    domain_page_query query = {.limit = 10};
    cr_expect(partner_fixture_failed(contract_repository_amendments(context, id, &query, &list),
                                     LAMINA_E_NOT_FOUND, "contract-not-found"));
    cr_expect(partner_fixture_failed(amend(raise_limit(id, 1, 2000)), LAMINA_E_NOT_FOUND,
                                     "contract-not-found"));
}
