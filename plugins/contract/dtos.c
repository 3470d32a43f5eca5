/*
 * The rules of the contract API's shapes. The host decodes by them, collects what breaks them, and the
 * API's reference is written from them.
 */
#include "dtos.h"

#include "domain/formats.h"
#include "domain/models/contract.h"

/* What a record says of a field beside its rules. */
#define OPTIONAL 0u
#define REQUIRED LAMINA_FIELD_REQUIRED
#define REMOVABLE LAMINA_FIELD_NULLABLE /* null takes it away */
#define BY_SERVER (LAMINA_FIELD_REQUIRED | LAMINA_FIELD_READ_ONLY)

/* ---- the rules of each field, once: "member of that DTO, with those flags" ---- */

#define FIELD LAMINA_FIELD

#define PARTNER_ID(dto, have)                                                                      \
    FIELD(dto, partner_id, "partnerId", STRING, .flags = (have), .format = &domain_format_ulid,    \
          .summary = "Whose contract it is; for good")

#define NUMBER(dto, have)                                                                          \
    FIELD(dto, number, "number", STRING, .flags = (have), .max_length = 40,                        \
          .pattern = "[A-Za-z0-9]([A-Za-z0-9 ./_-]*[A-Za-z0-9])?",                                 \
          .summary = "Unique in the partner, whatever the case of its letters; for good")

#define TYPE(dto, have) FIELD(dto, type, "type", STRING, .flags = (have), .values = contract_types)

#define TITLE(dto, have)                                                                           \
    FIELD(dto, title, "title", STRING, .flags = (have), .min_length = 1, .max_length = 200,        \
          .format = &domain_format_line)

#define START_DATE(dto, have)                                                                      \
    FIELD(dto, start_date, "startDate", STRING, .flags = (have), .format = &domain_format_date,    \
          .summary = "The first day, of UTC")

#define END_DATE(dto, have)                                                                        \
    FIELD(dto, end_date, "endDate", STRING, .flags = (have), .format = &domain_format_date,        \
          .summary = "The last day, of UTC; not before the first")

#define CURRENCY(dto, have)                                                                        \
    FIELD(dto, currency, "currency", STRING, .flags = (have), .format = &domain_format_currency,   \
          .summary = "Of all amounts under the contract")

#define CREDIT_LIMIT(dto, have)                                                                    \
    FIELD(dto, credit_limit, "creditLimit", INT64, .flags = (have), .range = &limit_range,         \
          .summary = "The most that may be owed, in minor units: cents of EUR")

#define TERMS(dto, have)                                                                           \
    FIELD(dto, terms, "terms", STRING, .flags = (have), .min_length = 1, .max_length = 20000,      \
          .summary = "Text of any number of lines")

#define REASON(dto, have)                                                                          \
    FIELD(dto, reason, "reason", STRING, .flags = (have), .min_length = 1, .max_length = 500,      \
          .format = &domain_format_line, .summary = "For people, and for the audit trail")

#define SIGNED_BY(dto, have)                                                                       \
    FIELD(dto, signed_by, "signedBy", STRING, .flags = (have), .min_length = 1, .max_length = 200, \
          .format = &domain_format_line, .summary = "Who signed for the partner")

static const lamina_range limit_range = {.minimum = 0, .maximum = CONTRACT_AMOUNT_MAX};

/* ---- requests ---- */

static const lamina_field create_fields[CONTRACT_INPUT_FIELD_COUNT] = {
    [CONTRACT_INPUT_TYPE] = TYPE(contract_input, REQUIRED),
    [CONTRACT_INPUT_TITLE] = TITLE(contract_input, REQUIRED),
    [CONTRACT_INPUT_START_DATE] = START_DATE(contract_input, REQUIRED),
    [CONTRACT_INPUT_END_DATE] = END_DATE(contract_input, REQUIRED),
    [CONTRACT_INPUT_CURRENCY] = CURRENCY(contract_input, REQUIRED),
    [CONTRACT_INPUT_CREDIT_LIMIT] = CREDIT_LIMIT(contract_input, REQUIRED),
    [CONTRACT_INPUT_TERMS] = TERMS(contract_input, OPTIONAL),
    [CONTRACT_INPUT_PARTNER_ID] = PARTNER_ID(contract_input, REQUIRED),
    [CONTRACT_INPUT_NUMBER] = NUMBER(contract_input, REQUIRED),
};

const lamina_record create_contract_record = {
    LAMINA_RECORD("CreateContract", contract_input, create_fields),
    .summary = "A new contract, as a draft"};

/* Absent: unchanged. Null: removed, where the contract can be without it. */
static const lamina_field patch_fields[CONTRACT_PATCH_FIELD_COUNT] = {
    [CONTRACT_INPUT_TYPE] = TYPE(contract_input, OPTIONAL),
    [CONTRACT_INPUT_TITLE] = TITLE(contract_input, OPTIONAL),
    [CONTRACT_INPUT_START_DATE] = START_DATE(contract_input, OPTIONAL),
    [CONTRACT_INPUT_END_DATE] = END_DATE(contract_input, OPTIONAL),
    [CONTRACT_INPUT_CURRENCY] = CURRENCY(contract_input, OPTIONAL),
    [CONTRACT_INPUT_CREDIT_LIMIT] = CREDIT_LIMIT(contract_input, OPTIONAL),
    [CONTRACT_INPUT_TERMS] = TERMS(contract_input, REMOVABLE),
};

const lamina_record patch_contract_record = {
    LAMINA_RECORD("PatchContract", contract_input, patch_fields), .min_present = 1,
    .summary = "Changes of a draft: absent is unchanged, null is removed"};

static const lamina_field sign_fields[SIGNATURE_FIELD_COUNT] = {
    [SIGNATURE_SIGNED_BY] = SIGNED_BY(signature_input, REQUIRED),
};

const lamina_record sign_contract_record = {
    LAMINA_RECORD("SignContract", signature_input, sign_fields)};

static const lamina_field reason_fields[REASON_FIELD_COUNT] = {
    [REASON_REASON] = REASON(reason_input, REQUIRED),
};

const lamina_record reason_record = {
    LAMINA_RECORD("ContractMoveReason", reason_input, reason_fields)};

static const lamina_field amend_fields[AMENDMENT_INPUT_FIELD_COUNT] = {
    [AMENDMENT_INPUT_TITLE] = TITLE(amendment_input, OPTIONAL),
    [AMENDMENT_INPUT_END_DATE] = END_DATE(amendment_input, OPTIONAL),
    [AMENDMENT_INPUT_CREDIT_LIMIT] = CREDIT_LIMIT(amendment_input, OPTIONAL),
    [AMENDMENT_INPUT_TERMS] = TERMS(amendment_input, REMOVABLE),
    [AMENDMENT_INPUT_REASON] = REASON(amendment_input, REQUIRED),
};

const lamina_record amend_contract_record = {
    LAMINA_RECORD("AmendContract", amendment_input, amend_fields), .min_present = 2,
    .summary = "Why, and what is changed: absent is unchanged, null is removed"};

static const lamina_field list_contracts_fields[LIST_CONTRACTS_FIELD_COUNT] = {
    [LIST_CONTRACTS_LIMIT] = DOMAIN_PAGE_LIMIT_FIELD(list_contracts_query),
    [LIST_CONTRACTS_CURSOR] = DOMAIN_PAGE_CURSOR_FIELD(list_contracts_query),
    [LIST_CONTRACTS_PARTNER_ID] =
        FIELD(list_contracts_query, partner_id, "partnerId", STRING, .format = &domain_format_ulid,
              .summary = "This partner's alone, in order of creation"),
    [LIST_CONTRACTS_STATUS] = FIELD(list_contracts_query, status, "status", STRING,
                                    .values = contract_statuses, .summary = "In this state alone"),
    [LIST_CONTRACTS_ENDS_FROM] =
        FIELD(list_contracts_query, ends_from, "endsFrom", STRING, .format = &domain_format_date,
              .summary = "With a last day on this one or later"),
    [LIST_CONTRACTS_ENDS_UNTIL] =
        FIELD(list_contracts_query, ends_until, "endsUntil", STRING, .format = &domain_format_date,
              .summary = "With a last day on this one or earlier"),
};

const lamina_record list_contracts_record = {
    LAMINA_RECORD("ListContractsQuery", list_contracts_query, list_contracts_fields)};

/* ---- answers ---- */

static const lamina_field contract_dto_fields[CONTRACT_DTO_FIELD_COUNT] = {
    [CONTRACT_DTO_ID] = FIELD(contract_dto, contract_id, "contractId", STRING, .flags = BY_SERVER,
                              .format = &domain_format_ulid),
    [CONTRACT_DTO_PARTNER_ID] = PARTNER_ID(contract_dto, REQUIRED),
    [CONTRACT_DTO_NUMBER] = NUMBER(contract_dto, REQUIRED),
    [CONTRACT_DTO_TYPE] = TYPE(contract_dto, REQUIRED),
    [CONTRACT_DTO_TITLE] = TITLE(contract_dto, REQUIRED),
    [CONTRACT_DTO_START_DATE] = START_DATE(contract_dto, REQUIRED),
    [CONTRACT_DTO_END_DATE] = END_DATE(contract_dto, REQUIRED),
    [CONTRACT_DTO_CURRENCY] = CURRENCY(contract_dto, REQUIRED),
    [CONTRACT_DTO_CREDIT_LIMIT] = CREDIT_LIMIT(contract_dto, REQUIRED),
    [CONTRACT_DTO_STATUS] =
        FIELD(contract_dto, status, "status", STRING, .flags = BY_SERVER,
              .values = contract_statuses, .summary = "expired once the last day is over"),
    [CONTRACT_DTO_STATUS_REASON] =
        FIELD(contract_dto, status_reason, "statusReason", STRING, .flags = LAMINA_FIELD_READ_ONLY,
              .summary = "Why it is suspended or terminated"),
    [CONTRACT_DTO_SIGNED_BY] = SIGNED_BY(contract_dto, LAMINA_FIELD_READ_ONLY),
    [CONTRACT_DTO_SIGNED_AT] =
        FIELD(contract_dto, signed_at, "signedAt", TIMESTAMP, .flags = LAMINA_FIELD_READ_ONLY),
    [CONTRACT_DTO_AMENDMENT] =
        FIELD(contract_dto, amendment, "amendment", INT64, .flags = BY_SERVER,
              .summary = "The one in force; 0 is the contract as signed"),
    [CONTRACT_DTO_CREATED_AT] =
        FIELD(contract_dto, created_at, "createdAt", TIMESTAMP, .flags = BY_SERVER),
    [CONTRACT_DTO_TERMS] = TERMS(contract_dto, OPTIONAL),
    [CONTRACT_DTO_BALANCE] = FIELD(contract_dto, balance, "balance", INT64, .flags = BY_SERVER,
                                   .summary = "What is owed: debits less credits, in minor units"),
    [CONTRACT_DTO_AVAILABLE_CREDIT] =
        FIELD(contract_dto, available_credit, "availableCredit", INT64, .flags = BY_SERVER,
              .summary = "creditLimit less balance: what may still be debited"),
    [CONTRACT_DTO_ENTRY_COUNT] = FIELD(contract_dto, entry_count, "entryCount", INT64,
                                       .flags = BY_SERVER, .summary = "Entries that were posted"),
    [CONTRACT_DTO_UPDATED_AT] =
        FIELD(contract_dto, updated_at, "updatedAt", TIMESTAMP, .flags = BY_SERVER),
    [CONTRACT_DTO_VERSION] =
        FIELD(contract_dto, version, "version", INT64, .flags = BY_SERVER,
              .summary = "One more with each change and posting; the ETag's content"),
};

const lamina_record contract_dto_record = {
    LAMINA_RECORD("Contract", contract_dto, contract_dto_fields),
    .summary = "A contract with a partner, and what is owed under it"};

const lamina_record contract_summary_record = {
    .size = sizeof(lamina_record),
    .name = "ContractSummary",
    .struct_size = sizeof(contract_dto),
    .field_size = sizeof(lamina_field),
    .fields = contract_dto_fields,
    .field_count = CONTRACT_SUMMARY_FIELD_COUNT,
    .summary = "A contract in a list: without terms, amounts that postings change, version"};

static const lamina_field contract_list_dto_fields[] =
    DOMAIN_PAGE_ANSWER_FIELDS(&contract_summary_record);

const lamina_record contract_list_dto_record = {
    LAMINA_RECORD("ContractList", domain_page_answer, contract_list_dto_fields),
    .summary = "A page of contracts"};

static const lamina_field amendment_dto_fields[AMENDMENT_DTO_FIELD_COUNT] = {
    [AMENDMENT_DTO_NUMBER] = FIELD(amendment_dto, number, "number", INT64, .flags = BY_SERVER,
                                   .summary = "0 is the contract as it was signed"),
    [AMENDMENT_DTO_TITLE] = TITLE(amendment_dto, REQUIRED),
    [AMENDMENT_DTO_END_DATE] = END_DATE(amendment_dto, REQUIRED),
    [AMENDMENT_DTO_CREDIT_LIMIT] = CREDIT_LIMIT(amendment_dto, REQUIRED),
    [AMENDMENT_DTO_TERMS] = TERMS(amendment_dto, OPTIONAL),
    [AMENDMENT_DTO_CHANGED] =
        FIELD(amendment_dto, changed, "changed", STRING_SET, .flags = OPTIONAL,
              .summary = "The members that this amendment changed"),
    [AMENDMENT_DTO_REASON] = REASON(amendment_dto, OPTIONAL),
    [AMENDMENT_DTO_CREATED_AT] = FIELD(amendment_dto, created_at, "createdAt", TIMESTAMP,
                                       .flags = BY_SERVER, .summary = "In force from then on"),
};

const lamina_record amendment_dto_record = {
    LAMINA_RECORD("ContractAmendment", amendment_dto, amendment_dto_fields),
    .summary = "What the contract said from one moment on"};

static const lamina_field amendment_list_dto_fields[] =
    DOMAIN_PAGE_ANSWER_FIELDS(&amendment_dto_record);

const lamina_record amendment_list_dto_record = {
    LAMINA_RECORD("ContractAmendmentList", domain_page_answer, amendment_list_dto_fields),
    .summary = "A page of amendments, from the first on"};

static const lamina_field sweep_dto_fields[SWEEP_DTO_FIELD_COUNT] = {
    [SWEEP_DTO_EXPIRED] = FIELD(sweep_dto, expired, "expired", INT64, .flags = REQUIRED,
                                .summary = "Contracts that were moved"),
    [SWEEP_DTO_COMPLETE] = FIELD(sweep_dto, complete, "complete", BOOLEAN, .flags = REQUIRED,
                                 .summary = "False: some are left, call again"),
};

const lamina_record sweep_dto_record = {
    LAMINA_RECORD("ContractSweep", sweep_dto, sweep_dto_fields)};
