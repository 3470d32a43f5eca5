/* error.h - what came of one try, and what the service's error types mean. */
#ifndef DYNAMODB_ERROR_H
#define DYNAMODB_ERROR_H

#include "domain/dynamodb.h"

/* What may help against a failure. */
#define DYNAMODB__RETRY_NEVER 0u
#define DYNAMODB__RETRY_TRANSIENT 1u   /* again, soon */
#define DYNAMODB__RETRY_THROTTLE 2u    /* again, after a longer pause */
#define DYNAMODB__RETRY_REASONS 3u     /* a cancelled transaction: what its reasons allow */
#define DYNAMODB__RETRY_CLOCK 4u       /* again, with the service's time, if that was the matter */
#define DYNAMODB__RETRY_CREDENTIALS 5u /* again, with credentials asked for anew */

/* One error type. */
typedef struct dynamodb__error_type {
    const char *name;
    uint32_t kind; /* DYNAMODB_ERROR_* */
    lamina_status status;
    uint32_t retry;         /* DYNAMODB__RETRY_* */
    bool may_have_happened; /* the service gave up, perhaps after it had written */
} dynamodb__error_type;

/* The row of that name; NULL when this version does not know it. */
const dynamodb__error_type *dynamodb__error_type_find(lamina_str name);
/* The row for an answer whose type is not known, by its HTTP status. Never NULL. */
const dynamodb__error_type *dynamodb__error_type_by_status(int32_t http_status);

/* What one try came to. Texts are in the invocation's arena or static. */
typedef struct dynamodb__outcome {
    lamina_status status;
    uint32_t retry; /* DYNAMODB__RETRY_*; REASONS was resolved to one of the others */
    uint32_t kind;
    int32_t http_status;
    bool may_have_happened; /* the request may have been carried out although it failed */
    bool timed_out;
    bool dead_connection;    /* a kept connection closed before a byte of an answer came */
    uint32_t retry_after_ms; /* what the service asks for; 0: nothing */
    int64_t server_time_us;  /* of the Date header; 0: none */
    lamina_str type;
    lamina_str message;
    lamina_str request_id;
    const lamina_json *body;
} dynamodb__outcome;

/* Reads what the transport brought. LAMINA_OK in outcome->status: body is the answer's object. */
void dynamodb__outcome_read(lamina_arena *arena, lamina_status transport,
                            const lamina_http_answer *answer, dynamodb__outcome *outcome);

#endif
