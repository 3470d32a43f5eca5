/* Keys that clients have used: see idempotency_record.h. */
#include "models/idempotency_record.h"

#include "domain/formats.h"

static const char *const states[] = {IDEMPOTENCY_RUNNING, IDEMPOTENCY_DONE, NULL};

#define DIGEST_DIGITS 64

static const lamina_field fields[IDEMPOTENCY_FIELD_COUNT] = {
    [IDEMPOTENCY_ID] = {.name = "id",
                        .type = LAMINA_TYPE_STRING,
                        .flags = LAMINA_FIELD_REQUIRED,
                        .offset = offsetof(idempotency_record, id),
                        .min_length = DIGEST_DIGITS,
                        .max_length = DIGEST_DIGITS},
    [IDEMPOTENCY_FINGERPRINT] = {.name = "fingerprint",
                                 .type = LAMINA_TYPE_STRING,
                                 .flags = LAMINA_FIELD_REQUIRED,
                                 .offset = offsetof(idempotency_record, fingerprint),
                                 .min_length = DIGEST_DIGITS,
                                 .max_length = DIGEST_DIGITS},
    [IDEMPOTENCY_STATE] = {.name = "state",
                           .type = LAMINA_TYPE_STRING,
                           .flags = LAMINA_FIELD_REQUIRED,
                           .offset = offsetof(idempotency_record, state),
                           .values = states},
    [IDEMPOTENCY_ANSWER] = {.name = "answer",
                            .type = LAMINA_TYPE_STRING,
                            .flags = LAMINA_FIELD_SECRET,
                            .offset = offsetof(idempotency_record, answer)},
    [IDEMPOTENCY_OWNER] = {.name = "owner",
                           .type = LAMINA_TYPE_STRING,
                           .offset = offsetof(idempotency_record, owner),
                           .format = &domain_format_ulid},
    [IDEMPOTENCY_RUNS_UNTIL] = {.name = "runsUntil",
                                .type = LAMINA_TYPE_TIMESTAMP,
                                .offset = offsetof(idempotency_record, runs_until)},
    [IDEMPOTENCY_CREATED_AT] = {.name = "createdAt",
                                .type = LAMINA_TYPE_TIMESTAMP,
                                .flags = LAMINA_FIELD_REQUIRED,
                                .offset = offsetof(idempotency_record, created_at)},
    [IDEMPOTENCY_EXPIRES_AT] = {.name = "expiresAt",
                                .type = LAMINA_TYPE_EPOCH,
                                .flags = LAMINA_FIELD_REQUIRED,
                                .offset = offsetof(idempotency_record, expires_at)},
};

static const lamina_record record = {
    .size = sizeof(lamina_record),
    .name = "IdempotencyRecord",
    .struct_size = sizeof(idempotency_record),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = IDEMPOTENCY_FIELD_COUNT,
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "What came of a request under one key of one caller"},
};

const mapper_model domain__idempotency_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "idempotency",
    .table_env = "IDEMPOTENCY_TABLE_NAME",
    .record = &record,
    .hash_field = IDEMPOTENCY_ID,
    .range_field = MAPPER_NO_FIELD,
    .version_field = MAPPER_NO_FIELD,
    .created_field = IDEMPOTENCY_CREATED_AT,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = IDEMPOTENCY_EXPIRES_AT,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};
