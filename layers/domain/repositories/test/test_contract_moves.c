/*
 * The moves of contracts: which are allowed, what they ask for, that repeating one changes nothing, and that
 * no sequence of them leads where none may lead. On DynamoDB Local.
 */
#include <criterion/criterion.h>

#include <time.h>

#include "contract_fixture.h"
#include "lamina/text.h"

TestSuite(contract_moves, .init = contract_fixture_begin, .fini = contract_fixture_end);

#define OTHER_PARTNER "01ARZ3NDEKTSV4RRFFQ69G5FAW"

static bool is_refused(lamina_str contract_id, uint32_t move)
{
    return partner_fixture_failed(contract_fixture_try(contract_id, move), LAMINA_E_CONFLICT,
                                  "contract-move-refused");
}

/* ---- one after the other ---- */

Test(contract_moves, lead_through_a_life)
{
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT)->contract_id;
    contract *item = contract_fixture_move(id, CONTRACT_MOVE_SIGN);
    cr_expect(lamina_str_is(item->status, CONTRACT_STATUS_DRAFT));
    cr_expect(lamina_str_is(item->signed_by, "Ada Lovelace"));
    cr_expect_eq(item->signed_at, TEST_CONTEXT_START_US);
    item = contract_fixture_move(id, CONTRACT_MOVE_ACTIVATE);
    cr_expect(lamina_str_is(item->status, CONTRACT_STATUS_ACTIVE));
    item = contract_fixture_move(id, CONTRACT_MOVE_SUSPEND);
    cr_expect(lamina_str_is(item->status, CONTRACT_STATUS_SUSPENDED));
    cr_expect(lamina_str_is(item->status_reason, "overdue"));
    item = contract_fixture_move(id, CONTRACT_MOVE_RESUME);
    cr_expect(lamina_str_is(item->status, CONTRACT_STATUS_ACTIVE));
    cr_expect_not(lamina_is_present(&item->has, CONTRACT_STATUS_REASON));
    item = contract_fixture_move(id, CONTRACT_MOVE_TERMINATE);
    cr_expect(lamina_str_is(item->status, CONTRACT_STATUS_TERMINATED));
    cr_expect_eq(item->version, 6);
    cr_expect(lamina_str_is(contract_fixture_trail(id),
                            "terminated,resumed,suspended,activated,signed,created"));
}

Test(contract_moves, ask_for_the_state_that_they_start_from)
{
    static const struct {
        const char *state;
        uint32_t moves[6];
    } forbidden[] = {
        {CONTRACT_STATUS_DRAFT,
         {CONTRACT_MOVE_ACTIVATE, CONTRACT_MOVE_SUSPEND, CONTRACT_MOVE_RESUME,
          CONTRACT_MOVE_EXPIRE}},
        {CONTRACT_STATUS_ACTIVE, {CONTRACT_MOVE_EXPIRE}},
        {CONTRACT_STATUS_SUSPENDED, {CONTRACT_MOVE_ACTIVATE, CONTRACT_MOVE_EXPIRE}},
        {CONTRACT_STATUS_TERMINATED,
         {CONTRACT_MOVE_ACTIVATE, CONTRACT_MOVE_SUSPEND, CONTRACT_MOVE_RESUME,
          CONTRACT_MOVE_EXPIRE}},
    };
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        char number[] = "C-0";
        number[2] = (char)('0' + i);
        contract *item = contract_fixture_stored(number, forbidden[i].state);
        for (size_t j = 0; j < 6 && forbidden[i].moves[j] != 0; j++)
            cr_expect(is_refused(item->contract_id, forbidden[i].moves[j]), "%s: move %u",
                      forbidden[i].state, forbidden[i].moves[j]);
        contract *after = contract_fixture_get(item->contract_id);
        cr_expect_eq(after->version, item->version, "a refused move leaves no trace");
    }
}

Test(contract_moves, that_were_made_answer_the_same_again)
{
    static const uint32_t moves[] = {CONTRACT_MOVE_SIGN, CONTRACT_MOVE_ACTIVATE,
                                     CONTRACT_MOVE_SUSPEND, CONTRACT_MOVE_RESUME,
                                     CONTRACT_MOVE_TERMINATE};
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT)->contract_id;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        contract *again, *first;
        contract_step step = contract_fixture_step(id, moves[i]);
        step.expected = contract_fixture_at(contract_fixture_get(id)->version);
        cr_assert_eq(contract_repository_move(context, &step, &first), LAMINA_OK);
        contract_fixture_pass_days(1);
        cr_assert_eq(contract_repository_move(context, &step, &again), LAMINA_OK);
        cr_expect_eq(again->version, first->version);
        cr_expect_eq(again->updated_at, first->updated_at);
        cr_expect(lamina_str_equal(again->status, first->status));
    }
}

Test(contract_moves, with_another_reason_or_signature_are_others)
{
    contract *moved;
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_SUSPENDED)->contract_id;
    contract_step suspend = contract_fixture_step(id, CONTRACT_MOVE_SUSPEND);
    suspend.reason = LAMINA_STR("fraud");
    cr_expect(partner_fixture_failed(contract_repository_move(context, &suspend, &moved),
                                     LAMINA_E_CONFLICT, "contract-move-refused"));
    lamina_str draft = contract_fixture_stored("C-2", CONTRACT_STATUS_DRAFT)->contract_id;
    contract_step sign = contract_fixture_step(draft, CONTRACT_MOVE_SIGN);
    cr_expect_eq(contract_repository_move(context, &sign, &moved), LAMINA_OK);
    sign.signed_by = LAMINA_STR("Charles Babbage");
    cr_expect(partner_fixture_failed(contract_repository_move(context, &sign, &moved),
                                     LAMINA_E_CONFLICT, "contract-move-refused"));
}

Test(contract_moves, ask_for_a_reason_or_a_signature)
{
    static const uint32_t moves[] = {CONTRACT_MOVE_SIGN, CONTRACT_MOVE_SUSPEND,
                                     CONTRACT_MOVE_TERMINATE};
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_ACTIVE)->contract_id;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        contract *moved;
        contract_step step = {.size = sizeof step, .move = moves[i], .contract_id = id};
        cr_expect(partner_fixture_failed(contract_repository_move(context, &step, &moved),
                                         LAMINA_E_INVALID, "invalid-request"));
    }
}

Test(contract_moves, keep_to_the_version_that_was_expected)
{
    contract *moved;
    contract *item = contract_fixture_stored("C-1", CONTRACT_STATUS_ACTIVE);
    contract_step step = contract_fixture_step(item->contract_id, CONTRACT_MOVE_SUSPEND);
    step.expected = contract_fixture_at(item->version - 1);
    cr_expect(partner_fixture_failed(contract_repository_move(context, &step, &moved),
                                     LAMINA_E_PRECONDITION, "contract-version-conflict"));
    step.expected = contract_fixture_at(item->version);
    cr_expect_eq(contract_repository_move(context, &step, &moved), LAMINA_OK);
}

/* ---- who may ---- */

Test(contract_moves, but_the_signature_are_for_staff)
{
    static const uint32_t moves[] = {CONTRACT_MOVE_ACTIVATE, CONTRACT_MOVE_SUSPEND,
                                     CONTRACT_MOVE_RESUME, CONTRACT_MOVE_TERMINATE,
                                     CONTRACT_MOVE_EXPIRE};
    lamina_str id = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT)->contract_id;
    context->caller_tenant = contract_fixture_partner;
    contract_fixture_move(id, CONTRACT_MOVE_SIGN);
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        context->caller_tenant = contract_fixture_partner;
        cr_expect(partner_fixture_failed(contract_fixture_try(id, moves[i]), LAMINA_E_FORBIDDEN,
                                         "staff-only"));
        context->caller_tenant = LAMINA_STR(OTHER_PARTNER);
        cr_expect(partner_fixture_failed(contract_fixture_try(id, moves[i]), LAMINA_E_NOT_FOUND,
                                         "contract-not-found"));
    }
    cr_expect(partner_fixture_failed(contract_fixture_try(id, CONTRACT_MOVE_SIGN),
                                     LAMINA_E_NOT_FOUND, "contract-not-found"));
}

/* ---- the partner ---- */

Test(contract_moves, to_active_are_refused_while_the_partner_is_suspended)
{
    lamina_str draft = contract_fixture_stored("C-1", CONTRACT_STATUS_DRAFT)->contract_id;
    lamina_str halted = contract_fixture_stored("C-2", CONTRACT_STATUS_SUSPENDED)->contract_id;
    contract_fixture_move(draft, CONTRACT_MOVE_SIGN);
    contract_fixture_set_partner(PARTNER_STATUS_SUSPENDED);
    cr_expect(partner_fixture_failed(contract_fixture_try(draft, CONTRACT_MOVE_ACTIVATE),
                                     LAMINA_E_CONFLICT, "partner-suspended"));
    cr_expect(partner_fixture_failed(contract_fixture_try(halted, CONTRACT_MOVE_RESUME),
                                     LAMINA_E_CONFLICT, "partner-suspended"));
    cr_expect(contract_fixture_is(draft, CONTRACT_STATUS_DRAFT));
    cr_expect(contract_fixture_is(halted, CONTRACT_STATUS_SUSPENDED));
    contract_fixture_set_partner(PARTNER_STATUS_ACTIVE);
    contract_fixture_move(draft, CONTRACT_MOVE_ACTIVATE);
    contract_fixture_move(halted, CONTRACT_MOVE_RESUME);
}

/* ---- the period ---- */

static lamina_str stored_until(const char *number, const char *end, uint32_t last_move)
{
    contract *item = contract_fixture_new(number);
    item->end_date = lamina_str_from(end);
    cr_assert_eq(contract_repository_create(context, item), LAMINA_OK);
    for (uint32_t move = CONTRACT_MOVE_SIGN; move <= last_move; move++)
        contract_fixture_move(item->contract_id, move);
    return item->contract_id;
}

Test(contract_moves, end_with_the_last_day)
{
    lamina_str id = stored_until("C-1", "2026-02-01", CONTRACT_MOVE_ACTIVATE);
    lamina_str late = stored_until("C-2", "2026-02-01", CONTRACT_MOVE_SIGN);
    contract_fixture_pass_days(1);
    cr_expect(contract_fixture_is(id, CONTRACT_STATUS_ACTIVE));
    contract_fixture_pass_days(1);
    cr_expect(contract_fixture_is(id, CONTRACT_STATUS_EXPIRED));
    cr_expect(is_refused(id, CONTRACT_MOVE_SUSPEND));
    cr_expect(is_refused(id, CONTRACT_MOVE_TERMINATE));
    cr_expect(contract_fixture_is(late, CONTRACT_STATUS_DRAFT));
    cr_expect(is_refused(late, CONTRACT_MOVE_ACTIVATE));
    contract_fixture_move(late, CONTRACT_MOVE_TERMINATE);
}

Test(contract_moves, of_a_sweep_write_down_what_is_over)
{
    lamina_str over = stored_until("C-1", "2026-02-01", CONTRACT_MOVE_ACTIVATE);
    lamina_str halted = stored_until("C-2", "2026-02-02", CONTRACT_MOVE_SUSPEND);
    lamina_str running = stored_until("C-3", "2026-03-01", CONTRACT_MOVE_ACTIVATE);
    lamina_str draft = stored_until("C-4", "2026-02-01", 0);
    contract_sweep sweep = {.size = sizeof sweep};
    cr_expect_eq(contract_repository_expire(context, 100, &sweep), LAMINA_OK);
    cr_expect_eq(sweep.expired, 0);
    cr_expect(sweep.is_complete);

    contract_fixture_pass_days(10);
    cr_expect_eq(contract_repository_expire(context, 1, &sweep), LAMINA_OK);
    cr_expect_eq(sweep.expired, 1);
    cr_expect_not(sweep.is_complete);
    cr_expect_eq(contract_repository_expire(context, 100, &sweep), LAMINA_OK);
    cr_expect_eq(sweep.expired, 1);
    cr_expect(sweep.is_complete);
    cr_expect_eq(contract_repository_expire(context, 100, &sweep), LAMINA_OK);
    cr_expect_eq(sweep.expired, 0);

    cr_expect(lamina_str_is(contract_fixture_trail(over), "expired,activated,signed,created"));
    cr_expect(contract_fixture_is(halted, CONTRACT_STATUS_EXPIRED));
    cr_expect(contract_fixture_is(running, CONTRACT_STATUS_ACTIVE));
    cr_expect(contract_fixture_is(draft, CONTRACT_STATUS_DRAFT));
    contract_fixture_pass_days(-10);
    cr_expect(contract_fixture_is(over, CONTRACT_STATUS_EXPIRED), "for good, not by the calendar");
}

/* ---- any sequence ---- */

/* What may be seen of a contract between two looks, whatever happened between. Not taken from the
   repository's own table. */
static const char *const ways[][2] = {{"draft", "active"},      {"draft", "terminated"},
                                      {"active", "suspended"},  {"active", "terminated"},
                                      {"active", "expired"},    {"suspended", "active"},
                                      {"suspended", "expired"}, {"suspended", "terminated"}};

static bool may_lead(lamina_str from, lamina_str to)
{
    if (lamina_str_equal(from, to))
        return true;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (lamina_str_is(from, ways[i][0]) && lamina_str_is(to, ways[i][1]))
            return true;
    return false;
}

enum { SEQUENCES = 20, STEPS = 25, PARTNER_FLIPS = 7, DAY_PASSES = 8, AMENDS = 9, KINDS = 10 };

typedef struct walk {
    lamina_str id;
    bool is_partner_suspended;
} walk;

static void amend_next(const walk *w, const contract *before)
{
    contract_amendment *made, *changes = contract_fixture_changes(w->id, before->amendment + 1);
    changes->end_date = LAMINA_STR("2026-02-20");
    lamina_mark(&changes->has, CONTRACT_AMENDMENT_END_DATE);
    contract_repository_amend(context, changes, &made);
    lamina_error_reset(context);
}

static void take_step(walk *w, const contract *before, unsigned kind)
{
    if (kind == PARTNER_FLIPS) {
        w->is_partner_suspended = !w->is_partner_suspended;
        contract_fixture_set_partner(w->is_partner_suspended ? PARTNER_STATUS_SUSPENDED
                                                             : PARTNER_STATUS_ACTIVE);
    } else if (kind == DAY_PASSES) {
        contract_fixture_pass_days(1);
    } else if (kind == AMENDS) {
        amend_next(w, before);
    } else {
        contract_fixture_try(w->id, kind);
        lamina_error_reset(context);
    }
}

/* What must hold of the two looks at the contract, by name; NULL: all does. */
static const char *broken_rule(const walk *w, const contract *before, const contract *after,
                               unsigned kind)
{
    bool is_active = lamina_str_is(after->status, CONTRACT_STATUS_ACTIVE);
    bool was_active = lamina_str_is(before->status, CONTRACT_STATUS_ACTIVE);
    bool ran = was_active || lamina_str_is(before->status, CONTRACT_STATUS_SUSPENDED);
    bool is_same = lamina_str_equal(after->status, before->status);
    if (!may_lead(before->status, after->status))
        return "no way leads there";
    if (!was_active && is_active && w->is_partner_suspended)
        return "active for a suspended partner";
    if (is_active && !lamina_is_present(&after->has, CONTRACT_SIGNED_AT))
        return "active and not signed";
    if (after->amendment != before->amendment && (!ran || after->amendment > before->amendment + 1))
        return "amended when it could not be, or twice";
    if (after->version < before->version ||
        (!is_same && after->version == before->version && kind != DAY_PASSES))
        return "no version of its own";
    return NULL;
}

/* Numbers to choose by (George Marsaglia's xorshift), so that a seed that failed can be tried again. */
static unsigned next_number(unsigned *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* How many steps led to another state. */
static unsigned walk_on(walk *w, unsigned *state)
{
    unsigned reached = 0;
    for (unsigned step = 0; step < STEPS; step++) {
        unsigned kind = 1 + next_number(state) % (KINDS - 1);
        const contract *before = contract_fixture_get(w->id);
        take_step(w, before, kind);
        const contract *after = contract_fixture_get(w->id);
        const char *rule = broken_rule(w, before, after, kind);
        cr_assert_null(rule, "a step of kind %u from %.*s to %.*s: %s", kind,
                       LAMINA_FMT(before->status), LAMINA_FMT(after->status), rule);
        reached += !lamina_str_equal(before->status, after->status);
    }
    return reached;
}

Test(contract_moves, of_any_sequence_never_lead_where_none_may_lead)
{
    unsigned state = (unsigned)time(NULL) | 1u, reached = 0;
    cr_log_info("the seed is %u", state);
    for (unsigned i = 0; i < SEQUENCES; i++) {
        walk w = {.is_partner_suspended = false};
        contract_fixture_set_partner(PARTNER_STATUS_ACTIVE);
        contract_fixture_start_over();
        contract *item = contract_fixture_new(lamina_arena_format(context->arena, "S-%u", i).ptr);
        item->end_date = LAMINA_STR("2026-02-10");
        cr_assert_eq(contract_repository_create(context, item), LAMINA_OK);
        w.id = item->contract_id;
        reached += walk_on(&w, &state);
    }
    cr_assert_gt(reached, 0, "no sequence led anywhere");
}
