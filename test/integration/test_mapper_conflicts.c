/*
 * Several writers of one item against DynamoDB Local: versions tell that others were faster, and trying
 * again loses nothing.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

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
    test_context_seed_random_anew(test);
    context = test_context_get(test);
    model_table_use(context, &note_model);
    model_table_use(context, &pair_model);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_conflicts, .init = setup, .fini = teardown, .timeout = 120);

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

enum { WRITERS = 4, TIMES = 15 };

static const mapper_read consistent = {.size = sizeof consistent, .consistent = true};

static lamina_status read_counter(lamina_context *own, note *counter, int64_t *value)
{
    *counter = (note){.id = LAMINA_STR("counter")};
    lamina_status status = mapper_get(own, &note_model, counter, &consistent, counter);
    return status == LAMINA_OK ? lamina_parse_int64(counter->text, value) : status;
}

static lamina_status increment(lamina_context *own, void *state)
{
    note counter;
    int64_t value = 0;
    (void)state;
    lamina_status status = read_counter(own, &counter, &value);
    if (status != LAMINA_OK)
        return status;
    counter.text = lamina_arena_format(own->arena, "%lld", (long long)value + 1);
    return mapper_put(own, &note_model, &counter, NULL);
}

/* The counter and the entry that says who counted, or neither. */
static lamina_status increment_with_entry(lamina_context *own, void *state)
{
    note counter;
    int64_t value = 0;
    lamina_status status = read_counter(own, &counter, &value);
    if (status != LAMINA_OK)
        return status;
    counter.text = lamina_arena_format(own->arena, "%lld", (long long)value + 1);
    pair entry = {.id = *(lamina_str *)state};
    mapper_action actions[] = {
        {.size = sizeof *actions, .op = MAPPER_OP_PUT, .model = &note_model, .item = &counter},
        {.size = sizeof *actions, .op = MAPPER_OP_CREATE, .model = &pair_model, .item = &entry}};
    return mapper_transact(own, actions, 2, NULL);
}

/* In the child, which shares neither context nor connection with its parent. */
static int count_often(test_context *inherited, size_t writer, mapper_attempt attempt)
{
    test_context_free(inherited);
    test_context *own_test = test_context_new();
    test_context_use_system_clock(own_test);
    test_context_seed_random_anew(own_test);
    lamina_context *own = test_context_get(own_test);
    own->request_id = lamina_arena_format(own->arena, "writer-%zu", writer);
    dynamodb_client *client = NULL;
    lamina_str reason = {NULL, 0};
    lamina_status status = dynamodb_client_new(NULL, own->arena, &client, &reason);
    dynamodb_client_use(client);
    for (size_t i = 0; i < TIMES && status == LAMINA_OK; i++) {
        lamina_str entry = lamina_arena_format(own->arena, "w%zu-%zu", writer, i);
        status = mapper_retry_on_conflict(own, MAPPER_ATTEMPT_CAP, attempt, &entry);
    }
    if (status != LAMINA_OK)
        fprintf(stderr, "writer %zu: %s: %.*s\n", writer, lamina_status_name(status),
                LAMINA_FMT(test_context_causes(own_test)));
    dynamodb_client_free(client);
    test_context_free(own_test);
    return -status;
}

static void count_in_processes(mapper_attempt attempt)
{
    note counter = {.id = LAMINA_STR("counter"), .text = LAMINA_STR("0")};
    int64_t value = 0;
    expect(mapper_create(context, &note_model, &counter, NULL), LAMINA_OK);
    pid_t writers[WRITERS];
    for (size_t i = 0; i < WRITERS; i++) {
        writers[i] = fork();
        cr_assert_neq(writers[i], -1);
        if (writers[i] == 0)
            _exit(count_often(test, i, attempt));
    }
    for (size_t i = 0; i < WRITERS; i++) {
        int how = 0;
        cr_assert_eq(waitpid(writers[i], &how, 0), writers[i]);
        cr_assert(WIFEXITED(how) && WEXITSTATUS(how) == 0, "writer %zu: %d", i, how);
    }
    expect(read_counter(context, &counter, &value), LAMINA_OK);
    cr_assert_eq(value, WRITERS * TIMES);
    cr_assert_eq(counter.version, 1 + WRITERS * TIMES);
}

Test(mapper_conflicts, four_processes_count_and_lose_nothing)
{
    count_in_processes(increment);
}

Test(mapper_conflicts, four_processes_count_in_transactions)
{
    count_in_processes(increment_with_entry);
    mapper_lookup lookups[WRITERS * TIMES];
    pair entries[WRITERS * TIMES];
    for (size_t i = 0; i < WRITERS * TIMES; i++) {
        entries[i] =
            (pair){.id = lamina_arena_format(context->arena, "w%zu-%zu", i / TIMES, i % TIMES)};
        lookups[i] = mapper_lookup_of(&pair_model, &entries[i]);
    }
    expect(mapper_batch_get(context, lookups, WRITERS * TIMES, &consistent), LAMINA_OK);
    for (size_t i = 0; i < WRITERS * TIMES; i++)
        expect(lookups[i].status, LAMINA_OK);
}

Test(mapper_conflicts, the_conflict_carries_what_is_stored)
{
    note first = {.id = LAMINA_STR("n"), .text = LAMINA_STR("one")};
    expect(mapper_create(context, &note_model, &first, NULL), LAMINA_OK);
    note second = first;
    first.text = LAMINA_STR("two");
    expect(mapper_put(context, &note_model, &first, NULL), LAMINA_OK);

    mapper_conflict conflict = {.size = sizeof conflict};
    mapper_write options = {.size = sizeof options, .conflict = &conflict};
    second.text = LAMINA_STR("three");
    expect(mapper_put(context, &note_model, &second, &options), LAMINA_E_PRECONDITION);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_VERSION);
    cr_assert_eq(conflict.action, MAPPER_NO_ACTION);
    cr_assert_eq(conflict.expected_version, 1);
    cr_assert_eq(conflict.current_version, 2);
    const note *current = conflict.current;
    cr_assert(lamina_str_is(current->text, "two"));
    cr_assert_eq(second.version, 1, "still the one that was read");

    second.version = current->version;
    expect(mapper_put(context, &note_model, &second, &options), LAMINA_OK);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_NONE);
    expect(mapper_remove(context, &note_model, &second, NULL), LAMINA_OK);
    expect(mapper_put(context, &note_model, &second, &options), LAMINA_E_PRECONDITION);
    cr_assert_eq(conflict.reason, MAPPER_CONFLICT_MISSING);
    cr_assert_null(conflict.current);
}

/* New, loaded, unknown: the version is never set back to one that somebody may have read. */
Test(mapper_conflicts, versions_are_never_set_back)
{
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("t")};
    expect(mapper_create(context, &note_model, &item, NULL), LAMINA_OK);
    cr_assert_eq(item.version, 1);
    note reader = item;
    note unknown = {.id = LAMINA_STR("n"), .text = LAMINA_STR("over")};
    mapper_action put = {
        .size = sizeof put, .op = MAPPER_OP_PUT, .model = &note_model, .item = &unknown};
    expect(mapper_transact(context, &put, 1, NULL), LAMINA_OK);
    cr_assert_gt(unknown.version, 1000000);
    expect(mapper_put(context, &note_model, &reader, NULL), LAMINA_E_PRECONDITION);
    lamina_error_reset(context);

    int64_t before = unknown.version;
    note patched = {.id = LAMINA_STR("n"), .text = LAMINA_STR("patched")};
    lamina_mark(&patched.has, NOTE_TEXT);
    mapper_action patch = {
        .size = sizeof patch, .op = MAPPER_OP_PATCH, .model = &note_model, .item = &patched};
    expect(mapper_transact(context, &patch, 1, NULL), LAMINA_OK);
    expect(mapper_get(context, &note_model, &item, &consistent, &item), LAMINA_OK);
    cr_assert_eq(item.version, before + 1);
}

static lamina_status fail_so(lamina_context *own, void *state)
{
    lamina_status *script = state; /* how many were played, then what they are */
    int32_t number = ++script[0];
    return lamina_cause(own, script[number], "try %d", number);
}

Test(mapper_conflicts, only_conflicts_are_tried_again_and_only_so_often)
{
    lamina_status twice[] = {0, LAMINA_E_CONFLICT, LAMINA_E_PRECONDITION, LAMINA_OK};
    expect(mapper_retry_on_conflict(context, 3, fail_so, twice), LAMINA_OK);
    lamina_status capped[] = {0, LAMINA_E_CONFLICT, LAMINA_E_PRECONDITION, LAMINA_OK};
    expect(mapper_retry_on_conflict(context, 2, fail_so, capped), LAMINA_E_PRECONDITION);
    cr_assert_eq(test_context_problem(test).cause_count, 1, "the last try's alone");
    lamina_status other[] = {0, LAMINA_E_NOT_FOUND, LAMINA_OK};
    expect(mapper_retry_on_conflict(context, 9, fail_so, other), LAMINA_E_NOT_FOUND);
    lamina_status late[] = {0, LAMINA_E_CONFLICT, LAMINA_OK};
    test_context_set_remaining_ms(test, 40);
    expect(mapper_retry_on_conflict(context, 9, fail_so, late), LAMINA_E_CONFLICT);
    expect(mapper_retry_on_conflict(context, 0, fail_so, late), LAMINA_E_ARGUMENT);
    expect(mapper_retry_on_conflict(context, MAPPER_ATTEMPT_CAP + 1, fail_so, late),
           LAMINA_E_ARGUMENT);
}
