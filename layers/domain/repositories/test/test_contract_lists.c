/*
 * Lists of contracts by partner, by state and by last day, on DynamoDB Local.
 */
#include <criterion/criterion.h>

#include "contract_fixture.h"
#include "lamina/text.h"

TestSuite(contract_lists, .init = contract_fixture_begin, .fini = contract_fixture_end);

static lamina_str other_partner;

/* "A1" and "A2" are of the one partner, "B1" of the other. */
static void store(lamina_str partner_id, const char *number, const char *end, uint32_t last_move)
{
    contract *item = contract_fixture_new_in(context, partner_id, number);
    item->end_date = lamina_str_from(end);
    cr_assert_eq(contract_repository_create(context, item), LAMINA_OK);
    for (uint32_t move = CONTRACT_MOVE_SIGN; move <= last_move; move++)
        contract_fixture_move(item->contract_id, move);
}

static void store_some(void)
{
    other_partner = partner_fixture_stored("eve@example.com")->partner_id;
    store(contract_fixture_partner, "A1", "2026-12-31", CONTRACT_MOVE_ACTIVATE);
    store(contract_fixture_partner, "A2", "2026-02-01", CONTRACT_MOVE_ACTIVATE);
    store(contract_fixture_partner, "A3", "2026-06-30", CONTRACT_MOVE_SUSPEND);
    store(contract_fixture_partner, "A4", "2026-03-31", 0);
    store(other_partner, "B1", "2026-05-31", CONTRACT_MOVE_ACTIVATE);
    store(other_partner, "B2", "2026-04-30", 0);
}

/* The numbers of all pages, as "A1,A2". */
static lamina_str numbers(contract_filter filter)
{
    lamina_str all = LAMINA_STR("");
    contract_list list = {.size = sizeof list};
    filter.size = sizeof filter;
    filter.limit = filter.limit == 0 ? 100 : filter.limit;
    do {
        filter.cursor = list.cursor;
        cr_assert_eq(contract_repository_list(context, &filter, &list), LAMINA_OK);
        cr_assert_leq(list.count, filter.limit);
        for (size_t i = 0; i < list.count; i++)
            all = lamina_arena_format(context->arena, "%.*s%s%.*s", LAMINA_FMT(all),
                                      all.len == 0 ? "" : ",", LAMINA_FMT(list.items[i]->number));
    } while (list.cursor.len > 0);
    return all;
}

#define EXPECT(wanted, ...)                                                                        \
    do {                                                                                           \
        lamina_str found = numbers((contract_filter){__VA_ARGS__});                                \
        cr_expect(lamina_str_is(found, wanted), "[%.*s], not [%s]", LAMINA_FMT(found), wanted);    \
    } while (0)

Test(contract_lists, are_by_partner_by_state_and_by_last_day)
{
    store_some();
    EXPECT("A1,A2,A3,A4", .partner_id = contract_fixture_partner);
    EXPECT("A1,A2,A3,A4", .partner_id = contract_fixture_partner, .limit = 1);
    EXPECT("A1,A2", .partner_id = contract_fixture_partner, .status = LAMINA_STR("active"));
    EXPECT("A4", .partner_id = contract_fixture_partner, .status = LAMINA_STR("draft"));
    EXPECT("A2,A3,A4", .partner_id = contract_fixture_partner,
           .ends_until = LAMINA_STR("2026-06-30"));
    EXPECT("A2,B1,A1", .status = LAMINA_STR("active"));
    EXPECT("A2,B1,A1", .status = LAMINA_STR("active"), .limit = 2);
    EXPECT("B1,A1", .status = LAMINA_STR("active"), .ends_from = LAMINA_STR("2026-03-01"));
    EXPECT("A3", .status = LAMINA_STR("suspended"));
    EXPECT("", .status = LAMINA_STR("terminated"));
    EXPECT("A2,A4,B2,B1,A3,A1", .limit = 4);
    EXPECT("A4,B2", .ends_from = LAMINA_STR("2026-03-01"), .ends_until = LAMINA_STR("2026-04-30"));
    EXPECT("", .ends_from = LAMINA_STR("2026-05-01"), .ends_until = LAMINA_STR("2026-04-30"));
}

Test(contract_lists, show_what_is_over_as_expired)
{
    store_some();
    contract_fixture_pass_days(90); /* the first of May */
    EXPECT("A1", .partner_id = contract_fixture_partner, .status = LAMINA_STR("active"));
    EXPECT("A2", .partner_id = contract_fixture_partner, .status = LAMINA_STR("expired"));
    EXPECT("B1,A1", .status = LAMINA_STR("active"));
    EXPECT("", .status = LAMINA_STR("active"), .ends_until = LAMINA_STR("2026-04-30"));
    EXPECT("", .status = LAMINA_STR("expired"));
    contract_sweep sweep = {.size = sizeof sweep};
    cr_assert_eq(contract_repository_expire(context, 10, &sweep), LAMINA_OK);
    EXPECT("A2", .status = LAMINA_STR("expired"));
    EXPECT("A2", .partner_id = contract_fixture_partner, .status = LAMINA_STR("expired"));
}

Test(contract_lists, of_a_tenant_are_its_own)
{
    store_some();
    context->caller_tenant = other_partner;
    EXPECT("B1,B2", .limit = 0);
    EXPECT("B1", .status = LAMINA_STR("active"));
    EXPECT("B1,B2", .partner_id = other_partner);
    EXPECT("", .partner_id = contract_fixture_partner);
}

Test(contract_lists, have_no_pages_beyond_their_bounds)
{
    contract_list list = {.size = sizeof list};
    contract_filter filter = {.size = sizeof filter, .limit = 101};
    cr_expect_eq(contract_repository_list(context, &filter, &list), LAMINA_E_ARGUMENT);
    filter =
        (contract_filter){.size = sizeof filter, .limit = 1, .cursor = LAMINA_STR("someone's")};
    cr_expect(partner_fixture_failed(contract_repository_list(context, &filter, &list),
                                     LAMINA_E_SYNTAX, "invalid-cursor"));
}
