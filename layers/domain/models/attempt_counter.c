/*
 * A counter of attempts, as it is stored.
 */
#include "domain/models/attempt_counter.h"

#include "domain/mapper.h"

static const lamina_field fields[] = {
    [ATTEMPT_COUNTER_SUBJECT] = {.name = "subject",
                                 .type = LAMINA_TYPE_STRING,
                                 .flags = LAMINA_FIELD_REQUIRED,
                                 .offset = offsetof(attempt_counter, subject),
                                 .max_length = 128},
    [ATTEMPT_COUNTER_FAILURES] = {.name = "failures",
                                  .type = LAMINA_TYPE_INT64,
                                  .flags = LAMINA_FIELD_REQUIRED,
                                  .offset = offsetof(attempt_counter, failures)},
    [ATTEMPT_COUNTER_LAST_AT] = {.name = "lastAt",
                                 .type = LAMINA_TYPE_TIMESTAMP,
                                 .flags = LAMINA_FIELD_REQUIRED,
                                 .offset = offsetof(attempt_counter, last_at)},
    [ATTEMPT_COUNTER_EXPIRES_AT] = {.name = "expiresAt",
                                    .type = LAMINA_TYPE_EPOCH,
                                    .flags = LAMINA_FIELD_REQUIRED,
                                    .offset = offsetof(attempt_counter, expires_at)},
};

const lamina_record attempt_counter_record = {
    .size = sizeof(lamina_record),
    .name = "StoredAttemptCounter",
    .struct_size = sizeof(attempt_counter),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "One counter"},
};

const mapper_model attempt_counter_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "attempt-counter",
    .table_env = "ATTEMPT_COUNTER_TABLE_NAME",
    .record = &attempt_counter_record,
    .hash_field = ATTEMPT_COUNTER_SUBJECT,
    .range_field = MAPPER_NO_FIELD,
    .version_field = MAPPER_NO_FIELD,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = ATTEMPT_COUNTER_EXPIRES_AT,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

attempt_counter *attempt_counter_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(attempt_counter));
}
