/*
 * domain/models/signing_key.h - a key that signs access tokens, as stored.
 *
 * A key is published before it signs and as long as what it signed is valid: next, current, retired.
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_SIGNING_KEY_H
#define DOMAIN_MODELS_SIGNING_KEY_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of signing_key_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    SIGNING_KEY_RING,
    SIGNING_KEY_KID,
    SIGNING_KEY_ALGORITHM,
    SIGNING_KEY_PUBLIC_KEY,
    SIGNING_KEY_PRIVATE_KEY,
    SIGNING_KEY_STATE,
    SIGNING_KEY_CREATED_AT,
    SIGNING_KEY_UPDATED_AT,
    SIGNING_KEY_EXPIRES_AT,
    SIGNING_KEY_VERSION
};

/* Grows at the end, with the libdomain that runs: signing_key_new() makes one. Since 1.0. */
typedef struct signing_key {
    lamina_presence has;
    lamina_str ring;        /* constant: all keys are read at once */
    lamina_str kid;         /* ULID; required; the name of the key in tokens */
    lamina_str algorithm;   /* required; "EdDSA" or "ES256" */
    lamina_str public_key;  /* as lamina/crypto.h has it; required */
    lamina_str private_key; /* encrypted; required */
    lamina_str state;       /* required; one of signing_key_states */
    int64_t created_at;     /* microseconds since 1970 */
    int64_t updated_at;
    int64_t expires_at; /* of a retired one, seconds since 1970; time to live */
    int64_t version;    /* from 1 */
} signing_key;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
signing_key *signing_key_new(lamina_context *context);

#define SIGNING_KEY_NEXT "next"       /* published, does not sign yet */
#define SIGNING_KEY_CURRENT "current" /* signs */
#define SIGNING_KEY_RETIRED "retired" /* published, does not sign any more */
/* Closed by NULL. Since 1.0. */
extern const char *const signing_key_states[];

/* The ring of the keys that sign access tokens. Since 1.0. */
#define SIGNING_KEY_RING_TOKENS "tokens"

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record signing_key_record;
/* Hash key ring, range key kid; time to live expiresAt; table variable SIGNING_KEY_TABLE_NAME. Since 1.0. */
extern const struct mapper_model signing_key_model;

#ifdef __cplusplus
}
#endif
#endif
