/*
 * A user, as it is stored.
 */
#include "domain/models/user.h"

#include "domain/formats.h"
#include "domain/mapper.h"
#include "domain/models/role.h"

const char *const user_statuses[] = {USER_STATUS_PENDING, USER_STATUS_ACTIVE, USER_STATUS_DISABLED,
                                     NULL};

static const char *const collections[] = {USER_COLLECTION_ALL, NULL};

static const lamina_field grant_fields[] = {
    [ROLE_GRANT_ROLE_ID] = {.name = "roleId",
                            .type = LAMINA_TYPE_STRING,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(role_grant, role_id),
                            .max_length = ROLE_ID_MAX,
                            .pattern = ROLE_ID_PATTERN,
                            .summary = "A role that there is"},
    [ROLE_GRANT_TENANT_ID] = {.name = "tenantId",
                              .type = LAMINA_TYPE_STRING,
                              .offset = offsetof(role_grant, tenant_id),
                              .format = &domain_format_ulid,
                              .summary = "The partner whose data the role is for; absent: all"},
};

const lamina_record role_grant_record = {
    .size = sizeof(lamina_record),
    .name = "RoleGrant",
    .struct_size = sizeof(role_grant),
    .field_size = sizeof(lamina_field),
    .fields = grant_fields,
    .field_count = sizeof grant_fields / sizeof *grant_fields,
    .summary = "A role that a user has, for one partner's data or for all",
};

static const lamina_field fields[] = {
    [USER_ID] = {.name = "userId",
                 .type = LAMINA_TYPE_STRING,
                 .flags = LAMINA_FIELD_REQUIRED,
                 .offset = offsetof(user, user_id),
                 .format = &domain_format_ulid},
    [USER_EMAIL] = {.name = "email",
                    .type = LAMINA_TYPE_STRING,
                    .flags = LAMINA_FIELD_REQUIRED,
                    .offset = offsetof(user, email),
                    .max_length = 254,
                    .format = &domain_format_email},
    [USER_PASSWORD] = {.name = "password",
                       .type = LAMINA_TYPE_STRING,
                       .flags =
                           LAMINA_FIELD_REQUIRED | LAMINA_FIELD_SECRET | LAMINA_FIELD_ENCRYPTED,
                       .offset = offsetof(user, password),
                       .max_length = 256},
    [USER_STATUS] = {.name = "status",
                     .type = LAMINA_TYPE_STRING,
                     .flags = LAMINA_FIELD_REQUIRED,
                     .offset = offsetof(user, status),
                     .values = user_statuses},
    [USER_GRANTS] = {.name = "grants",
                     .type = LAMINA_TYPE_LIST,
                     .item_type = LAMINA_TYPE_RECORD,
                     .offset = offsetof(user, grants),
                     .max_length = 50,
                     .record = &role_grant_record},
    [USER_PASSWORD_CHANGED_AT] = {.name = "passwordChangedAt",
                                  .type = LAMINA_TYPE_TIMESTAMP,
                                  .flags = LAMINA_FIELD_REQUIRED,
                                  .offset = offsetof(user, password_changed_at)},
    [USER_CREATED_AT] = {.name = "createdAt",
                         .type = LAMINA_TYPE_TIMESTAMP,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(user, created_at)},
    [USER_UPDATED_AT] = {.name = "updatedAt",
                         .type = LAMINA_TYPE_TIMESTAMP,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(user, updated_at)},
    [USER_VERSION] = {.name = "version",
                      .type = LAMINA_TYPE_INT64,
                      .flags = LAMINA_FIELD_REQUIRED,
                      .offset = offsetof(user, version)},
    [USER_COLLECTION] = {.name = "collection",
                         .type = LAMINA_TYPE_STRING,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(user, collection),
                         .values = collections},
};

const lamina_record user_record = {
    .size = sizeof(lamina_record),
    .name = "StoredUser",
    .struct_size = sizeof(user),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_index indexes[] = {
    {.name = USER_INDEX_ALL,
     .hash_field = USER_COLLECTION,
     .range_field = USER_ID,
     .projection = MAPPER_PROJECT_ALL},
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "One user"},
    {.name = "all", .index = USER_INDEX_ALL, .summary = "All users, in the order of their ids"},
};

const mapper_model user_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "user",
    .table_env = "USER_TABLE_NAME",
    .record = &user_record,
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof *indexes,
    .hash_field = USER_ID,
    .range_field = MAPPER_NO_FIELD,
    .version_field = USER_VERSION,
    .created_field = USER_CREATED_AT,
    .updated_field = USER_UPDATED_AT,
    .ttl_field = MAPPER_NO_FIELD,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

user *user_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(user));
}

role_grant *role_grants_new(lamina_context *context, size_t count)
{
    return lamina_arena_array(context->arena, count, sizeof(role_grant));
}
