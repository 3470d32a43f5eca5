/*
 * domain/models/one_time_code.h - a code that somebody gets by e-mail and shows once, as stored.
 *
 * Found by its hash: the code itself is stored nowhere but in the notification that carries it.
 */
#ifndef DOMAIN_MODELS_ONE_TIME_CODE_H
#define DOMAIN_MODELS_ONE_TIME_CODE_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of one_time_code_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    ONE_TIME_CODE_HASH,
    ONE_TIME_CODE_PURPOSE,
    ONE_TIME_CODE_USER_ID,
    ONE_TIME_CODE_PASSWORD_CHANGED_AT,
    ONE_TIME_CODE_EXPIRES_AT
};

/* Grows at the end, with the libdomain that runs: one_time_code_new() makes one. Since 1.0. */
typedef struct one_time_code {
    lamina_presence has;
    lamina_str code_hash;        /* SHA-256 in hexadecimal; required */
    lamina_str purpose;          /* required; one of one_time_code_purposes */
    lamina_str user_id;          /* required */
    int64_t password_changed_at; /* of the user when it was made: a new password voids it */
    int64_t expires_at;          /* seconds since 1970; time to live */
} one_time_code;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
one_time_code *one_time_code_new(lamina_context *context);

/* What purpose holds. Since 1.0. */
#define ONE_TIME_CODE_VERIFY "verify"
#define ONE_TIME_CODE_RESET "reset"
/* Closed by NULL. Since 1.0. */
extern const char *const one_time_code_purposes[];

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record one_time_code_record;
/* Hash key codeHash; time to live expiresAt; table variable ONE_TIME_CODE_TABLE_NAME. Since 1.0. */
extern const struct mapper_model one_time_code_model;

#ifdef __cplusplus
}
#endif
#endif
