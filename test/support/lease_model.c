/* A model whose keys are made of other fields: see lease_model.h. */
#include "lease_model.h"

#define FIELD(member, wire, kind, bits)                                                            \
    {                                                                                              \
        .name = (wire), .type = (kind), .offset = offsetof(lease, member), .flags = (bits)         \
    }

static const lamina_field fields[LEASE_FIELD_COUNT] = {
    [LEASE_PK] = FIELD(pk, "pk", LAMINA_TYPE_STRING, LAMINA_FIELD_REQUIRED),
    [LEASE_SK] = FIELD(sk, "sk", LAMINA_TYPE_STRING, LAMINA_FIELD_REQUIRED),
    [LEASE_CUSTOMER] = FIELD(customer, "customerId", LAMINA_TYPE_STRING, LAMINA_FIELD_REQUIRED),
    [LEASE_ID] = FIELD(id, "leaseId", LAMINA_TYPE_STRING, LAMINA_FIELD_REQUIRED),
    [LEASE_SEQUENCE] = FIELD(sequence, "sequence", LAMINA_TYPE_INT64, LAMINA_FIELD_REQUIRED),
    [LEASE_STATUS] = FIELD(status, "status", LAMINA_TYPE_STRING, 0),
    [LEASE_DUE] = FIELD(due, "dueAt", LAMINA_TYPE_TIMESTAMP, 0),
    [LEASE_ASSIGNEE] = FIELD(assignee, "assignee", LAMINA_TYPE_STRING, 0),
    [LEASE_AMOUNT] = FIELD(amount, "amount", LAMINA_TYPE_DECIMAL, 0),
    [LEASE_NOTE] = FIELD(note, "note", LAMINA_TYPE_STRING, 0),
    [LEASE_STATUS_PK] = FIELD(status_pk, "statusPk", LAMINA_TYPE_STRING, 0),
    [LEASE_STATUS_SK] = FIELD(status_sk, "statusSk", LAMINA_TYPE_STRING, 0),
    [LEASE_ASSIGNEE_PK] = FIELD(assignee_pk, "assigneePk", LAMINA_TYPE_STRING, 0),
    [LEASE_EXPIRES] = FIELD(expires, "expires", LAMINA_TYPE_EPOCH, 0),
    [LEASE_VERSION] = FIELD(version, "version", LAMINA_TYPE_INT64, LAMINA_FIELD_REQUIRED),
};

const lamina_record lease_record = {.size = sizeof(lamina_record),
                                    .name = "Lease",
                                    .struct_size = sizeof(lease),
                                    .field_size = sizeof(lamina_field),
                                    .fields = fields,
                                    .field_count = LEASE_FIELD_COUNT};

static const mapper_key_template key_templates[] = {
    {.text = "CUSTOMER#{customerId}", .field = LEASE_PK},
    {.text = "LEASE#{leaseId}#{sequence:06}", .field = LEASE_SK},
    {.text = "STATUS#{status}", .field = LEASE_STATUS_PK},
    {.text = "{dueAt}#{leaseId}", .field = LEASE_STATUS_SK, .flags = MAPPER_KEY_SPARSE},
    {.text = "{customerId}#{assignee}", .field = LEASE_ASSIGNEE_PK, .flags = MAPPER_KEY_SPARSE},
};

static const uint32_t included[] = {LEASE_NOTE};

static const mapper_index indexes[] = {
    {.name = LEASE_BY_STATUS, .hash_field = LEASE_STATUS_PK, .range_field = LEASE_STATUS_SK},
    {.name = LEASE_BY_ASSIGNEE,
     .hash_field = LEASE_ASSIGNEE_PK,
     .range_field = MAPPER_NO_FIELD,
     .projection = MAPPER_PROJECT_INCLUDE,
     .included = included,
     .included_count = sizeof included / sizeof included[0]},
    {.name = LEASE_BY_AMOUNT,
     .hash_field = LEASE_PK,
     .range_field = LEASE_AMOUNT,
     .is_local = 1,
     .projection = MAPPER_PROJECT_KEYS},
};

static const mapper_access accesses[] = {
    {.name = "of-customer", .summary = "A customer's leases"},
    {.name = "latest-of-status",
     .index = LEASE_BY_STATUS,
     .summary = "Leases of a status, the last due ones first",
     .descending = 1},
};

const mapper_model lease_model = {.size = sizeof(mapper_model),
                                  .index_size = sizeof(mapper_index),
                                  .name = "lease",
                                  .table_env = "LEASE_TABLE_NAME",
                                  .record = &lease_record,
                                  .indexes = indexes,
                                  .index_count = sizeof indexes / sizeof indexes[0],
                                  .hash_field = LEASE_PK,
                                  .range_field = LEASE_SK,
                                  .version_field = LEASE_VERSION,
                                  .created_field = MAPPER_NO_FIELD,
                                  .updated_field = MAPPER_NO_FIELD,
                                  .ttl_field = LEASE_EXPIRES,
                                  .stream_view = MAPPER_STREAM_NEW_AND_OLD_IMAGES,
                                  .key_templates = key_templates,
                                  .key_template_count =
                                      sizeof key_templates / sizeof key_templates[0],
                                  .key_template_size = sizeof(mapper_key_template),
                                  .accesses = accesses,
                                  .access_count = sizeof accesses / sizeof accesses[0],
                                  .access_size = sizeof(mapper_access)};
