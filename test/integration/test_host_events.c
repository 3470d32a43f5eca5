/*
 * test_host_events.c - events other than HTTP through bootstrap and a real plugin.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "host_session.h"
#include "lamina/text.h"

static host_session session;

static void open_session(void)
{
    host_session_open(&session, &(runtime_api_child_options){.handler = "events"});
}

static void close_session(void)
{
    host_session_close(&session);
}

/* Another handler than the suite's. */
static void reopen(const char *handler)
{
    runtime_api_wait_idle(session.server); /* before that, SIGTERM just ends it */
    host_session_close(&session);
    host_session_open(&session, &(runtime_api_child_options){.handler = handler});
}

static const lamina_json *ask_sample(const char *name)
{
    return host_session_ask(&session, host_session_sample(&session, name));
}

static void expect_failure(const char *event, const char *type, const char *words)
{
    runtime_api_push_json(session.server, event);
    const char *failure = host_session_failure(&session);
    cr_expect_not_null(strstr(failure, type), "no %s in %s", type, failure);
    cr_expect_not_null(strstr(failure, words), "no %s in %s", words, failure);
}

static void expect_logged(const char *part)
{
    runtime_api_wait_idle(session.server);
    cr_expect(host_session_logged(&session, part), "not in the log: %s", part);
}

static lamina_str text(const lamina_json *object, const char *name)
{
    return lamina_json_member_string(object, name);
}

TestSuite(host_events, .init = open_session, .fini = close_session);

Test(host_events, answers_an_authorizer_with_a_policy)
{
    const char *const event =
        "{\"type\":\"TOKEN\",\"authorizationToken\":\"Bearer ada\",\"methodArn\":"
        "\"arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1/GET/things\"}";
    const lamina_json *answer = host_session_ask(&session, event);
    cr_expect(lamina_str_is(text(answer, "principalId"), "ada"));
    cr_expect(lamina_str_is(text(lamina_json_member(answer, "context"), "scope"), "things:read"));
    const lamina_json *statement = lamina_json_first(
        lamina_json_member(lamina_json_member(answer, "policyDocument"), "Statement"));
    cr_expect(lamina_str_is(text(statement, "Effect"), "Allow"));
    cr_expect(lamina_str_is(text(statement, "Resource"),
                            "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1/*"));
    expect_logged("\"verdict\":\"allow\"");
}

#define TOKEN_EVENT(token)                                                                         \
    "{\"type\":\"TOKEN\",\"authorizationToken\":\"" token "\",\"methodArn\":"                      \
    "\"arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1/GET/things\"}"

Test(host_events, fails_as_api_gateway_wants_to_hear_it)
{
    expect_failure(host_session_sample(&session, "authorizer_request"), "Function.Unauthorized",
                   "\"errorMessage\":\"Unauthorized\"");
    expect_failure(TOKEN_EVENT("Bearer down"), "Function.Unavailable", "Ask again later");
    const lamina_json *denied = host_session_ask(&session, TOKEN_EVENT("Bearer mallory"));
    cr_expect(lamina_str_is(text(denied, "principalId"), "unknown"));
    expect_logged("\"verdict\":\"unauthorized\"");
    expect_logged("\"verdict\":\"deny\"");
}

Test(host_events, answers_a_direct_operation)
{
    const lamina_json *answer = ask_sample("direct");
    cr_expect(lamina_str_is(text(answer, "name"), "bolt"));
    expect_failure("{\"operation\":\"count_items\",\"input\":{\"name\":\"broken\"}}",
                   "\"errorType\":\"Function.ThingBroken\"", "The thing is broken");
    expect_logged("it fell down");
    expect_failure("{\"operation\":\"count_items\",\"input\":{}}", "Function.InvalidRequest",
                   "/name");
}

Test(host_events, serves_every_sample)
{
    static const struct {
        const char *sample;
        const char *line;
    } cases[] = {{"sqs", "on_message saw nut"},
                 {"sqs_fifo", "on_message saw screw"},
                 {"dynamodb", "on_change saw"},
                 {"sns", "on_notification saw bolt"},
                 {"s3", "on_object saw 2026/new items+1.csv"},
                 {"eventbridge", "on_event saw bolt"},
                 {"schedule", "nightly saw 89d1a02d"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const lamina_json *answer = ask_sample(cases[i].sample);
        const lamina_json *failures = lamina_json_member(answer, "batchItemFailures");
        cr_expect_eq(lamina_json_count(failures), 0, "%s", cases[i].sample);
        expect_logged(cases[i].line);
    }
    expect_logged("\"event_kind\":\"schedule\"");
}

Test(host_events, tells_a_queue_which_messages_come_again)
{
    const lamina_json *answer = host_session_ask(
        &session, "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"m1\",\"body\":"
                  "\"{\\\"name\\\":\\\"broken\\\"}\"},{\"eventSource\":\"aws:sqs\","
                  "\"messageId\":\"m2\",\"body\":\"{\\\"name\\\":\\\"bolt\\\"}\"},"
                  "{\"eventSource\":\"aws:sqs\",\"messageId\":\"m3\",\"body\":\"no JSON\"}]}");
    const lamina_json *failures = lamina_json_member(answer, "batchItemFailures");
    cr_assert_eq(lamina_json_count(failures), 2);
    const lamina_json *first = lamina_json_first(failures);
    cr_expect(lamina_str_is(text(first, "itemIdentifier"), "m1"));
    cr_expect(lamina_str_is(text(lamina_json_next(first), "itemIdentifier"), "m3"));
    expect_logged("\"record_id\":\"m1\"");
    expect_logged("thing-broken");
    expect_logged("malformed-json");
    expect_logged("\"records\":3,\"failed_records\":2");
}

Test(host_events, refuses_http_and_what_nobody_serves_and_lives_on)
{
    const lamina_json *answer = ask_sample("rest");
    cr_expect_eq(host_session_status(answer), 404);
    expect_failure("{\"Records\":[{\"eventSource\":\"aws:kinesis\"}]}", "Function.BadEvent",
                   "this host serves no events of the kind");
    expect_failure("{\"hello\":\"world\"}", "Function.BadEvent", "of no kind that is known");
    reopen("events.on_message");
    expect_failure(host_session_sample(&session, "sns"), "Function.BadEvent",
                   "serves no events of the kind SNS");
    cr_expect_eq(lamina_json_count(lamina_json_member(ask_sample("sqs"), "batchItemFailures")), 0);
}

Test(host_events, serves_a_plugin_of_routes_that_has_no_handlers)
{
    reopen("echo");
    expect_failure(host_session_sample(&session, "schedule"), "Function.BadEvent",
                   "plugin echo 1.2.3 serves no events of the kind schedule");
}

Test(host_events, names_the_operation_that_crashed)
{
    runtime_api_push_json(session.server, "{\"detail-type\":\"x\",\"source\":\"y\",\"detail\":"
                                          "{\"name\":\"crash\"}}");
    (void)runtime_api_child_wait(&session.child);
    cr_expect(host_session_logged(&session, "\"operation\":\"on_event\""));
}
