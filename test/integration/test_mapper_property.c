/*
 * What is stored is what is read: random items of random nested shapes go struct -> item -> DynamoDB
 * Local -> item -> struct and are equal; and so they are after a program that does not know all of their
 * fields has read them, changed its own and written them back.
 *
 * The seed is printed; LAMINA_TEST_SEED repeats a run.
 */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "random_record.h"
#include "sample_model.h"
#include "test_context.h"

enum { ITEM_COUNT = 1000 };

static test_context *test;
static lamina_context *context;
static random_source source;
static uint64_t seed;

static uint64_t choose_seed(void)
{
    const char *text = getenv("LAMINA_TEST_SEED");
    struct timespec now;
    if (text != NULL)
        return strtoull(text, NULL, 10);
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void setup(void)
{
    test = test_context_new();
    context = test_context_get(test);
    test_context_use_system_clock(test);
    seed = choose_seed();
    source.state = seed;
    fprintf(stderr, "LAMINA_TEST_SEED=%" PRIu64 "\n", seed);
    model_table_use(context, &pair_model); /* a table of an id alone */
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_property, .init = setup, .fini = teardown, .timeout = 300);

/* Of the record, on the one table. */
static mapper_model *model_of(const lamina_record *record)
{
    mapper_model *model = lamina_alloc(context, sizeof *model);
    cr_assert_not_null(model);
    *model = pair_model;
    model->record = record;
    model->hash_field = RANDOM_ID;
    lamina_str reason = {NULL, 0};
    cr_assert_eq(mapper_model_check(context->arena, model, &reason), LAMINA_OK,
                 "seed %" PRIu64 ": %s", seed, reason.ptr);
    return model;
}

static void expect_ok(lamina_status status, int number, const char *what)
{
    lamina_problem problem = test_context_problem(test);
    cr_assert_eq(
        status, LAMINA_OK, "seed %" PRIu64 ", item %d, %s: %s %.*s %.*s %.*s", seed, number, what,
        lamina_status_name(status), LAMINA_FMT(test_context_causes(test)),
        LAMINA_FMT(problem.violation_count > 0 ? problem.violations[0].pointer : problem.code),
        LAMINA_FMT(problem.violation_count > 0 ? problem.violations[0].message : problem.detail));
}

static void *read(const mapper_model *model, const void *key, int number)
{
    void *out = lamina_alloc(context, model->record->struct_size);
    mapper_read options = {.size = sizeof options, .consistent = 1};
    expect_ok(mapper_get(context, model, key, &options, out), number, "get");
    return out;
}

static void expect_same(const lamina_record *record, const void *a, const void *b, int number,
                        const char *when)
{
    const char *where = record_difference(context->arena, record, a, b);
    cr_assert_null(where, "seed %" PRIu64 ", item %d, %s: %s differs", seed, number, when, where);
}

Test(mapper_property, random_items_of_random_shapes_survive)
{
    for (int i = 0; i < ITEM_COUNT; i++) {
        test_context_reset(test);
        test_context_use_system_clock(test);
        const lamina_record *record = random_record(context->arena, &source);
        const mapper_model *model = model_of(record);
        lamina_str id = lamina_arena_format(context->arena, "item %d", i);
        void *item = random_value(context->arena, &source, record, id);
        expect_ok(mapper_put(context, model, item, NULL), i, "put");
        void *out = read(model, item, i);
        expect_same(record, item, out, i, "as read");

        const lamina_record *pruned = random_record_pruned(context->arena, &source, record);
        const mapper_model *older = model_of(pruned);
        void *known = read(older, item, i);
        expect_ok(mapper_put(context, older, known, NULL), i, "put of the older");
        out = read(model, item, i);
        expect_same(record, item, out, i, "after an older program wrote it");
    }
}
