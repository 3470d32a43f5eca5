/* Sending again with what was wrong put right: clock, credentials, transactions. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "sending.h"

TestSuite(send_mend, .init = sending_start, .fini = sending_stop);

/* ---- clock and credentials ---- */

#define EXPIRED(text)                                                                                \
    {                                                                                                \
        .http_status = 400,                                                                          \
        .body =                                                                                      \
            "{\"__type\":\"com.amazon.coral.service#InvalidSignatureException\",\"message\":\"" text \
            "\"}",                                                                                   \
        .name = "Date", .value = "Sat, 31 Jan 2026 13:00:00 GMT"                                     \
    }

Test(send_mend, a_wrong_clock_is_corrected_once_and_remembered)
{
    cr_assert_eq(
        SEND(UNSAFE, EXPIRED("Signature expired: 20260131T120000Z is now earlier than"), DONE),
        LAMINA_OK);
    cr_assert_str_eq(sending.fake.calls[1].amz_date, "20260131T130000Z");
    cr_assert_eq(sending.fake.waited_ms, 0);
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_str_eq(sending.fake.calls[0].amz_date, "20260131T130000Z");
    cr_assert_eq(
        SEND(SAFE, EXPIRED("Signature not yet current: ..."), EXPIRED("Signature expired")),
        LAMINA_E_UNAUTHENTICATED);
    cr_assert_eq(sending.error.kind, DYNAMODB_ERROR_INVALID_SIGNATURE);
}

Test(send_mend, a_signature_that_is_wrong_for_another_reason_is_not_retried)
{
    cr_assert_eq(SEND(SAFE, EXPIRED("The request signature we calculated does not match")),
                 LAMINA_E_UNAUTHENTICATED);
    cr_assert_eq(sending.client->aws.clock_offset_us, 0);
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
    cr_assert_str_eq(sending.fake.calls[1].amz_date, "20260131T110000Z");
}

Test(send_mend, expired_credentials_are_read_anew_once)
{
    const fake_step steps[] = {ERROR(400, "ExpiredTokenException"),
                               ERROR(400, "ExpiredTokenException")};
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_str_eq(sending.fake.calls[0].token, "TOKEN-THAT-STAYS");
    setenv("AWS_SESSION_TOKEN", "THE-NEXT", 1);
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_str_eq(sending.fake.calls[0].token, "TOKEN-THAT-STAYS");
    cr_assert_eq(sending_steps(DYNAMODB_REPEAT_UNSAFE, steps, 2), LAMINA_E_UNAUTHENTICATED);
    cr_assert_str_eq(sending.fake.calls[0].token, "TOKEN-THAT-STAYS");
    cr_assert_str_eq(sending.fake.calls[1].token, "THE-NEXT");
    cr_assert_eq(sending.error.kind, DYNAMODB_ERROR_EXPIRED_TOKEN);
    cr_assert_eq(sending.error.attempts, 2);
}

Test(send_mend, without_a_session_token_there_is_no_such_header)
{
    unsetenv("AWS_SESSION_TOKEN");
    cr_assert_eq(SEND(SAFE, DONE), LAMINA_OK);
    cr_assert_null(strstr(sending.fake.calls[0].headers, "security-token"));
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

Test(send_mend, a_cancelled_transaction_is_retried_when_only_others_were_in_its_way)
{
    cr_assert_eq(SEND(SAFE, CANCELED(NONE "," CONFLICT), CANCELED(OVERLOAD "," CONFLICT), DONE),
                 LAMINA_OK);
    cr_assert_eq(SEND(SAFE, CANCELED(NONE "," CONDITION)), LAMINA_E_CONFLICT);
    cr_assert_eq(sending.error.kind, DYNAMODB_ERROR_TRANSACTION_CANCELED);
    cr_assert_eq(lamina_json_count(lamina_json_member(sending.error.body, "CancellationReasons")),
                 2);
    cr_assert(lamina_str_is(sending.error.message, "cancelled"));
    cr_assert_eq(SEND(SAFE, CANCELED(CONFLICT "," CONDITION)), LAMINA_E_CONFLICT);
    cr_assert_eq(SEND(SAFE, CANCELED(NONE)), LAMINA_E_CONFLICT);
    cr_assert_eq(SEND(SAFE, CANCELED("")), LAMINA_E_CONFLICT);
    cr_assert_eq(SEND(SAFE, CANCELED(CONFLICT), CANCELED(CONFLICT), CANCELED(CONFLICT)),
                 LAMINA_E_CONFLICT);
}
