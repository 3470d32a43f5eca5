/* Sending: what an answer and a failure come to, and what may not be sent twice. */
#include <criterion/criterion.h>
#include <string.h>

#include "sending.h"

TestSuite(send, .init = sending_start, .fini = sending_stop);

/* ---- an answer ---- */

Test(send, an_answer_comes_back_with_its_request_id)
{
    cr_assert_eq(SEND(SAFE, {.body = "{\"Item\":{\"id\":{\"S\":\"1\"}}}"}), LAMINA_OK);
    cr_assert_not_null(lamina_json_member(sending.answer, "Item"));
    cr_assert(lamina_str_is(sending.error.request_id, "REQUEST-1"));
    cr_assert_eq(sending.error.kind, DYNAMODB_ERROR_NONE);
    cr_assert_eq(sending.error.attempts, 1);
    cr_assert_eq(sending.error.http_status, 200);
    cr_assert_null(sending.error.body);
    cr_assert_eq(test_context_causes(sending.test).len, 0);
}

Test(send, the_request_is_what_dynamodb_asks_for)
{
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    const fake_call *call = &sending.fake.calls[0];
    cr_assert_str_eq(call->url, "http://127.0.0.1:8000/");
    static const char *const lines[] = {
        "content-type: application/x-amz-json-1.0\n",
        "host: 127.0.0.1:8000\n",
        "x-amz-date: 20260131T120000Z\n",
        "x-amz-security-token: TOKEN-THAT-STAYS\n",
        "x-amz-target: DynamoDB_20120810.GetItem\n",
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
    fake_transport_init(&sending.fake, sending.test, NULL, 0);
    sending_open_client(3);
    static const char *const names[] = {"", "Get Item", "GetItem\r\nX: y", "Get.Item", NULL};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dynamodb_request request = {.size = sizeof request, .repeat = 1, .operation = names[i]};
        cr_assert_eq(
            dynamodb_send(sending.client, sending.context, &request, &sending.answer, NULL),
            LAMINA_E_ARGUMENT);
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
    fake_transport_init(&sending.fake, sending.test, steps, 1);
    sending_open_client(1);
    dynamodb_request request = {.size = sizeof request, .repeat = 1, .operation = "GetItem"};
    cr_assert_eq(
        dynamodb_send(sending.client, sending.context, &request, &sending.answer, &old.error),
        LAMINA_E_THROTTLED);
    cr_assert_eq(old.error.attempts, 1);
    cr_assert_null(old.error.type.ptr);
    cr_assert_eq((const void *)old.error.body, (const void *)&old);
    cr_assert_str_eq(old.guard, "guarded");
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
        test_context_reset(sending.test);
        test_context_set_remaining_ms(sending.test, 30000);
        cr_assert_eq(sending_steps(DYNAMODB_REPEAT_UNSAFE, &cases[i], 1), LAMINA_E_AMBIGUOUS,
                     "case %zu", i);
        cr_assert_eq(sending.error.attempts, 1);
        lamina_str causes = test_context_causes(sending.test);
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

Test(send, a_repeated_write_is_ambiguous_as_long_as_one_try_may_have_happened)
{
    sending.operation = "TransactWriteItems";
    cr_assert_eq(SEND(SAFE, TIMED_OUT, TIMED_OUT, TIMED_OUT), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(SEND(SAFE, TIMED_OUT, THROTTLED, THROTTLED), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(SEND(SAFE, CUT, IN_PROGRESS, IN_PROGRESS), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(SEND(SAFE, IN_PROGRESS, IN_PROGRESS, THROTTLED), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(sending.error.kind, DYNAMODB_ERROR_PROVISIONED_THROUGHPUT_EXCEEDED);
    cr_assert_not_null(strstr(test_context_causes(sending.test).ptr, "nobody knows"));

    cr_assert_eq(SEND(SAFE, THROTTLED, THROTTLED, THROTTLED), LAMINA_E_THROTTLED);
    cr_assert_eq(SEND(SAFE, TIMED_OUT, IN_PROGRESS, DONE), LAMINA_OK);
}

Test(send, a_final_answer_settles_what_came_of_the_tries_before)
{
    static const fake_step canceled = {
        .http_status = 400,
        .body = "{\"__type\":\"#TransactionCanceledException\",\"CancellationReasons\":"
                "[{\"Code\":\"TransactionConflict\"}]}"};
    sending.operation = "TransactWriteItems";
    cr_assert_eq(SEND(SAFE, TIMED_OUT, canceled, canceled), LAMINA_E_CONFLICT);
    cr_assert_eq(SEND(SAFE, TIMED_OUT, canceled, TIMED_OUT), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(SEND(SAFE, TIMED_OUT, ERROR(400, "ValidationException")), LAMINA_E_INVALID);
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
        test_context_reset(sending.test);
        cr_assert_eq(sending_steps(DYNAMODB_REPEAT_SAFE, thrice, 3), LAMINA_E_UPSTREAM, "case %zu",
                     i);
        cr_assert_eq(sending.error.kind, DYNAMODB_ERROR_TRANSPORT);
        cr_assert_eq(sending.error.attempts, 3);
        cr_assert_null(sending.error.body);
    }
    cr_assert_eq(SEND(UNSAFE, {.http_status = 403, .body = "<html>blocked</html>", .crc32 = ""}),
                 LAMINA_E_UPSTREAM);
    cr_assert_eq(sending.error.http_status, 403);
}

/* ---- what is told ---- */

Test(send, the_log_gets_type_message_request_id_and_attempts_but_no_secret)
{
    cr_assert_eq(SEND(SAFE, THROTTLED, ERROR(400, "AccessDeniedException")), LAMINA_E_FORBIDDEN);
    lamina_str causes = test_context_causes(sending.test);
    static const char *const parts[] = {
        "GetItem", "AccessDeniedException", "m", "HTTP 400", "REQUEST-1", "attempts 2"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        cr_assert_not_null(strstr(causes.ptr, parts[i]), "%s", causes.ptr);
    lamina_str log = test_context_log(sending.test);
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
    cr_assert_not_null(strstr(test_context_causes(sending.test).ptr, "request id unknown"));
    cr_assert_eq(sending.error.http_status, 0);
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
    cr_assert_not_null(lamina_json_member(sending.error.body, "Item"));
    cr_assert_null(sending.answer);
}
