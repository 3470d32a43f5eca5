/*
 * A one-time code, as it is stored.
 */
#include "domain/models/one_time_code.h"

#include "domain/formats.h"
#include "domain/mapper.h"

const char *const one_time_code_purposes[] = {ONE_TIME_CODE_VERIFY, ONE_TIME_CODE_RESET, NULL};

static const lamina_field fields[] = {
    [ONE_TIME_CODE_HASH] = {.name = "codeHash",
                            .type = LAMINA_TYPE_STRING,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(one_time_code, code_hash),
                            .min_length = 64,
                            .max_length = 64},
    [ONE_TIME_CODE_PURPOSE] = {.name = "purpose",
                               .type = LAMINA_TYPE_STRING,
                               .flags = LAMINA_FIELD_REQUIRED,
                               .offset = offsetof(one_time_code, purpose),
                               .values = one_time_code_purposes},
    [ONE_TIME_CODE_USER_ID] = {.name = "userId",
                               .type = LAMINA_TYPE_STRING,
                               .flags = LAMINA_FIELD_REQUIRED,
                               .offset = offsetof(one_time_code, user_id),
                               .format = &domain_format_ulid},
    [ONE_TIME_CODE_PASSWORD_CHANGED_AT] = {.name = "passwordChangedAt",
                                           .type = LAMINA_TYPE_TIMESTAMP,
                                           .flags = LAMINA_FIELD_REQUIRED,
                                           .offset = offsetof(one_time_code, password_changed_at)},
    [ONE_TIME_CODE_EXPIRES_AT] = {.name = "expiresAt",
                                  .type = LAMINA_TYPE_EPOCH,
                                  .flags = LAMINA_FIELD_REQUIRED,
                                  .offset = offsetof(one_time_code, expires_at)},
};

const lamina_record one_time_code_record = {
    .size = sizeof(lamina_record),
    .name = "StoredOneTimeCode",
    .struct_size = sizeof(one_time_code),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "One code"},
};

const mapper_model one_time_code_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "one-time-code",
    .table_env = "ONE_TIME_CODE_TABLE_NAME",
    .record = &one_time_code_record,
    .hash_field = ONE_TIME_CODE_HASH,
    .range_field = MAPPER_NO_FIELD,
    .version_field = MAPPER_NO_FIELD,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = ONE_TIME_CODE_EXPIRES_AT,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

one_time_code *one_time_code_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(one_time_code));
}
