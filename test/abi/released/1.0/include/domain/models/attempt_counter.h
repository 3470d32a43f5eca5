/*
 * domain/models/attempt_counter.h - how often somebody failed, as stored: for back-off.
 *
 * Counted are attempts on an e-mail address (whether or not somebody has it) and from a source.
 */
#ifndef DOMAIN_MODELS_ATTEMPT_COUNTER_H
#define DOMAIN_MODELS_ATTEMPT_COUNTER_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of attempt_counter_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    ATTEMPT_COUNTER_SUBJECT,
    ATTEMPT_COUNTER_FAILURES,
    ATTEMPT_COUNTER_LAST_AT,
    ATTEMPT_COUNTER_EXPIRES_AT
};

/* Grows at the end, with the libdomain that runs: attempt_counter_new() makes one. Since 1.0. */
typedef struct attempt_counter {
    lamina_presence has;
    lamina_str subject; /* "email#<hash>", "source#<address>"; required */
    int64_t failures;   /* required */
    int64_t last_at;    /* of the last one; microseconds since 1970 */
    int64_t expires_at; /* seconds since 1970; time to live */
} attempt_counter;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
attempt_counter *attempt_counter_new(lamina_context *context);

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record attempt_counter_record;
/* Hash key subject; time to live expiresAt; table variable ATTEMPT_COUNTER_TABLE_NAME. Since 1.0. */
extern const struct mapper_model attempt_counter_model;

#ifdef __cplusplus
}
#endif
#endif
