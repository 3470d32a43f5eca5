/*
 * secret_model.h - a model with an encrypted field of every type, and a blind index.
 */
#ifndef SECRET_MODEL_H
#define SECRET_MODEL_H

#include "domain/mapper.h"

enum {
    SECRET_ID,
    SECRET_RANK,
    SECRET_IBAN,
    SECRET_IBAN_INDEX,
    SECRET_BLOB,
    SECRET_ACTIVE,
    SECRET_COUNT,
    SECRET_RATIO,
    SECRET_PRICE,
    SECRET_DUE,
    SECRET_UNTIL,
    SECRET_OWNER,
    SECRET_OWNERS,
    SECRET_LINES,
    SECRET_TAGS,
    SECRET_NUMBERS,
    SECRET_KEYS,
    SECRET_DOCUMENT,
    SECRET_OPEN,
    SECRET_VERSION,
    SECRET_FIELD_COUNT
};

enum { SECRET_OWNER_NAME, SECRET_OWNER_AGE, SECRET_OWNER_FIELD_COUNT };

typedef struct secret_owner {
    lamina_presence has;
    lamina_str name; /* required */
    int64_t age;
} secret_owner;

typedef struct secret {
    lamina_presence has;
    lamina_str id;         /* required; hash */
    lamina_str rank;       /* required; range; a decimal */
    lamina_str iban;       /* from here on encrypted */
    lamina_str iban_index; /* the blind index; key of "by-iban" */
    lamina_str blob;
    int64_t count;
    double ratio;
    lamina_str price;
    int64_t due;
    int64_t until;
    secret_owner *owner;
    lamina_list owners; /* secret_owner */
    lamina_list lines;  /* lamina_str */
    lamina_list tags;
    lamina_list numbers;
    lamina_list keys;
    lamina_str document;
    lamina_str open; /* not encrypted */
    int64_t version;
    bool active;
} secret;

#define SECRET_BY_IBAN "by-iban"

extern const lamina_record secret_record;
/* Table variable SECRET_TABLE_NAME. */
extern const mapper_model secret_model;
/* The same record, stored in the same table, under another model name. */
extern const mapper_model secret_model_renamed;
/* The same before anything was encrypted. */
extern const mapper_model secret_model_plain;
/* As secret_model, and reads what secret_model_plain wrote. */
extern const mapper_model secret_model_migrating;

/* A struct in which every field holds something; what it points to is static. */
secret secret_full(const char *id);
/* Fails the test where two structs differ. */
void secret_expect_equal(const secret *got, const secret *expected);

/* Points domain_encryption_shared() at keys of its own, and its random numbers at the context's. */
void secret_keys_use(lamina_context *context, const char *lines);
void secret_keys_clear(void);
#define SECRET_KEY_LINES                                                                           \
    "key test-key-1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"                                \
    "index ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=\n"

#endif
