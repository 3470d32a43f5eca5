/*
 * Batches against DynamoDB Local: any number of items, each for itself.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "sample_model.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
    model_table_use(context, &note_model);
    model_table_use(context, &pair_model);
    model_table_use(context, &sample_model);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_batches, .init = setup, .fini = teardown, .timeout = 60);

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

enum { COUNT = 250, STORED = 240, DUPLICATES = 30 };

static pair stored[STORED];

static lamina_str name_of(size_t i)
{
    return lamina_arena_format(context->arena, "p%zu", i);
}

static void store_pairs(size_t count)
{
    mapper_batch *batch = NULL;
    expect(mapper_batch_begin(context, NULL, &batch), LAMINA_OK);
    for (size_t i = 0; i < count; i++) {
        stored[i] = (pair){.id = name_of(i),
                           .value = lamina_arena_format(context->arena, "value of %zu", i)};
        lamina_mark(&stored[i].has, PAIR_VALUE);
        expect(mapper_batch_put(batch, &pair_model, &stored[i]), LAMINA_OK);
    }
    mapper_batch_result result = {.size = sizeof result};
    expect(mapper_batch_commit(batch, &result), LAMINA_OK);
    cr_assert_eq(result.written, count);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(result.outcomes[i], MAPPER_BATCH_WRITTEN);
}

/* Key 7 * i modulo 250: every key once, in another order than they were stored; then some again. */
Test(mapper_batches, two_hundred_and_fifty_keys_keep_their_order_with_gaps_and_duplicates)
{
    static pair items[COUNT + DUPLICATES];
    static mapper_lookup lookups[COUNT + DUPLICATES];
    store_pairs(STORED);
    for (size_t i = 0; i < COUNT + DUPLICATES; i++) {
        items[i] = (pair){.id = name_of(i * 7 % COUNT)};
        lookups[i] = mapper_lookup_of(&pair_model, &items[i]);
    }
    mapper_read options = {.size = sizeof options, .consistent = true};
    expect(mapper_batch_get(context, lookups, COUNT + DUPLICATES, &options), LAMINA_OK);
    for (size_t i = 0; i < COUNT + DUPLICATES; i++) {
        size_t number = i * 7 % COUNT;
        expect(lookups[i].status, number < STORED ? LAMINA_OK : LAMINA_E_NOT_FOUND);
        cr_assert(lamina_str_equal(items[i].id, name_of(number)));
        if (number < STORED)
            cr_assert(lamina_str_equal(items[i].value, stored[number].value));
    }
}

Test(mapper_batches, several_models_in_one_call)
{
    note n = {.id = LAMINA_STR("same"), .text = LAMINA_STR("t")};
    pair p = {.id = LAMINA_STR("same")};
    sample s = {.id = LAMINA_STR("same"), .rank = 100, .title = LAMINA_STR("title"), .count = 5};
    lamina_mark(&s.has, SAMPLE_TITLE);
    lamina_mark(&s.has, SAMPLE_COUNT);
    mapper_batch_options any = {.size = sizeof any, .flags = MAPPER_BATCH_ANY_VERSION};
    mapper_batch *batch = NULL;
    expect(mapper_batch_begin(context, &any, &batch), LAMINA_OK);
    expect(mapper_batch_put(batch, &note_model, &n), LAMINA_OK);
    expect(mapper_batch_put(batch, &pair_model, &p), LAMINA_OK);
    expect(mapper_batch_put(batch, &sample_model, &s), LAMINA_OK);
    expect(mapper_batch_commit(batch, NULL), LAMINA_OK);

    note got_note = {.id = LAMINA_STR("same")};
    pair got_pair = {.id = LAMINA_STR("same")};
    sample got = {.id = LAMINA_STR("same"), .rank = 100}, part = got;
    mapper_lookup lookups[] = {mapper_lookup_of(&sample_model, &part),
                               mapper_lookup_of(&note_model, &got_note),
                               mapper_lookup_of(&pair_model, &got_pair)};
    static const uint32_t fields[] = {SAMPLE_TITLE};
    lookups[0].fields = fields;
    lookups[0].field_count = 1;
    expect(mapper_batch_get(context, lookups, 3, NULL), LAMINA_OK);
    cr_assert(lamina_str_is(part.title, "title"));
    cr_assert(lamina_is_absent(&part.has, SAMPLE_COUNT), "not asked for");
    cr_assert_eq(got_note.version, n.version);
    expect(lookups[2].status, LAMINA_OK);
    expect(mapper_get(context, &sample_model, &got, NULL, &got), LAMINA_OK);
    cr_assert_eq(got.count, 5);
    cr_assert_eq(got.created, s.created);
}

Test(mapper_batches, sixty_operations_put_and_remove)
{
    mapper_batch *batch = NULL;
    pair fresh[30], gone[30];
    store_pairs(40);
    expect(mapper_batch_begin(context, NULL, &batch), LAMINA_OK);
    for (size_t i = 0; i < 30; i++) {
        fresh[i] = (pair){.id = lamina_arena_format(context->arena, "new%zu", i)};
        gone[i] = (pair){.id = name_of(i + 20)}; /* the last ten do not exist: no failure */
        expect(mapper_batch_put(batch, &pair_model, &fresh[i]), LAMINA_OK);
        expect(mapper_batch_remove(batch, &pair_model, &gone[i]), LAMINA_OK);
    }
    mapper_batch_result result = {.size = sizeof result};
    expect(mapper_batch_commit(batch, &result), LAMINA_OK);
    cr_assert_eq(result.written, 60);

    pair out;
    expect(mapper_get(context, &pair_model, &fresh[29], NULL, &out), LAMINA_OK);
    expect(mapper_get(context, &pair_model, &gone[0], NULL, &out), LAMINA_E_NOT_FOUND);
    expect(mapper_get(context, &pair_model, &stored[19], NULL, &out), LAMINA_OK);
}

/* More than the service answers at once: it returns what did not fit as unprocessed. */
Test(mapper_batches, twenty_four_megabytes_are_written_and_read)
{
    enum { LARGE = 60 };
    static char bytes[390 * 1024];
    static pair items[LARGE];
    static mapper_lookup lookups[LARGE];
    mapper_batch *batch = NULL;
    memset(bytes, 'x', sizeof bytes);
    expect(mapper_batch_begin(context, NULL, &batch), LAMINA_OK);
    for (size_t i = 0; i < LARGE; i++) {
        items[i] = (pair){.id = name_of(i), .value = {bytes, sizeof bytes}};
        lamina_mark(&items[i].has, PAIR_VALUE);
        expect(mapper_batch_put(batch, &pair_model, &items[i]), LAMINA_OK);
    }
    expect(mapper_batch_commit(batch, NULL), LAMINA_OK);
    test_context_reset(test);
    for (size_t i = 0; i < LARGE; i++) {
        items[i] = (pair){.id = name_of(i)};
        lookups[i] = mapper_lookup_of(&pair_model, &items[i]);
    }
    expect(mapper_batch_get(context, lookups, LARGE, NULL), LAMINA_OK);
    for (size_t i = 0; i < LARGE; i++) {
        expect(lookups[i].status, LAMINA_OK);
        cr_assert_eq(items[i].value.len, sizeof bytes);
    }
}

Test(mapper_batches, a_missing_table_is_told)
{
    pair item = {.id = LAMINA_STR("p")};
    mapper_lookup lookup = mapper_lookup_of(&pair_model, &item);
    expect(mapper_table_remove(context, &pair_model), LAMINA_OK);
    expect(mapper_batch_get(context, &lookup, 1, NULL), LAMINA_E_CONFIG);
    lamina_error_reset(context);
    mapper_batch *batch = NULL;
    mapper_batch_result result = {.size = sizeof result};
    expect(mapper_batch_begin(context, NULL, &batch), LAMINA_OK);
    expect(mapper_batch_put(batch, &pair_model, &item), LAMINA_OK);
    expect(mapper_batch_commit(batch, &result), LAMINA_E_CONFIG);
    cr_assert_eq(result.not_written, 1);
}
