/*
 * The repository of contracts: creating, reading, changing and removing drafts, on DynamoDB Local.
 */
#include <criterion/criterion.h>

#include "contract_fixture.h"
#include "lamina/text.h"

TestSuite(contract_repository, .init = contract_fixture_begin, .fini = contract_fixture_end);

#define OTHER_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAW"

/* ---- create ---- */

Test(contract_repository, a_new_one_is_a_draft_with_nothing_owed)
{
    contract *item = contract_fixture_new("C-1");
    item->status = LAMINA_STR(CONTRACT_STATUS_ACTIVE);
    item->balance = item->entry_count = item->amendment = 7;
    item->signed_at = 1;
    lamina_mark(&item->has, CONTRACT_SIGNED_AT);
    cr_assert_eq(contract_repository_create(context, item), LAMINA_OK);

    contract *found = contract_fixture_get(item->contract_id);
    cr_expect(lamina_str_is(found->status, CONTRACT_STATUS_DRAFT));
    cr_expect_eq(found->balance, 0);
    cr_expect_eq(found->available_credit, 1000);
    cr_expect_eq(found->entry_count, 0);
    cr_expect_eq(found->amendment, 0);
    cr_expect_eq(found->version, 1);
    cr_expect_eq(found->created_at, TEST_CONTEXT_START_US);
    cr_expect_not(lamina_is_present(&found->has, CONTRACT_SIGNED_AT));
    cr_expect(lamina_str_equal(found->partner_id, contract_fixture_partner));
    cr_expect(lamina_str_is(contract_fixture_trail(item->contract_id), "created"));
}

Test(contract_repository, a_number_is_one_in_the_partner_whatever_its_case)
{
    contract *first = contract_fixture_stored("fw-1", CONTRACT_STATUS_DRAFT);
    contract *second = contract_fixture_new("FW-1");
    lamina_status status = contract_repository_create(context, second);
    lamina_str detail = test_context_problem(test).detail;
    lamina_str told =
        lamina_arena_format(context->arena, "Contract %.*s of this partner has this number",
                            LAMINA_FMT(first->contract_id));
    cr_expect(lamina_str_equal(detail, told), "%.*s", LAMINA_FMT(detail));
    cr_expect(partner_fixture_failed(status, LAMINA_E_CONFLICT, "contract-number-taken"));

    contract *others = contract_fixture_new_in(
        context, partner_fixture_stored("eve@example.com")->partner_id, "FW-1");
    cr_expect_eq(contract_repository_create(context, others), LAMINA_OK);
}

Test(contract_repository, a_partner_there_must_be)
{
    contract *item = contract_fixture_new_in(context, LAMINA_STR(OTHER_PARTNER), "C-1");
    lamina_status status = contract_repository_create(context, item);
    cr_expect(lamina_str_is(test_context_problem(test).violations[0].pointer, "/partnerId"));
    cr_expect(partner_fixture_failed(status, LAMINA_E_INVALID, "invalid-request"));

    item = contract_fixture_new_in(context, LAMINA_STR("no ulid"), "C-1");
    status = contract_repository_create(context, item);
    cr_expect(partner_fixture_failed(status, LAMINA_E_INVALID, "invalid-request"));
}

Test(contract_repository, another_tenants_partner_is_as_if_it_were_not_there)
{
    context->caller_tenant = LAMINA_STR(OTHER_PARTNER);
    lamina_status status = contract_repository_create(context, contract_fixture_new("C-1"));
    cr_expect(partner_fixture_failed(status, LAMINA_E_INVALID, "invalid-request"));

    context->caller_tenant = contract_fixture_partner;
    cr_expect_eq(contract_repository_create(context, contract_fixture_new("C-1")), LAMINA_OK);
}

Test(contract_repository, a_period_does_not_end_before_it_starts)
{
    contract *item = contract_fixture_new("C-1");
    item->end_date = LAMINA_STR("2025-12-31");
    lamina_status status = contract_repository_create(context, item);
    cr_expect(lamina_str_is(test_context_problem(test).violations[0].pointer, "/endDate"));
    cr_expect(partner_fixture_failed(status, LAMINA_E_INVALID, "invalid-request"));
    item->end_date = item->start_date;
    cr_expect_eq(contract_repository_create(context, item), LAMINA_OK);
}

/* ---- read ---- */

Test(contract_repository, is_read_by_those_who_may_reach_it)
{
    contract *found, *item = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT);
    context->caller_tenant = contract_fixture_partner;
    cr_expect_eq(contract_repository_get(context, item->contract_id, &found), LAMINA_OK);

    context->caller_tenant = LAMINA_STR(OTHER_PARTNER);
    lamina_status status = contract_repository_get(context, item->contract_id, &found);
    cr_expect(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "contract-not-found"));
    cr_expect_null(found);
}

Test(contract_repository, what_is_not_there_is_told)
{
    static const char *const ids[] = {PARTNER_FIXTURE_UNKNOWN_ID, "", "x",
                                      "number#01ARZ3NDEKTSV4RRFFQ69G5FAV#c-1"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        contract *found;
        lamina_status status = contract_repository_get(context, lamina_str_from(ids[i]), &found);
        cr_expect(partner_fixture_failed(status, LAMINA_E_NOT_FOUND, "contract-not-found"));
    }
}

/* ---- drafts ---- */

static contract *changes_of(const contract *item)
{
    contract *changes = contract_new(context);
    changes->contract_id = item->contract_id;
    return changes;
}

Test(contract_repository, a_draft_changes_where_it_is_marked)
{
    contract *found, *item = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT);
    contract *changes = changes_of(item);
    changes->terms = LAMINA_STR("Pay\nwithin 30 days.");
    lamina_mark(&changes->has, CONTRACT_TERMS);
    changes->credit_limit = 5000;
    lamina_mark(&changes->has, CONTRACT_CREDIT_LIMIT);
    changes->status = LAMINA_STR(CONTRACT_STATUS_ACTIVE);
    lamina_mark(&changes->has, CONTRACT_STATUS);
    changes->number = LAMINA_STR("C-2");
    lamina_mark(&changes->has, CONTRACT_NUMBER);
    cr_assert_eq(contract_repository_update(context, changes, contract_fixture_at(1), &found),
                 LAMINA_OK);
    cr_expect(lamina_str_is(found->terms, "Pay\nwithin 30 days."));
    cr_expect_eq(found->credit_limit, 5000);
    cr_expect_eq(found->available_credit, 5000);
    cr_expect(lamina_str_is(found->status, CONTRACT_STATUS_DRAFT), "a state is not for changing");
    cr_expect(lamina_str_is(found->number, "C-1"), "nor is a number");
    cr_expect(lamina_str_is(found->title, "Wheels and axles"));
    cr_expect_eq(found->version, 2);

    changes = changes_of(item);
    lamina_mark_null(&changes->has, CONTRACT_TERMS);
    cr_assert_eq(contract_repository_update(context, changes, NULL, &found), LAMINA_OK);
    cr_expect_not(lamina_is_present(&found->has, CONTRACT_TERMS));
    cr_expect(lamina_str_is(contract_fixture_trail(item->contract_id), "changed,changed,created"));
}

static lamina_status retitle(lamina_str contract_id, int64_t version)
{
    contract *found, *changes = contract_new(context);
    changes->contract_id = contract_id;
    changes->title = LAMINA_STR("Axles");
    lamina_mark(&changes->has, CONTRACT_TITLE);
    return contract_repository_update(context, changes,
                                      version == 0 ? NULL : contract_fixture_at(version), &found);
}

Test(contract_repository, only_a_draft_that_nobody_signed_changes)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT)->contract_id;
    cr_expect(
        partner_fixture_failed(retitle(id, 2), LAMINA_E_PRECONDITION, "contract-version-conflict"));
    cr_expect_eq(retitle(id, 1), LAMINA_OK);
    contract_fixture_move(id, CONTRACT_MOVE_SIGN);
    cr_expect(partner_fixture_failed(retitle(id, 0), LAMINA_E_CONFLICT, "contract-not-draft"));
    contract_fixture_move(id, CONTRACT_MOVE_ACTIVATE);
    cr_expect(partner_fixture_failed(retitle(id, 0), LAMINA_E_CONFLICT, "contract-not-draft"));
    cr_expect(partner_fixture_failed(retitle(LAMINA_STR(PARTNER_FIXTURE_UNKNOWN_ID), 0),
                                     LAMINA_E_NOT_FOUND, "contract-not-found"));
    context->caller_tenant = LAMINA_STR(OTHER_PARTNER);
    cr_expect(partner_fixture_failed(retitle(id, 0), LAMINA_E_NOT_FOUND, "contract-not-found"));
}

static lamina_status set_days(lamina_str contract_id, const char *start, const char *end)
{
    contract *found, *changes = contract_new(context);
    changes->contract_id = contract_id;
    if (start != NULL) {
        changes->start_date = lamina_str_from(start);
        lamina_mark(&changes->has, CONTRACT_START_DATE);
    }
    if (end != NULL) {
        changes->end_date = lamina_str_from(end);
        lamina_mark(&changes->has, CONTRACT_END_DATE);
    }
    return contract_repository_update(context, changes, NULL, &found);
}

Test(contract_repository, a_draft_keeps_its_days_in_order)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT)->contract_id;
    cr_expect(partner_fixture_failed(set_days(id, "2027-01-02", "2027-01-01"), LAMINA_E_INVALID,
                                     "invalid-request"));
    cr_expect_eq(set_days(id, NULL, "2026-12-31"), LAMINA_OK);
    cr_expect(partner_fixture_failed(set_days(id, "2027-01-01", NULL), LAMINA_E_INVALID,
                                     "invalid-request"));
    cr_expect(partner_fixture_failed(set_days(id, NULL, "2025-12-31"), LAMINA_E_INVALID,
                                     "invalid-request"));
    cr_expect_eq(set_days(id, "2026-12-31", NULL), LAMINA_OK);
    cr_expect_eq(set_days(id, "2027-01-01", "2027-01-01"), LAMINA_OK);
}

Test(contract_repository, a_removed_draft_frees_its_number)
{
    contract *found, *item = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT);
    lamina_str id = item->contract_id;
    cr_expect(
        partner_fixture_failed(contract_repository_delete(context, id, contract_fixture_at(2)),
                               LAMINA_E_PRECONDITION, "contract-version-conflict"));
    cr_expect_eq(contract_repository_delete(context, id, contract_fixture_at(1)), LAMINA_OK);
    cr_expect(partner_fixture_failed(contract_repository_get(context, id, &found),
                                     LAMINA_E_NOT_FOUND, "contract-not-found"));
    cr_expect(partner_fixture_failed(contract_repository_delete(context, id, NULL),
                                     LAMINA_E_NOT_FOUND, "contract-not-found"));
    cr_expect_eq(contract_repository_create(context, contract_fixture_new("C-1")), LAMINA_OK);
}

Test(contract_repository, what_is_signed_is_not_removed)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT)->contract_id;
    contract_fixture_move(id, CONTRACT_MOVE_SIGN);
    cr_expect(partner_fixture_failed(contract_repository_delete(context, id, NULL),
                                     LAMINA_E_CONFLICT, "contract-not-draft"));
    contract_fixture_move(id, CONTRACT_MOVE_TERMINATE);
    cr_expect(partner_fixture_failed(contract_repository_delete(context, id, NULL),
                                     LAMINA_E_CONFLICT, "contract-not-draft"));
}
