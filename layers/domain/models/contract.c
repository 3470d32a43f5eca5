/*
 * A contract, as it is stored. The limits here hold for every module that writes contracts, whatever
 * its API promises.
 */
#include "domain/models/contract.h"

#include "domain/formats.h"
#include "domain/mapper.h"

const char *const contract_types[] = {CONTRACT_TYPE_FRAMEWORK, CONTRACT_TYPE_SUPPLY,
                                      CONTRACT_TYPE_SERVICE,   CONTRACT_TYPE_LEASE,
                                      CONTRACT_TYPE_LOAN,      NULL};

const char *const contract_statuses[] = {CONTRACT_STATUS_DRAFT,     CONTRACT_STATUS_ACTIVE,
                                         CONTRACT_STATUS_SUSPENDED, CONTRACT_STATUS_TERMINATED,
                                         CONTRACT_STATUS_EXPIRED,   NULL};

static const char *const collections[] = {CONTRACT_COLLECTION_ALL, NULL};

static const lamina_range limit_range = {.minimum = 0, .maximum = CONTRACT_AMOUNT_MAX};
static const lamina_range balance_range = {.minimum = -CONTRACT_AMOUNT_MAX,
                                           .maximum = CONTRACT_AMOUNT_MAX};
static const lamina_range available_range = {.minimum = -CONTRACT_AMOUNT_MAX,
                                             .maximum = 2 * CONTRACT_AMOUNT_MAX};
static const lamina_range count_range = {.minimum = 0, .maximum = INT64_MAX};

#define REQUIRED LAMINA_FIELD_REQUIRED

static const lamina_field fields[] = {
    [CONTRACT_ID] = {.name = "contractId",
                     .type = LAMINA_TYPE_STRING,
                     .flags = REQUIRED,
                     .offset = offsetof(contract, contract_id),
                     .format = &domain_format_ulid},
    [CONTRACT_PARTNER_ID] = {.name = "partnerId",
                             .type = LAMINA_TYPE_STRING,
                             .flags = REQUIRED,
                             .offset = offsetof(contract, partner_id),
                             .format = &domain_format_ulid},
    [CONTRACT_NUMBER] = {.name = "number",
                         .type = LAMINA_TYPE_STRING,
                         .flags = REQUIRED,
                         .offset = offsetof(contract, number),
                         .max_length = 40,
                         .format = &domain_format_line},
    [CONTRACT_TYPE] = {.name = "type",
                       .type = LAMINA_TYPE_STRING,
                       .flags = REQUIRED,
                       .offset = offsetof(contract, type),
                       .values = contract_types},
    [CONTRACT_TITLE] = {.name = "title",
                        .type = LAMINA_TYPE_STRING,
                        .flags = REQUIRED,
                        .offset = offsetof(contract, title),
                        .max_length = 200,
                        .format = &domain_format_line},
    [CONTRACT_START_DATE] = {.name = "startDate",
                             .type = LAMINA_TYPE_STRING,
                             .flags = REQUIRED,
                             .offset = offsetof(contract, start_date),
                             .format = &domain_format_date},
    [CONTRACT_END_DATE] = {.name = "endDate",
                           .type = LAMINA_TYPE_STRING,
                           .flags = REQUIRED,
                           .offset = offsetof(contract, end_date),
                           .format = &domain_format_date},
    [CONTRACT_CURRENCY] = {.name = "currency",
                           .type = LAMINA_TYPE_STRING,
                           .flags = REQUIRED,
                           .offset = offsetof(contract, currency),
                           .format = &domain_format_currency},
    [CONTRACT_CREDIT_LIMIT] = {.name = "creditLimit",
                               .type = LAMINA_TYPE_INT64,
                               .flags = REQUIRED,
                               .offset = offsetof(contract, credit_limit),
                               .range = &limit_range},
    [CONTRACT_BALANCE] = {.name = "balance",
                          .type = LAMINA_TYPE_INT64,
                          .flags = REQUIRED,
                          .offset = offsetof(contract, balance),
                          .range = &balance_range},
    [CONTRACT_AVAILABLE_CREDIT] = {.name = "availableCredit",
                                   .type = LAMINA_TYPE_INT64,
                                   .flags = REQUIRED,
                                   .offset = offsetof(contract, available_credit),
                                   .range = &available_range},
    [CONTRACT_ENTRY_COUNT] = {.name = "entryCount",
                              .type = LAMINA_TYPE_INT64,
                              .flags = REQUIRED,
                              .offset = offsetof(contract, entry_count),
                              .range = &count_range},
    [CONTRACT_TERMS] = {.name = "terms",
                        .type = LAMINA_TYPE_STRING,
                        .offset = offsetof(contract, terms),
                        .max_length = 20000},
    [CONTRACT_STATUS] = {.name = "status",
                         .type = LAMINA_TYPE_STRING,
                         .flags = REQUIRED,
                         .offset = offsetof(contract, status),
                         .values = contract_statuses},
    [CONTRACT_STATUS_REASON] = {.name = "statusReason",
                                .type = LAMINA_TYPE_STRING,
                                .offset = offsetof(contract, status_reason),
                                .max_length = 500,
                                .format = &domain_format_line},
    [CONTRACT_SIGNED_BY] = {.name = "signedBy",
                            .type = LAMINA_TYPE_STRING,
                            .offset = offsetof(contract, signed_by),
                            .max_length = 200,
                            .format = &domain_format_line},
    [CONTRACT_SIGNED_AT] = {.name = "signedAt",
                            .type = LAMINA_TYPE_TIMESTAMP,
                            .offset = offsetof(contract, signed_at)},
    [CONTRACT_AMENDMENT] = {.name = "amendment",
                            .type = LAMINA_TYPE_INT64,
                            .flags = REQUIRED,
                            .offset = offsetof(contract, amendment),
                            .range = &count_range},
    [CONTRACT_CREATED_AT] = {.name = "createdAt",
                             .type = LAMINA_TYPE_TIMESTAMP,
                             .flags = REQUIRED,
                             .offset = offsetof(contract, created_at)},
    [CONTRACT_UPDATED_AT] = {.name = "updatedAt",
                             .type = LAMINA_TYPE_TIMESTAMP,
                             .flags = REQUIRED,
                             .offset = offsetof(contract, updated_at)},
    [CONTRACT_VERSION] = {.name = "version",
                          .type = LAMINA_TYPE_INT64,
                          .flags = REQUIRED,
                          .offset = offsetof(contract, version)},
    [CONTRACT_COLLECTION] = {.name = "collection",
                             .type = LAMINA_TYPE_STRING,
                             .flags = REQUIRED,
                             .offset = offsetof(contract, collection),
                             .values = collections},
    [CONTRACT_LAST_ENTRY_AT] = {.name = "lastEntryAt",
                                .type = LAMINA_TYPE_TIMESTAMP,
                                .offset = offsetof(contract, last_entry_at)},
};

const lamina_record contract_record = {
    .size = sizeof(lamina_record),
    .name = "StoredContract",
    .struct_size = sizeof(contract),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

/* What a list shows beside the keys of its index: nothing that a posting changes. */
#define SHOWN_EVERYWHERE                                                                           \
    CONTRACT_NUMBER, CONTRACT_TYPE, CONTRACT_TITLE, CONTRACT_START_DATE, CONTRACT_CURRENCY,        \
        CONTRACT_CREDIT_LIMIT, CONTRACT_STATUS_REASON, CONTRACT_SIGNED_BY, CONTRACT_SIGNED_AT,     \
        CONTRACT_AMENDMENT, CONTRACT_CREATED_AT

static const uint32_t shown_by_partner[] = {SHOWN_EVERYWHERE, CONTRACT_STATUS, CONTRACT_END_DATE};
static const uint32_t shown_by_status[] = {SHOWN_EVERYWHERE, CONTRACT_PARTNER_ID};
static const uint32_t shown_by_end[] = {SHOWN_EVERYWHERE, CONTRACT_PARTNER_ID, CONTRACT_STATUS};

static const mapper_index indexes[] = {
    {.name = CONTRACT_INDEX_PARTNER,
     .hash_field = CONTRACT_PARTNER_ID,
     .range_field = CONTRACT_ID,
     .projection = MAPPER_PROJECT_INCLUDE,
     .included = shown_by_partner,
     .included_count = sizeof shown_by_partner / sizeof *shown_by_partner},
    {.name = CONTRACT_INDEX_STATUS,
     .hash_field = CONTRACT_STATUS,
     .range_field = CONTRACT_END_DATE,
     .projection = MAPPER_PROJECT_INCLUDE,
     .included = shown_by_status,
     .included_count = sizeof shown_by_status / sizeof *shown_by_status},
    {.name = CONTRACT_INDEX_END,
     .hash_field = CONTRACT_COLLECTION,
     .range_field = CONTRACT_END_DATE,
     .projection = MAPPER_PROJECT_INCLUDE,
     .included = shown_by_end,
     .included_count = sizeof shown_by_end / sizeof *shown_by_end},
};

static const mapper_access accesses[] = {
    {.name = "by-id", .summary = "One contract"},
    {.name = "by-partner",
     .index = CONTRACT_INDEX_PARTNER,
     .summary = "A partner's contracts, in the order of their ids"},
    {.name = "by-status",
     .index = CONTRACT_INDEX_STATUS,
     .summary = "Contracts in one state, by their last day"},
    {.name = "by-end", .index = CONTRACT_INDEX_END, .summary = "All contracts, by their last day"},
};

const mapper_model contract_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "contract",
    .table_env = "CONTRACT_TABLE_NAME",
    .record = &contract_record,
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof *indexes,
    .hash_field = CONTRACT_ID,
    .range_field = MAPPER_NO_FIELD,
    .version_field = CONTRACT_VERSION,
    .created_field = CONTRACT_CREATED_AT,
    .updated_field = CONTRACT_UPDATED_AT,
    .ttl_field = MAPPER_NO_FIELD,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

contract *contract_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(contract));
}
