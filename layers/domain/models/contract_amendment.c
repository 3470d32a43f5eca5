/*
 * A version of a contract, as it is stored.
 */
#include "domain/models/contract_amendment.h"

#include "domain/formats.h"
#include "domain/mapper.h"
#include "domain/models/contract.h"

#define REQUIRED LAMINA_FIELD_REQUIRED

static const lamina_range number_range = {.minimum = 0, .maximum = INT64_MAX};
static const lamina_range limit_range = {.minimum = 0, .maximum = CONTRACT_AMOUNT_MAX};

static const lamina_field fields[] = {
    [CONTRACT_AMENDMENT_CONTRACT_ID] = {.name = "contractId",
                                        .type = LAMINA_TYPE_STRING,
                                        .flags = REQUIRED,
                                        .offset = offsetof(contract_amendment, contract_id),
                                        .format = &domain_format_ulid},
    [CONTRACT_AMENDMENT_NUMBER] = {.name = "number",
                                   .type = LAMINA_TYPE_INT64,
                                   .flags = REQUIRED,
                                   .offset = offsetof(contract_amendment, number),
                                   .range = &number_range},
    [CONTRACT_AMENDMENT_TITLE] = {.name = "title",
                                  .type = LAMINA_TYPE_STRING,
                                  .flags = REQUIRED,
                                  .offset = offsetof(contract_amendment, title),
                                  .max_length = 200,
                                  .format = &domain_format_line},
    [CONTRACT_AMENDMENT_END_DATE] = {.name = "endDate",
                                     .type = LAMINA_TYPE_STRING,
                                     .flags = REQUIRED,
                                     .offset = offsetof(contract_amendment, end_date),
                                     .format = &domain_format_date},
    [CONTRACT_AMENDMENT_CREDIT_LIMIT] = {.name = "creditLimit",
                                         .type = LAMINA_TYPE_INT64,
                                         .flags = REQUIRED,
                                         .offset = offsetof(contract_amendment, credit_limit),
                                         .range = &limit_range},
    [CONTRACT_AMENDMENT_TERMS] = {.name = "terms",
                                  .type = LAMINA_TYPE_STRING,
                                  .offset = offsetof(contract_amendment, terms),
                                  .max_length = 20000},
    [CONTRACT_AMENDMENT_CHANGED] = {.name = "changed",
                                    .type = LAMINA_TYPE_STRING_SET,
                                    .offset = offsetof(contract_amendment, changed)},
    [CONTRACT_AMENDMENT_REASON] = {.name = "reason",
                                   .type = LAMINA_TYPE_STRING,
                                   .offset = offsetof(contract_amendment, reason),
                                   .max_length = 500,
                                   .format = &domain_format_line},
    [CONTRACT_AMENDMENT_CALLER_ID] = {.name = "callerId",
                                      .type = LAMINA_TYPE_STRING,
                                      .offset = offsetof(contract_amendment, caller_id)},
    [CONTRACT_AMENDMENT_CREATED_AT] = {.name = "createdAt",
                                       .type = LAMINA_TYPE_TIMESTAMP,
                                       .flags = REQUIRED,
                                       .offset = offsetof(contract_amendment, created_at)},
};

const lamina_record contract_amendment_record = {
    .size = sizeof(lamina_record),
    .name = "StoredContractAmendment",
    .struct_size = sizeof(contract_amendment),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_access accesses[] = {
    {.name = "of-contract", .summary = "What a contract said, from the first version on"},
};

const mapper_model contract_amendment_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "contract-amendment",
    .table_env = "CONTRACT_AMENDMENT_TABLE_NAME",
    .record = &contract_amendment_record,
    .hash_field = CONTRACT_AMENDMENT_CONTRACT_ID,
    .range_field = CONTRACT_AMENDMENT_NUMBER,
    .version_field = MAPPER_NO_FIELD,
    .created_field = CONTRACT_AMENDMENT_CREATED_AT,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

contract_amendment *contract_amendment_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(contract_amendment));
}
