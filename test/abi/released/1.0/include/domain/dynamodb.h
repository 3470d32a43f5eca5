/*
 * domain/dynamodb.h - the DynamoDB client: signing, credentials, endpoints, wire format, retries.
 *
 * It knows AWS and no model. Modules do not see it: they call repositories; repositories call the
 * mapper (domain/mapper.h); the mapper calls this. One request, for example:
 *
 *     dynamodb_request request = {.size = sizeof request, .operation = "GetItem",
 *                                 .body = LAMINA_STR("{\"TableName\":\"t\",\"Key\":{...}}"),
 *                                 .repeat = DYNAMODB_REPEAT_SAFE};
 *     const lamina_json *answer = NULL;
 *     dynamodb_error error = {.size = sizeof error};
 *     lamina_status status = dynamodb_send(client, context, &request, &answer, &error);
 *
 * Sources: Amazon DynamoDB Developer Guide, "DynamoDB low-level API", "Error handling with DynamoDB";
 * AWS SDKs and Tools Reference Guide, "Retry behavior", "Service-specific endpoints".
 * All since 1.0.
 */
#ifndef DOMAIN_DYNAMODB_H
#define DOMAIN_DYNAMODB_H

#include "domain/aws.h"
#include "lamina/context.h"
#include "lamina/json.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- values: the ten attribute types ---- */

#define DYNAMODB_S 1u    /* text */
#define DYNAMODB_N 2u    /* text: decimal digits, exact */
#define DYNAMODB_B 3u    /* text: raw bytes, base64 on the wire */
#define DYNAMODB_BOOL 4u /* boolean */
#define DYNAMODB_NULL 5u
#define DYNAMODB_L 6u  /* items */
#define DYNAMODB_M 7u  /* items, each with a name */
#define DYNAMODB_SS 8u /* texts, at least one, no two equal; likewise the two below */
#define DYNAMODB_NS 9u
#define DYNAMODB_BS 10u

/* Documents nest at most this deep (Developer Guide, "Constraints"). */
#define DYNAMODB_DEPTH_CAP 32u

/* One attribute value; what it points to is borrowed. Frozen. Since 1.0. */
typedef struct dynamodb_value dynamodb_value;
struct dynamodb_value {
    uint32_t type; /* DYNAMODB_S, ... */
    uint32_t boolean;
    lamina_str name; /* in a map: the attribute's name */
    lamina_str text;
    const dynamodb_value *items;
    const lamina_str *texts;
    size_t count; /* of items or texts */
};

dynamodb_value dynamodb_text(lamina_str text);
dynamodb_value dynamodb_number(lamina_str digits);
/* The digits are made in the arena; type 0 when it is full. */
dynamodb_value dynamodb_int64(lamina_arena *arena, int64_t number);
/* A time in microseconds since 1970 as items hold it: "2026-01-31T12:00:00.000000Z", sortable. Type 0
   outside of the years 0001 to 9999, and when the arena is full. */
dynamodb_value dynamodb_timestamp(lamina_arena *arena, int64_t us);
dynamodb_value dynamodb_bytes(lamina_str bytes);
dynamodb_value dynamodb_boolean(bool value);
dynamodb_value dynamodb_null(void);

/* Writes {"S":"..."} and so on. LAMINA_E_INVALID for an empty set, a number that is none or has over
   38 digits, a depth over the cap; LAMINA_E_LIMIT when the buffer is full. Since 1.0. */
lamina_status dynamodb_value_write(lamina_json_writer *writer, const dynamodb_value *value);

/* Reads {"S":"..."} into the arena. LAMINA_E_UPSTREAM for a shape that no service should send. A type
   that this version does not know is LAMINA_E_UPSTREAM too. LAMINA_E_LIMIT when the arena is full.
   Since 1.0. */
lamina_status dynamodb_value_read(lamina_arena *arena, const lamina_json *json,
                                  dynamodb_value *value);

/* ---- the client ---- */

typedef struct dynamodb_client dynamodb_client;

/* What carries the bytes; tests put themselves between. Since 1.0. */
typedef aws_transport dynamodb_transport;

/* All members may be left zero: then the environment decides, by the rules of the AWS SDKs.
   Grows at the end. Since 1.0. */
typedef struct dynamodb_client_options {
    uint32_t size;         /* sizeof(dynamodb_client_options) */
    uint32_t max_attempts; /* tries in all; 0: AWS_MAX_ATTEMPTS, or 3 */
    const char *region;    /* NULL: AWS_REGION, AWS_DEFAULT_REGION */
    const char *endpoint;  /* NULL: AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL (both unless
                              AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true), or the region's own */
    const dynamodb_transport *transport; /* borrowed for the client's life; NULL: libcurl */
    uint32_t request_timeout_ms;         /* of one try; 0: 3000; never beyond the deadline */
    uint32_t connect_timeout_ms;         /* 0: 1000 */
} dynamodb_client_options;

/* LAMINA_E_CONFIG, and *reason (static text or in the arena) tells what is missing or wrong in the
   environment: no region, an endpoint that is plain http on another host than loopback, ... The
   caller owns the client. Nothing is sent yet. Since 1.0. */
lamina_status dynamodb_client_new(const dynamodb_client_options *options, lamina_arena *arena,
                                  dynamodb_client **client, lamina_str *reason);
void dynamodb_client_free(dynamodb_client *client);

/* The process's own client, made from the environment on first use and never freed. NULL after
   telling why on the context's error object (code "database-misconfigured"). [init] [invoke] Since 1.0. */
dynamodb_client *dynamodb_client_shared(lamina_context *context);

/* For tests: dynamodb_client_shared() gives this client from now on; NULL: the process's own again.
   Borrowed; not thread-safe. Since 1.0. */
void dynamodb_client_use(dynamodb_client *client);

/* May a request be sent again when nobody knows whether the first one happened? */
#define DYNAMODB_REPEAT_SAFE 1u   /* reads, unconditional puts and deletes, writes with a token */
#define DYNAMODB_REPEAT_UNSAFE 2u /* counters, conditional writes */

/* What a call took. Grows at the end. Since 1.0. */
typedef struct dynamodb_figures {
    uint32_t size; /* the caller's sizeof(dynamodb_figures), set before the call */
    uint32_t attempts;
    uint64_t bytes_out;  /* of the bodies of all tries that got as far as being sent */
    uint64_t bytes_in;   /* of the bodies of all answers */
    int64_t duration_us; /* from the call to its end, pauses between the tries included */
} dynamodb_figures;

/* Grows at the end. Since 1.0. */
typedef struct dynamodb_request {
    uint32_t size;             /* sizeof(dynamodb_request) */
    uint32_t repeat;           /* DYNAMODB_REPEAT_* */
    const char *operation;     /* "GetItem": X-Amz-Target's last word */
    lamina_str body;           /* JSON */
    lamina_str table;          /* for hooks (domain/dynamodb_hook.h); empty: several, or unknown */
    dynamodb_figures *figures; /* filled in every case; NULL: not asked for */
} dynamodb_request;

/*
 * Kinds of failures that the service names, so that callers need not compare texts. 0 is none;
 * DYNAMODB_ERROR_OTHER is a type this version does not know. Since 1.0.
 */
#define DYNAMODB_ERROR_NONE 0u
#define DYNAMODB_ERROR_OTHER 1u
#define DYNAMODB_ERROR_CONDITIONAL_CHECK_FAILED 2u
#define DYNAMODB_ERROR_TRANSACTION_CANCELED 3u
#define DYNAMODB_ERROR_TRANSACTION_CONFLICT 4u
#define DYNAMODB_ERROR_TRANSACTION_IN_PROGRESS 5u
#define DYNAMODB_ERROR_IDEMPOTENT_PARAMETER_MISMATCH 6u
#define DYNAMODB_ERROR_VALIDATION 7u
#define DYNAMODB_ERROR_RESOURCE_NOT_FOUND 8u
#define DYNAMODB_ERROR_RESOURCE_IN_USE 9u
#define DYNAMODB_ERROR_ACCESS_DENIED 10u
#define DYNAMODB_ERROR_INCOMPLETE_SIGNATURE 11u
#define DYNAMODB_ERROR_INVALID_SIGNATURE 12u
#define DYNAMODB_ERROR_MISSING_AUTHENTICATION_TOKEN 13u
#define DYNAMODB_ERROR_UNRECOGNIZED_CLIENT 14u
#define DYNAMODB_ERROR_EXPIRED_TOKEN 15u
#define DYNAMODB_ERROR_ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED 16u
#define DYNAMODB_ERROR_LIMIT_EXCEEDED 17u
#define DYNAMODB_ERROR_PROVISIONED_THROUGHPUT_EXCEEDED 18u
#define DYNAMODB_ERROR_REQUEST_LIMIT_EXCEEDED 19u
#define DYNAMODB_ERROR_THROTTLING 20u
#define DYNAMODB_ERROR_REPLICATED_WRITE_CONFLICT 21u
#define DYNAMODB_ERROR_DUPLICATE_ITEM 22u
#define DYNAMODB_ERROR_INTERNAL_SERVER 23u
#define DYNAMODB_ERROR_SERVICE_UNAVAILABLE 24u
#define DYNAMODB_ERROR_TRANSPORT 25u /* no whole, intact answer came */

/* Everything known about a failure; borrowed from the invocation's arena. Grows at the end. Since 1.0. */
typedef struct dynamodb_error {
    uint32_t size;       /* the caller's sizeof(dynamodb_error), set before the call */
    uint32_t kind;       /* DYNAMODB_ERROR_* */
    int32_t http_status; /* of the last answer; 0 when none came */
    uint32_t attempts;
    lamina_str type; /* "ConditionalCheckFailedException" */
    lamina_str message;
    lamina_str request_id;   /* x-amzn-RequestId, of failures and of successes */
    const lamina_json *body; /* of the error: Item, CancellationReasons; NULL when it was no JSON */
} dynamodb_error;

/*
 * Signs, sends, retries, reads. Every wait is cut from what remains to the context's deadline.
 * LAMINA_OK with *answer in the invocation's arena. Otherwise *error is filled, lamina_cause() has a
 * line for the log, and the status is: LAMINA_E_PRECONDITION (a condition failed), LAMINA_E_CONFLICT
 * (transaction cancelled or in conflict), LAMINA_E_NOT_FOUND (no such table), LAMINA_E_INVALID (the
 * service's validation), LAMINA_E_FORBIDDEN, LAMINA_E_UNAUTHENTICATED, LAMINA_E_THROTTLED,
 * LAMINA_E_TIMEOUT, LAMINA_E_UNAVAILABLE, LAMINA_E_UPSTREAM, LAMINA_E_AMBIGUOUS (a write, of whatever
 * repeat, of which a try may have been carried out though no success came back), LAMINA_E_LIMIT,
 * LAMINA_E_CONFIG (no credentials), LAMINA_E_ARGUMENT (operation is no word). Transactions that were
 * cancelled by nothing but conflicts and throttling were sent again before they are told. error may
 * be NULL.
 * [init] [invoke] Since 1.0.
 */
lamina_status dynamodb_send(dynamodb_client *client, lamina_context *context,
                            const dynamodb_request *request, const lamina_json **answer,
                            dynamodb_error *error);

/* Waits, by the client's transport, for a random time of up to ceiling_ms (full jitter). False, without
   waiting, when the deadline leaves no time for it and for another request. [init] [invoke] Since 1.0. */
bool dynamodb_pause(dynamodb_client *client, lamina_context *context, uint32_t ceiling_ms);

#ifdef __cplusplus
}
#endif
#endif
