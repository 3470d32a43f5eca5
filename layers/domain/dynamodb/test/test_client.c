/* The client's birth: options, environment, what is told when they are wrong. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "dynamodb/client.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;
static dynamodb_client *client;
static lamina_str reason;

static void start(void)
{
    static const char *const names[] = {"AWS_REGION",       "AWS_DEFAULT_REGION",
                                        "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB",
                                        "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    test = test_context_new();
    context = test_context_get(test);
}

static void stop(void)
{
    dynamodb_client_free(client);
    test_context_free(test);
}

TestSuite(client, .init = start, .fini = stop);

static lamina_status open_client(const dynamodb_client_options *options)
{
    dynamodb_client_free(client);
    reason = (lamina_str){.ptr = NULL, .len = 0};
    return dynamodb_client_new(options, context->arena, &client, &reason);
}

Test(client, the_environment_decides_what_options_leave_open)
{
    cr_assert_eq(open_client(NULL), LAMINA_E_CONFIG);
    cr_assert_null(client);
    cr_assert_not_null(strstr(reason.ptr, "AWS_REGION"));
    setenv("AWS_REGION", "eu-central-1", 1);
    cr_assert_eq(open_client(NULL), LAMINA_OK);
    cr_assert_eq(client->aws.max_attempts, 3);
    cr_assert_eq(client->aws.request_timeout_ms, 3000);
    cr_assert_str_eq(client->aws.endpoint.host, "dynamodb.eu-central-1.amazonaws.com");
}

Test(client, attempts_are_read_strictly)
{
    static const char *const wrong[] = {"0",  "-1", "101",   "3.0",
                                        "3 ", "+3", "three", "99999999999999999999"};
    setenv("AWS_REGION", "eu-central-1", 1);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        setenv("AWS_MAX_ATTEMPTS", wrong[i], 1);
        cr_assert_eq(open_client(NULL), LAMINA_E_CONFIG, "%s", wrong[i]);
        cr_assert_not_null(strstr(reason.ptr, "AWS_MAX_ATTEMPTS"));
    }
    setenv("AWS_MAX_ATTEMPTS", "7", 1);
    cr_assert_eq(open_client(NULL), LAMINA_OK);
    cr_assert_eq(client->aws.max_attempts, 7);
    const dynamodb_client_options two = {.size = sizeof two, .max_attempts = 2};
    cr_assert_eq(open_client(&two), LAMINA_OK);
    cr_assert_eq(client->aws.max_attempts, 2);
}

Test(client, one_retry_mode_is_offered_and_the_others_are_refused_by_name)
{
    static const char *const followed[] = {"", "standard", "Standard"};
    static const char *const refused[] = {"legacy", "adaptive", "standard "};
    setenv("AWS_REGION", "eu-central-1", 1);
    for (size_t i = 0; i < sizeof followed / sizeof *followed; i++) {
        setenv("AWS_RETRY_MODE", followed[i], 1);
        cr_assert_eq(open_client(NULL), LAMINA_OK, "%s", followed[i]);
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        setenv("AWS_RETRY_MODE", refused[i], 1);
        cr_assert_eq(open_client(NULL), LAMINA_E_CONFIG, "%s", refused[i]);
        cr_assert_not_null(strstr(reason.ptr, refused[i]));
        cr_assert_not_null(strstr(reason.ptr, "AWS_RETRY_MODE"));
    }
}

Test(client, options_of_an_older_caller_end_where_its_struct_did)
{
    dynamodb_client_options options = {
        .region = "eu-west-1", .endpoint = "not looked at", .request_timeout_ms = 1};
    options.size = offsetof(dynamodb_client_options, endpoint);
    cr_assert_eq(open_client(&options), LAMINA_OK);
    cr_assert_str_eq(client->aws.endpoint.host, "dynamodb.eu-west-1.amazonaws.com");
    cr_assert_eq(client->aws.request_timeout_ms, 3000);
}

Test(client, a_wrong_environment_is_told_to_the_log_and_not_to_the_client)
{
    setenv("AWS_REGION", "eu-central-1", 1);
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://internal.example", 1);
    cr_assert_null(dynamodb_client_shared(context));
    lamina_problem problem = test_context_problem(test);
    cr_assert_eq(problem.status, LAMINA_E_CONFIG);
    cr_assert(lamina_str_is(problem.code, "database-misconfigured"));
    cr_assert_null(strstr(problem.detail.ptr, "internal.example"));
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "internal.example"));
}

Test(client, the_shared_one_is_made_once)
{
    setenv("AWS_REGION", "eu-central-1", 1);
    dynamodb_client *first = dynamodb_client_shared(context);
    cr_assert_not_null(first);
    setenv("AWS_REGION", "nowhere!", 1);
    cr_assert_eq(dynamodb_client_shared(context), first);
    client = first;
}
