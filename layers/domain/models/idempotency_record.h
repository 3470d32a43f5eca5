/*
 * idempotency_record.h - a key that a client has used, and what came of it. Inside of the domain library
 * only; domain/idempotency.h says what it is for.
 */
#ifndef DOMAIN_MODELS_IDEMPOTENCY_RECORD_H
#define DOMAIN_MODELS_IDEMPOTENCY_RECORD_H

#include "domain/mapper.h"

/* The fields of the record, in the order of its table. */
enum {
    IDEMPOTENCY_ID,
    IDEMPOTENCY_FINGERPRINT,
    IDEMPOTENCY_STATE,
    IDEMPOTENCY_ANSWER,
    IDEMPOTENCY_OWNER,
    IDEMPOTENCY_RUNS_UNTIL,
    IDEMPOTENCY_CREATED_AT,
    IDEMPOTENCY_EXPIRES_AT,
    IDEMPOTENCY_FIELD_COUNT
};

/* Being done by owner, who has until runs_until; or done, with an answer. */
#define IDEMPOTENCY_RUNNING "running"
#define IDEMPOTENCY_DONE "done"

typedef struct idempotency_record {
    lamina_presence has;
    lamina_str id;          /* required; hash */
    lamina_str fingerprint; /* required */
    lamina_str state;       /* required */
    lamina_str answer;
    lamina_str owner;   /* a ULID of the run that is at it */
    int64_t runs_until; /* microseconds since 1970 */
    int64_t created_at;
    int64_t expires_at; /* required; seconds since 1970 */
} idempotency_record;

extern const mapper_model domain__idempotency_model;

#endif
