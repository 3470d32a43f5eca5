/*
 * The rules of the transaction API's shapes. The host decodes by them, collects what breaks them, and
 * the API's reference is written from them.
 */
#include "dtos.h"

#include "domain/formats.h"
#include "domain/models/transaction.h"

/* What a record says of a field beside its rules. */
#define OPTIONAL 0u
#define REQUIRED LAMINA_FIELD_REQUIRED
#define BY_SERVER (LAMINA_FIELD_REQUIRED | LAMINA_FIELD_READ_ONLY)
#define MAYBE_BY_SERVER LAMINA_FIELD_READ_ONLY

/* ---- the rules of each field, once: "member of that DTO, with those flags" ---- */

#define FIELD LAMINA_FIELD

#define CONTRACT_ID(dto)                                                                           \
    FIELD(dto, contract_id, "contractId", STRING, .flags = REQUIRED,                               \
          .format = &domain_format_ulid, .summary = "The contract whose account it is")

#define AMOUNT(dto)                                                                                \
    FIELD(dto, amount, "amount", INT64, .flags = REQUIRED, .range = &amount_range,                 \
          .summary = "In the currency's smallest unit: cents of EUR")

#define CURRENCY(dto)                                                                              \
    FIELD(dto, currency, "currency", STRING, .flags = REQUIRED, .format = &domain_format_currency, \
          .summary = "The contract's own (ISO 4217)")

#define REFERENCE(dto)                                                                             \
    FIELD(dto, reference, "reference", STRING, .min_length = 1,                                    \
          .max_length = TRANSACTION_REFERENCE_MAX, .format = &domain_format_line,                  \
          .summary = "The client's own number for it, an invoice's say")

#define DESCRIPTION(dto)                                                                           \
    FIELD(dto, description, "description", STRING, .min_length = 1,                                \
          .max_length = TRANSACTION_DESCRIPTION_MAX, .format = &domain_format_line)

#define OCCURRED_AT(dto, have)                                                                     \
    FIELD(dto, occurred_at, "occurredAt", TIMESTAMP, .flags = (have),                              \
          .summary = "When it happened; the time of posting unless told otherwise")

static const lamina_range amount_range = {.minimum = 1, .maximum = CONTRACT_AMOUNT_MAX};

/* ---- requests ---- */

static const char *const posted_kinds[] = {TRANSACTION_KIND_DEBIT, TRANSACTION_KIND_CREDIT, NULL};

static const lamina_field post_fields[TRANSACTION_INPUT_FIELD_COUNT] = {
    [TRANSACTION_INPUT_CONTRACT_ID] = CONTRACT_ID(transaction_input),
    [TRANSACTION_INPUT_KIND] =
        FIELD(transaction_input, kind, "kind", STRING, .flags = REQUIRED, .values = posted_kinds,
              .summary = "A debit: more is owed. A credit: less is owed"),
    [TRANSACTION_INPUT_AMOUNT] = AMOUNT(transaction_input),
    [TRANSACTION_INPUT_CURRENCY] = CURRENCY(transaction_input),
    [TRANSACTION_INPUT_REFERENCE] = REFERENCE(transaction_input),
    [TRANSACTION_INPUT_DESCRIPTION] = DESCRIPTION(transaction_input),
    [TRANSACTION_INPUT_OCCURRED_AT] = OCCURRED_AT(transaction_input, OPTIONAL),
};

const lamina_record post_transaction_record = {
    .size = sizeof(lamina_record),
    .name = "PostTransaction",
    .struct_size = sizeof(transaction_input),
    .field_size = sizeof(lamina_field),
    .fields = post_fields,
    .field_count = TRANSACTION_INPUT_FIELD_COUNT,
    .summary = "A debit or a credit to a contract's account",
};

static const lamina_field reverse_fields[REVERSE_INPUT_FIELD_COUNT] = {
    [REVERSE_INPUT_REFERENCE] = REFERENCE(transaction_input),
    [REVERSE_INPUT_DESCRIPTION] = DESCRIPTION(transaction_input),
    [REVERSE_INPUT_OCCURRED_AT] = OCCURRED_AT(transaction_input, OPTIONAL),
};

const lamina_record reverse_transaction_record = {
    .size = sizeof(lamina_record),
    .name = "ReverseTransaction",
    .struct_size = sizeof(transaction_input),
    .field_size = sizeof(lamina_field),
    .fields = reverse_fields,
    .field_count = REVERSE_INPUT_FIELD_COUNT,
    .summary = "Why a transaction is undone; {} will do",
};

static const lamina_field range_fields[TRANSACTION_RANGE_FIELD_COUNT] = {
    [TRANSACTION_RANGE_LIMIT] = DOMAIN_PAGE_LIMIT_FIELD(transaction_range_query),
    [TRANSACTION_RANGE_CURSOR] = DOMAIN_PAGE_CURSOR_FIELD(transaction_range_query),
    [TRANSACTION_RANGE_CONTRACT_ID] = CONTRACT_ID(transaction_range_query),
    [TRANSACTION_RANGE_FROM] =
        FIELD(transaction_range_query, from, "from", TIMESTAMP,
              .summary = "Posted at this time or later; without it, from the first"),
    [TRANSACTION_RANGE_TO] = FIELD(transaction_range_query, to, "to", TIMESTAMP,
                                   .summary = "Posted before this time; without it, to the last"),
};

const lamina_record transaction_range_record = {
    .size = sizeof(lamina_record),
    .name = "TransactionRangeQuery",
    .struct_size = sizeof(transaction_range_query),
    .field_size = sizeof(lamina_field),
    .fields = range_fields,
    .field_count = TRANSACTION_RANGE_FIELD_COUNT,
};

/* ---- answers ---- */

static const lamina_field transaction_dto_fields[TRANSACTION_DTO_FIELD_COUNT] = {
    [TRANSACTION_DTO_ID] = FIELD(transaction_dto, transaction_id, "transactionId", STRING,
                                 .flags = BY_SERVER, .format = &domain_format_ulid),
    [TRANSACTION_DTO_CONTRACT_ID] = CONTRACT_ID(transaction_dto),
    [TRANSACTION_DTO_SEQUENCE] =
        FIELD(transaction_dto, sequence, "sequence", INT64, .flags = BY_SERVER,
              .summary = "Its place in the contract's account: 1, 2, 3, without gaps"),
    [TRANSACTION_DTO_KIND] = FIELD(transaction_dto, kind, "kind", STRING, .flags = REQUIRED,
                                   .values = transaction_kinds),
    [TRANSACTION_DTO_AMOUNT] = AMOUNT(transaction_dto),
    [TRANSACTION_DTO_CURRENCY] = CURRENCY(transaction_dto),
    [TRANSACTION_DTO_BALANCE_CHANGE] = FIELD(
        transaction_dto, balance_change, "balanceChange", INT64, .flags = BY_SERVER,
        .summary = "The amount of a debit, less than 0 of a credit; of a reversal the opposite"),
    [TRANSACTION_DTO_BALANCE_AFTER] =
        FIELD(transaction_dto, balance_after, "balanceAfter", INT64, .flags = BY_SERVER,
              .summary = "What was owed from then on; less than 0: overpaid"),
    [TRANSACTION_DTO_REFERENCE] = REFERENCE(transaction_dto),
    [TRANSACTION_DTO_DESCRIPTION] = DESCRIPTION(transaction_dto),
    [TRANSACTION_DTO_OCCURRED_AT] = OCCURRED_AT(transaction_dto, REQUIRED),
    [TRANSACTION_DTO_POSTED_AT] = FIELD(transaction_dto, posted_at, "postedAt", TIMESTAMP,
                                        .flags = BY_SERVER, .summary = "Rises with the sequence"),
    [TRANSACTION_DTO_REVERSES] =
        FIELD(transaction_dto, reverses, "reverses", STRING, .flags = MAYBE_BY_SERVER,
              .format = &domain_format_ulid, .summary = "Of a reversal: what it undoes"),
    [TRANSACTION_DTO_REVERSED_BY] =
        FIELD(transaction_dto, reversed_by, "reversedBy", STRING, .flags = MAYBE_BY_SERVER,
              .format = &domain_format_ulid, .summary = "The reversal that has undone it"),
};

const lamina_record transaction_dto_record = {
    .size = sizeof(lamina_record),
    .name = "Transaction",
    .struct_size = sizeof(transaction_dto),
    .field_size = sizeof(lamina_field),
    .fields = transaction_dto_fields,
    .field_count = TRANSACTION_DTO_FIELD_COUNT,
    .summary = "An entry in a contract's account",
};

static const lamina_field list_fields[] = DOMAIN_PAGE_ANSWER_FIELDS(&transaction_dto_record);

const lamina_record transaction_list_dto_record = {
    .size = sizeof(lamina_record),
    .name = "TransactionList",
    .struct_size = sizeof(domain_page_answer),
    .field_size = sizeof(lamina_field),
    .fields = list_fields,
    .field_count = DOMAIN_PAGE_ANSWER_FIELD_COUNT,
    .summary = "A page of transactions",
};

static const lamina_field statement_fields[STATEMENT_DTO_FIELD_COUNT] = {
    [STATEMENT_DTO_CONTRACT_ID] = CONTRACT_ID(statement_dto),
    [STATEMENT_DTO_CURRENCY] = CURRENCY(statement_dto),
    [STATEMENT_DTO_FROM] =
        FIELD(statement_dto, from, "from", TIMESTAMP, .summary = "As it was asked for"),
    [STATEMENT_DTO_TO] =
        FIELD(statement_dto, to, "to", TIMESTAMP, .summary = "As it was asked for"),
    [STATEMENT_DTO_OPENING_BALANCE] =
        FIELD(statement_dto, opening_balance, "openingBalance", INT64, .flags = REQUIRED,
              .summary = "Before the first of these entries; carried forward from the page before"),
    [STATEMENT_DTO_ENTRIES] =
        FIELD(statement_dto, entries, "entries", LIST, .flags = REQUIRED,
              .item_type = LAMINA_TYPE_RECORD, .record = &transaction_dto_record),
    [STATEMENT_DTO_CLOSING_BALANCE] = FIELD(
        statement_dto, closing_balance, "closingBalance", INT64, .flags = REQUIRED,
        .summary = "After the last of these entries; on the last page, of the whole statement"),
    [STATEMENT_DTO_CURSOR] = FIELD(statement_dto, cursor, "cursor", STRING,
                                   .summary = "Of the next page; absent on the last"),
};

const lamina_record statement_dto_record = {
    .size = sizeof(lamina_record),
    .name = "Statement",
    .struct_size = sizeof(statement_dto),
    .field_size = sizeof(lamina_field),
    .fields = statement_fields,
    .field_count = STATEMENT_DTO_FIELD_COUNT,
    .summary = "A page of a contract's account, with the balance before, along and after",
};
