/*
 * Functions that crash, hang, cannot start or talk nonsense: what their callers get, what the user
 * reads, and that the next request is served.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acting_runtime.h"
#include "lamina/text.h"
#include "stage_process.h"

static lamina_http_client *client;

static void start(void)
{
    client = lamina_http_client_new(NULL);
    cr_assert_not_null(client);
}

static void stop(void)
{
    lamina_http_client_free(client);
}

TestSuite(test_stage_failures, .init = start, .fini = stop);

static stage_process *start_acting(const char *act, const char *arg)
{
    return stage_start(&(stage_options){.plugins = {"echo"},
                                        .arguments = {"--bootstrap", acting_runtime_path(), "--env",
                                                      act, "--env", arg, "--max-children", "1"}});
}

static void expect(const stage_process *stage, const char *path, int32_t status, const char *body)
{
    lamina_http_answer answer = stage_get(client, stage, path);
    cr_expect_eq(answer.status, status, "%s: %d", path, answer.status);
    if (body != NULL)
        cr_expect(lamina_str_is(answer.body, body), "%s: %.*s", path, LAMINA_FMT(answer.body));
}

static const char bad_gateway[] = "{\"message\": \"Internal server error\"}";
static const char timed_out[] = "{\"message\": \"Endpoint request timed out\"}";

static pid_t only_child(const stage_process *stage)
{
    pid_t id = 0;
    cr_assert_eq(stage_children(stage, &id, 1), 1);
    return id;
}

Test(test_stage_failures, a_crash_is_a_502_and_the_next_request_gets_a_fresh_process)
{
    stage_process *stage =
        stage_start(&(stage_options){.plugins = {"echo"}, .arguments = {"--max-children", "1"}});
    expect(stage, "/request", 200, NULL);
    pid_t first = only_child(stage);
    expect(stage, "/crash", 502, bad_gateway);
    stage_wait_for_error(stage, "ended by itself with");
    stage_wait_for_error(stage, "GET /crash");
    expect(stage, "/request", 200, NULL);
    cr_expect_neq(only_child(stage), first);
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_failures, an_invocation_over_its_time_is_killed_and_a_504)
{
    stage_process *stage = stage_start(&(stage_options){
        .plugins = {"echo"}, .arguments = {"--timeout", "1", "--max-children", "1"}});
    expect(stage, "/request", 200, NULL);
    pid_t first = only_child(stage);
    expect(stage, "/hang", 504, timed_out);
    stage_wait_for_error(stage, "GET /hang took longer than 1 seconds");
    stage_wait_for_end_of(first);
    expect(stage, "/request", 200, NULL);
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_failures, a_module_that_cannot_start_is_a_502_and_says_why)
{
    stage_process *stage = stage_start(&(stage_options){.plugins = {"init-fails"}});
    expect(stage, "/hello", 502, bad_gateway);
    stage_wait_for_error(stage, "init-fails: cannot start: Runtime.PluginInitFailed: ");
    expect(stage, "/hello", 502, bad_gateway);
    stage_wait_for_error(stage, "cannot start");
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_failures, a_process_that_ends_at_once_is_a_502_and_not_started_again_by_itself)
{
    stage_process *stage = start_acting("ACT=end", "ARG=");
    expect(stage, "/request", 502, bad_gateway);
    stage_wait_for_error(stage, "ended by itself with exit status 3: before it asked for an event");
    cr_expect_eq(stage_children(stage, NULL, 0), 0);
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_failures, a_bootstrap_that_cannot_be_executed_is_a_502_and_named)
{
    const char *root = getenv("LAMINA_ROOT");
    char path[4096];
    snprintf(path, sizeof path, "%s/Makefile", root != NULL ? root : ".");
    stage_process *stage =
        stage_start(&(stage_options){.plugins = {"echo"}, .arguments = {"--bootstrap", path}});
    expect(stage, "/request", 502, bad_gateway);
    stage_wait_for_error(stage, "cannot start ");
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_failures, malformed_answers_are_a_502_with_the_reason_on_the_terminal)
{
    static const struct {
        const char *arg;
        const char *reason;
    } cases[] = {
        {"ARG=<html>", "it is no JSON"},
        {"ARG=[1]", "it is no JSON object"},
        {"ARG={\"body\":\"x\"}", "statusCode is missing"},
        {"ARG={\"statusCode\":200,\"body\":{\"a\":1}}", "body must be a string"},
        {"ARG={\"statusCode\":200,\"cookies\":[]}", "has no member \"cookies\""},
        {"ARG={\"statusCode\":200,\"headers\":{\"A\":\"x\\r\\nB: y\"}}", "control characters"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        stage_process *stage = start_acting("ACT=answer", cases[i].arg);
        expect(stage, "/request", 502, bad_gateway);
        stage_wait_for_error(stage, cases[i].reason);
        cr_expect_eq(stage_stop(stage), 0);
    }
}

Test(test_stage_failures, a_posted_error_is_a_502_and_shown)
{
    stage_process *stage = start_acting("ACT=error", "ARG=");
    expect(stage, "/request", 502, bad_gateway);
    stage_wait_for_error(stage, "GET /request: Function.NoMood: no mood");
    expect(stage, "/request", 502, bad_gateway);
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_failures, an_answer_counts_though_its_process_ends_right_after)
{
    stage_process *stage = start_acting("ACT=last-words", "ARG=");
    for (int i = 0; i < 20; i++)
        expect(stage, "/request", 200, "last words");
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_failures, an_answer_over_lambda_s_limit_is_a_502)
{
    stage_process *stage = start_acting("ACT=too-large", "ARG=");
    expect(stage, "/request", 502, bad_gateway);
    stage_wait_for_error(stage, "Function.ResponseSizeTooLarge");
    expect(stage, "/request", 502, bad_gateway);
    cr_expect_eq(stage_children(stage, NULL, 0), 1, "413 does not end the process");
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_failures, streamed_answers_are_refused_by_name)
{
    stage_process *stage = start_acting("ACT=stream", "ARG=");
    expect(stage, "/request", 502, bad_gateway);
    stage_wait_for_error(stage, "does not emulate response streaming");
    cr_expect_eq(stage_stop(stage), 0);
}

Test(test_stage_failures, the_runtime_api_refuses_what_lambda_refuses)
{
    stage_process *stage = start_acting("ACT=protocol", "ARG=");
    expect(stage, "/request", 200, "first");
    expect(stage, "/request", 200,
           "early 400, same 1, wrong 400, init 403, restore 404, twice 403, error 403, old 400");
    cr_expect_eq(stage_stop(stage), 0);
}
