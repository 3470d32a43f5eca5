/*
 * A role, as it is stored, and the roles that need not be.
 */
#include "domain/models/role.h"

#include "domain/mapper.h"

static const char *const all_scopes[] = {"authz:admin",      "authz:introspect",  "partner:read",
                                         "partner:write",    "contract:read",     "contract:write",
                                         "transaction:read", "transaction:write", NULL};
static const char *const business_scopes[] = {"partner:read",
                                              "partner:write",
                                              "contract:read",
                                              "contract:write",
                                              "transaction:read",
                                              "transaction:write",
                                              NULL};
static const char *const posting_scopes[] = {"partner:read", "contract:read", "transaction:read",
                                             "transaction:write", NULL};
static const char *const reading_scopes[] = {"partner:read", "contract:read", "transaction:read",
                                             NULL};

const role_built_in roles_built_in[] = {
    {ROLE_ADMINISTRATOR, "Everything, users and roles among it", all_scopes},
    {"partner-manager", "Partners, their contracts and transactions", business_scopes},
    {"clerk", "Posts transactions, reads the rest", posting_scopes},
    {"auditor", "Reads partners, contracts and transactions", reading_scopes},
    {NULL, NULL, NULL},
};

static const char *const collections[] = {ROLE_COLLECTION_ALL, NULL};

static const lamina_field fields[] = {
    [ROLE_ID] = {.name = "roleId",
                 .type = LAMINA_TYPE_STRING,
                 .flags = LAMINA_FIELD_REQUIRED,
                 .offset = offsetof(role, role_id),
                 .max_length = ROLE_ID_MAX,
                 .pattern = ROLE_ID_PATTERN},
    [ROLE_SUMMARY] = {.name = "summary",
                      .type = LAMINA_TYPE_STRING,
                      .offset = offsetof(role, summary),
                      .max_length = 200},
    [ROLE_SCOPES] = {.name = "scopes",
                     .type = LAMINA_TYPE_STRING_SET,
                     .flags = LAMINA_FIELD_REQUIRED,
                     .offset = offsetof(role, scopes),
                     .min_length = 1,
                     .max_length = ROLE_SCOPE_COUNT_MAX,
                     .item_max_length = ROLE_SCOPE_MAX,
                     .pattern = ROLE_SCOPE_PATTERN},
    [ROLE_CREATED_AT] = {.name = "createdAt",
                         .type = LAMINA_TYPE_TIMESTAMP,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(role, created_at)},
    [ROLE_UPDATED_AT] = {.name = "updatedAt",
                         .type = LAMINA_TYPE_TIMESTAMP,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(role, updated_at)},
    [ROLE_VERSION] = {.name = "version",
                      .type = LAMINA_TYPE_INT64,
                      .flags = LAMINA_FIELD_REQUIRED,
                      .offset = offsetof(role, version)},
    [ROLE_COLLECTION] = {.name = "collection",
                         .type = LAMINA_TYPE_STRING,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(role, collection),
                         .values = collections},
};

const lamina_record role_record = {
    .size = sizeof(lamina_record),
    .name = "StoredRole",
    .struct_size = sizeof(role),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_index indexes[] = {
    {.name = ROLE_INDEX_ALL,
     .hash_field = ROLE_COLLECTION,
     .range_field = ROLE_ID,
     .projection = MAPPER_PROJECT_ALL},
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "One role"},
    {.name = "all", .index = ROLE_INDEX_ALL, .summary = "All stored roles, by name"},
};

const mapper_model role_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "role",
    .table_env = "ROLE_TABLE_NAME",
    .record = &role_record,
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof *indexes,
    .hash_field = ROLE_ID,
    .range_field = MAPPER_NO_FIELD,
    .version_field = ROLE_VERSION,
    .created_field = ROLE_CREATED_AT,
    .updated_field = ROLE_UPDATED_AT,
    .ttl_field = MAPPER_NO_FIELD,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

role *role_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(role));
}
