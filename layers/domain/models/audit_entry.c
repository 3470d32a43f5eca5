/*
 * Entries of audit trails: as they are stored, and as they are shown.
 */
#include "domain/models/audit_entry.h"

#include "domain/formats.h"
#include "domain/mapper.h"

/* Behind the fields that an answer shows. */
enum { SUBJECT = AUDIT_ENTRY_PART + 1 };

static const lamina_field fields[] = {
    [AUDIT_ENTRY_ID] = {.name = "auditId",
                        .type = LAMINA_TYPE_STRING,
                        .flags = LAMINA_FIELD_REQUIRED,
                        .offset = offsetof(audit_entry, audit_id),
                        .format = &domain_format_ulid},
    [AUDIT_ENTRY_ACTION] = {.name = "action",
                            .type = LAMINA_TYPE_STRING,
                            .flags = LAMINA_FIELD_REQUIRED,
                            .offset = offsetof(audit_entry, action),
                            .min_length = 1,
                            .max_length = 64,
                            .summary = "What was done"},
    [AUDIT_ENTRY_AT] = {.name = "at",
                        .type = LAMINA_TYPE_TIMESTAMP,
                        .flags = LAMINA_FIELD_REQUIRED,
                        .offset = offsetof(audit_entry, at)},
    [AUDIT_ENTRY_CALLER_ID] = {.name = "callerId",
                               .type = LAMINA_TYPE_STRING,
                               .offset = offsetof(audit_entry, caller_id),
                               .summary = "Who did it"},
    [AUDIT_ENTRY_REASON] = {.name = "reason",
                            .type = LAMINA_TYPE_STRING,
                            .offset = offsetof(audit_entry, reason),
                            .summary = "Why, in the words of who did it"},
    [AUDIT_ENTRY_CHANGED] = {.name = "changed",
                             .type = LAMINA_TYPE_LIST,
                             .item_type = LAMINA_TYPE_STRING,
                             .offset = offsetof(audit_entry, changed),
                             .max_length = LAMINA_RECORD_FIELD_CAP,
                             .summary = "Names of the fields that were set or removed"},
    [AUDIT_ENTRY_REQUEST_ID] = {.name = "requestId",
                                .type = LAMINA_TYPE_STRING,
                                .offset = offsetof(audit_entry, request_id),
                                .summary = "Of the request that did it"},
    [AUDIT_ENTRY_PART] = {.name = "part",
                          .type = LAMINA_TYPE_STRING,
                          .offset = offsetof(audit_entry, part),
                          .summary = "Id of the part that it was done to, such as a contact"},
    [SUBJECT] = {.name = "subject",
                 .type = LAMINA_TYPE_STRING,
                 .flags = LAMINA_FIELD_REQUIRED,
                 .offset = offsetof(audit_entry, subject)},
};

#define RECORD(schema, count)                                                                      \
    {                                                                                              \
        .size = sizeof(lamina_record), .name = (schema), .struct_size = sizeof(audit_entry),       \
        .field_size = sizeof(lamina_field), .fields = fields, .field_count = (count)               \
    }

static const lamina_record stored_record = RECORD("StoredAuditEntry", SUBJECT + 1);
const lamina_record audit_entry_record = RECORD("AuditEntry", SUBJECT);

static const lamina_field page_fields[] = {
    [AUDIT_PAGE_ITEMS] = {.name = "items",
                          .type = LAMINA_TYPE_LIST,
                          .flags = LAMINA_FIELD_REQUIRED,
                          .offset = offsetof(audit_page, items),
                          .item_type = LAMINA_TYPE_RECORD,
                          .record = &audit_entry_record},
    [AUDIT_PAGE_CURSOR] = {.name = "cursor",
                           .type = LAMINA_TYPE_STRING,
                           .offset = offsetof(audit_page, cursor),
                           .summary = "Of the next page; absent on the last"},
};

const lamina_record audit_page_record = {
    .size = sizeof(lamina_record),
    .name = "AuditPage",
    .struct_size = sizeof(audit_page),
    .field_size = sizeof(lamina_field),
    .fields = page_fields,
    .field_count = sizeof page_fields / sizeof *page_fields,
    .summary = "A page of an audit trail, the latest entry first",
};

static const mapper_access accesses[] = {
    {.name = "of-subject",
     .summary = "What was done to a thing, the latest first",
     .descending = 1},
};

const mapper_model audit_entry_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "audit",
    .table_env = "AUDIT_TABLE_NAME",
    .record = &stored_record,
    .hash_field = SUBJECT,
    .range_field = AUDIT_ENTRY_ID,
    .version_field = MAPPER_NO_FIELD,
    .created_field = AUDIT_ENTRY_AT,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};
