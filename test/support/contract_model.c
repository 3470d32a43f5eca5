/* A model whose keys are made of other fields: see contract_model.h. */
#include "contract_model.h"

#define FIELD(member, wire, kind, bits)                                                            \
    {                                                                                              \
        .name = (wire), .type = (kind), .offset = offsetof(contract, member), .flags = (bits)      \
    }

static const lamina_field fields[CONTRACT_FIELD_COUNT] = {
    [CONTRACT_PK] = FIELD(pk, "pk", LAMINA_TYPE_STRING, LAMINA_FIELD_REQUIRED),
    [CONTRACT_SK] = FIELD(sk, "sk", LAMINA_TYPE_STRING, LAMINA_FIELD_REQUIRED),
    [CONTRACT_CUSTOMER] = FIELD(customer, "customerId", LAMINA_TYPE_STRING, LAMINA_FIELD_REQUIRED),
    [CONTRACT_ID] = FIELD(id, "contractId", LAMINA_TYPE_STRING, LAMINA_FIELD_REQUIRED),
    [CONTRACT_SEQUENCE] = FIELD(sequence, "sequence", LAMINA_TYPE_INT64, LAMINA_FIELD_REQUIRED),
    [CONTRACT_STATUS] = FIELD(status, "status", LAMINA_TYPE_STRING, 0),
    [CONTRACT_DUE] = FIELD(due, "dueAt", LAMINA_TYPE_TIMESTAMP, 0),
    [CONTRACT_ASSIGNEE] = FIELD(assignee, "assignee", LAMINA_TYPE_STRING, 0),
    [CONTRACT_AMOUNT] = FIELD(amount, "amount", LAMINA_TYPE_DECIMAL, 0),
    [CONTRACT_NOTE] = FIELD(note, "note", LAMINA_TYPE_STRING, 0),
    [CONTRACT_STATUS_PK] = FIELD(status_pk, "statusPk", LAMINA_TYPE_STRING, 0),
    [CONTRACT_STATUS_SK] = FIELD(status_sk, "statusSk", LAMINA_TYPE_STRING, 0),
    [CONTRACT_ASSIGNEE_PK] = FIELD(assignee_pk, "assigneePk", LAMINA_TYPE_STRING, 0),
    [CONTRACT_EXPIRES] = FIELD(expires, "expires", LAMINA_TYPE_EPOCH, 0),
    [CONTRACT_VERSION] = FIELD(version, "version", LAMINA_TYPE_INT64, LAMINA_FIELD_REQUIRED),
};

const lamina_record contract_record = {.size = sizeof(lamina_record),
                                       .name = "Contract",
                                       .struct_size = sizeof(contract),
                                       .field_size = sizeof(lamina_field),
                                       .fields = fields,
                                       .field_count = CONTRACT_FIELD_COUNT};

static const mapper_key_template key_templates[] = {
    {.text = "CUSTOMER#{customerId}", .field = CONTRACT_PK},
    {.text = "CONTRACT#{contractId}#{sequence:06}", .field = CONTRACT_SK},
    {.text = "STATUS#{status}", .field = CONTRACT_STATUS_PK},
    {.text = "{dueAt}#{contractId}", .field = CONTRACT_STATUS_SK, .flags = MAPPER_KEY_SPARSE},
    {.text = "{customerId}#{assignee}", .field = CONTRACT_ASSIGNEE_PK, .flags = MAPPER_KEY_SPARSE},
};

static const uint32_t included[] = {CONTRACT_NOTE};

static const mapper_index indexes[] = {
    {.name = CONTRACT_BY_STATUS,
     .hash_field = CONTRACT_STATUS_PK,
     .range_field = CONTRACT_STATUS_SK},
    {.name = CONTRACT_BY_ASSIGNEE,
     .hash_field = CONTRACT_ASSIGNEE_PK,
     .range_field = MAPPER_NO_FIELD,
     .projection = MAPPER_PROJECT_INCLUDE,
     .included = included,
     .included_count = sizeof included / sizeof included[0]},
    {.name = CONTRACT_BY_AMOUNT,
     .hash_field = CONTRACT_PK,
     .range_field = CONTRACT_AMOUNT,
     .is_local = 1,
     .projection = MAPPER_PROJECT_KEYS},
};

static const mapper_access accesses[] = {
    {.name = "of-customer", .summary = "A customer's contracts"},
    {.name = "latest-of-status",
     .index = CONTRACT_BY_STATUS,
     .summary = "Contracts of a status, the last due ones first",
     .descending = 1},
};

const mapper_model contract_model = {.size = sizeof(mapper_model),
                                     .index_size = sizeof(mapper_index),
                                     .name = "contract",
                                     .table_env = "CONTRACT_TABLE_NAME",
                                     .record = &contract_record,
                                     .indexes = indexes,
                                     .index_count = sizeof indexes / sizeof indexes[0],
                                     .hash_field = CONTRACT_PK,
                                     .range_field = CONTRACT_SK,
                                     .version_field = CONTRACT_VERSION,
                                     .created_field = MAPPER_NO_FIELD,
                                     .updated_field = MAPPER_NO_FIELD,
                                     .ttl_field = CONTRACT_EXPIRES,
                                     .stream_view = MAPPER_STREAM_NEW_AND_OLD_IMAGES,
                                     .key_templates = key_templates,
                                     .key_template_count =
                                         sizeof key_templates / sizeof key_templates[0],
                                     .key_template_size = sizeof(mapper_key_template),
                                     .accesses = accesses,
                                     .access_count = sizeof accesses / sizeof accesses[0],
                                     .access_size = sizeof(mapper_access)};
