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
#include "dynamodb_local.h"
#include "lamina/problem.h"
#include "lamina/text.h"
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

static const lamina_json *describe(const char *operation)
{
    const lamina_json *answer = NULL;
    dynamodb_error error = {.size = sizeof error};
    dynamodb_request request = {
        .size = sizeof request, .operation = operation, .repeat = DYNAMODB_REPEAT_SAFE};
    request.body = lamina_arena_format(context->arena, "{\"TableName\":\"%s\"}",
                                       mapper_table_name(&sample_model).ptr);
    expect(dynamodb_send(dynamodb_client_shared(context), context, &request, &answer, &error),
           LAMINA_OK);
    return answer;
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

Test(mapper_tables, have_the_models_indexes_and_time_to_live)
{
    expect(mapper_table_create(context, &sample_model), LAMINA_OK);
    const lamina_json *table = lamina_json_member(describe("DescribeTable"), "Table");
    cr_assert_eq(lamina_json_count(lamina_json_member(table, "KeySchema")), 2);
    cr_assert_eq(lamina_json_count(lamina_json_member(table, "AttributeDefinitions")), 5);
    cr_assert_eq(lamina_json_count(lamina_json_member(table, "GlobalSecondaryIndexes")), 2);
    cr_assert_eq(lamina_json_count(lamina_json_member(table, "LocalSecondaryIndexes")), 1);
    const lamina_json *ttl =
        lamina_json_member(describe("DescribeTimeToLive"), "TimeToLiveDescription");
    cr_assert(lamina_str_is(lamina_json_member_string(ttl, "AttributeName"), "expires"));
    expect(mapper_table_remove(context, &sample_model), LAMINA_OK);
}

Test(mapper_tables, every_model_of_the_domain_is_sound)
{
    for (size_t i = 0; domain_models[i] != NULL; i++) {
        lamina_str reason;
        cr_assert_eq(mapper_model_check(context->arena, domain_models[i], &reason), LAMINA_OK,
                     "%.*s", LAMINA_FMT(reason));
    }
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
    expect_run("remove", 0, "removed t-");
    expect_run("remove", 0, "missing t-");
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
