/* Sending, with a scripted transport: what is retried, what is told, how long it waits. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dynamodb/client.h"
#include "fake_transport.h"

static test_context *test;
static lamina_context *context;
static fake_transport fake;
static dynamodb_client *client;
static dynamodb_error error;
static const lamina_json *answer;

static void start(void)
{
    setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET-THAT-STAYS", 1);
    setenv("AWS_SESSION_TOKEN", "TOKEN-THAT-STAYS", 1);
    unsetenv("AWS_MAX_ATTEMPTS");
    test = test_context_new();
    context = test_context_get(test);
}

static void stop(void)
{
    dynamodb_client_free(client);
    client = NULL;
    test_context_free(test);
}

TestSuite(send, .init = start, .fini = stop);

static void open_client(uint32_t max_attempts)
{
    dynamodb_client_options options = {.size = sizeof options,
                                       .max_attempts = max_attempts,
                                       .region = "eu-central-1",
                                       .endpoint = "http://127.0.0.1:8000",
                                       .transport = &fake.transport};
    lamina_str reason = {.ptr = NULL, .len = 0};
    dynamodb_client_free(client);
    cr_assert_eq(dynamodb_client_new(&options, context->arena, &client, &reason), LAMINA_OK);
}

static lamina_status send_again(uint32_t repeat)
{
    dynamodb_request request = {.size = sizeof request,
                                .repeat = repeat,
                                .operation = "PutItem",
                                .body = LAMINA_STR("{\"TableName\":\"t\"}")};
    error = (dynamodb_error){.size = sizeof error};
    return dynamodb_send(client, context, &request, &answer, &error);
}

static lamina_status send_steps(uint32_t repeat, const fake_step *steps, size_t count)
{
    fake_transport_init(&fake, test, steps, count);
    if (client == NULL)
        open_client(3);
    client->transport = fake.transport;
    return send_again(repeat);
}

#define SEND(repeat, ...)                                                                          \
    send_steps(DYNAMODB_REPEAT_##repeat, (const fake_step[]){__VA_ARGS__},                         \
               sizeof((const fake_step[]){__VA_ARGS__}) / sizeof(fake_step))

#define ERROR(http, type)                                                                          \
    {                                                                                              \
        .http_status = (http),                                                                     \
        .body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" type "\",\"message\":\"m\"}"     \
    }
#define THROTTLED ERROR(400, "ProvisionedThroughputExceededException")
#define FAILED ERROR(500, "InternalServerError")
#define DONE                                                                                       \
    {                                                                                              \
        .status = LAMINA_OK                                                                        \
    }
#define TIMED_OUT                                                                                  \
    {                                                                                              \
        .status = LAMINA_E_TIMEOUT, .takes_ms = 60000                                              \
    }
#define CUT                                                                                        \
    {                                                                                              \
        .status = LAMINA_E_UNAVAILABLE, .received = true                                           \
    }

/* ---- an answer ---- */

Test(send, an_answer_comes_back_with_its_request_id)
{
    cr_assert_eq(SEND(SAFE, {.body = "{\"Item\":{\"id\":{\"S\":\"1\"}}}"}), LAMINA_OK);
    cr_assert_not_null(lamina_json_member(answer, "Item"));
    cr_assert(lamina_str_is(error.request_id, "REQUEST-1"));
    cr_assert_eq(error.kind, DYNAMODB_ERROR_NONE);
    cr_assert_eq(error.attempts, 1);
    cr_assert_eq(error.http_status, 200);
    cr_assert_null(error.body);
    cr_assert_eq(test_context_causes(test).len, 0);
}

Test(send, the_request_is_what_dynamodb_asks_for)
{
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    const fake_call *call = &fake.calls[0];
    cr_assert_str_eq(call->url, "http://127.0.0.1:8000/");
    static const char *const lines[] = {
        "content-type: application/x-amz-json-1.0\n",
        "host: 127.0.0.1:8000\n",
        "x-amz-date: 20260131T120000Z\n",
        "x-amz-security-token: TOKEN-THAT-STAYS\n",
        "x-amz-target: DynamoDB_20120810.PutItem\n",
        "accept-encoding: identity\n",
        "user-agent: lamina/1.0.0\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        cr_assert_not_null(strstr(call->headers, lines[i]), "%s in\n%s", lines[i], call->headers);
    cr_assert_not_null(strstr(call->authorization,
                              "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;"
                              "x-amz-target, "));
    cr_assert_eq(call->timeout_ms, 3000);
}

Test(send, an_operation_that_is_no_word_is_refused_before_anything_is_sent)
{
    fake_transport_init(&fake, test, NULL, 0);
    open_client(3);
    static const char *const names[] = {"", "Get Item", "GetItem\r\nX: y", "Get.Item", NULL};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dynamodb_request request = {.size = sizeof request, .repeat = 1, .operation = names[i]};
        cr_assert_eq(dynamodb_send(client, context, &request, &answer, NULL), LAMINA_E_ARGUMENT);
    }
}

Test(send, a_caller_with_a_shorter_error_struct_gets_no_more_than_that)
{
    struct {
        dynamodb_error error;
        char guard[8];
    } old = {.guard = "guarded"};
    old.error.size = offsetof(dynamodb_error, type);
    old.error.body = (const lamina_json *)(const void *)&old;
    const fake_step steps[] = {THROTTLED};
    fake_transport_init(&fake, test, steps, 1);
    open_client(1);
    dynamodb_request request = {.size = sizeof request, .repeat = 1, .operation = "GetItem"};
    cr_assert_eq(dynamodb_send(client, context, &request, &answer, &old.error), LAMINA_E_THROTTLED);
    cr_assert_eq(old.error.attempts, 1);
    cr_assert_null(old.error.type.ptr);
    cr_assert_eq((const void *)old.error.body, (const void *)&old);
    cr_assert_str_eq(old.guard, "guarded");
}

/* ---- retries ---- */

Test(send, throttling_is_retried_with_full_jitter_below_one_then_two_seconds)
{
    bool differs = false;
    int64_t first = -1;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        test_context_reset(test);
        test_context_set_remaining_ms(test, 30000);
        test_context_seed_random(test, seed);
        cr_assert_eq(SEND(UNSAFE, THROTTLED, THROTTLED, DONE), LAMINA_OK);
        cr_assert_eq(error.attempts, 3);
        cr_assert_leq(fake.calls[1].waited_ms, 1000);
        cr_assert_leq(fake.calls[2].waited_ms, 2000);
        differs = differs || (first >= 0 && fake.calls[1].waited_ms != first);
        first = fake.calls[1].waited_ms;
    }
    cr_assert(differs);
}

Test(send, passing_faults_are_retried_soon)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        test_context_seed_random(test, seed);
        cr_assert_eq(SEND(SAFE, FAILED, ERROR(503, "ServiceUnavailable"), DONE), LAMINA_OK);
        cr_assert_leq(fake.calls[1].waited_ms, 25);
        cr_assert_leq(fake.calls[2].waited_ms, 50);
    }
}

Test(send, attempts_end_where_the_option_says)
{
    cr_assert_eq(SEND(SAFE, THROTTLED, THROTTLED, THROTTLED), LAMINA_E_THROTTLED);
    cr_assert_eq(error.attempts, 3);
    cr_assert_eq(error.kind, DYNAMODB_ERROR_PROVISIONED_THROUGHPUT_EXCEEDED);
    const fake_step one[] = {THROTTLED};
    fake_transport_init(&fake, test, one, 1);
    open_client(1);
    cr_assert_eq(send_again(DYNAMODB_REPEAT_SAFE), LAMINA_E_THROTTLED);
    cr_assert_eq(fake.call_count, 1);
}

Test(send, each_try_is_signed_anew)
{
    cr_assert_eq(SEND(SAFE, {.status = LAMINA_E_TIMEOUT, .takes_ms = 3000}, DONE), LAMINA_OK);
    cr_assert_str_eq(fake.calls[0].amz_date, "20260131T120000Z");
    cr_assert_str_eq(fake.calls[1].amz_date, "20260131T120003Z");
    cr_assert_str_neq(fake.calls[0].authorization, fake.calls[1].authorization);
}

Test(send, what_the_service_asks_for_is_waited_within_bounds)
{
    test_context_fix_random(test, 0);
    cr_assert_eq(SEND(SAFE,
                      {.http_status = 503,
                       .body = "{\"__type\":\"#ServiceUnavailable\"}",
                       .name = "x-amz-retry-after",
                       .value = "700"},
                      DONE),
                 LAMINA_OK);
    cr_assert_eq(fake.waited_ms, 700);
    cr_assert_eq(SEND(SAFE,
                      {.http_status = 503,
                       .body = "{\"__type\":\"#ServiceUnavailable\"}",
                       .name = "x-amz-retry-after",
                       .value = "20000"},
                      DONE),
                 LAMINA_OK);
    cr_assert_eq(fake.waited_ms, 5000);
    cr_assert_eq(SEND(SAFE,
                      {.http_status = 503,
                       .body = "{\"__type\":\"#ServiceUnavailable\"}",
                       .name = "x-amz-retry-after",
                       .value = "soon"},
                      DONE),
                 LAMINA_OK);
    cr_assert_eq(fake.waited_ms, 0);
}

Test(send, the_budget_stops_retries_and_successes_refill_it)
{
    const fake_step steps[] = {THROTTLED, THROTTLED, THROTTLED};
    test_context_set_remaining_ms(test, INT64_MAX);
    fake_transport_init(&fake, test, steps, 3);
    open_client(3);
    client->transport = fake.transport;
    for (int i = 0; i < 50; i++) {
        fake_transport_init(&fake, test, steps, 3);
        test_context_reset(test);
        cr_assert_eq(send_again(DYNAMODB_REPEAT_SAFE), LAMINA_E_THROTTLED);
        cr_assert_eq(fake.call_count, 3, "request %d", i);
    }
    cr_assert_eq(client->budget.tokens, 0);
    fake_transport_init(&fake, test, steps, 1);
    cr_assert_eq(send_again(DYNAMODB_REPEAT_SAFE), LAMINA_E_THROTTLED);
    cr_assert_eq(fake.call_count, 1);
    for (int i = 0; i < 5; i++)
        cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_eq(SEND(SAFE, THROTTLED, DONE), LAMINA_OK);
    cr_assert_eq(client->budget.tokens, 5);
}

Test(send, a_time_out_costs_the_budget_double)
{
    test_context_set_remaining_ms(test, INT64_MAX);
    cr_assert_eq(SEND(SAFE, TIMED_OUT, TIMED_OUT, TIMED_OUT), LAMINA_E_TIMEOUT);
    cr_assert_eq(client->budget.tokens, 500 - 20);
}

/* ---- what may not be repeated ---- */

Test(send, an_unsafe_write_without_a_whole_answer_is_ambiguous)
{
    const fake_step cases[] = {
        TIMED_OUT,
        CUT,
        FAILED,
        {.status = LAMINA_E_UNAVAILABLE, .reused = true},
        {.status = LAMINA_E_LIMIT, .received = true},
        {.body = "{\"Attributes\":{}}", .crc32 = "1"},
        {.body = "{\"Attributes\":"},
        {.body = "<html>", .crc32 = ""},
        {.http_status = 502, .body = "<html>Bad Gateway</html>", .crc32 = ""},
        {.http_status = 504, .body = "{\"__type\":\"#Strange\"}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_context_reset(test);
        test_context_set_remaining_ms(test, 30000);
        cr_assert_eq(send_steps(DYNAMODB_REPEAT_UNSAFE, &cases[i], 1), LAMINA_E_AMBIGUOUS,
                     "case %zu", i);
        cr_assert_eq(error.attempts, 1);
        lamina_str causes = test_context_causes(test);
        cr_assert_not_null(strstr(causes.ptr, "nobody knows"));
    }
}

Test(send, an_unsafe_write_that_was_refused_or_never_sent_is_retried)
{
    cr_assert_eq(SEND(UNSAFE, {.status = LAMINA_E_UNAVAILABLE, .unsent = true}, THROTTLED, DONE),
                 LAMINA_OK);
    cr_assert_eq(SEND(UNSAFE, {.status = LAMINA_E_TIMEOUT, .unsent = true}, DONE), LAMINA_OK);
    cr_assert_eq(SEND(UNSAFE, ERROR(503, "ServiceUnavailable"), DONE), LAMINA_OK);
    cr_assert_eq(SEND(UNSAFE, ERROR(400, "TransactionConflictException"), DONE), LAMINA_OK);
    cr_assert_eq(SEND(UNSAFE, ERROR(409, "ReplicatedWriteConflictException"), DONE), LAMINA_OK);
}

Test(send, a_safe_request_is_repeated_after_anything_that_may_pass)
{
    cr_assert_eq(SEND(SAFE, TIMED_OUT, CUT, DONE), LAMINA_OK);
    cr_assert_eq(SEND(SAFE, {.body = "{}", .crc32 = "1"}, {.body = "{\"It"}, DONE), LAMINA_OK);
    cr_assert_eq(SEND(SAFE, {.body = "<html>", .crc32 = ""}, {.body = "", .crc32 = ""}, DONE),
                 LAMINA_OK);
    cr_assert_eq(SEND(SAFE, {.body = "[]"}, {.body = "null"}, DONE), LAMINA_OK);
    cr_assert_eq(SEND(SAFE, {.http_status = 502, .body = "<html>", .crc32 = ""}, FAILED, DONE),
                 LAMINA_OK);
}

Test(send, what_never_makes_sense_is_upstream_and_of_kind_transport)
{
    const fake_step cases[] = {
        {.body = "{}", .crc32 = "2745614148"},
        {.body = "{}", .crc32 = "x"},
        {.body = "{}", .crc32 = "-1"},
        {.body = "{\"Item\":"},
        {.body = "<html></html>", .crc32 = ""},
        {.body = "", .crc32 = ""},
        {.http_status = 502, .body = "<html>", .crc32 = ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const fake_step thrice[] = {cases[i], cases[i], cases[i]};
        test_context_reset(test);
        cr_assert_eq(send_steps(DYNAMODB_REPEAT_SAFE, thrice, 3), LAMINA_E_UPSTREAM, "case %zu", i);
        cr_assert_eq(error.kind, DYNAMODB_ERROR_TRANSPORT);
        cr_assert_eq(error.attempts, 3);
        cr_assert_null(error.body);
    }
    cr_assert_eq(SEND(UNSAFE, {.http_status = 403, .body = "<html>blocked</html>", .crc32 = ""}),
                 LAMINA_E_UPSTREAM);
    cr_assert_eq(error.http_status, 403);
}

/* ---- a kept connection that died ---- */

Test(send, a_dead_kept_connection_is_replaced_at_once)
{
    cr_assert_eq(SEND(SAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true}, DONE), LAMINA_OK);
    cr_assert_eq(fake.waited_ms, 0);
    cr_assert_eq(fake.calls[1].flags & LAMINA_HTTP_FRESH, LAMINA_HTTP_FRESH);
    cr_assert_eq(client->budget.tokens, 500);
    cr_assert_eq(
        SEND(UNSAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true, .unsent = true}, DONE),
        LAMINA_OK);
    cr_assert_eq(fake.waited_ms, 0);
}

Test(send, a_dead_connection_is_no_try_of_the_allowed_number_but_happens_once)
{
    open_client(1);
    cr_assert_eq(SEND(SAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true}, DONE), LAMINA_OK);
    cr_assert_eq(error.attempts, 2);
    cr_assert_eq(SEND(SAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true},
                      {.status = LAMINA_E_UNAVAILABLE, .reused = true}),
                 LAMINA_E_UNAVAILABLE);
    cr_assert_eq(error.attempts, 2);
}

Test(send, a_kept_connection_that_began_to_answer_is_a_failure_like_others)
{
    test_context_fix_random(test, 0xff);
    cr_assert_eq(
        SEND(SAFE, {.status = LAMINA_E_UNAVAILABLE, .reused = true, .received = true}, DONE),
        LAMINA_OK);
    cr_assert_gt(fake.waited_ms, 0);
    cr_assert_eq(fake.calls[1].flags & LAMINA_HTTP_FRESH, 0);
}

/* ---- the deadline ---- */

Test(send, a_try_gets_no_more_than_what_is_left)
{
    test_context_set_remaining_ms(test, 1000);
    cr_assert_eq(SEND(SAFE, TIMED_OUT), LAMINA_E_TIMEOUT);
    cr_assert_eq(fake.calls[0].timeout_ms, 950);
    cr_assert_eq(error.kind, DYNAMODB_ERROR_TRANSPORT);
    cr_assert_geq(lamina_remaining_ms(context), 50);
}

Test(send, nothing_is_sent_when_the_deadline_is_there)
{
    fake_transport_init(&fake, test, NULL, 0);
    open_client(3);
    test_context_set_remaining_ms(test, 50);
    cr_assert_eq(send_again(DYNAMODB_REPEAT_UNSAFE), LAMINA_E_TIMEOUT);
    test_context_set_remaining_ms(test, -1000);
    cr_assert_eq(send_again(DYNAMODB_REPEAT_SAFE), LAMINA_E_TIMEOUT);
}

Test(send, no_pause_goes_past_the_deadline)
{
    test_context_fix_random(test, 0xff);
    test_context_set_remaining_ms(test, 900);
    cr_assert_eq(SEND(SAFE, THROTTLED), LAMINA_E_THROTTLED);
    cr_assert_eq(fake.waited_ms, 0);
    cr_assert_eq(error.attempts, 1);
    test_context_set_remaining_ms(test, 1100);
    cr_assert_eq(SEND(SAFE, THROTTLED, THROTTLED), LAMINA_E_THROTTLED);
    cr_assert_eq(fake.waited_ms, 1000);
    cr_assert_geq(lamina_remaining_ms(context), 50);
}

Test(send, without_a_deadline_the_request_time_out_holds)
{
    test_context_set_remaining_ms(test, INT64_MAX);
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_eq(fake.calls[0].timeout_ms, 3000);
}

/* ---- clock and credentials ---- */

#define EXPIRED(text)                                                                                \
    {                                                                                                \
        .http_status = 400,                                                                          \
        .body =                                                                                      \
            "{\"__type\":\"com.amazon.coral.service#InvalidSignatureException\",\"message\":\"" text \
            "\"}",                                                                                   \
        .name = "Date", .value = "Sat, 31 Jan 2026 13:00:00 GMT"                                     \
    }

Test(send, a_wrong_clock_is_corrected_once_and_remembered)
{
    cr_assert_eq(
        SEND(UNSAFE, EXPIRED("Signature expired: 20260131T120000Z is now earlier than"), DONE),
        LAMINA_OK);
    cr_assert_str_eq(fake.calls[1].amz_date, "20260131T130000Z");
    cr_assert_eq(fake.waited_ms, 0);
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_str_eq(fake.calls[0].amz_date, "20260131T130000Z");
    cr_assert_eq(
        SEND(SAFE, EXPIRED("Signature not yet current: ..."), EXPIRED("Signature expired")),
        LAMINA_E_UNAUTHENTICATED);
    cr_assert_eq(error.kind, DYNAMODB_ERROR_INVALID_SIGNATURE);
}

Test(send, a_signature_that_is_wrong_for_another_reason_is_not_retried)
{
    cr_assert_eq(SEND(SAFE, EXPIRED("The request signature we calculated does not match")),
                 LAMINA_E_UNAUTHENTICATED);
    cr_assert_eq(client->clock_offset_us, 0);
    cr_assert_eq(
        SEND(SAFE,
             {.http_status = 400,
              .body =
                  "{\"__type\":\"#InvalidSignatureException\",\"message\":\"Signature expired\"}"}),
        LAMINA_E_UNAUTHENTICATED);
    cr_assert_eq(SEND(SAFE,
                      {.http_status = 403,
                       .body = "{\"__type\":\"#RequestTimeTooSkewed\"}",
                       .name = "date",
                       .value = "Sat, 31 Jan 2026 11:00:00 GMT"},
                      DONE),
                 LAMINA_OK);
    cr_assert_str_eq(fake.calls[1].amz_date, "20260131T110000Z");
}

Test(send, expired_credentials_are_read_anew_once)
{
    const fake_step steps[] = {ERROR(400, "ExpiredTokenException"),
                               ERROR(400, "ExpiredTokenException")};
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_str_eq(fake.calls[0].token, "TOKEN-THAT-STAYS");
    setenv("AWS_SESSION_TOKEN", "THE-NEXT", 1);
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_str_eq(fake.calls[0].token, "TOKEN-THAT-STAYS");
    cr_assert_eq(send_steps(DYNAMODB_REPEAT_UNSAFE, steps, 2), LAMINA_E_UNAUTHENTICATED);
    cr_assert_str_eq(fake.calls[0].token, "TOKEN-THAT-STAYS");
    cr_assert_str_eq(fake.calls[1].token, "THE-NEXT");
    cr_assert_eq(error.kind, DYNAMODB_ERROR_EXPIRED_TOKEN);
    cr_assert_eq(error.attempts, 2);
}

Test(send, without_a_session_token_there_is_no_such_header)
{
    unsetenv("AWS_SESSION_TOKEN");
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_null(strstr(fake.calls[0].headers, "security-token"));
}

/* ---- transactions ---- */

#define CANCELED(reasons)                                                                                                                               \
    {                                                                                                                                                   \
        .http_status = 400,                                                                                                                             \
        .body =                                                                                                                                         \
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"Message\":\"cancelled\",\"CancellationReasons\":[" reasons \
            "]}"                                                                                                                                        \
    }
#define NONE "{\"Code\":\"None\"}"
#define CONFLICT "{\"Code\":\"TransactionConflict\",\"Message\":\"x\"}"
#define OVERLOAD "{\"Code\":\"ThrottlingError\"}"
#define CONDITION "{\"Code\":\"ConditionalCheckFailed\"}"

Test(send, a_cancelled_transaction_is_retried_when_only_others_were_in_its_way)
{
    cr_assert_eq(SEND(SAFE, CANCELED(NONE "," CONFLICT), CANCELED(OVERLOAD "," CONFLICT), DONE),
                 LAMINA_OK);
    cr_assert_eq(SEND(SAFE, CANCELED(NONE "," CONDITION)), LAMINA_E_CONFLICT);
    cr_assert_eq(error.kind, DYNAMODB_ERROR_TRANSACTION_CANCELED);
    cr_assert_eq(lamina_json_count(lamina_json_member(error.body, "CancellationReasons")), 2);
    cr_assert(lamina_str_is(error.message, "cancelled"));
    cr_assert_eq(SEND(SAFE, CANCELED(CONFLICT "," CONDITION)), LAMINA_E_CONFLICT);
    cr_assert_eq(SEND(SAFE, CANCELED(NONE)), LAMINA_E_CONFLICT);
    cr_assert_eq(SEND(SAFE, CANCELED("")), LAMINA_E_CONFLICT);
    cr_assert_eq(SEND(SAFE, CANCELED(CONFLICT), CANCELED(CONFLICT), CANCELED(CONFLICT)),
                 LAMINA_E_CONFLICT);
}

/* ---- what is told ---- */

Test(send, the_log_gets_type_message_request_id_and_attempts_but_no_secret)
{
    cr_assert_eq(SEND(SAFE, THROTTLED, ERROR(400, "AccessDeniedException")), LAMINA_E_FORBIDDEN);
    lamina_str causes = test_context_causes(test);
    static const char *const parts[] = {
        "PutItem", "AccessDeniedException", "m", "HTTP 400", "REQUEST-1", "attempts 2"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        cr_assert_not_null(strstr(causes.ptr, parts[i]), "%s", causes.ptr);
    lamina_str log = test_context_log(test);
    static const char *const secrets[] = {"SECRET-THAT-STAYS", "TOKEN-THAT-STAYS", "AKIDEXAMPLE",
                                          "Signature="};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        cr_assert_null(strstr(causes.ptr, secrets[i]));
        cr_assert(log.len == 0 || strstr(log.ptr, secrets[i]) == NULL);
    }
}

Test(send, an_error_without_words_still_has_a_line)
{
    cr_assert_eq(SEND(SAFE, {.status = LAMINA_E_UNAVAILABLE, .unsent = true},
                      {.status = LAMINA_E_UNAVAILABLE, .unsent = true},
                      {.status = LAMINA_E_UNAVAILABLE, .unsent = true}),
                 LAMINA_E_UNAVAILABLE);
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "request id unknown"));
    cr_assert_eq(error.http_status, 0);
}

Test(send, a_condition_that_failed_carries_the_item)
{
    cr_assert_eq(
        SEND(
            UNSAFE,
            {.http_status = 400,
             .body =
                 "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"Item\":{\"id\":{\"S\":\"1\"}},\"message\":\"The conditional request failed\"}"}),
        LAMINA_E_PRECONDITION);
    cr_assert_not_null(lamina_json_member(error.body, "Item"));
    cr_assert_null(answer);
}
