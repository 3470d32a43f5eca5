/*
 * The mapper and DynamoDB Local with a network between them that cuts, delays, garbles and answers in
 * the database's place: which verbs get over it, which say that nobody knows, and that nothing is
 * written twice.
 */
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "domain/mapper.h"
#include "dynamodb_local.h"
#include "fault_proxy.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "sample_model.h"
#include "test_context.h"

#define TRY_MS 400u

static test_context *test;
static lamina_context *context;
static fault_proxy *proxy;
static dynamodb_client *client;

static void setup(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    test_context_seed_random(test, (uint64_t)getpid());
    context = test_context_get(test);
    model_table_use(context, &note_model);
    proxy = fault_proxy_start(dynamodb_local_url());
    dynamodb_client_options options = {.size = sizeof options,
                                       .max_attempts = 3,
                                       .endpoint = fault_proxy_url(proxy),
                                       .request_timeout_ms = TRY_MS};
    lamina_str reason = {NULL, 0};
    cr_assert_eq(dynamodb_client_new(&options, context->arena, &client, &reason), LAMINA_OK);
    dynamodb_client_use(client);
}

static void teardown(void)
{
    dynamodb_client_use(NULL);
    dynamodb_client_free(client);
    fault_proxy_stop(proxy);
    test_context_free(test);
}

TestSuite(mapper_faults, .init = setup, .fini = teardown, .timeout = 120);

static const char *name_of(fault_proxy_fault fault)
{
    static const char *const names[] = {
        [FAULT_NONE] = "none",
        [FAULT_CUT_BEFORE] = "cut before",
        [FAULT_CUT_AFTER] = "cut after",
        [FAULT_RESET_AFTER] = "reset after",
        [FAULT_CUT_HALFWAY] = "halfway",
        [FAULT_DELAY] = "delay",
        [FAULT_SLOW] = "slow",
        [FAULT_GARBLE] = "garble",
        [FAULT_PAGE_502] = "page 502",
        [FAULT_PAGE_503] = "page 503",
        [FAULT_CLOSE_IDLE] = "close idle",
    };
    return names[fault];
}

static void expect(lamina_status status, lamina_status expected, fault_proxy_fault fault)
{
    cr_assert_eq(status, expected, "%s: %s, not %s: %.*s", name_of(fault),
                 lamina_status_name(status), lamina_status_name(expected),
                 LAMINA_FMT(test_context_causes(test)));
}

/* ---- an item of its own for each case ---- */

static note new_note(void)
{
    static unsigned number;
    note item = {.id = lamina_arena_format(context->arena, "n-%u", ++number),
                 .text = LAMINA_STR("text")};
    lamina_mark(&item.has, NOTE_ID);
    lamina_mark(&item.has, NOTE_TEXT);
    return item;
}

/* What is stored: the version, or 0 when there is no such item. */
static int64_t stored_version(const note *key)
{
    note stored = *key;
    const mapper_read options = {.size = sizeof options, .consistent = 1};
    fault_proxy_next(proxy, FAULT_NONE, 0);
    lamina_status status = mapper_get(context, &note_model, key, &options, &stored);
    if (status == LAMINA_E_NOT_FOUND)
        return 0;
    expect(status, LAMINA_OK, FAULT_NONE);
    return stored.version;
}

static note stored_note(void)
{
    note item = new_note();
    fault_proxy_next(proxy, FAULT_NONE, 0);
    expect(mapper_create(context, &note_model, &item, NULL), LAMINA_OK, FAULT_NONE);
    return item;
}

/* ---- answers that get lost: the write happened ---- */

static const fault_proxy_fault lost[] = {FAULT_CUT_AFTER, FAULT_RESET_AFTER, FAULT_CUT_HALFWAY,
                                         FAULT_DELAY,     FAULT_SLOW,        FAULT_GARBLE,
                                         FAULT_PAGE_502};
#define LOST_COUNT (sizeof lost / sizeof lost[0])

Test(mapper_faults, a_create_whose_answer_is_lost_is_ambiguous_and_sent_once)
{
    for (size_t i = 0; i < LOST_COUNT; i++) {
        note item = new_note();
        fault_proxy_next(proxy, lost[i], 1);
        expect(mapper_create(context, &note_model, &item, NULL), LAMINA_E_AMBIGUOUS, lost[i]);
        cr_assert_eq(fault_proxy_requests(proxy), 1);
        cr_assert_eq(fault_proxy_carried_out(proxy), 1);
        cr_assert_eq(item.version, 0, "stamps are taken back");
        cr_assert_eq(stored_version(&item), 1);
    }
}

Test(mapper_faults, a_patch_whose_answer_is_lost_is_ambiguous_and_happens_once)
{
    for (size_t i = 0; i < LOST_COUNT; i++) {
        note item = stored_note();
        item.text = LAMINA_STR("patched");
        fault_proxy_next(proxy, lost[i], 1);
        expect(mapper_patch(context, &note_model, &item, NULL), LAMINA_E_AMBIGUOUS, lost[i]);
        cr_assert_eq(fault_proxy_requests(proxy), 1);
        cr_assert_eq(item.version, 1, "stamps are taken back");
        cr_assert_eq(stored_version(&item), 2);
    }
}

Test(mapper_faults, a_remove_whose_answer_is_lost_is_ambiguous)
{
    for (size_t i = 0; i < LOST_COUNT; i++) {
        note item = stored_note();
        fault_proxy_next(proxy, lost[i], 1);
        expect(mapper_remove(context, &note_model, &item, NULL), LAMINA_E_AMBIGUOUS, lost[i]);
        cr_assert_eq(fault_proxy_requests(proxy), 1);
        cr_assert_eq(stored_version(&item), 0);
    }
}

Test(mapper_faults, a_put_that_compares_nothing_is_repeated)
{
    for (size_t i = 0; i < LOST_COUNT; i++) {
        note item = new_note();
        fault_proxy_next(proxy, lost[i], 1);
        expect(mapper_put(context, &note_model, &item, NULL), LAMINA_OK, lost[i]);
        cr_assert_eq(fault_proxy_requests(proxy), 2);
        cr_assert_eq(stored_version(&item), item.version, "both tries wrote the same");
    }
}

Test(mapper_faults, a_transaction_is_repeated_under_its_token_and_happens_once)
{
    for (size_t i = 0; i < LOST_COUNT; i++) {
        note created = new_note(), patched = stored_note();
        patched.text = LAMINA_STR("patched");
        mapper_action actions[] = {{.size = sizeof actions[0],
                                    .op = MAPPER_OP_CREATE,
                                    .model = &note_model,
                                    .item = &created},
                                   {.size = sizeof actions[0],
                                    .op = MAPPER_OP_PATCH,
                                    .model = &note_model,
                                    .item = &patched}};
        fault_proxy_next(proxy, lost[i], 1);
        expect(mapper_transact(context, actions, 2, NULL), LAMINA_OK, lost[i]);
        cr_assert_eq(fault_proxy_requests(proxy), 2);
        cr_assert_eq(stored_version(&created), 1);
        cr_assert_eq(stored_version(&patched), 2, "not 3");
    }
}

Test(mapper_faults, reads_get_over_it)
{
    note item = stored_note();
    mapper_query query = {.size = sizeof query, .hash = dynamodb_text(item.id)};
    for (size_t i = 0; i < LOST_COUNT; i++) {
        mapper_page page = {.size = sizeof page};
        note read = item;
        fault_proxy_next(proxy, lost[i], 1);
        expect(mapper_query_page(context, &note_model, &query, &page), LAMINA_OK, lost[i]);
        cr_assert_eq(page.count, 1);
        cr_assert_eq(fault_proxy_requests(proxy), 2);
        fault_proxy_next(proxy, lost[i], 2);
        expect(mapper_get(context, &note_model, &item, NULL, &read), LAMINA_OK, lost[i]);
        cr_assert_eq(fault_proxy_requests(proxy), 3);
    }
}

/* ---- requests that never arrive: the client cannot tell ---- */

Test(mapper_faults, what_never_arrived_is_ambiguous_for_a_create_and_repeated_for_a_put)
{
    static const fault_proxy_fault faults[] = {FAULT_CUT_BEFORE, FAULT_PAGE_503};
    for (size_t i = 0; i < 2; i++) {
        note item = new_note();
        fault_proxy_next(proxy, faults[i], 1);
        expect(mapper_create(context, &note_model, &item, NULL), LAMINA_E_AMBIGUOUS, faults[i]);
        cr_assert_eq(fault_proxy_carried_out(proxy), 0);
        cr_assert_eq(stored_version(&item), 0);
        fault_proxy_next(proxy, faults[i], 2);
        expect(mapper_put(context, &note_model, &item, NULL), LAMINA_OK, faults[i]);
        cr_assert_eq(fault_proxy_carried_out(proxy), 1);
    }
}

/* A function that thaws finds the connection closed that it kept: nothing of that is seen. */
Test(mapper_faults, a_kept_connection_that_was_closed_hurts_no_verb)
{
    note item = stored_note();
    fault_proxy_next(proxy, FAULT_CLOSE_IDLE, 1);
    expect(mapper_get(context, &note_model, &item, NULL, &item), LAMINA_OK, FAULT_CLOSE_IDLE);
    fault_proxy_wait_closed(proxy);
    item = new_note();
    expect(mapper_create(context, &note_model, &item, NULL), LAMINA_OK, FAULT_CLOSE_IDLE);
}

/* ---- faults that stay ---- */

Test(mapper_faults, a_fault_that_stays_has_a_name_and_tells_its_attempts)
{
    note item = stored_note();
    static const struct {
        fault_proxy_fault fault;
        lamina_status status;
    } rows[] = {{FAULT_CUT_AFTER, LAMINA_E_UNAVAILABLE}, {FAULT_DELAY, LAMINA_E_TIMEOUT},
                {FAULT_GARBLE, LAMINA_E_UPSTREAM},       {FAULT_PAGE_502, LAMINA_E_UPSTREAM},
                {FAULT_PAGE_503, LAMINA_E_UPSTREAM},     {FAULT_CUT_HALFWAY, LAMINA_E_UNAVAILABLE}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        lamina_error_reset(context);
        fault_proxy_next(proxy, rows[i].fault, 99);
        expect(mapper_get(context, &note_model, &item, NULL, &item), rows[i].status, rows[i].fault);
        cr_assert_eq(strstr(test_context_causes(test).ptr, "attempts ") != NULL, true);
    }
}

Test(mapper_faults, the_deadline_is_kept)
{
    note item = new_note();
    fault_proxy_next(proxy, FAULT_DELAY, 99);
    test_context_set_remaining_ms(test, 700);
    int64_t start_us = lamina_monotonic_us(context);
    expect(mapper_put(context, &note_model, &item, NULL), LAMINA_E_AMBIGUOUS, FAULT_DELAY);
    int64_t took_ms = (lamina_monotonic_us(context) - start_us) / 1000;
    cr_assert_leq(took_ms, 700, "%lld ms", (long long)took_ms);
    cr_assert_geq(fault_proxy_requests(proxy), 1);
}
