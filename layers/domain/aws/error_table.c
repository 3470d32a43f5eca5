/*
 * Error types that all services share: what each means to a caller, and what may help.
 * Source: AWS SDKs and Tools Reference Guide, "Retry behavior" (which types count as throttling and as
 * transient).
 */
#include "aws/error.h"

#include "lamina/text.h"

#define NEVER AWS__RETRY_NEVER
#define TRANSIENT AWS__RETRY_TRANSIENT
#define THROTTLE AWS__RETRY_THROTTLE
#define CLOCK AWS__RETRY_CLOCK
#define CREDENTIALS AWS__RETRY_CREDENTIALS

static const aws__error_type types[] = {
    {"ValidationException", AWS__KIND_VALIDATION, LAMINA_E_INVALID, NEVER, false},
    {"SerializationException", AWS__KIND_VALIDATION, LAMINA_E_INVALID, NEVER, false},

    /* Who is asking. */
    {"AccessDeniedException", AWS__KIND_ACCESS_DENIED, LAMINA_E_FORBIDDEN, NEVER, false},
    {"IncompleteSignatureException", AWS__KIND_INCOMPLETE_SIGNATURE, LAMINA_E_UNAUTHENTICATED,
     NEVER, false},
    {"MissingAuthenticationTokenException", AWS__KIND_MISSING_AUTHENTICATION_TOKEN,
     LAMINA_E_UNAUTHENTICATED, NEVER, false},
    {"MissingAuthenticationToken", AWS__KIND_MISSING_AUTHENTICATION_TOKEN, LAMINA_E_UNAUTHENTICATED,
     NEVER, false},
    {"UnrecognizedClientException", AWS__KIND_UNRECOGNIZED_CLIENT, LAMINA_E_UNAUTHENTICATED, NEVER,
     false},
    {"InvalidSignatureException", AWS__KIND_INVALID_SIGNATURE, LAMINA_E_UNAUTHENTICATED, CLOCK,
     false},
    {"RequestTimeTooSkewed", AWS__KIND_INVALID_SIGNATURE, LAMINA_E_UNAUTHENTICATED, CLOCK, false},
    {"RequestExpired", AWS__KIND_INVALID_SIGNATURE, LAMINA_E_UNAUTHENTICATED, CLOCK, false},
    {"ExpiredTokenException", AWS__KIND_EXPIRED_TOKEN, LAMINA_E_UNAUTHENTICATED, CREDENTIALS,
     false},
    {"ExpiredToken", AWS__KIND_EXPIRED_TOKEN, LAMINA_E_UNAUTHENTICATED, CREDENTIALS, false},

    /* Slow down. */
    {"RequestLimitExceeded", AWS__KIND_REQUEST_LIMIT_EXCEEDED, LAMINA_E_THROTTLED, THROTTLE, false},
    {"ThrottlingException", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"Throttling", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"ThrottledException", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"RequestThrottledException", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"RequestThrottled", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"TooManyRequestsException", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"BandwidthLimitExceeded", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"SlowDown", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"PriorRequestNotComplete", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},
    {"EC2ThrottledException", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false},

    /* The service fails. */
    {"InternalServerError", AWS__KIND_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true},
    {"InternalFailure", AWS__KIND_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true},
    {"InternalError", AWS__KIND_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true},
    {"RequestTimeout", AWS__KIND_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true},
    {"RequestTimeoutException", AWS__KIND_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true},
    {"IDPCommunicationError", AWS__KIND_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT,
     false},
    {"ServiceUnavailable", AWS__KIND_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT, false},
    {"ServiceUnavailableException", AWS__KIND_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT,
     false},
};

/* An answer whose type tells nothing. A gateway's 502 and 504 say that the service did not answer it
   in time, which is no word on whether a write happened. 0 closes the table; 500 stands for every
   other status from 500 on. */
static const struct fallback {
    int32_t http_status;
    aws__error_type type;
} fallbacks[] = {
    {401, {"", AWS__KIND_OTHER, LAMINA_E_UNAUTHENTICATED, NEVER, false}},
    {403, {"", AWS__KIND_OTHER, LAMINA_E_FORBIDDEN, NEVER, false}},
    {429, {"", AWS__KIND_THROTTLING, LAMINA_E_THROTTLED, THROTTLE, false}},
    {500, {"", AWS__KIND_INTERNAL_SERVER, LAMINA_E_UNAVAILABLE, TRANSIENT, true}},
    {502, {"", AWS__KIND_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT, true}},
    {503, {"", AWS__KIND_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT, true}},
    {504, {"", AWS__KIND_SERVICE_UNAVAILABLE, LAMINA_E_UNAVAILABLE, TRANSIENT, true}},
    {0, {"", AWS__KIND_OTHER, LAMINA_E_UPSTREAM, NEVER, false}},
};

static const aws__error_type *find(const aws__error_type *rows, size_t count, lamina_str name)
{
    for (size_t i = 0; i < count; i++)
        if (lamina_str_is(name, rows[i].name))
            return &rows[i];
    return NULL;
}

const aws__error_type *aws__error_type_find(const aws__service *service, lamina_str name)
{
    const aws__error_type *own = find(service->types, service->type_count, name);
    return own != NULL ? own : find(types, sizeof types / sizeof *types, name);
}

const aws__error_type *aws__error_type_by_status(int32_t http_status)
{
    size_t i = 0;
    while (fallbacks[i].http_status != 0 && fallbacks[i].http_status != http_status)
        i++;
    bool is_unlisted_failure = fallbacks[i].http_status == 0 && http_status > 500;
    return is_unlisted_failure ? aws__error_type_by_status(500) : &fallbacks[i].type;
}
