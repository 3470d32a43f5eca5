/*
 * service.h - what differs from one of AWS's JSON services to the next.
 */
#ifndef AWS_SERVICE_H
#define AWS_SERVICE_H

#include "lamina/json.h"

/* What may help against a failure. */
#define AWS__RETRY_NEVER 0u
#define AWS__RETRY_TRANSIENT 1u   /* again, soon */
#define AWS__RETRY_THROTTLE 2u    /* again, after a longer pause */
#define AWS__RETRY_REASONS 3u     /* what the service's retry_by_reasons() says */
#define AWS__RETRY_CLOCK 4u       /* again, with the service's time, if that was the matter */
#define AWS__RETRY_CREDENTIALS 5u /* again, with credentials asked for anew */

/* Kinds of failures that all services have. The numbers are those of DYNAMODB_ERROR_*, which are
   public; a service may have further ones of its own. */
#define AWS__KIND_NONE 0u
#define AWS__KIND_OTHER 1u
#define AWS__KIND_VALIDATION 7u
#define AWS__KIND_ACCESS_DENIED 10u
#define AWS__KIND_INCOMPLETE_SIGNATURE 11u
#define AWS__KIND_INVALID_SIGNATURE 12u
#define AWS__KIND_MISSING_AUTHENTICATION_TOKEN 13u
#define AWS__KIND_UNRECOGNIZED_CLIENT 14u
#define AWS__KIND_EXPIRED_TOKEN 15u
#define AWS__KIND_REQUEST_LIMIT_EXCEEDED 19u
#define AWS__KIND_THROTTLING 20u
#define AWS__KIND_INTERNAL_SERVER 23u
#define AWS__KIND_SERVICE_UNAVAILABLE 24u
#define AWS__KIND_TRANSPORT 25u /* no whole, intact answer came */

/* One error type. */
typedef struct aws__error_type {
    const char *name;
    uint32_t kind;
    lamina_status status;
    uint32_t retry;         /* AWS__RETRY_* */
    bool may_have_happened; /* the service gave up, perhaps after it had written */
} aws__error_type;

typedef struct aws__service {
    const char *name;          /* of host and signature: "dynamodb" */
    const char *title;         /* for people: "DynamoDB" */
    const char *target_prefix; /* of X-Amz-Target: "DynamoDB_20120810." */
    const char *content_type;
    const char *endpoint_variable; /* "AWS_ENDPOINT_URL_DYNAMODB" */
    /* Error types beyond those that all services share, or in their place. */
    const aws__error_type *types;
    size_t type_count;
    /* For AWS__RETRY_REASONS; NULL when no row has it. Such a failure settles what came of earlier tries. */
    uint32_t (*retry_by_reasons)(const lamina_json *body);
    /* Does the operation leave all as it is? Nobody needs to know then whether it happened. */
    bool (*is_read)(const char *operation);
} aws__service;

#endif
