/*
 * A signing key, as it is stored.
 */
#include "domain/models/signing_key.h"

#include "domain/formats.h"
#include "domain/mapper.h"

const char *const signing_key_states[] = {SIGNING_KEY_NEXT, SIGNING_KEY_CURRENT,
                                          SIGNING_KEY_RETIRED, NULL};

static const char *const rings[] = {SIGNING_KEY_RING_TOKENS, NULL};
static const char *const algorithms[] = {"EdDSA", "ES256", NULL};

static const lamina_field fields[] = {
    [SIGNING_KEY_RING] = {.name = "ring",
                          .type = LAMINA_TYPE_STRING,
                          .flags = LAMINA_FIELD_REQUIRED,
                          .offset = offsetof(signing_key, ring),
                          .values = rings},
    [SIGNING_KEY_KID] = {.name = "kid",
                         .type = LAMINA_TYPE_STRING,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(signing_key, kid),
                         .format = &domain_format_ulid},
    [SIGNING_KEY_ALGORITHM] = {.name = "algorithm",
                               .type = LAMINA_TYPE_STRING,
                               .flags = LAMINA_FIELD_REQUIRED,
                               .offset = offsetof(signing_key, algorithm),
                               .values = algorithms},
    [SIGNING_KEY_PUBLIC_KEY] = {.name = "publicKey",
                                .type = LAMINA_TYPE_BINARY,
                                .flags = LAMINA_FIELD_REQUIRED,
                                .offset = offsetof(signing_key, public_key),
                                .min_length = 32,
                                .max_length = 64},
    [SIGNING_KEY_PRIVATE_KEY] = {.name = "privateKey",
                                 .type = LAMINA_TYPE_BINARY,
                                 .flags = LAMINA_FIELD_REQUIRED | LAMINA_FIELD_SECRET |
                                          LAMINA_FIELD_ENCRYPTED,
                                 .offset = offsetof(signing_key, private_key),
                                 .min_length = 32,
                                 .max_length = 32},
    [SIGNING_KEY_STATE] = {.name = "state",
                           .type = LAMINA_TYPE_STRING,
                           .flags = LAMINA_FIELD_REQUIRED,
                           .offset = offsetof(signing_key, state),
                           .values = signing_key_states},
    [SIGNING_KEY_CREATED_AT] = {.name = "createdAt",
                                .type = LAMINA_TYPE_TIMESTAMP,
                                .flags = LAMINA_FIELD_REQUIRED,
                                .offset = offsetof(signing_key, created_at)},
    [SIGNING_KEY_UPDATED_AT] = {.name = "updatedAt",
                                .type = LAMINA_TYPE_TIMESTAMP,
                                .flags = LAMINA_FIELD_REQUIRED,
                                .offset = offsetof(signing_key, updated_at)},
    [SIGNING_KEY_EXPIRES_AT] = {.name = "expiresAt",
                                .type = LAMINA_TYPE_EPOCH,
                                .offset = offsetof(signing_key, expires_at)},
    [SIGNING_KEY_VERSION] = {.name = "version",
                             .type = LAMINA_TYPE_INT64,
                             .flags = LAMINA_FIELD_REQUIRED,
                             .offset = offsetof(signing_key, version)},
};

const lamina_record signing_key_record = {
    .size = sizeof(lamina_record),
    .name = "StoredSigningKey",
    .struct_size = sizeof(signing_key),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_access accesses[] = {
    {.name = "all", .summary = "All keys, in the order of their ids"},
};

const mapper_model signing_key_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "signing-key",
    .table_env = "SIGNING_KEY_TABLE_NAME",
    .record = &signing_key_record,
    .hash_field = SIGNING_KEY_RING,
    .range_field = SIGNING_KEY_KID,
    .version_field = SIGNING_KEY_VERSION,
    .created_field = SIGNING_KEY_CREATED_AT,
    .updated_field = SIGNING_KEY_UPDATED_AT,
    .ttl_field = SIGNING_KEY_EXPIRES_AT,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

signing_key *signing_key_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(signing_key));
}
