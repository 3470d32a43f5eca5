/* Contracts for one test: see contract_fixture.h. */
#include "contract_fixture.h"

#include <criterion/criterion.h>

#include "domain/mapper.h"
#include "domain/models/audit_entry.h"
#include "lamina/text.h"
#include "model_table.h"

lamina_str contract_fixture_partner;

static int64_t now_us;

static void stop_clock(void)
{
    test_context_set_clock_us(test, now_us);
    test_context_set_remaining_ms(test, TEST_CONTEXT_REMAINING_MS);
}

void contract_fixture_begin(void)
{
    partner_fixture_begin();
    model_table_use(context, &audit_entry_model);
    model_table_use(context, &contract_model);
    model_table_use(context, &contract_amendment_model);
    now_us = TEST_CONTEXT_START_US;
    stop_clock();
    contract_fixture_partner = partner_fixture_stored("ada@example.com")->partner_id;
}

void contract_fixture_end(void)
{
    partner_fixture_end();
}

void contract_fixture_pass_days(int64_t days)
{
    now_us += days * INT64_C(86400000000);
    stop_clock();
}

void contract_fixture_start_over(void)
{
    now_us = TEST_CONTEXT_START_US;
    stop_clock();
}

/* Past the repository: how a partner comes to be suspended is not for these tests. */
void contract_fixture_set_partner(const char *status)
{
    partner *changes = partner_new(context);
    changes->partner_id = contract_fixture_partner;
    changes->status = lamina_str_from(status);
    lamina_mark(&changes->has, PARTNER_STATUS);
    cr_assert_eq(mapper_patch(context, &partner_model, changes, NULL), LAMINA_OK);
}

contract *contract_fixture_new_in(lamina_context *own, lamina_str partner_id, const char *number)
{
    contract *item = contract_new(own);
    cr_assert_not_null(item);
    item->partner_id = partner_id;
    item->number = lamina_str_from(number);
    item->type = LAMINA_STR(CONTRACT_TYPE_SUPPLY);
    item->title = LAMINA_STR("Wheels and axles");
    item->start_date = LAMINA_STR("2026-01-01");
    item->end_date = LAMINA_STR("9999-12-31");
    item->currency = LAMINA_STR("EUR");
    item->credit_limit = 1000;
    return item;
}

contract *contract_fixture_new(const char *number)
{
    return contract_fixture_new_in(context, contract_fixture_partner, number);
}

static void expect_ok(lamina_status status)
{
    lamina_problem problem = test_context_problem(test);
    lamina_str causes = test_context_causes(test);
    cr_assert_eq(status, LAMINA_OK, "%s %.*s: %.*s\n%.*s", lamina_status_name(status),
                 LAMINA_FMT(problem.code), LAMINA_FMT(problem.detail), LAMINA_FMT(causes));
}

contract *contract_fixture_stored(const char *number, const char *state)
{
    static const struct {
        const char *state;
        uint32_t moves[3];
    } ways[] = {
        {CONTRACT_STATUS_DRAFT, {0}},
        {CONTRACT_STATUS_ACTIVE, {CONTRACT_MOVE_SIGN, CONTRACT_MOVE_ACTIVATE}},
        {CONTRACT_STATUS_SUSPENDED,
         {CONTRACT_MOVE_SIGN, CONTRACT_MOVE_ACTIVATE, CONTRACT_MOVE_SUSPEND}},
        {CONTRACT_STATUS_TERMINATED,
         {CONTRACT_MOVE_SIGN, CONTRACT_MOVE_ACTIVATE, CONTRACT_MOVE_TERMINATE}},
    };
    contract *item = contract_fixture_new(number);
    expect_ok(contract_repository_create(context, item));
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        for (size_t j = 0; j < 3 && lamina_str_is(lamina_str_from(state), ways[i].state); j++)
            if (ways[i].moves[j] != 0)
                item = contract_fixture_move(item->contract_id, ways[i].moves[j]);
    return item;
}

contract_step contract_fixture_step(lamina_str contract_id, uint32_t move)
{
    contract_step step = {.size = sizeof step, .move = move, .contract_id = contract_id};
    if (move == CONTRACT_MOVE_SIGN)
        step.signed_by = LAMINA_STR("Ada Lovelace");
    if (move == CONTRACT_MOVE_SUSPEND || move == CONTRACT_MOVE_TERMINATE)
        step.reason = LAMINA_STR("overdue");
    return step;
}

contract *contract_fixture_move(lamina_str contract_id, uint32_t move)
{
    contract *moved = NULL;
    contract_step step = contract_fixture_step(contract_id, move);
    expect_ok(contract_repository_move(context, &step, &moved));
    return moved;
}

lamina_status contract_fixture_try(lamina_str contract_id, uint32_t move)
{
    contract *moved = NULL;
    contract_step step = contract_fixture_step(contract_id, move);
    lamina_status status = contract_repository_move(context, &step, &moved);
    cr_assert_eq(moved == NULL, status != LAMINA_OK);
    return status;
}

const lamina_conditions *contract_fixture_at(int64_t version)
{
    static int64_t only;
    static const lamina_conditions expected = {.accepted = {.items = &only, .count = 1}};
    only = version;
    return &expected;
}

contract *contract_fixture_get(lamina_str contract_id)
{
    contract *found = NULL;
    expect_ok(contract_repository_get(context, contract_id, &found));
    return found;
}

bool contract_fixture_is(lamina_str contract_id, const char *state)
{
    lamina_str now = contract_fixture_get(contract_id)->status;
    if (!lamina_str_is(now, state))
        cr_log_error("the contract is %.*s, not %s", LAMINA_FMT(now), state);
    return lamina_str_is(now, state);
}

contract_amendment *contract_fixture_changes(lamina_str contract_id, int64_t number)
{
    contract_amendment *changes = contract_amendment_new(context);
    cr_assert_not_null(changes);
    changes->contract_id = contract_id;
    changes->number = number;
    changes->reason = LAMINA_STR("market");
    return changes;
}

lamina_str contract_fixture_trail(lamina_str contract_id)
{
    const audit_page *page;
    domain_page_query query = {.limit = 100};
    expect_ok(contract_repository_audit(context, contract_id, &query, &page));
    const audit_entry *entries = page->items.items;
    lamina_str trail = LAMINA_STR("");
    for (size_t i = 0; i < page->items.count; i++)
        trail = lamina_arena_format(context->arena, "%.*s%s%.*s", LAMINA_FMT(trail),
                                    i == 0 ? "" : ",", LAMINA_FMT(entries[i].action));
    return trail;
}
