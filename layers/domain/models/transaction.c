/*
 * An entry in a contract's account, as it is stored. The limits here hold for every module that posts
 * entries, whatever its API promises.
 */
#include "domain/models/transaction.h"

#include "domain/formats.h"
#include "domain/mapper.h"

const char *const transaction_kinds[] = {TRANSACTION_KIND_DEBIT, TRANSACTION_KIND_CREDIT,
                                         TRANSACTION_KIND_REVERSAL, NULL};

static const lamina_range amount_range = {.minimum = 1, .maximum = CONTRACT_AMOUNT_MAX};
static const lamina_range balance_range = {.minimum = -CONTRACT_AMOUNT_MAX,
                                           .maximum = CONTRACT_AMOUNT_MAX};
static const lamina_range sequence_range = {.minimum = 1, .maximum = INT64_MAX};

#define REQUIRED LAMINA_FIELD_REQUIRED

static const lamina_field fields[] = {
    [TRANSACTION_CONTRACT_ID] = {.name = "contractId",
                                 .type = LAMINA_TYPE_STRING,
                                 .flags = REQUIRED,
                                 .offset = offsetof(transaction, contract_id),
                                 .format = &domain_format_ulid},
    [TRANSACTION_POSTED_AT] = {.name = "postedAt",
                               .type = LAMINA_TYPE_TIMESTAMP,
                               .flags = REQUIRED,
                               .offset = offsetof(transaction, posted_at)},
    [TRANSACTION_ID] = {.name = "transactionId",
                        .type = LAMINA_TYPE_STRING,
                        .flags = REQUIRED,
                        .offset = offsetof(transaction, transaction_id),
                        .format = &domain_format_ulid},
    [TRANSACTION_PARTNER_ID] = {.name = "partnerId",
                                .type = LAMINA_TYPE_STRING,
                                .flags = REQUIRED,
                                .offset = offsetof(transaction, partner_id),
                                .format = &domain_format_ulid},
    [TRANSACTION_SEQUENCE] = {.name = "sequence",
                              .type = LAMINA_TYPE_INT64,
                              .flags = REQUIRED,
                              .offset = offsetof(transaction, sequence),
                              .range = &sequence_range},
    [TRANSACTION_KIND] = {.name = "kind",
                          .type = LAMINA_TYPE_STRING,
                          .flags = REQUIRED,
                          .offset = offsetof(transaction, kind),
                          .values = transaction_kinds},
    [TRANSACTION_AMOUNT] = {.name = "amount",
                            .type = LAMINA_TYPE_INT64,
                            .flags = REQUIRED,
                            .offset = offsetof(transaction, amount),
                            .range = &amount_range},
    [TRANSACTION_CURRENCY] = {.name = "currency",
                              .type = LAMINA_TYPE_STRING,
                              .flags = REQUIRED,
                              .offset = offsetof(transaction, currency),
                              .format = &domain_format_currency},
    [TRANSACTION_BALANCE_CHANGE] = {.name = "balanceChange",
                                    .type = LAMINA_TYPE_INT64,
                                    .flags = REQUIRED,
                                    .offset = offsetof(transaction, balance_change),
                                    .range = &balance_range},
    [TRANSACTION_BALANCE_AFTER] = {.name = "balanceAfter",
                                   .type = LAMINA_TYPE_INT64,
                                   .flags = REQUIRED,
                                   .offset = offsetof(transaction, balance_after),
                                   .range = &balance_range},
    [TRANSACTION_REFERENCE] = {.name = "reference",
                               .type = LAMINA_TYPE_STRING,
                               .offset = offsetof(transaction, reference),
                               .max_length = TRANSACTION_REFERENCE_MAX,
                               .format = &domain_format_line},
    [TRANSACTION_DESCRIPTION] = {.name = "description",
                                 .type = LAMINA_TYPE_STRING,
                                 .offset = offsetof(transaction, description),
                                 .max_length = TRANSACTION_DESCRIPTION_MAX,
                                 .format = &domain_format_line},
    [TRANSACTION_OCCURRED_AT] = {.name = "occurredAt",
                                 .type = LAMINA_TYPE_TIMESTAMP,
                                 .flags = REQUIRED,
                                 .offset = offsetof(transaction, occurred_at)},
    [TRANSACTION_REVERSES] = {.name = "reverses",
                              .type = LAMINA_TYPE_STRING,
                              .offset = offsetof(transaction, reverses),
                              .format = &domain_format_ulid},
    [TRANSACTION_REVERSED_BY] = {.name = "reversedBy",
                                 .type = LAMINA_TYPE_STRING,
                                 .offset = offsetof(transaction, reversed_by),
                                 .format = &domain_format_ulid},
};

const lamina_record transaction_record = {
    .size = sizeof(lamina_record),
    .name = "StoredTransaction",
    .struct_size = sizeof(transaction),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

static const mapper_access accesses[] = {
    {.name = "by-contract", .summary = "A contract's entries in the order of their sequence"},
};

const mapper_model transaction_model = {
    .size = sizeof(mapper_model),
    .index_size = sizeof(mapper_index),
    .name = "transaction",
    .table_env = "TRANSACTION_TABLE_NAME",
    .record = &transaction_record,
    .hash_field = TRANSACTION_CONTRACT_ID,
    .range_field = TRANSACTION_POSTED_AT,
    .version_field = MAPPER_NO_FIELD,
    .created_field = MAPPER_NO_FIELD,
    .updated_field = MAPPER_NO_FIELD,
    .ttl_field = MAPPER_NO_FIELD,
    .accesses = accesses,
    .access_count = sizeof accesses / sizeof *accesses,
    .access_size = sizeof(mapper_access),
};

transaction *transaction_new(lamina_context *context)
{
    return lamina_alloc(context, sizeof(transaction));
}
