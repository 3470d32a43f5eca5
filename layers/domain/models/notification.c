/*
 * A notification, as it is stored.
 */
#include "domain/models/notification.h"

#include "domain/formats.h"
#include "domain/mapper.h"

const char *const notification_kinds[] = {NOTIFICATION_VERIFY, NOTIFICATION_RESET,
                                          NOTIFICATION_TAKEN, NULL};

static const char *const collections[] = {NOTIFICATION_COLLECTION_ALL, NULL};

static const lamina_field fields[] = {
    [NOTIFICATION_ID] = {.name = "notificationId",
                         .type = LAMINA_TYPE_STRING,
                         .flags = LAMINA_FIELD_REQUIRED,
                         .offset = offsetof(notification, notification_id),
                         .format = &domain_format_ulid},
    [NOTIFICATION_KIND] = {.name = "kind",
                           .type = LAMINA_TYPE_STRING,
                           .flags = LAMINA_FIELD_REQUIRED,
                           .offset = offsetof(notification, kind),
                           .values = notification_kinds},
    [NOTIFICATION_USER_ID] = {.name = "userId",
                              .type = LAMINA_TYPE_STRING,
                              .flags = LAMINA_FIELD_REQUIRED,
                              .offset = offsetof(notification, user_id),
                              .format = &domain_format_ulid},
    [NOTIFICATION_RECIPIENT] = {.name = "recipient",
                                .type = LAMINA_TYPE_STRING,
                                .flags = LAMINA_FIELD_REQUIRED | LAMINA_FIELD_SECRET |
                                         LAMINA_FIELD_ENCRYPTED,
                                .offset = offsetof(notification, recipient),
                                .max_length = 254},
    [NOTIFICATION_CODE] = {.name = "code",
                           .type = LAMINA_TYPE_STRING,
                           .flags = LAMINA_FIELD_SECRET | LAMINA_FIELD_ENCRYPTED,
                           .offset = offsetof(notification, code),
                           .max_length = 100},
    [NOTIFICATION_EXPIRES_AT] = {.name = "expiresAt",
                                 .type = LAMINA_TYPE_EPOCH,
                                 .flags = LAMINA_FIELD_REQUIRED,
                                 .offset = offsetof(notification, expires_at)},
    [NOTIFICATION_CREATED_AT] = {.name = "createdAt",
                                 .type = LAMINA_TYPE_TIMESTAMP,
                                 .flags = LAMINA_FIELD_REQUIRED,
                                 .offset = offsetof(notification, created_at)},
    [NOTIFICATION_COLLECTION] = {.name = "collection",
                                 .type = LAMINA_TYPE_STRING,
                                 .flags = LAMINA_FIELD_REQUIRED,
                                 .offset = offsetof(notification, collection),
                                 .values = collections},
};

const lamina_record notification_record = {
    .size = sizeof(lamina_record),
    .name = "StoredNotification",
    .struct_size = sizeof(notification),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_index indexes[] = {
    {.name = NOTIFICATION_INDEX_ALL,
     .hash_field = NOTIFICATION_COLLECTION,
     .range_field = NOTIFICATION_ID,
     .projection = MAPPER_PROJECT_ALL},
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "One notification"},
    {.name = "all",
     .index = NOTIFICATION_INDEX_ALL,
     .summary = "All notifications, the oldest first"},
};

const mapper_model notification_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "notification",
    .table_env = "NOTIFICATION_TABLE_NAME",
    .record = &notification_record,
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof *indexes,
    .hash_field = NOTIFICATION_ID,
    .range_field = MAPPER_NO_FIELD,
    .version_field = MAPPER_NO_FIELD,
    .created_field = NOTIFICATION_CREATED_AT,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = NOTIFICATION_EXPIRES_AT,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

notification *notification_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(notification));
}
