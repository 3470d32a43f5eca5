/*
 * What each verb says for each fault of the network or the service, how often it tries, and that no
 * write that could happen twice is sent twice.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "fake_dynamodb.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "sample_model.h"

static test_context *test;
static fake_dynamodb *database;

static void open_fake(void)
{
    unsetenv("PAIR_TABLE_NAME");
    unsetenv("NOTE_TABLE_NAME");
    test = test_context_new();
    database = fake_dynamodb_new(test);
}

static void close_fake(void)
{
    fake_dynamodb_free(database);
    test_context_free(test);
}

TestSuite(faults, .init = open_fake, .fini = close_fake);

/* ---- the verbs ---- */

static lamina_status get(void)
{
    pair key = {.id = LAMINA_STR("1")};
    lamina_mark(&key.has, PAIR_ID);
    return mapper_get(test_context_get(test), &pair_model, &key, NULL, &key);
}

static lamina_status query(void)
{
    mapper_query asked = {.size = sizeof asked, .hash = dynamodb_text(LAMINA_STR("1"))};
    mapper_page page = {.size = sizeof page};
    return mapper_query_page(test_context_get(test), &pair_model, &asked, &page);
}

typedef lamina_status (*write_fn)(lamina_context *context, const mapper_model *model, void *item,
                                  const mapper_write *options);

static lamina_status write_pair(write_fn verb)
{
    pair item = {.id = LAMINA_STR("1"), .value = LAMINA_STR("v")};
    lamina_mark(&item.has, PAIR_ID);
    lamina_mark(&item.has, PAIR_VALUE);
    return verb(test_context_get(test), &pair_model, &item, NULL);
}

static lamina_status put(void)
{
    return write_pair(mapper_put);
}

static lamina_status create(void)
{
    return write_pair(mapper_create);
}

static lamina_status patch(void)
{
    return write_pair(mapper_patch);
}

static lamina_status remove_pair(void)
{
    pair key = {.id = LAMINA_STR("1")};
    lamina_mark(&key.has, PAIR_ID);
    return mapper_remove(test_context_get(test), &pair_model, &key, NULL);
}

static lamina_status transact(void)
{
    pair item = {.id = LAMINA_STR("1")};
    lamina_mark(&item.has, PAIR_ID);
    mapper_action action = {
        .size = sizeof action, .op = MAPPER_OP_CREATE, .model = &pair_model, .item = &item};
    return mapper_transact(test_context_get(test), &action, 1, NULL);
}

static lamina_status look_up(lamina_status (*read)(lamina_context *, mapper_lookup *, size_t))
{
    pair item = {.id = LAMINA_STR("1")};
    lamina_mark(&item.has, PAIR_ID);
    mapper_lookup lookup = mapper_lookup_of(&pair_model, &item);
    lamina_status status = read(test_context_get(test), &lookup, 1);
    return status == LAMINA_OK ? lookup.status : status;
}

static lamina_status read_batch(lamina_context *context, mapper_lookup *lookups, size_t count)
{
    return mapper_batch_get(context, lookups, count, NULL);
}

static lamina_status batch_get(void)
{
    return look_up(read_batch);
}

static lamina_status transact_get(void)
{
    return look_up(mapper_transact_get);
}

static lamina_status batch_write(void)
{
    pair item = {.id = LAMINA_STR("1")};
    lamina_mark(&item.has, PAIR_ID);
    mapper_batch *batch = NULL;
    lamina_status status = mapper_batch_begin(test_context_get(test), NULL, &batch);
    if (status == LAMINA_OK)
        status = mapper_batch_put(batch, &pair_model, &item);
    return status == LAMINA_OK ? mapper_batch_commit(batch, NULL) : status;
}

typedef struct verb_case {
    const char *name;
    lamina_status (*act)(void);
    const char *success; /* an answer that it is content with */
    bool is_read;
    bool is_repeatable;
} verb_case;

#define ITEM "{\"id\":{\"S\":\"1\"}}"

static const verb_case verbs[] = {
    {"get", get, "{\"Item\":" ITEM "}", true, true},
    {"query", query, "{\"Items\":[" ITEM "],\"Count\":1}", true, true},
    {"batch get", batch_get, "{\"Responses\":{\"pair\":[" ITEM "]}}", true, true},
    {"transact get", transact_get, "{\"Responses\":[{\"Item\":" ITEM "}]}", true, true},
    {"put", put, "{}", false, true},
    {"batch write", batch_write, "{}", false, true},
    {"transact", transact, "{}", false, true},
    {"create", create, "{}", false, false},
    {"patch", patch, "{\"Attributes\":" ITEM "}", false, false},
    {"remove", remove_pair, "{}", false, false},
};

/* ---- the faults ---- */

typedef struct expectation {
    fake_dynamodb_fault fault;
    lamina_status read_status; /* what a read comes to when the fault stays */
    uint32_t read_tries;
    bool
        is_certain; /* nothing can have been written: no verb says "ambiguous", all are repeated alike */
} expectation;

static const expectation expectations[] = {
    {FAKE_DYNAMODB_REFUSED, LAMINA_E_UNAVAILABLE, 3, true},
    {FAKE_DYNAMODB_DEAD, LAMINA_E_UNAVAILABLE, 4, false},
    {FAKE_DYNAMODB_CUT, LAMINA_E_UNAVAILABLE, 3, false},
    {FAKE_DYNAMODB_CUT_HALFWAY, LAMINA_E_UNAVAILABLE, 3, false},
    {FAKE_DYNAMODB_SILENT, LAMINA_E_TIMEOUT, 3, false},
    {FAKE_DYNAMODB_SLOW, LAMINA_E_TIMEOUT, 3, false},
    {FAKE_DYNAMODB_WRONG_CRC, LAMINA_E_UPSTREAM, 3, false},
    {FAKE_DYNAMODB_HALF_JSON, LAMINA_E_UPSTREAM, 3, false},
    {FAKE_DYNAMODB_HTML_OK, LAMINA_E_UPSTREAM, 3, false},
    {FAKE_DYNAMODB_HTML_403, LAMINA_E_UPSTREAM, 1, true},
    {FAKE_DYNAMODB_HTML_502, LAMINA_E_UPSTREAM, 3, false},
    {FAKE_DYNAMODB_HTML_503, LAMINA_E_UPSTREAM, 3, false},
    {FAKE_DYNAMODB_INTERNAL, LAMINA_E_UNAVAILABLE, 3, false},
};
_Static_assert(sizeof expectations / sizeof *expectations == FAKE_DYNAMODB_FAULT_COUNT,
               "each fault has a row");

static void begin_anew(void)
{
    fake_dynamodb_free(database);
    test_context_reset(test);
    test_context_set_remaining_ms(test, TEST_CONTEXT_REMAINING_MS);
    database = fake_dynamodb_new(test);
}

static lamina_status status_of(const verb_case *verb, const expectation *row)
{
    return verb->is_read || row->is_certain ? row->read_status : LAMINA_E_AMBIGUOUS;
}

static uint32_t tries_of(const verb_case *verb, const expectation *row)
{
    return verb->is_repeatable || row->is_certain ? row->read_tries : 1;
}

#define EACH(element, array)                                                                       \
    const __typeof__((array)[0]) *element = (array);                                               \
    element < (array) + sizeof(array) / sizeof *(array);                                           \
    element++

Test(faults, each_verb_has_a_name_for_each_fault_that_stays)
{
    for (EACH(row, expectations))
        for (EACH(verb, verbs)) {
            begin_anew();
            fake_dynamodb_fail(database, row->fault, 4);
            lamina_status status = verb->act();
            const char *fault = fake_dynamodb_fault_name(row->fault);
            cr_expect_eq(status, status_of(verb, row), "%s, %s: %s", verb->name, fault,
                         lamina_status_name(status));
            cr_expect_eq(fake_dynamodb_call_count(database), tries_of(verb, row), "%s, %s: %zu",
                         verb->name, fault, fake_dynamodb_call_count(database));
            lamina_str told = lamina_arena_format(test_context_get(test)->arena, "attempts %u)",
                                                  tries_of(verb, row));
            cr_expect_not_null(strstr(test_context_causes(test).ptr, told.ptr), "%s, %s: %s",
                               verb->name, fault, test_context_causes(test).ptr);
        }
}

Test(faults, what_may_be_repeated_gets_over_a_fault_that_passes)
{
    for (EACH(row, expectations))
        for (EACH(verb, verbs)) {
            begin_anew();
            fake_dynamodb_fail(database, row->fault, 1);
            fake_dynamodb_answer(database, verb->success);
            lamina_status status = verb->act();
            bool is_repeated = tries_of(verb, row) > 1;
            cr_expect_eq(status, is_repeated ? LAMINA_OK : status_of(verb, row), "%s, %s: %s",
                         verb->name, fake_dynamodb_fault_name(row->fault),
                         lamina_status_name(status));
            cr_expect_eq(fake_dynamodb_call_count(database), is_repeated ? 2 : 1);
        }
}

/* A put without a condition, alone or in a batch, may happen twice: the second time nothing changes. */
Test(faults, nothing_else_is_written_twice)
{
    for (EACH(row, expectations))
        for (EACH(verb, verbs)) {
            begin_anew();
            fake_dynamodb_fail(database, row->fault, 2);
            for (int i = 0; i < 2; i++)
                fake_dynamodb_answer(database, verb->success);
            verb->act();
            size_t most = verb->is_read ? 0 : verb->act == put || verb->act == batch_write ? 3 : 1;
            cr_expect_leq(fake_dynamodb_write_count(database), most, "%s, %s", verb->name,
                          fake_dynamodb_fault_name(row->fault));
        }
}

Test(faults, throttling_is_repeated_for_every_verb)
{
    for (EACH(verb, verbs)) {
        begin_anew();
        fake_dynamodb_throttle(database, 2);
        fake_dynamodb_answer(database, verb->success);
        cr_expect_eq(verb->act(), LAMINA_OK, "%s", verb->name);
        begin_anew();
        fake_dynamodb_throttle(database, 3);
        cr_expect_eq(verb->act(), LAMINA_E_THROTTLED, "%s", verb->name);
        cr_expect_eq(fake_dynamodb_write_count(database), 0);
    }
}

Test(faults, no_verb_outlasts_the_deadline)
{
    for (EACH(verb, verbs)) {
        begin_anew();
        test_context_set_remaining_ms(test, 4000);
        fake_dynamodb_fail(database, FAKE_DYNAMODB_SILENT, 4);
        lamina_status status = verb->act();
        cr_expect_eq(status, verb->is_read ? LAMINA_E_TIMEOUT : LAMINA_E_AMBIGUOUS, "%s: %s",
                     verb->name, lamina_status_name(status));
        cr_expect_leq(fake_dynamodb_call_count(database), 2, "%s", verb->name);
        cr_expect_geq(lamina_remaining_ms(test_context_get(test)), 0);
    }
}

Test(faults, a_dead_connection_is_replaced_at_once)
{
    fake_dynamodb_fail(database, FAKE_DYNAMODB_DEAD, 1);
    fake_dynamodb_answer(database, "{\"Item\":" ITEM "}");
    cr_assert_eq(get(), LAMINA_OK);
    cr_assert(fake_dynamodb_call_at(database, 1)->is_fresh);
    cr_assert_eq(fake_dynamodb_call_at(database, 1)->waited_ms, 0);
}
