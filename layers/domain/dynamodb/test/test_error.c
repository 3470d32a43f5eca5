/* The service's errors: every type's meaning, and how an answer is read. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "dynamodb/client.h"
#include "lamina/text.h"

static lamina_arena *arena;
static aws__outcome outcome;

static void start(void)
{
    arena = lamina_arena_new(4u << 20);
}

static void stop(void)
{
    lamina_arena_free(arena);
}

TestSuite(error, .init = start, .fini = stop);

static void read_answer(int32_t http_status, const char *body, const char *name, const char *value)
{
    const lamina_param header = {.name = lamina_str_from(name), .value = lamina_str_from(value)};
    const lamina_http_answer answer = {.size = sizeof answer,
                                       .status = http_status,
                                       .body = lamina_str_from(body),
                                       .headers = &header,
                                       .header_count = name != NULL ? 1 : 0,
                                       .sent = 1,
                                       .received = 1};
    aws__outcome_read(&dynamodb__service, arena, LAMINA_OK, &answer, &outcome);
}

static const struct {
    const char *type;
    int32_t http_status;
    uint32_t kind;
    lamina_status status;
    uint32_t retry;
} expected[] = {
    {"AccessDeniedException", 400, DYNAMODB_ERROR_ACCESS_DENIED, LAMINA_E_FORBIDDEN,
     AWS__RETRY_NEVER},
    {"ConditionalCheckFailedException", 400, DYNAMODB_ERROR_CONDITIONAL_CHECK_FAILED,
     LAMINA_E_PRECONDITION, AWS__RETRY_NEVER},
    {"IncompleteSignatureException", 400, DYNAMODB_ERROR_INCOMPLETE_SIGNATURE,
     LAMINA_E_UNAUTHENTICATED, AWS__RETRY_NEVER},
    {"ItemCollectionSizeLimitExceededException", 400,
     DYNAMODB_ERROR_ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED, LAMINA_E_LIMIT, AWS__RETRY_NEVER},
    {"MissingAuthenticationTokenException", 400, DYNAMODB_ERROR_MISSING_AUTHENTICATION_TOKEN,
     LAMINA_E_UNAUTHENTICATED, AWS__RETRY_NEVER},
    {"ResourceInUseException", 400, DYNAMODB_ERROR_RESOURCE_IN_USE, LAMINA_E_CONFLICT,
     AWS__RETRY_NEVER},
    {"ResourceNotFoundException", 400, DYNAMODB_ERROR_RESOURCE_NOT_FOUND, LAMINA_E_NOT_FOUND,
     AWS__RETRY_NEVER},
    {"ValidationException", 400, DYNAMODB_ERROR_VALIDATION, LAMINA_E_INVALID, AWS__RETRY_NEVER},
    {"UnrecognizedClientException", 400, DYNAMODB_ERROR_UNRECOGNIZED_CLIENT,
     LAMINA_E_UNAUTHENTICATED, AWS__RETRY_NEVER},
    {"IdempotentParameterMismatchException", 400, DYNAMODB_ERROR_IDEMPOTENT_PARAMETER_MISMATCH,
     LAMINA_E_CONFLICT, AWS__RETRY_NEVER},
    {"DuplicateItemException", 400, DYNAMODB_ERROR_DUPLICATE_ITEM, LAMINA_E_CONFLICT,
     AWS__RETRY_NEVER},
    {"LimitExceededException", 400, DYNAMODB_ERROR_LIMIT_EXCEEDED, LAMINA_E_THROTTLED,
     AWS__RETRY_THROTTLE},
    {"ProvisionedThroughputExceededException", 400, DYNAMODB_ERROR_PROVISIONED_THROUGHPUT_EXCEEDED,
     LAMINA_E_THROTTLED, AWS__RETRY_THROTTLE},
    {"RequestLimitExceeded", 400, DYNAMODB_ERROR_REQUEST_LIMIT_EXCEEDED, LAMINA_E_THROTTLED,
     AWS__RETRY_THROTTLE},
    {"ThrottlingException", 400, DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED,
     AWS__RETRY_THROTTLE},
    {"TransactionInProgressException", 400, DYNAMODB_ERROR_TRANSACTION_IN_PROGRESS,
     LAMINA_E_CONFLICT, AWS__RETRY_THROTTLE},
    {"TransactionConflictException", 400, DYNAMODB_ERROR_TRANSACTION_CONFLICT, LAMINA_E_CONFLICT,
     AWS__RETRY_TRANSIENT},
    {"TransactionCanceledException", 400, DYNAMODB_ERROR_TRANSACTION_CANCELED, LAMINA_E_CONFLICT,
     AWS__RETRY_NEVER},
    {"ReplicatedWriteConflictException", 409, DYNAMODB_ERROR_REPLICATED_WRITE_CONFLICT,
     LAMINA_E_CONFLICT, AWS__RETRY_TRANSIENT},
    {"InvalidSignatureException", 400, DYNAMODB_ERROR_INVALID_SIGNATURE, LAMINA_E_UNAUTHENTICATED,
     AWS__RETRY_NEVER},
    {"ExpiredTokenException", 400, DYNAMODB_ERROR_EXPIRED_TOKEN, LAMINA_E_UNAUTHENTICATED,
     AWS__RETRY_CREDENTIALS},
    {"InternalServerError", 500, DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE,
     AWS__RETRY_TRANSIENT},
    {"InternalFailure", 500, DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE,
     AWS__RETRY_TRANSIENT},
    {"ServiceUnavailable", 503, DYNAMODB_ERROR_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE,
     AWS__RETRY_TRANSIENT},
};

Test(error, every_type_has_its_meaning)
{
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        lamina_str body = lamina_arena_format(
            arena, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"why\"}",
            expected[i].type);
        read_answer(expected[i].http_status, body.ptr, NULL, NULL);
        cr_assert_eq(outcome.kind, expected[i].kind, "%s", expected[i].type);
        cr_assert_eq(outcome.status, expected[i].status, "%s", expected[i].type);
        cr_assert_eq(outcome.retry, expected[i].retry, "%s", expected[i].type);
        cr_assert_eq(outcome.http_status, expected[i].http_status);
        cr_assert(lamina_str_is(outcome.type, expected[i].type));
        cr_assert(lamina_str_is(outcome.message, "why"));
        bool is_in_doubt = expected[i].http_status == 500 ||
                           expected[i].kind == DYNAMODB_ERROR_TRANSACTION_IN_PROGRESS;
        cr_assert_eq(outcome.may_have_happened, is_in_doubt, "%s", expected[i].type);
    }
}

Test(error, every_kind_but_the_general_ones_has_a_type)
{
    for (uint32_t kind = DYNAMODB_ERROR_CONDITIONAL_CHECK_FAILED; kind < DYNAMODB_ERROR_TRANSPORT;
         kind++) {
        bool found = false;
        for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
            found = found || expected[i].kind == kind;
        cr_assert(found, "kind %u", kind);
    }
}

Test(error, the_type_is_found_in_every_spelling)
{
    static const char *const bodies[] = {
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ValidationException\",\"message\":\"m\"}",
        "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"Message\":\"m\"}",
        "{\"__type\":\"ValidationException\",\"message\":\"\",\"Message\":\"m\"}",
        "{\"__type\":\"#ValidationException\",\"message\":\"m\",\"Message\":\"other\"}",
        "{\"__type\":\"a#ValidationException:http://internal.amazon.com/\",\"message\":\"m\"}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        read_answer(400, bodies[i], NULL, NULL);
        cr_assert_eq(outcome.kind, DYNAMODB_ERROR_VALIDATION, "%s", bodies[i]);
        cr_assert(lamina_str_is(outcome.message, "m"), "%s", bodies[i]);
    }
    read_answer(400, "{\"message\":\"m\"}", "x-amzn-errortype", "ValidationException:http://x#y");
    cr_assert_eq(outcome.kind, DYNAMODB_ERROR_OTHER);
    read_answer(400, "{\"message\":\"m\"}", "x-amzn-errortype", "ValidationException");
    cr_assert_eq(outcome.kind, DYNAMODB_ERROR_VALIDATION);
    read_answer(400, "", "X-Amzn-ErrorType", "ThrottlingException");
    cr_assert_eq(outcome.kind, DYNAMODB_ERROR_THROTTLING);
    cr_assert_null(outcome.body);
    read_answer(400, "{\"__type\":\"#ResourceNotFoundException\"}", "X-Amzn-ErrorType",
                "ValidationException");
    cr_assert_eq(outcome.kind, DYNAMODB_ERROR_RESOURCE_NOT_FOUND);
}

Test(error, an_unknown_type_means_what_its_http_status_means)
{
    static const struct {
        int32_t http_status;
        uint32_t kind;
        lamina_status status;
        uint32_t retry;
        bool may_have_happened;
    } cases[] = {
        {400, DYNAMODB_ERROR_OTHER, LAMINA_E_UPSTREAM, AWS__RETRY_NEVER, false},
        {401, DYNAMODB_ERROR_OTHER, LAMINA_E_UNAUTHENTICATED, AWS__RETRY_NEVER, false},
        {403, DYNAMODB_ERROR_OTHER, LAMINA_E_FORBIDDEN, AWS__RETRY_NEVER, false},
        {413, DYNAMODB_ERROR_OTHER, LAMINA_E_UPSTREAM, AWS__RETRY_NEVER, false},
        {429, DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, AWS__RETRY_THROTTLE, false},
        {500, DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, AWS__RETRY_TRANSIENT, true},
        {503, DYNAMODB_ERROR_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, AWS__RETRY_TRANSIENT, true},
        {507, DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, AWS__RETRY_TRANSIENT, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_answer(cases[i].http_status, "{\"__type\":\"a#NewException\",\"message\":\"m\"}", NULL,
                    NULL);
        cr_assert_eq(outcome.kind, cases[i].kind, "%d", cases[i].http_status);
        cr_assert_eq(outcome.status, cases[i].status, "%d", cases[i].http_status);
        cr_assert_eq(outcome.retry, cases[i].retry, "%d", cases[i].http_status);
        cr_assert_eq(outcome.may_have_happened, cases[i].may_have_happened, "%d",
                     cases[i].http_status);
        cr_assert(lamina_str_is(outcome.type, "NewException"));
    }
}

Test(error, members_of_another_shape_are_no_words)
{
    static const char *const bodies[] = {
        "{\"__type\":1,\"message\":{}}",
        "{\"__type\":null}",
        "{\"__type\":[\"ValidationException\"]}",
        "{\"__type\":\"\"}",
        "{\"__type\":\"#\"}",
        "{\"__type\":\"a#b#c#\"}",
        "{\"__type\":\"#TransactionCanceledException\",\"CancellationReasons\":\"x\"}",
        "{\"__type\":\"#TransactionCanceledException\",\"CancellationReasons\":[1,null,{},{\"Code\":2}]}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        read_answer(400, bodies[i], NULL, NULL);
        cr_assert_neq(outcome.status, LAMINA_OK);
        cr_assert_eq(outcome.retry, AWS__RETRY_NEVER, "%s", bodies[i]);
    }
}

Test(error, long_words_are_cut)
{
    char *body = lamina_arena_alloc(arena, 100000);
    size_t len =
        (size_t)snprintf(body, 100000, "{\"__type\":\"#ValidationException\",\"message\":\"");
    memset(body + len, 'x', 90000);
    memcpy(body + len + 90000, "\"}", 3);
    read_answer(400, body, "x-amzn-RequestId", body);
    cr_assert_eq(outcome.kind, DYNAMODB_ERROR_VALIDATION);
    cr_assert_leq(outcome.message.len, 2048);
    cr_assert_leq(outcome.request_id.len, 2048);
}

Test(error, an_answer_that_does_not_fit_the_arena_is_a_limit)
{
    char *body = lamina_arena_alloc(arena, 200000);
    size_t len = (size_t)snprintf(body, 100, "{\"Items\":[");
    for (int i = 0; i < 20000; i++)
        len += (size_t)snprintf(body + len, 8, "%s{}", i > 0 ? "," : "");
    snprintf(body + len, 8, "]}");
    const lamina_http_answer answer = {.size = sizeof answer,
                                       .status = 200,
                                       .body = lamina_str_from(body),
                                       .sent = 1,
                                       .received = 1};
    lamina_arena *tight = lamina_arena_new(64u << 10);
    aws__outcome_read(&dynamodb__service, tight, LAMINA_OK, &answer, &outcome);
    cr_assert_eq(outcome.status, LAMINA_E_LIMIT);
    cr_assert_eq(outcome.retry, AWS__RETRY_NEVER);
    cr_assert(outcome.may_have_happened);
    lamina_arena_free(tight);
}

Test(error, the_deepest_document_fits_the_deepest_answer)
{
    lamina_text body;
    lamina_text_init(&body, 1u << 16);
    lamina_text_add(&body,
                    LAMINA_STR("{\"__type\":\"#TransactionCanceledException\","
                               "\"CancellationReasons\":[{\"Code\":\"None\",\"Item\":{\"a\":"));
    for (unsigned i = 0; i < DYNAMODB_DEPTH_CAP - 1; i++)
        lamina_text_add(&body, LAMINA_STR("{\"L\":["));
    lamina_text_add(&body, LAMINA_STR("{\"S\":\"x\"}"));
    for (unsigned i = 0; i < DYNAMODB_DEPTH_CAP - 1; i++)
        lamina_text_add(&body, LAMINA_STR("]}"));
    lamina_text_add(&body, LAMINA_STR("}}]}"));
    read_answer(400, body.ptr, NULL, NULL);
    cr_assert_eq(outcome.kind, DYNAMODB_ERROR_TRANSACTION_CANCELED);
    const lamina_json *reason =
        lamina_json_first(lamina_json_member(outcome.body, "CancellationReasons"));
    dynamodb_value value;
    cr_assert_eq(dynamodb_value_read(
                     arena, lamina_json_member(lamina_json_member(reason, "Item"), "a"), &value),
                 LAMINA_OK);
    lamina_text_clear(&body);
}
