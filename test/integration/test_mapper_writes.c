/*
 * The mapper's verbs against DynamoDB Local: what each does, and what each answers when it may not.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
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
    context = test_context_get(test);
    model_table_use(context, &note_model);
    model_table_use(context, &sample_model);
    model_table_use(context, &pair_model);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_writes, .init = setup, .fini = teardown, .timeout = 60);

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

static void expect_text(lamina_str got, const char *expected)
{
    cr_assert(lamina_str_is(got, expected), "got \"%.*s\", not \"%s\"", LAMINA_FMT(got), expected);
}

static note new_note(const char *id, const char *text)
{
    note item = {.id = lamina_str_from(id), .text = lamina_str_from(text)};
    expect(mapper_create(context, &note_model, &item, NULL), LAMINA_OK);
    return item;
}

static note stored(const char *id)
{
    note item = {.id = lamina_str_from(id)};
    expect(mapper_get(context, &note_model, &item, NULL, &item), LAMINA_OK);
    return item;
}

Test(mapper_writes, create_gives_version_1_and_refuses_a_second_one)
{
    note first = new_note("n", "first");
    cr_assert_eq(first.version, 1);

    note second = {.id = LAMINA_STR("n"), .text = LAMINA_STR("second"), .version = 9};
    note current;
    mapper_write options = {.size = sizeof options, .current = &current};
    expect(mapper_create(context, &note_model, &second, &options), LAMINA_E_CONFLICT);
    cr_assert_eq(second.version, 9, "stamps are taken back");
    cr_assert(lamina_is_absent(&second.has, NOTE_VERSION));
    expect_text(current.text, "first");
    cr_assert_eq(test_context_problem(test).status, LAMINA_OK);
    expect_text(stored("n").text, "first");
}

Test(mapper_writes, a_condition_of_the_callers_is_told_from_existing)
{
    pair item = {.id = LAMINA_STR("p"), .value = LAMINA_STR("v")};
    lamina_mark(&item.has, PAIR_VALUE);
    mapper_write options = {.size = sizeof options, .condition = mapper_exists(context, "value")};
    expect(mapper_create(context, &pair_model, &item, &options), LAMINA_E_PRECONDITION);
}

Test(mapper_writes, put_replaces_creates_and_compares_versions)
{
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("one")};
    expect(mapper_put(context, &note_model, &item, NULL), LAMINA_OK);
    int64_t unseen = item.version;
    cr_assert_gt(unseen, INT64_C(1700000000000000), "a version that nobody can have seen");

    item.text = LAMINA_STR("two");
    expect(mapper_put(context, &note_model, &item, NULL), LAMINA_OK);
    cr_assert_eq(item.version, unseen + 1);

    note stale = {.id = LAMINA_STR("n"), .text = LAMINA_STR("three"), .version = unseen};
    note current;
    mapper_write options = {.size = sizeof options, .current = &current};
    expect(mapper_put(context, &note_model, &stale, &options), LAMINA_E_PRECONDITION);
    cr_assert_eq(current.version, unseen + 1);
    expect_text(current.text, "two");
    cr_assert_eq(stale.version, unseen);

    options.flags = MAPPER_WRITE_ANY_VERSION;
    expect(mapper_put(context, &note_model, &stale, &options), LAMINA_OK);
    cr_assert_gt(stale.version, unseen + 1);
    expect_text(stored("n").text, "three");
}

Test(mapper_writes, put_with_a_version_never_creates)
{
    note item = {.id = LAMINA_STR("none"), .text = LAMINA_STR("one"), .version = 3};
    expect(mapper_put(context, &note_model, &item, NULL), LAMINA_E_PRECONDITION);
}

Test(mapper_writes, patch_writes_marked_fields_removes_nulls_and_reads_the_rest)
{
    sample_part place = {.name = LAMINA_STR("here")};
    note item = {.id = LAMINA_STR("n"), .text = LAMINA_STR("one"), .place = &place};
    lamina_mark(&item.has, NOTE_PLACE);
    expect(mapper_create(context, &note_model, &item, NULL), LAMINA_OK);

    note changes = {.id = LAMINA_STR("n"), .text = LAMINA_STR("two"), .version = 1};
    lamina_mark(&changes.has, NOTE_TEXT);
    expect(mapper_patch(context, &note_model, &changes, NULL), LAMINA_OK);
    cr_assert_eq(changes.version, 2);
    expect_text(changes.text, "two");
    expect_text(changes.place->name, "here");

    note removal = {.id = LAMINA_STR("n")};
    lamina_mark_null(&removal.has, NOTE_PLACE);
    expect(mapper_patch(context, &note_model, &removal, NULL), LAMINA_OK);
    cr_assert_eq(removal.version, 3, "counted on by the service");
    cr_assert(lamina_is_absent(&removal.has, NOTE_PLACE));
    expect_text(removal.text, "two");
    expect_text(removal.id, "n");
}

Test(mapper_writes, patch_tells_missing_from_stale)
{
    note changes = {.id = LAMINA_STR("n"), .text = LAMINA_STR("two"), .version = 5};
    note current = {.version = 99};
    mapper_write options = {.size = sizeof options, .current = &current};
    lamina_mark(&changes.has, NOTE_TEXT);
    expect(mapper_patch(context, &note_model, &changes, &options), LAMINA_E_NOT_FOUND);
    cr_assert_eq(current.version, 0);
    cr_assert_eq(changes.version, 5);
    new_note("n", "one");
    expect(mapper_patch(context, &note_model, &changes, &options), LAMINA_E_PRECONDITION);
    cr_assert_eq(current.version, 1);
    options.flags = MAPPER_WRITE_ANY_VERSION;
    expect(mapper_patch(context, &note_model, &changes, &options), LAMINA_OK);
    cr_assert_eq(changes.version, 2);
}

Test(mapper_writes, a_patch_of_nothing_still_asks_whether_the_item_exists)
{
    pair item = {.id = LAMINA_STR("p")};
    expect(mapper_patch(context, &pair_model, &item, NULL), LAMINA_E_NOT_FOUND);
    expect(mapper_create(context, &pair_model, &item, NULL), LAMINA_OK);
    expect(mapper_patch(context, &pair_model, &item, NULL), LAMINA_OK);
    expect_text(item.id, "p");
}

Test(mapper_writes, remove_compares_and_tells_missing)
{
    note item = new_note("n", "one");
    note key = {.id = LAMINA_STR("n"), .version = 7};
    expect(mapper_remove(context, &note_model, &key, NULL), LAMINA_E_PRECONDITION);
    expect(mapper_remove(context, &note_model, &item, NULL), LAMINA_OK);
    expect(mapper_remove(context, &note_model, &item, NULL), LAMINA_E_NOT_FOUND);
}

Test(mapper_writes, stamps_times)
{
    sample item = {.id = LAMINA_STR("s"), .rank = 1};
    int64_t before = lamina_now_us(context);
    expect(mapper_create(context, &sample_model, &item, NULL), LAMINA_OK);
    cr_assert_geq(item.created, before);
    cr_assert_eq(item.updated, item.created);
    int64_t created = item.created;

    sample changes = {.id = LAMINA_STR("s"), .rank = 1, .count = 4, .created = 17};
    lamina_mark(&changes.has, SAMPLE_COUNT);
    lamina_mark(&changes.has, SAMPLE_CREATED);
    expect(mapper_patch(context, &sample_model, &changes, NULL), LAMINA_OK);
    cr_assert_eq(changes.created, created);
    cr_assert_gt(changes.updated, created);
    cr_assert_eq(changes.version, 2);

    expect(mapper_put(context, &sample_model, &changes, NULL), LAMINA_OK);
    cr_assert_eq(changes.created, created);
    cr_assert_eq(changes.version, 3);
}

Test(mapper_writes, every_condition_is_understood_by_the_service)
{
    const lamina_str lines[] = {LAMINA_STR("alpha"), LAMINA_STR("beta")};
    const lamina_str tags[] = {LAMINA_STR("red")};
    sample_part part = {.name = LAMINA_STR("wheel")};
    sample item = {.id = LAMINA_STR("c"),
                   .rank = 1,
                   .count = 5,
                   .lines = {lines, 2},
                   .tags = {tags, 1},
                   .part = &part};
    lamina_mark(&item.has, SAMPLE_COUNT);
    lamina_mark(&item.has, SAMPLE_LINES);
    lamina_mark(&item.has, SAMPLE_TAGS);
    lamina_mark(&item.has, SAMPLE_PART);
    expect(mapper_create(context, &sample_model, &item, NULL), LAMINA_OK);

    dynamodb_value four = dynamodb_number(LAMINA_STR("4"));
    dynamodb_value five = dynamodb_number(LAMINA_STR("5"));
    dynamodb_value six = dynamodb_number(LAMINA_STR("6"));
    dynamodb_value both[] = {four, five};
    const mapper_condition *yes[] = {
        mapper_equals(context, "count", five),
        mapper_not_equals(context, "count", six),
        mapper_less(context, "count", six),
        mapper_at_most(context, "count", five),
        mapper_greater(context, "count", four),
        mapper_at_least(context, "count", five),
        mapper_between(context, "count", four, six),
        mapper_in(context, "count", both, 2),
        mapper_exists(context, "part.name"),
        mapper_not_exists(context, "part.colour"),
        mapper_begins_with(context, "lines[1]", LAMINA_STR("be")),
        mapper_contains(context, "tags", dynamodb_text(LAMINA_STR("red"))),
        mapper_not(context, mapper_equals(context, "part.name", dynamodb_text(LAMINA_STR("x")))),
    };
    enum { COUNT = sizeof yes / sizeof yes[0] };
    const mapper_condition *all = yes[0];
    for (size_t i = 1; i < COUNT; i++)
        all = mapper_and(context, all, yes[i]);
    const mapper_condition *none = mapper_not(context, yes[0]);
    for (size_t i = 1; i < COUNT; i++)
        none = mapper_or(context, mapper_not(context, yes[i]), none);

    mapper_write options = {.size = sizeof options, .condition = all};
    expect(mapper_put(context, &sample_model, &item, &options), LAMINA_OK);
    options.condition = none;
    expect(mapper_put(context, &sample_model, &item, &options), LAMINA_E_PRECONDITION);
}

Test(mapper_writes, names_that_are_words_of_the_service_are_no_matter)
{
    sample item = {.id = LAMINA_STR("w"), .rank = 1, .group = LAMINA_STR("and"), .sequence = 1};
    lamina_mark(&item.has, SAMPLE_GROUP);
    lamina_mark(&item.has, SAMPLE_SEQUENCE);
    expect(mapper_create(context, &sample_model, &item, NULL), LAMINA_OK);
    mapper_write options = {.size = sizeof options,
                            .condition =
                                mapper_equals(context, "group", dynamodb_text(LAMINA_STR("and")))};
    sample changes = {.id = item.id, .rank = 1, .group = LAMINA_STR("or")};
    lamina_mark(&changes.has, SAMPLE_GROUP);
    expect(mapper_patch(context, &sample_model, &changes, &options), LAMINA_OK);
    expect_text(changes.group, "or");
}

Test(mapper_writes, a_patch_that_makes_an_item_too_large_is_the_clients_fault)
{
    enum { HALF = 250 * 1024 };
    char *bytes = lamina_alloc(context, HALF);
    for (size_t i = 0; i < HALF; i++)
        bytes[i] = 'x';
    sample item = {.id = LAMINA_STR("big"), .rank = 1, .blob = {bytes, HALF}};
    lamina_mark(&item.has, SAMPLE_BLOB);
    expect(mapper_create(context, &sample_model, &item, NULL), LAMINA_OK);
    sample changes = {
        .id = item.id, .rank = 1, .price = LAMINA_STR("1"), .document = {bytes, HALF}};
    bytes[0] = bytes[HALF - 1] = '"';
    lamina_mark(&changes.has, SAMPLE_DOCUMENT);
    expect(mapper_patch(context, &sample_model, &changes, NULL), LAMINA_E_INVALID);
}

Test(mapper_writes, a_table_that_is_not_there_is_no_missing_item)
{
    cr_assert_eq(setenv("PAIR_TABLE_NAME", "there-is-none-such", 1), 0);
    pair key = {.id = LAMINA_STR("p")};
    expect(mapper_get(context, &pair_model, &key, NULL, &key), LAMINA_E_CONFIG);
    expect(mapper_remove(context, &pair_model, &key, NULL), LAMINA_E_CONFIG);
}

/* Racers are processes, as they are on Lambda; a pipe lets all of them go at once. */
static lamina_status create_when_told(int start)
{
    char byte;
    dynamodb_client *own = NULL; /* the one that was inherited has the parent's connection */
    lamina_str reason;
    if (dynamodb_client_new(NULL, context->arena, &own, &reason) != LAMINA_OK)
        return LAMINA_E_INTERNAL;
    dynamodb_client_use(own);
    if (read(start, &byte, 1) < 0)
        return LAMINA_E_INTERNAL;
    note item = {.id = LAMINA_STR("race"), .text = LAMINA_STR("mine")};
    return mapper_create(context, &note_model, &item, NULL);
}

Test(mapper_writes, of_many_creates_one_wins)
{
    enum { RACERS = 8 };
    int start[2];
    pid_t racers[RACERS];
    cr_assert_eq(pipe(start), 0);
    for (size_t i = 0; i < RACERS; i++) {
        racers[i] = fork();
        cr_assert_geq(racers[i], 0);
        if (racers[i] == 0) {
            close(start[1]);
            _exit(-create_when_told(start[0]));
        }
    }
    close(start[0]);
    close(start[1]);
    unsigned won = 0, lost = 0;
    for (size_t i = 0; i < RACERS; i++) {
        int how = 0;
        cr_assert_eq(waitpid(racers[i], &how, 0), racers[i]);
        cr_assert(WIFEXITED(how));
        won += WEXITSTATUS(how) == LAMINA_OK;
        lost += WEXITSTATUS(how) == -LAMINA_E_CONFLICT;
    }
    cr_assert_eq(won, 1);
    cr_assert_eq(lost, RACERS - 1);
}
