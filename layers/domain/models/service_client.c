/*
 * A service client, as it is stored.
 */
#include "domain/models/service_client.h"

#include "domain/formats.h"
#include "domain/mapper.h"
#include "domain/models/role.h"

const char *const service_client_statuses[] = {SERVICE_CLIENT_STATUS_ACTIVE,
                                               SERVICE_CLIENT_STATUS_DISABLED, NULL};

static const char *const collections[] = {SERVICE_CLIENT_COLLECTION_ALL, NULL};

static const lamina_field fields[] = {
    [SERVICE_CLIENT_ID] = {.name = "clientId",
                           .type = LAMINA_TYPE_STRING,
                           .flags = LAMINA_FIELD_REQUIRED,
                           .offset = offsetof(service_client, client_id),
                           .format = &domain_format_ulid},
    [SERVICE_CLIENT_NAME] = {.name = "name",
                             .type = LAMINA_TYPE_STRING,
                             .flags = LAMINA_FIELD_REQUIRED,
                             .offset = offsetof(service_client, name),
                             .max_length = 100,
                             .format = &domain_format_line},
    [SERVICE_CLIENT_SECRET_HASH] = {.name = "secretHash",
                                    .type = LAMINA_TYPE_BINARY,
                                    .flags = LAMINA_FIELD_REQUIRED | LAMINA_FIELD_SECRET,
                                    .offset = offsetof(service_client, secret_hash),
                                    .min_length = 32,
                                    .max_length = 32},
    [SERVICE_CLIENT_SCOPES] = {.name = "scopes",
                               .type = LAMINA_TYPE_STRING_SET,
                               .flags = LAMINA_FIELD_REQUIRED,
                               .offset = offsetof(service_client, scopes),
                               .min_length = 1,
                               .max_length = ROLE_SCOPE_COUNT_MAX,
                               .item_max_length = ROLE_SCOPE_MAX,
                               .pattern = ROLE_SCOPE_PATTERN},
    [SERVICE_CLIENT_TENANT_ID] = {.name = "tenantId",
                                  .type = LAMINA_TYPE_STRING,
                                  .offset = offsetof(service_client, tenant_id),
                                  .format = &domain_format_ulid},
    [SERVICE_CLIENT_STATUS] = {.name = "status",
                               .type = LAMINA_TYPE_STRING,
                               .flags = LAMINA_FIELD_REQUIRED,
                               .offset = offsetof(service_client, status),
                               .values = service_client_statuses},
    [SERVICE_CLIENT_CREATED_AT] = {.name = "createdAt",
                                   .type = LAMINA_TYPE_TIMESTAMP,
                                   .flags = LAMINA_FIELD_REQUIRED,
                                   .offset = offsetof(service_client, created_at)},
    [SERVICE_CLIENT_UPDATED_AT] = {.name = "updatedAt",
                                   .type = LAMINA_TYPE_TIMESTAMP,
                                   .flags = LAMINA_FIELD_REQUIRED,
                                   .offset = offsetof(service_client, updated_at)},
    [SERVICE_CLIENT_VERSION] = {.name = "version",
                                .type = LAMINA_TYPE_INT64,
                                .flags = LAMINA_FIELD_REQUIRED,
                                .offset = offsetof(service_client, version)},
    [SERVICE_CLIENT_COLLECTION] = {.name = "collection",
                                   .type = LAMINA_TYPE_STRING,
                                   .flags = LAMINA_FIELD_REQUIRED,
                                   .offset = offsetof(service_client, collection),
                                   .values = collections},
};

const lamina_record service_client_record = {
    .size = sizeof(lamina_record),
    .name = "StoredServiceClient",
    .struct_size = sizeof(service_client),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_index indexes[] = {
    {.name = SERVICE_CLIENT_INDEX_ALL,
     .hash_field = SERVICE_CLIENT_COLLECTION,
     .range_field = SERVICE_CLIENT_ID,
     .projection = MAPPER_PROJECT_ALL},
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "One client"},
    {.name = "all",
     .index = SERVICE_CLIENT_INDEX_ALL,
     .summary = "All clients, in the order of their ids"},
};

const mapper_model service_client_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "service-client",
    .table_env = "SERVICE_CLIENT_TABLE_NAME",
    .record = &service_client_record,
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof *indexes,
    .hash_field = SERVICE_CLIENT_ID,
    .range_field = MAPPER_NO_FIELD,
    .version_field = SERVICE_CLIENT_VERSION,
    .created_field = SERVICE_CLIENT_CREATED_AT,
    .updated_field = SERVICE_CLIENT_UPDATED_AT,
    .ttl_field = MAPPER_NO_FIELD,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

service_client *service_client_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(service_client));
}
