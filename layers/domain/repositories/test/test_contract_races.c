/*
 * Contracts under several writers at once, and under a database whose answers are lost, on DynamoDB Local.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "contract_fixture.h"
#include "domain/ids.h"
#include "domain/mapper.h"
#include "dynamodb_interference.h"
#include "lamina/text.h"
#include "race.h"

TestSuite(contract_races, .init = contract_fixture_begin, .fini = contract_fixture_end);

enum { ROUNDS = 10, WRITERS = 4 };

/* What the contenders, which are copies of this process, race about. */
static char subject_id[DOMAIN_ULID_LEN], partner_id[DOMAIN_ULID_LEN];
static const lamina_str subject = {subject_id, sizeof subject_id};
static const lamina_str subject_partner = {partner_id, sizeof partner_id};
static char number[16];

static void make_subject(size_t round, uint32_t last_move)
{
    snprintf(number, sizeof number, "R-%zu", round);
    contract *item = contract_fixture_stored(number, CONTRACT_STATUS_DRAFT);
    memcpy(subject_id, item->contract_id.ptr, sizeof subject_id);
    memcpy(partner_id, contract_fixture_partner.ptr, sizeof partner_id);
    for (uint32_t move = CONTRACT_MOVE_SIGN; move <= last_move; move++)
        contract_fixture_move(subject, move);
}

static bool has_code(const lamina_context *own, const char *code)
{
    lamina_problem problem = {.size = sizeof problem};
    lamina_error_read(own->error, &problem);
    return lamina_str_is(problem.code, code);
}

/* ---- one number ---- */

static lamina_status create_one(lamina_context *own, size_t index)
{
    (void)index;
    contract *item = contract_fixture_new_in(own, subject_partner, number);
    lamina_status status = contract_repository_create(own, item);
    bool is_other = status == LAMINA_E_CONFLICT && !has_code(own, "contract-number-taken");
    return is_other ? LAMINA_E_UNAVAILABLE : status;
}

Test(contract_races, of_those_who_create_one_number_one_gets_it)
{
    memcpy(partner_id, contract_fixture_partner.ptr, sizeof partner_id);
    for (size_t round = 0; round < ROUNDS; round++) {
        lamina_status results[WRITERS];
        snprintf(number, sizeof number, "R-%zu", round);
        race(test, WRITERS, create_one, results);
        cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), 1);
        cr_assert_eq(race_count(results, WRITERS, LAMINA_E_CONFLICT), WRITERS - 1);
    }
    contract_filter filter = {
        .size = sizeof filter, .limit = 100, .partner_id = contract_fixture_partner};
    contract_list list = {.size = sizeof list};
    cr_assert_eq(contract_repository_list(context, &filter, &list), LAMINA_OK);
    cr_assert_eq(list.count, ROUNDS);
}

/* ---- one move ---- */

static lamina_status activate(lamina_context *own, size_t index)
{
    (void)index;
    contract *moved;
    contract_step step = contract_fixture_step(subject, CONTRACT_MOVE_ACTIVATE);
    return contract_repository_move(own, &step, &moved);
}

Test(contract_races, of_those_who_make_one_move_all_get_its_answer)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        lamina_status results[WRITERS];
        make_subject(round, CONTRACT_MOVE_SIGN);
        race(test, WRITERS, activate, results);
        cr_assert_eq(race_count(results, WRITERS, LAMINA_OK), WRITERS);
        cr_assert_eq(contract_fixture_get(subject)->version, 3, "it was made once");
        cr_assert(lamina_str_is(contract_fixture_trail(subject), "activated,signed,created"));
    }
}

/* ---- two moves ---- */

static lamina_status suspend_or_terminate(lamina_context *own, size_t index)
{
    contract *moved;
    contract_step step = contract_fixture_step(subject, index % 2 == 0 ? CONTRACT_MOVE_SUSPEND
                                                                       : CONTRACT_MOVE_TERMINATE);
    return contract_repository_move(own, &step, &moved);
}

/* Either order of the two is allowed, and a suspension behind the end is refused. */
Test(contract_races, of_two_moves_end_in_what_one_order_of_them_leads_to)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        lamina_status results[2];
        make_subject(round, CONTRACT_MOVE_ACTIVATE);
        race(test, 2, suspend_or_terminate, results);
        cr_assert_eq(results[1], LAMINA_OK);
        cr_assert(results[0] == LAMINA_OK || results[0] == LAMINA_E_CONFLICT);
        cr_assert(contract_fixture_is(subject, CONTRACT_STATUS_TERMINATED));
        lamina_str trail = contract_fixture_trail(subject);
        cr_assert(lamina_str_is(trail, results[0] == LAMINA_OK
                                           ? "terminated,suspended,activated,signed,created"
                                           : "terminated,activated,signed,created"),
                  "%.*s", LAMINA_FMT(trail));
    }
}

/* ---- the partner's suspension ---- */

static lamina_status suspend_partner(lamina_context *own)
{
    partner *moved;
    partner_step step = {.size = sizeof step,
                         .move = PARTNER_MOVE_SUSPEND,
                         .partner_id = subject_partner,
                         .reason = LAMINA_STR("sanctions")};
    return partner_repository_move(own, &step, &moved);
}

static lamina_status suspend_or_activate(lamina_context *own, size_t index)
{
    if (index == 0)
        return suspend_partner(own);
    lamina_status status = activate(own, index);
    bool is_other = status == LAMINA_E_CONFLICT && !has_code(own, "partner-suspended");
    return is_other ? LAMINA_E_UNAVAILABLE : status;
}

Test(contract_races, an_activation_is_before_the_partners_suspension_or_refused)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        lamina_status results[2];
        contract_fixture_set_partner(PARTNER_STATUS_ACTIVE);
        make_subject(round, CONTRACT_MOVE_SIGN);
        race(test, 2, suspend_or_activate, results);
        cr_assert_eq(results[0], LAMINA_OK);
        cr_assert(results[1] == LAMINA_OK || results[1] == LAMINA_E_CONFLICT, "%s",
                  lamina_status_name(results[1]));
        cr_assert(contract_fixture_is(subject, results[1] == LAMINA_OK ? CONTRACT_STATUS_ACTIVE
                                                                       : CONTRACT_STATUS_DRAFT));
    }
}

/* The moment that a race seldom meets: the activation has read all that it reads, and has not written. */
static void suspend_now(void *state)
{
    lamina_status result;
    (void)state;
    race(test, 1, suspend_or_activate, &result);
    cr_assert_eq(result, LAMINA_OK);
}

Test(contract_races, a_suspension_right_before_the_write_refuses_the_activation)
{
    make_subject(0, CONTRACT_MOVE_SIGN);
    interference_begin(context);
    interference_before_next(suspend_now, NULL);
    cr_expect(partner_fixture_failed(contract_fixture_try(subject, CONTRACT_MOVE_ACTIVATE),
                                     LAMINA_E_CONFLICT, "partner-suspended"));
    interference_end();
    cr_expect(contract_fixture_is(subject, CONTRACT_STATUS_DRAFT));
}

/* ---- answers that are lost ---- */

Test(contract_races, a_move_whose_answer_was_lost_is_made_once)
{
    make_subject(0, CONTRACT_MOVE_SIGN);
    interference_begin(context);
    interference_lose_answers(2);
    contract *moved = contract_fixture_move(subject, CONTRACT_MOVE_ACTIVATE);
    cr_expect_eq(interference_transactions(), 3);
    cr_expect_eq(moved->version, 3);
    interference_end();
    cr_expect(lamina_str_is(contract_fixture_trail(subject), "activated,signed,created"));
}

Test(contract_races, a_creation_whose_answer_was_lost_is_made_once)
{
    interference_begin(context);
    interference_lose_answers(2);
    cr_expect_eq(contract_repository_create(context, contract_fixture_new("L-1")), LAMINA_OK);
    interference_end();
    cr_expect(
        partner_fixture_failed(contract_repository_create(context, contract_fixture_new("L-1")),
                               LAMINA_E_CONFLICT, "contract-number-taken"));
}

/* ---- others who do not give way ---- */

#define KEPT_OUT                                                                                   \
    "\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","                \
    "\"CancellationReasons\":[{\"Code\":\"TransactionConflict\"},{\"Code\":\"None\"}]"

Test(contract_races, a_sweep_that_was_kept_out_is_not_complete)
{
    contract_sweep sweep = {.size = sizeof sweep};
    contract *item = contract_fixture_new("S-1");
    item->end_date = LAMINA_STR("2026-01-31");
    cr_assert_eq(contract_repository_create(context, item), LAMINA_OK);
    contract_fixture_move(item->contract_id, CONTRACT_MOVE_SIGN);
    contract_fixture_move(item->contract_id, CONTRACT_MOVE_ACTIVATE);
    contract_fixture_pass_days(1);
    interference_begin(context);
    interference_answer(1000, KEPT_OUT);
    cr_expect_eq(contract_repository_expire(context, 10, &sweep), LAMINA_OK);
    cr_expect_eq(sweep.expired, 0);
    cr_expect_not(sweep.is_complete);
    interference_answer(0, NULL);
    cr_expect_eq(contract_repository_expire(context, 10, &sweep), LAMINA_OK);
    cr_expect_eq(sweep.expired, 1);
    cr_expect(sweep.is_complete);
    interference_end();
}
