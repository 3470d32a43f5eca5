/*
 * DynamoDB as one of AWS's JSON services: its names, its own error types, which of its operations only
 * read. Error types that all services share are in aws/error_table.c.
 * Source: Amazon DynamoDB Developer Guide, "Error handling with DynamoDB".
 */
#include "dynamodb/client.h"
#include "lamina/text.h"

#define NEVER AWS__RETRY_NEVER
#define TRANSIENT AWS__RETRY_TRANSIENT
#define THROTTLE AWS__RETRY_THROTTLE
#define REASONS AWS__RETRY_REASONS

/* Documents nest 32 deep and each level is two of JSON; around them stand answer, list and item. */
_Static_assert(2u * DYNAMODB_DEPTH_CAP + 8u <= LAMINA_JSON_DEPTH_MAX, "an answer must be readable");

/* The shared rows carry the public numbers. */
#define SAME(name)                                                                                 \
    _Static_assert(AWS__KIND_##name == DYNAMODB_ERROR_##name, "a kind has one number")
SAME(NONE);
SAME(OTHER);
SAME(VALIDATION);
SAME(ACCESS_DENIED);
SAME(INCOMPLETE_SIGNATURE);
SAME(INVALID_SIGNATURE);
SAME(MISSING_AUTHENTICATION_TOKEN);
SAME(UNRECOGNIZED_CLIENT);
SAME(EXPIRED_TOKEN);
SAME(REQUEST_LIMIT_EXCEEDED);
SAME(THROTTLING);
SAME(INTERNAL_SERVER);
SAME(SERVICE_UNAVAILABLE);
SAME(TRANSPORT);

static const aws__error_type types[] = {
    /* The request is wrong, or the data says no. */
    {"ConditionalCheckFailedException", DYNAMODB_ERROR_CONDITIONAL_CHECK_FAILED,
     LAMINA_E_PRECONDITION, NEVER, false},
    {"ResourceNotFoundException", DYNAMODB_ERROR_RESOURCE_NOT_FOUND, LAMINA_E_NOT_FOUND, NEVER,
     false},
    {"ResourceInUseException", DYNAMODB_ERROR_RESOURCE_IN_USE, LAMINA_E_CONFLICT, NEVER, false},
    {"DuplicateItemException", DYNAMODB_ERROR_DUPLICATE_ITEM, LAMINA_E_CONFLICT, NEVER, false},
    {"IdempotentParameterMismatchException", DYNAMODB_ERROR_IDEMPOTENT_PARAMETER_MISMATCH,
     LAMINA_E_CONFLICT, NEVER, false},
    {"ItemCollectionSizeLimitExceededException", DYNAMODB_ERROR_ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED,
     LAMINA_E_LIMIT, NEVER, false},

    /* Other writers are in the way. Such a request was refused as a whole: sending it again is safe. */
    {"TransactionCanceledException", DYNAMODB_ERROR_TRANSACTION_CANCELED, LAMINA_E_CONFLICT,
     REASONS, false},
    {"TransactionConflictException", DYNAMODB_ERROR_TRANSACTION_CONFLICT, LAMINA_E_CONFLICT,
     TRANSIENT, false},
    {"ReplicatedWriteConflictException", DYNAMODB_ERROR_REPLICATED_WRITE_CONFLICT,
     LAMINA_E_CONFLICT, TRANSIENT, false},
    /* But this one is our own transaction, of an earlier try, which is just being carried out. */
    {"TransactionInProgressException", DYNAMODB_ERROR_TRANSACTION_IN_PROGRESS, LAMINA_E_CONFLICT,
     THROTTLE, true},

    {"ProvisionedThroughputExceededException", DYNAMODB_ERROR_PROVISIONED_THROUGHPUT_EXCEEDED,
     LAMINA_E_THROTTLED, THROTTLE, false},
    {"LimitExceededException", DYNAMODB_ERROR_LIMIT_EXCEEDED, LAMINA_E_THROTTLED, THROTTLE, false},
};

/* A transaction is worth another try when nothing but other writers and the tables' throughput stood
   in its way. */
static uint32_t retry_by_reasons(const lamina_json *body)
{
    uint32_t retry = AWS__RETRY_NEVER;
    const lamina_json *reasons = lamina_json_member(body, "CancellationReasons");
    for (const lamina_json *reason = lamina_json_first(reasons); reason != NULL;
         reason = lamina_json_next(reason)) {
        lamina_str code = lamina_json_member_string(reason, "Code");
        if (lamina_str_is(code, "None"))
            continue;
        if (lamina_str_is(code, "ProvisionedThroughputExceeded") ||
            lamina_str_is(code, "ThrottlingError"))
            retry = AWS__RETRY_THROTTLE;
        else if (!lamina_str_is(code, "TransactionConflict"))
            return AWS__RETRY_NEVER;
        else if (retry == AWS__RETRY_NEVER)
            retry = AWS__RETRY_TRANSIENT;
    }
    return retry;
}

static bool is_read(const char *operation)
{
    static const char *const names[] = {
        "GetItem",       "BatchGetItem",      "Query", "Scan", "TransactGetItems",
        "DescribeTable", "DescribeTimeToLive"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lamina_str_is(lamina_str_from(operation), names[i]))
            return true;
    return false;
}

const aws__service dynamodb__service = {
    .name = "dynamodb",
    .title = "DynamoDB",
    .target_prefix = "DynamoDB_20120810.",
    .content_type = "application/x-amz-json-1.0",
    .endpoint_variable = "AWS_ENDPOINT_URL_DYNAMODB",
    .types = types,
    .type_count = sizeof types / sizeof *types,
    .retry_by_reasons = retry_by_reasons,
    .is_read = is_read,
};
