/*
 * Tables made from models, and the program that makes them all, against DynamoDB Local.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/models.h"
#include "domain/models/partner.h"
#include "dynamodb_local.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "lease_model.h"
#include "sample_model.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    char name[DYNAMODB_LOCAL_TABLE_CAP];
    dynamodb_local_use();
    dynamodb_local_table_name(name, "sample");
    setenv("SAMPLE_TABLE_NAME", name, 1);
    dynamodb_local_table_name(name, "lease");
    setenv("LEASE_TABLE_NAME", name, 1);
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_tables, .init = setup, .fini = teardown, .timeout = 60);

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

static mapper_table describe(const mapper_model *model)
{
    mapper_table table = {.size = sizeof table};
    expect(mapper_table_describe(context, model, &table), LAMINA_OK);
    return table;
}

static lamina_list differences_of(const mapper_model *model, const mapper_table *table)
{
    lamina_list differences = {NULL, 0};
    expect(mapper_table_diff(context->arena, model, table, &differences), LAMINA_OK);
    return differences;
}

static void expect_difference(const mapper_model *model, const char *sentence)
{
    mapper_table table = describe(model);
    lamina_list differences = differences_of(model, &table);
    cr_assert_eq(differences.count, 1, "%zu differences", differences.count);
    lamina_str got = *(const lamina_str *)differences.items;
    cr_assert(lamina_str_is(got, sentence), "%.*s", LAMINA_FMT(got));
}

Test(mapper_tables, create_once_and_remove_once)
{
    bool exists = true;
    expect(mapper_table_exists(context, &sample_model, &exists), LAMINA_OK);
    cr_assert_not(exists);
    expect(mapper_table_create(context, &sample_model), LAMINA_OK);
    expect(mapper_table_exists(context, &sample_model, &exists), LAMINA_OK);
    cr_assert(exists);
    expect(mapper_table_create(context, &sample_model), LAMINA_E_CONFLICT);
    expect(mapper_table_remove(context, &sample_model), LAMINA_OK);
    expect(mapper_table_remove(context, &sample_model), LAMINA_E_NOT_FOUND);
}

Test(mapper_tables, are_described)
{
    mapper_table table = {.size = sizeof table};
    expect(mapper_table_describe(context, &sample_model, &table), LAMINA_E_NOT_FOUND);
    expect(mapper_table_wait(context, &sample_model), LAMINA_E_NOT_FOUND);
    expect(mapper_table_create(context, &sample_model), LAMINA_OK);
    table = describe(&sample_model);
    cr_assert(lamina_str_equal(table.name, mapper_table_name(&sample_model)));
    cr_assert(lamina_str_is(table.status, "ACTIVE"));
    cr_assert(lamina_str_is(table.hash, "id"));
    cr_assert(lamina_str_is(table.range, "rank"));
    cr_assert_eq(table.attributes.count, 5);
    cr_assert_eq(table.indexes.count, 3);
    cr_assert(lamina_str_is(table.ttl_attribute, "expires"));
    cr_assert_eq(table.stream_view, MAPPER_STREAM_NONE);
    cr_assert_eq(differences_of(&sample_model, &table).count, 0);
    sample item = {.id = LAMINA_STR("s"), .rank = 1};
    expect(mapper_create(context, &sample_model, &item, NULL), LAMINA_OK);
    cr_assert_eq(describe(&sample_model).item_count, 1);
    expect(mapper_table_remove(context, &sample_model), LAMINA_OK);
    table.size = 8;
    expect(mapper_table_describe(context, &sample_model, &table), LAMINA_E_ARGUMENT);
}

Test(mapper_tables, have_streams_and_all_three_projections)
{
    expect(mapper_table_create(context, &lease_model), LAMINA_OK);
    mapper_table table = describe(&lease_model);
    cr_assert_eq(differences_of(&lease_model, &table).count, 0);
    cr_assert_eq(table.stream_view, MAPPER_STREAM_NEW_AND_OLD_IMAGES);
    cr_assert_gt(table.stream_arn.len, 0);
    const mapper_table_index *indexes = table.indexes.items;
    for (size_t i = 0; i < table.indexes.count; i++) {
        if (!lamina_str_is(indexes[i].name, LEASE_BY_ASSIGNEE))
            continue;
        cr_assert_eq(indexes[i].projection, MAPPER_PROJECT_INCLUDE);
        cr_assert_eq(indexes[i].included.count, 1);
        cr_assert(lamina_str_is(*(const lamina_str *)indexes[i].included.items, "note"));
        cr_assert(lamina_str_is(indexes[i].status, "ACTIVE"));
    }
    expect(mapper_table_remove(context, &lease_model), LAMINA_OK);
}

Test(mapper_tables, settings_become_those_of_the_model)
{
    mapper_model model = lease_model;
    model.stream_view = MAPPER_STREAM_NONE;
    model.ttl_field = MAPPER_NO_FIELD;
    expect(mapper_table_adjust(context, &model), LAMINA_E_NOT_FOUND);
    expect(mapper_table_create(context, &model), LAMINA_OK);
    expect(mapper_table_adjust(context, &model), LAMINA_OK);

    model.ttl_field = LEASE_EXPIRES;
    expect_difference(&model, "time to live: attribute: the model has expires, the table none");
    expect(mapper_table_adjust(context, &model), LAMINA_OK);
    model.stream_view = MAPPER_STREAM_KEYS_ONLY;
    expect_difference(&model, "stream: view: the model has KEYS_ONLY, the table none");
    expect(mapper_table_adjust(context, &model), LAMINA_OK);
    model.stream_view = MAPPER_STREAM_NEW_IMAGE;
    expect_difference(&model, "stream: view: the model has NEW_IMAGE, the table KEYS_ONLY");
    expect(mapper_table_adjust(context, &model), LAMINA_OK);
    mapper_table table = describe(&model);
    cr_assert_eq(differences_of(&model, &table).count, 0);
    expect(mapper_table_remove(context, &model), LAMINA_OK);
}

Test(mapper_tables, differ_from_other_models)
{
    static const uint32_t note_and_status[] = {LEASE_NOTE, LEASE_STATUS};
    mapper_index indexes[3];
    memcpy(indexes, lease_model.indexes, sizeof indexes);
    expect(mapper_table_create(context, &lease_model), LAMINA_OK);
    mapper_model model = lease_model;
    model.indexes = indexes;
    indexes[1].included = note_and_status;
    indexes[1].included_count = 2;
    expect_difference(
        &model, "index by-assignee: included attribute: the model has status, the table none");
    memcpy(indexes, lease_model.indexes, sizeof indexes);
    indexes[0].range_field = LEASE_AMOUNT;
    model.key_template_count = 0;
    expect_difference(&model, "index by-status: range key: the model has amount (N), the table "
                              "statusSk (S)");
    model = lease_model;
    model.index_count = 2;
    expect_difference(&model, "index by-amount: the table has it, the model does not");
    expect(mapper_table_remove(context, &lease_model), LAMINA_OK);
}

Test(mapper_tables, all_models_of_the_domain_are_sound_and_go_together)
{
    lamina_str reason = {NULL, 0};
    cr_assert_eq(mapper_models_check(context->arena, domain_models, &reason), LAMINA_OK, "%.*s",
                 LAMINA_FMT(reason));
}

/* ---- domain-tables ---- */

typedef struct outcome {
    int exit_status;
    char output[4096];
} outcome;

static void become_program(const char *argument, int output)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/bin/domain-tables", getenv("LAMINA_BUILD"));
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execl(path, path, argument, (char *)NULL);
    _exit(127);
}

static size_t read_all(int input, char *text, size_t cap)
{
    size_t len = 0;
    ssize_t got = 0;
    while (len < cap && (got = read(input, text + len, cap - len)) > 0)
        len += (size_t)got;
    return len;
}

/* argument NULL: none. */
static outcome run(const char *argument)
{
    outcome got = {.exit_status = -1};
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0)
        become_program(argument, ends[1]);
    close(ends[1]);
    read_all(ends[0], got.output, sizeof got.output - 1);
    close(ends[0]);
    int how = 0;
    cr_assert_eq(waitpid(child, &how, 0), child);
    got.exit_status = WIFEXITED(how) ? WEXITSTATUS(how) : -1;
    return got;
}

static void expect_run(const char *argument, int exit_status, const char *words)
{
    outcome got = run(argument);
    cr_assert_eq(got.exit_status, exit_status, "%s", got.output);
    cr_assert_not_null(strstr(got.output, words), "%s", got.output);
}

Test(mapper_tables, the_program_creates_what_is_missing)
{
    char name[DYNAMODB_LOCAL_TABLE_CAP];
    dynamodb_local_table_name(name, "partner");
    setenv("PARTNER_TABLE_NAME", name, 1);
    expect_run("list", 0, "missing t-");
    expect_run("create", 0, "created t-");
    expect_run("create", 0, "exists  t-");
    expect_run("list", 0, "exists  t-");
    expect_run("diff", 0, "same    t-");
    expect_run("remove", 0, "removed t-");
    expect_run("remove", 0, "missing t-");
    expect_run("diff", 1, "there is no such table");
}

/* A table as an earlier model had made it. */
Test(mapper_tables, the_program_says_how_tables_differ)
{
    char name[DYNAMODB_LOCAL_TABLE_CAP];
    dynamodb_local_table_name(name, "partner");
    setenv("PARTNER_TABLE_NAME", name, 1);
    mapper_model earlier = partner_model;
    earlier.index_count = 0;
    earlier.accesses = NULL;
    earlier.access_count = 0;
    expect(mapper_table_create(context, &earlier), LAMINA_OK);
    expect_run("diff", 1, "index by-collection: the model has it, the table does not");
    expect_run("diff", 1, "it is another than its model asks for");
    expect_run("remove", 0, "removed t-");
}

Test(mapper_tables, the_program_lists_accesses)
{
    expect_run("accesses", 0, "partner all (by-collection) All partners");
    expect_run("accesses", 0, "partner by-id (table) One partner");
}

Test(mapper_tables, the_program_says_what_is_wrong)
{
    expect_run(NULL, 2, "Usage:");
    expect_run("drop", 2, "Usage:");
    expect_run("--help", 0, "Usage:");
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1", 1);
    setenv("AWS_MAX_ATTEMPTS", "1", 1);
    expect_run("create", 1, "LAMINA_E_UNAVAILABLE");
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    expect_run("remove", 1, "nothing is removed");
    unsetenv("AWS_REGION");
    unsetenv("AWS_DEFAULT_REGION");
    expect_run("create", 1, "LAMINA_E_CONFIG");
}
