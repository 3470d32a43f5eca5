/*
 * The service's error types: what each means to a caller, and what may help.
 * Sources: Amazon DynamoDB Developer Guide, "Error handling with DynamoDB"; AWS SDKs and Tools
 * Reference Guide, "Retry behavior" (which types count as throttling and as transient).
 */
#include "dynamodb/error.h"

#define NEVER DYNAMODB__RETRY_NEVER
#define TRANSIENT DYNAMODB__RETRY_TRANSIENT
#define THROTTLE DYNAMODB__RETRY_THROTTLE
#define REASONS DYNAMODB__RETRY_REASONS
#define CLOCK DYNAMODB__RETRY_CLOCK
#define CREDENTIALS DYNAMODB__RETRY_CREDENTIALS

static const dynamodb__error_type types[] = {
    /* The request is wrong, or the data says no. */
    {"ConditionalCheckFailedException", DYNAMODB_ERROR_CONDITIONAL_CHECK_FAILED,
     LAMINA_E_PRECONDITION, NEVER, false},
    {"ValidationException", DYNAMODB_ERROR_VALIDATION, LAMINA_E_INVALID, NEVER, false},
    {"SerializationException", DYNAMODB_ERROR_VALIDATION, LAMINA_E_INVALID, NEVER, false},
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

    /* Who is asking. */
    {"AccessDeniedException", DYNAMODB_ERROR_ACCESS_DENIED, LAMINA_E_FORBIDDEN, NEVER, false},
    {"IncompleteSignatureException", DYNAMODB_ERROR_INCOMPLETE_SIGNATURE, LAMINA_E_UNAUTHENTICATED,
     NEVER, false},
    {"MissingAuthenticationTokenException", DYNAMODB_ERROR_MISSING_AUTHENTICATION_TOKEN,
     LAMINA_E_UNAUTHENTICATED, NEVER, false},
    {"MissingAuthenticationToken", DYNAMODB_ERROR_MISSING_AUTHENTICATION_TOKEN,
     LAMINA_E_UNAUTHENTICATED, NEVER, false},
    {"UnrecognizedClientException", DYNAMODB_ERROR_UNRECOGNIZED_CLIENT, LAMINA_E_UNAUTHENTICATED,
     NEVER, false},
    {"InvalidSignatureException", DYNAMODB_ERROR_INVALID_SIGNATURE, LAMINA_E_UNAUTHENTICATED, CLOCK,
     false},
    {"RequestTimeTooSkewed", DYNAMODB_ERROR_INVALID_SIGNATURE, LAMINA_E_UNAUTHENTICATED, CLOCK,
     false},
    {"RequestExpired", DYNAMODB_ERROR_INVALID_SIGNATURE, LAMINA_E_UNAUTHENTICATED, CLOCK, false},
    {"ExpiredTokenException", DYNAMODB_ERROR_EXPIRED_TOKEN, LAMINA_E_UNAUTHENTICATED, CREDENTIALS,
     false},
    {"ExpiredToken", DYNAMODB_ERROR_EXPIRED_TOKEN, LAMINA_E_UNAUTHENTICATED, CREDENTIALS, false},

    /* Slow down. */
    {"ProvisionedThroughputExceededException", DYNAMODB_ERROR_PROVISIONED_THROUGHPUT_EXCEEDED,
     LAMINA_E_THROTTLED, THROTTLE, false},
    {"RequestLimitExceeded", DYNAMODB_ERROR_REQUEST_LIMIT_EXCEEDED, LAMINA_E_THROTTLED, THROTTLE,
     false},
    {"LimitExceededException", DYNAMODB_ERROR_LIMIT_EXCEEDED, LAMINA_E_THROTTLED, THROTTLE, false},
    {"ThrottlingException", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"Throttling", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"ThrottledException", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"RequestThrottledException", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"RequestThrottled", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"TooManyRequestsException", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"BandwidthLimitExceeded", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"SlowDown", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"PriorRequestNotComplete", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"EC2ThrottledException", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},

    /* The service fails. */
    {"InternalServerError", DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true},
    {"InternalFailure", DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true},
    {"InternalError", DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true},
    {"RequestTimeout", DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true},
    {"RequestTimeoutException", DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT,
     true},
    {"IDPCommunicationError", DYNAMODB_ERROR_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT,
     false},
    {"ServiceUnavailable", DYNAMODB_ERROR_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT,
     false},
    {"ServiceUnavailableException", DYNAMODB_ERROR_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE,
     TRANSIENT, false},
};

/* An answer whose type tells nothing. A gateway's 502 and 504 say that the service did not answer it
   in time, which is no word on whether a write happened. 0 closes the table; 500 stands for every
   other status from 500 on. */
static const struct fallback {
    int32_t http_status;
    dynamodb__error_type type;
} fallbacks[] = {
    {401, {"", DYNAMODB_ERROR_OTHER, LAMINA_E_UNAUTHENTICATED, NEVER, false}},
    {403, {"", DYNAMODB_ERROR_OTHER, LAMINA_E_FORBIDDEN, NEVER, false}},
    {429, {"", DYNAMODB_ERROR_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false}},
    {500, {"", DYNAMODB_ERROR_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true}},
    {502, {"", DYNAMODB_ERROR_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT, true}},
    {503, {"", DYNAMODB_ERROR_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT, true}},
    {504, {"", DYNAMODB_ERROR_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT, true}},
    {0, {"", DYNAMODB_ERROR_OTHER, LAMINA_E_UPSTREAM, NEVER, false}},
};

const dynamodb__error_type *dynamodb__error_type_find(lamina_str name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (lamina_str_is(name, types[i].name))
            return &types[i];
    return NULL;
}

const dynamodb__error_type *dynamodb__error_type_by_status(int32_t http_status)
{
    size_t i = 0;
    while (fallbacks[i].http_status != 0 && fallbacks[i].http_status != http_status)
        i++;
    bool is_unlisted_failure = fallbacks[i].http_status == 0 && http_status > 500;
    return is_unlisted_failure ? dynamodb__error_type_by_status(500) : &fallbacks[i].type;
}
