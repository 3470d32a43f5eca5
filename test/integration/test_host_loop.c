/*
 * test_host_loop.c - bootstrap and the Runtime API: one connection, every header, every status.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "host_session.h"
#include "lamina/text.h"

static host_session session;

static void open_session(void)
{
    host_session_open(&session, NULL);
}

static void close_session(void)
{
    host_session_close(&session);
}

static bool is_text(const lamina_json *body, const char *name, const char *expected)
{
    return lamina_str_is(lamina_json_member_string(body, name), expected);
}

static const char request[] = "{\"httpMethod\":\"GET\",\"path\":\"/request\"}";

TestSuite(host_loop, .init = open_session, .fini = close_session);

Test(host_loop, serves_many_events_over_one_connection)
{
    for (size_t i = 0; i < 300; i++)
        runtime_api_push(session.server,
                         &(runtime_api_event){.body = request, .chunked = i % 2 == 0});
    for (int64_t i = 0; i < 300; i++) {
        const lamina_json *body = host_session_body(&session, host_session_answer(&session));
        int64_t invocations = 0;
        cr_assert_eq(lamina_json_int64(lamina_json_member(body, "invocations"), &invocations),
                     LAMINA_OK);
        cr_expect_eq(invocations, i + 1);
    }
    runtime_api_wait_idle(session.server);
    cr_expect_eq(runtime_api_connection_count(session.server), 1);
}

Test(host_loop, reads_every_header_in_any_case)
{
    runtime_api_push(
        session.server,
        &(runtime_api_event){
            .body = request,
            .request_id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            .headers = "lambda-runtime-deadline-ms: 4102444800000\r\n"
                       "LAMBDA-RUNTIME-INVOKED-FUNCTION-ARN: arn:aws:lambda:x:1:function:f:7\r\n"
                       "Lambda-Runtime-Trace-Id: Root=1-5bef4de7;Sampled=1\r\n"
                       "Lambda-Runtime-Client-Context: {\"client\":1}\r\n"
                       "Lambda-Runtime-Cognito-Identity: {\"cognitoIdentityId\":\"x\"}\r\n"
                       "Lambda-Runtime-Aws-Tenant-Id: tenant-1\r\n"
                       "Lambda-Runtime-Invocation-Id: attempt-1\r\n"});
    const lamina_json *body = host_session_body(&session, host_session_answer(&session));
    cr_expect(is_text(body, "requestId", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"));
    cr_expect(is_text(body, "functionArn", "arn:aws:lambda:x:1:function:f:7"));
    cr_expect(is_text(body, "traceId", "Root=1-5bef4de7;Sampled=1"));
    cr_expect(is_text(body, "clientContext", "{\"client\":1}"));
    cr_expect(is_text(body, "cognitoIdentity", "{\"cognitoIdentityId\":\"x\"}"));
    cr_expect(is_text(body, "tenantId", "tenant-1"));
    cr_expect(is_text(body, "operation", "show_request"));

    const runtime_api_post *post = runtime_api_wait_post(session.server, 0);
    cr_expect_str_eq(
        post->path, "/2018-06-01/runtime/invocation/8476a536-e9f4-11e8-9739-2dfe598c3fcd/response");
    cr_expect_not_null(strstr(post->headers, "Lambda-Runtime-Invocation-Id: attempt-1\r\n"));
    cr_expect_not_null(strstr(post->headers, "Content-Type: application/json\r\n"));
    cr_expect_null(strcasestr(post->headers, "Expect:"));
}

Test(host_loop, needs_no_header_but_the_request_id)
{
    runtime_api_push(session.server, &(runtime_api_event){.body = request, .headers = ""});
    const lamina_json *body = host_session_body(&session, host_session_answer(&session));
    int64_t deadline_ms = -1;
    cr_expect_eq(lamina_json_int64(lamina_json_member(body, "deadlineMs"), &deadline_ms),
                 LAMINA_OK);
    cr_expect_eq(deadline_ms, 0);
    cr_expect(is_text(body, "traceId", ""));
    cr_expect_null(strstr(runtime_api_wait_post(session.server, 0)->headers, "Invocation-Id"));
}

Test(host_loop, takes_a_deadline_that_is_no_number_for_none)
{
    runtime_api_push(
        session.server,
        &(runtime_api_event){.body = request, .headers = "Lambda-Runtime-Deadline-Ms: soon\r\n"});
    const lamina_json *body = host_session_body(&session, host_session_answer(&session));
    int64_t deadline_ms = -1;
    (void)lamina_json_int64(lamina_json_member(body, "deadlineMs"), &deadline_ms);
    cr_expect_eq(deadline_ms, 0);
}

Test(host_loop, marks_only_the_first_invocation_as_a_cold_start)
{
    for (int64_t i = 0; i < 2; i++) {
        const lamina_json *answer = host_session_ask(&session, request);
        int64_t flags = -1;
        (void)lamina_json_int64(lamina_json_member(host_session_body(&session, answer), "flags"),
                                &flags);
        cr_expect_eq(flags, i == 0 ? 1 : 0);
    }
}

Test(host_loop, skips_events_whose_id_cannot_go_into_a_url)
{
    runtime_api_push(session.server, &(runtime_api_event){.body = request, .request_id = ""});
    runtime_api_push(session.server, &(runtime_api_event){.body = request, .request_id = "a/../b"});
    runtime_api_push(session.server, &(runtime_api_event){.body = request, .request_id = ".."});
    runtime_api_push(session.server,
                     &(runtime_api_event){.body = request, .request_id = "good_1.a"});
    (void)host_session_answer(&session);
    cr_expect_str_eq(runtime_api_wait_post(session.server, 0)->path,
                     "/2018-06-01/runtime/invocation/good_1.a/response");
    cr_expect(host_session_logged(&session, "without a usable Lambda-Runtime-Aws-Request-Id"));
}

Test(host_loop, fails_malformed_events_and_lives_on)
{
    static const char *const events[] = {"", "not json", "[]", "{\"Records\":[]}",
                                         "{\"path\":\"/x\"}"};
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        runtime_api_push_json(session.server, events[i]);
        const char *failure = host_session_failure(&session);
        cr_expect_not_null(strstr(failure, "\"errorType\":\"Function.BadEvent\""), "%s", failure);
        const runtime_api_post *post = runtime_api_wait_post(session.server, i);
        cr_expect_not_null(
            strstr(post->headers, "Lambda-Runtime-Function-Error-Type: Function.BadEvent\r\n"));
    }
    cr_expect_eq(host_session_status(host_session_ask(&session, request)), 200);
    cr_expect_eq(runtime_api_connection_count(session.server), 1);
}

Test(host_loop, fails_an_event_that_is_too_large_and_lives_on)
{
    const size_t len = 7 * 1024 * 1024;
    char *event = malloc(len + 1);
    cr_assert_not_null(event);
    memset(event, ' ', len);
    event[len] = '\0';
    runtime_api_push(session.server, &(runtime_api_event){.body = event, .body_len = len});
    free(event);
    cr_expect_not_null(strstr(host_session_failure(&session), "larger than 6291556 bytes"));
    cr_expect_eq(host_session_status(host_session_ask(&session, request)), 200);
}

Test(host_loop, goes_on_after_an_answer_that_was_not_accepted)
{
    static const int statuses[] = {400, 403, 413};
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        runtime_api_set_post_status(session.server, statuses[i]);
        cr_expect_eq(host_session_status(host_session_ask(&session, request)), 200);
        runtime_api_wait_idle(session.server);
        cr_expect_eq(runtime_api_post_count(session.server), i + 1, "posted again after %d",
                     statuses[i]);
    }
    cr_expect(host_session_logged(&session, "answered 413 to POST"));
}

Test(host_loop, posts_again_when_the_kept_connection_was_closed)
{
    runtime_api_set_post_status(session.server, 0);
    runtime_api_push_json(session.server, request);
    (void)host_session_answer(&session);
    (void)host_session_answer(&session);
    runtime_api_wait_idle(session.server);
    const runtime_api_post *first = runtime_api_wait_post(session.server, 0);
    const runtime_api_post *second = runtime_api_wait_post(session.server, 1);
    cr_expect_str_eq(first->path, second->path);
    cr_expect_str_eq(first->body, second->body);
}

Test(host_loop, gets_the_next_event_when_the_kept_connection_was_closed)
{
    runtime_api_push(session.server, &(runtime_api_event){.body = request, .close_after = true});
    (void)host_session_answer(&session);
    runtime_api_push(session.server, &(runtime_api_event){.hang_up = true});
    runtime_api_push_json(session.server, request);
    (void)host_session_answer(&session);
}

Test(host_loop, tries_next_again_after_a_failure)
{
    runtime_api_push(session.server, &(runtime_api_event){.status = 503});
    runtime_api_push(session.server, &(runtime_api_event){.status = 403});
    runtime_api_push_json(session.server, request);
    (void)host_session_answer(&session);
    cr_expect(host_session_logged(&session, "answered 503 to /next"));
}

/* ---- the end ---- */

static int wait_for_end(void)
{
    const int status = runtime_api_child_wait(&session.child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Test(host_loop, gives_up_when_next_fails_again_and_again)
{
    for (size_t i = 0; i < 5; i++)
        runtime_api_push(session.server, &(runtime_api_event){.status = 503});
    cr_expect_eq(wait_for_end(), 1);
    cr_expect_eq(runtime_api_next_count(session.server), 5);
    cr_expect(host_session_logged(&session, "\"level\":\"FATAL\""));
}

Test(host_loop, gives_up_when_no_event_has_an_id)
{
    for (size_t i = 0; i < 50; i++)
        runtime_api_push(session.server, &(runtime_api_event){.body = request, .request_id = ""});
    cr_expect_eq(wait_for_end(), 1);
    cr_expect_leq(runtime_api_next_count(session.server), 5);
}

Test(host_loop, exits_at_once_when_the_environment_is_lost)
{
    runtime_api_push(session.server, &(runtime_api_event){.status = 500});
    cr_expect_eq(wait_for_end(), 1);
    cr_expect_eq(runtime_api_next_count(session.server), 1);
    cr_expect(host_session_logged(&session, "\"level\":\"FATAL\""));
}

Test(host_loop, exits_when_a_post_says_that_the_environment_is_lost)
{
    runtime_api_set_post_status(session.server, 500);
    runtime_api_push_json(session.server, request);
    (void)host_session_answer(&session);
    cr_expect_eq(wait_for_end(), 1);
}

Test(host_loop, ends_well_on_sigterm_while_it_waits)
{
    runtime_api_wait_idle(session.server); /* the rest is the session's end */
}

Test(host_loop, finishes_an_answer_that_is_under_way_when_sigterm_comes)
{
    runtime_api_set_post_status(session.server, -1);
    runtime_api_push_json(session.server, request);
    (void)host_session_answer(&session);
    cr_assert_eq(kill(session.child.pid, SIGTERM), 0);
    runtime_api_set_post_status(session.server, 202);
    cr_expect_eq(wait_for_end(), 0);
    cr_expect_eq(runtime_api_next_count(session.server), 1);
    cr_expect_eq(runtime_api_post_count(session.server), 1);
    cr_expect(host_session_logged(&session, "\"message\":\"request\""));
    cr_expect_not(host_session_logged(&session, "\"level\":\"ERROR\""));
}

Test(host_loop, ends_well_on_sigint_while_it_waits)
{
    runtime_api_wait_idle(session.server);
    cr_assert_eq(kill(session.child.pid, SIGINT), 0);
    cr_expect_eq(wait_for_end(), 0);
}

/* ---- a crash ---- */

Test(host_loop, names_request_and_operation_when_plugin_code_crashes)
{
    runtime_api_push(session.server,
                     &(runtime_api_event){.body = "{\"httpMethod\":\"GET\",\"path\":\"/crash\"}",
                                          .request_id = "crashing-1"});
    const int status = runtime_api_child_wait(&session.child);
    cr_expect_eq(runtime_api_post_count(session.server), 0);
    const char *sanitized = getenv("SANITIZED");
    if (sanitized == NULL || sanitized[0] == '\0') {
        cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "status %x",
                  (unsigned)status);
        cr_expect(host_session_logged(&session, "\"level\":\"FATAL\""));
        cr_expect(host_session_logged(&session, "\"function_request_id\":\"crashing-1\""));
        cr_expect(host_session_logged(&session, "\"operation\":\"crash\",\"signal\":\"SIGABRT\""));
        cr_expect(host_session_logged(&session, "Function.HandlerCrashed"));
    }
}
