/*
 * The rules of the partner API's shapes. The host decodes by them, collects what breaks them, and
 * the API's reference is written from them.
 */
#include "dtos.h"

#include "domain/formats.h"
#include "domain/models/partner.h"
#include "domain/page.h"

/* What a record says of a field beside its rules. */
#define OPTIONAL 0u
#define REQUIRED LAMINA_FIELD_REQUIRED
#define REMOVABLE LAMINA_FIELD_NULLABLE /* null takes it away */
#define BY_SERVER (LAMINA_FIELD_REQUIRED | LAMINA_FIELD_READ_ONLY)

/* ---- the rules of each field, once: "member of that DTO, with those flags" ---- */

#define FIELD LAMINA_FIELD

#define LEGAL_NAME(dto, have)                                                                      \
    FIELD(dto, legal_name, "legalName", STRING, .flags = (have), .min_length = 1,                  \
          .max_length = 200, .format = &domain_format_line,                                        \
          .summary = "Name as it stands in the register")

#define DISPLAY_NAME(dto, have)                                                                    \
    FIELD(dto, display_name, "displayName", STRING, .flags = (have), .min_length = 1,              \
          .max_length = 200, .format = &domain_format_line, .summary = "Name for people to read")

#define EMAIL(dto, have)                                                                           \
    FIELD(dto, email, "email", STRING, .flags = (have), .max_length = 254,                         \
          .format = &domain_format_email,                                                          \
          .summary = "Unique among partners, whatever the case of its ASCII letters")

#define PHONE(dto, have)                                                                           \
    FIELD(dto, phone, "phone", STRING, .flags = (have), .format = &domain_format_phone,            \
          .summary = "International telephone number")

#define COUNTRY(dto, have)                                                                         \
    FIELD(dto, country, "country", STRING, .flags = (have), .format = &domain_format_country,      \
          .summary = "Country of the legal seat")

#define TAX_ID(dto, have)                                                                          \
    FIELD(dto, tax_id, "taxId", STRING, .flags = (have), .min_length = 1, .max_length = 40,        \
          .pattern = "[A-Za-z0-9]([A-Za-z0-9 ./-]*[A-Za-z0-9])?",                                  \
          .summary = "Tax or VAT number, as its country writes it")

#define STATUS(dto, have, allowed)                                                                 \
    FIELD(dto, status, "status", STRING, .flags = (have), .values = (allowed),                     \
          .summary = "A new partner is pending unless told otherwise; then it moves")

#define TAGS(dto, have)                                                                            \
    FIELD(dto, tags, "tags", STRING_SET, .flags = (have), .max_length = 50, .item_max_length = 40, \
          .format = &domain_format_line,                                                           \
          .summary = "A set without order; an empty one is the same as none")

#define ADDRESS(dto, have)                                                                         \
    FIELD(dto, address, "address", RECORD, .flags = (have), .record = &postal_address_record,      \
          .summary = "Replaced as a whole")

#define BANK_ACCOUNT(dto, have, shape)                                                             \
    FIELD(dto, account, "bankAccount", RECORD, .flags = (have), .record = (shape),                 \
          .summary = "Replaced as a whole; shown masked, and not in lists")

/* ---- requests ---- */

/* From there on it is moved, by operations of their own. */
static const char *const new_statuses[] = {PARTNER_STATUS_PENDING, PARTNER_STATUS_ACTIVE, NULL};

static const lamina_field create_fields[PARTNER_INPUT_FIELD_COUNT] = {
    [PARTNER_INPUT_LEGAL_NAME] = LEGAL_NAME(partner_input, REQUIRED),
    [PARTNER_INPUT_DISPLAY_NAME] = DISPLAY_NAME(partner_input, OPTIONAL),
    [PARTNER_INPUT_EMAIL] = EMAIL(partner_input, REQUIRED),
    [PARTNER_INPUT_PHONE] = PHONE(partner_input, OPTIONAL),
    [PARTNER_INPUT_COUNTRY] = COUNTRY(partner_input, REQUIRED),
    [PARTNER_INPUT_TAX_ID] = TAX_ID(partner_input, OPTIONAL),
    [PARTNER_INPUT_STATUS] = STATUS(partner_input, OPTIONAL, new_statuses),
    [PARTNER_INPUT_TAGS] = TAGS(partner_input, OPTIONAL),
    [PARTNER_INPUT_ADDRESS] = ADDRESS(partner_input, OPTIONAL),
    [PARTNER_INPUT_BANK_ACCOUNT] =
        BANK_ACCOUNT(partner_input, OPTIONAL | LAMINA_FIELD_SECRET, &bank_account_record),
};

const lamina_record create_partner_record = {
    .size = sizeof(lamina_record),
    .name = "CreatePartner",
    .struct_size = sizeof(partner_input),
    .field_size = sizeof(lamina_field),
    .fields = create_fields,
    .field_count = PARTNER_INPUT_FIELD_COUNT,
    .summary = "A new partner",
};

/* Absent: unchanged. Null: removed, where the partner can be without it. */
static const lamina_field patch_fields[PARTNER_INPUT_FIELD_COUNT] = {
    [PARTNER_INPUT_LEGAL_NAME] = LEGAL_NAME(partner_input, OPTIONAL),
    [PARTNER_INPUT_DISPLAY_NAME] = DISPLAY_NAME(partner_input, REMOVABLE),
    [PARTNER_INPUT_EMAIL] = EMAIL(partner_input, OPTIONAL),
    [PARTNER_INPUT_PHONE] = PHONE(partner_input, REMOVABLE),
    [PARTNER_INPUT_COUNTRY] = COUNTRY(partner_input, OPTIONAL),
    [PARTNER_INPUT_TAX_ID] = TAX_ID(partner_input, REMOVABLE),
    [PARTNER_INPUT_STATUS] =
        STATUS(partner_input, OPTIONAL | LAMINA_FIELD_READ_ONLY, partner_statuses),
    [PARTNER_INPUT_TAGS] = TAGS(partner_input, REMOVABLE),
    [PARTNER_INPUT_ADDRESS] = ADDRESS(partner_input, REMOVABLE),
    [PARTNER_INPUT_BANK_ACCOUNT] =
        BANK_ACCOUNT(partner_input, REMOVABLE | LAMINA_FIELD_SECRET, &bank_account_record),
};

const lamina_record patch_partner_record = {
    .size = sizeof(lamina_record),
    .name = "PatchPartner",
    .struct_size = sizeof(partner_input),
    .field_size = sizeof(lamina_field),
    .fields = patch_fields,
    .field_count = PARTNER_INPUT_FIELD_COUNT,
    .min_present = 1,
    .summary = "Changes of a partner: absent is unchanged, null is removed",
};

static const lamina_field reason_fields[PARTNER_REASON_FIELD_COUNT] = {
    [PARTNER_REASON_REASON] =
        FIELD(partner_reason, reason, "reason", STRING, .flags = REQUIRED, .min_length = 1,
              .max_length = 500, .format = &domain_format_line,
              .summary = "Why; it is kept in the audit trail"),
};

const lamina_record partner_reason_record = {
    .size = sizeof(lamina_record),
    .name = "PartnerReason",
    .struct_size = sizeof(partner_reason),
    .field_size = sizeof(lamina_field),
    .fields = reason_fields,
    .field_count = PARTNER_REASON_FIELD_COUNT,
    .summary = "Why a partner is suspended or reactivated",
};

static const lamina_field list_partners_fields[LIST_PARTNERS_FIELD_COUNT] = {
    [LIST_PARTNERS_LIMIT] = DOMAIN_PAGE_LIMIT_FIELD(list_partners_query),
    [LIST_PARTNERS_CURSOR] = DOMAIN_PAGE_CURSOR_FIELD(list_partners_query),
    [LIST_PARTNERS_NAME] =
        FIELD(list_partners_query, name, "name", STRING, .max_length = 200,
              .summary = "How the legal name begins, whatever the case of its letters"),
};

const lamina_record list_partners_record = {
    .size = sizeof(lamina_record),
    .name = "ListPartnersQuery",
    .struct_size = sizeof(list_partners_query),
    .field_size = sizeof(lamina_field),
    .fields = list_partners_fields,
    .field_count = LIST_PARTNERS_FIELD_COUNT,
};

/* ---- answers ---- */

static const lamina_field partner_dto_fields[PARTNER_DTO_FIELD_COUNT] = {
    [PARTNER_DTO_ID] = FIELD(partner_dto, partner_id, "partnerId", STRING, .flags = BY_SERVER,
                             .format = &domain_format_ulid),
    [PARTNER_DTO_LEGAL_NAME] = LEGAL_NAME(partner_dto, REQUIRED),
    [PARTNER_DTO_DISPLAY_NAME] = DISPLAY_NAME(partner_dto, OPTIONAL),
    [PARTNER_DTO_EMAIL] = EMAIL(partner_dto, REQUIRED),
    [PARTNER_DTO_PHONE] = PHONE(partner_dto, OPTIONAL),
    [PARTNER_DTO_COUNTRY] = COUNTRY(partner_dto, REQUIRED),
    [PARTNER_DTO_TAX_ID] = TAX_ID(partner_dto, OPTIONAL),
    [PARTNER_DTO_STATUS] = STATUS(partner_dto, REQUIRED, partner_statuses),
    [PARTNER_DTO_STATUS_REASON] = FIELD(partner_dto, status_reason, "statusReason", STRING,
                                        .flags = OPTIONAL, .summary = "Why it is suspended"),
    [PARTNER_DTO_TAGS] = TAGS(partner_dto, OPTIONAL),
    [PARTNER_DTO_ADDRESS] = ADDRESS(partner_dto, OPTIONAL),
    [PARTNER_DTO_BANK_ACCOUNT] = BANK_ACCOUNT(partner_dto, OPTIONAL, &masked_bank_account_record),
    [PARTNER_DTO_CONTACT_COUNT] =
        FIELD(partner_dto, contact_count, "contactCount", INT64, .flags = BY_SERVER),
    [PARTNER_DTO_CONTRACT_COUNT] =
        FIELD(partner_dto, contract_count, "contractCount", INT64, .flags = BY_SERVER,
              .summary = "In whatever state; as long as there is one, the partner is kept"),
    [PARTNER_DTO_CREATED_AT] =
        FIELD(partner_dto, created_at, "createdAt", TIMESTAMP, .flags = BY_SERVER),
    [PARTNER_DTO_UPDATED_AT] =
        FIELD(partner_dto, updated_at, "updatedAt", TIMESTAMP, .flags = BY_SERVER),
    [PARTNER_DTO_VERSION] = FIELD(partner_dto, version, "version", INT64, .flags = BY_SERVER,
                                  .summary = "One more with each change; the ETag's content"),
};

const lamina_record partner_dto_record = {
    .size = sizeof(lamina_record),
    .name = "Partner",
    .struct_size = sizeof(partner_dto),
    .field_size = sizeof(lamina_field),
    .fields = partner_dto_fields,
    .field_count = PARTNER_DTO_FIELD_COUNT,
    .summary = "A business partner",
};

static const lamina_field partner_list_fields[] = DOMAIN_PAGE_ANSWER_FIELDS(&partner_dto_record);

const lamina_record partner_list_record = {
    .size = sizeof(lamina_record),
    .name = "PartnerList",
    .struct_size = sizeof(domain_page_answer),
    .field_size = sizeof(lamina_field),
    .fields = partner_list_fields,
    .field_count = DOMAIN_PAGE_ANSWER_FIELD_COUNT,
    .summary = "A page of partners",
};
