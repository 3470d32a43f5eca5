/*
 * A session, as it is stored.
 */
#include "domain/models/session.h"

#include "domain/formats.h"
#include "domain/mapper.h"

const char *const session_statuses[] = {SESSION_STATUS_ACTIVE, SESSION_STATUS_REVOKED, NULL};

static const lamina_field fields[] = {
    [SESSION_ID] = {.name = "sessionId",
                    .type = LAMINA_TYPE_STRING,
                    .flags = LAMINA_FIELD_REQUIRED,
                    .offset = offsetof(session, session_id),
                    .format = &domain_format_ulid},
    [SESSION_USER_ID] = {.name = "userId",
                         .type = LAMINA_TYPE_STRING,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(session, user_id),
                         .format = &domain_format_ulid},
    [SESSION_TENANT_ID] = {.name = "tenantId",
                           .type = LAMINA_TYPE_STRING,
                           .offset = offsetof(session, tenant_id),
                           .format = &domain_format_ulid},
    [SESSION_FAMILY_HASH] = {.name = "familyHash",
                             .type = LAMINA_TYPE_BINARY,
                             .flags = LAMINA_FIELD_REQUIRED | LAMINA_FIELD_SECRET,
                             .offset = offsetof(session, family_hash),
                             .min_length = 32,
                             .max_length = 32},
    [SESSION_TOKEN_HASH] = {.name = "tokenHash",
                            .type = LAMINA_TYPE_BINARY,
                            .flags = LAMINA_FIELD_REQUIRED | LAMINA_FIELD_SECRET,
                            .offset = offsetof(session, token_hash),
                            .min_length = 32,
                            .max_length = 32},
    [SESSION_PASSWORD_CHANGED_AT] = {.name = "passwordChangedAt",
                                     .type = LAMINA_TYPE_TIMESTAMP,
                                     .flags = LAMINA_FIELD_REQUIRED,
                                     .offset = offsetof(session, password_changed_at)},
    [SESSION_STATUS] = {.name = "status",
                        .type = LAMINA_TYPE_STRING,
                        .flags = LAMINA_FIELD_REQUIRED,
                        .offset = offsetof(session, status),
                        .values = session_statuses},
    [SESSION_EXPIRES_AT] = {.name = "expiresAt",
                            .type = LAMINA_TYPE_EPOCH,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(session, expires_at)},
    [SESSION_CREATED_AT] = {.name = "createdAt",
                            .type = LAMINA_TYPE_TIMESTAMP,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(session, created_at)},
    [SESSION_UPDATED_AT] = {.name = "updatedAt",
                            .type = LAMINA_TYPE_TIMESTAMP,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(session, updated_at)},
    [SESSION_VERSION] = {.name = "version",
                         .type = LAMINA_TYPE_INT64,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(session, version)},
};

const lamina_record session_record = {
    .size = sizeof(lamina_record),
    .name = "StoredSession",
    .struct_size = sizeof(session),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "One session"},
};

const mapper_model session_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "session",
    .table_env = "SESSION_TABLE_NAME",
    .record = &session_record,
    .hash_field = SESSION_ID,
    .range_field = MAPPER_NO_FIELD,
    .version_field = SESSION_VERSION,
    .created_field = SESSION_CREATED_AT,
    .updated_field = SESSION_UPDATED_AT,
    .ttl_field = SESSION_EXPIRES_AT,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

session *session_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(session));
}
