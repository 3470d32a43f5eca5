/*
 * dtos.h - the shapes of the partner API: what comes in, what goes out. They may change with the API
 * while the stored partner (domain/models/partner.h) stays, and the other way round.
 */
#ifndef PARTNER_DTOS_H
#define PARTNER_DTOS_H

#include "domain/models/bank_account.h"
#include "domain/models/postal_address.h"
#include "lamina/record.h"

/* ---- the body of POST and PATCH: one struct, two records with rules of their own ---- */

enum {
    PARTNER_INPUT_LEGAL_NAME,
    PARTNER_INPUT_DISPLAY_NAME,
    PARTNER_INPUT_EMAIL,
    PARTNER_INPUT_PHONE,
    PARTNER_INPUT_COUNTRY,
    PARTNER_INPUT_TAX_ID,
    PARTNER_INPUT_STATUS,
    PARTNER_INPUT_TAGS,
    PARTNER_INPUT_ADDRESS,
    PARTNER_INPUT_BANK_ACCOUNT,
    PARTNER_INPUT_FIELD_COUNT
};

typedef struct partner_input {
    lamina_presence has;
    lamina_str legal_name;
    lamina_str display_name;
    lamina_str email;
    lamina_str phone;
    lamina_str country;
    lamina_str tax_id;
    lamina_str status;
    lamina_list tags; /* lamina_str */
    postal_address *address;
    bank_account *account;
} partner_input;

extern const lamina_record create_partner_record;
extern const lamina_record patch_partner_record;

/* ---- the body of suspend and reactivate ---- */

enum { PARTNER_REASON_REASON, PARTNER_REASON_FIELD_COUNT };

typedef struct partner_reason {
    lamina_presence has;
    lamina_str reason;
} partner_reason;

extern const lamina_record partner_reason_record;

/* ---- a partner in an answer ---- */

enum {
    PARTNER_DTO_ID,
    PARTNER_DTO_LEGAL_NAME,
    PARTNER_DTO_DISPLAY_NAME,
    PARTNER_DTO_EMAIL,
    PARTNER_DTO_PHONE,
    PARTNER_DTO_COUNTRY,
    PARTNER_DTO_TAX_ID,
    PARTNER_DTO_STATUS,
    PARTNER_DTO_STATUS_REASON,
    PARTNER_DTO_TAGS,
    PARTNER_DTO_ADDRESS,
    PARTNER_DTO_BANK_ACCOUNT,
    PARTNER_DTO_CONTACT_COUNT,
    PARTNER_DTO_CONTRACT_COUNT,
    PARTNER_DTO_CREATED_AT,
    PARTNER_DTO_UPDATED_AT,
    PARTNER_DTO_VERSION,
    PARTNER_DTO_FIELD_COUNT
};

typedef struct partner_dto {
    lamina_presence has;
    lamina_str partner_id;
    lamina_str legal_name;
    lamina_str display_name;
    lamina_str email;
    lamina_str phone;
    lamina_str country;
    lamina_str tax_id;
    lamina_str status;
    lamina_str status_reason;
    lamina_list tags; /* lamina_str */
    postal_address *address;
    bank_account *account; /* masked */
    int64_t contact_count;
    int64_t contract_count;
    int64_t created_at; /* microseconds since 1970 */
    int64_t updated_at;
    int64_t version;
} partner_dto;

extern const lamina_record partner_dto_record;

/* ---- a page of partners ---- */

enum { LIST_PARTNERS_LIMIT, LIST_PARTNERS_CURSOR, LIST_PARTNERS_NAME, LIST_PARTNERS_FIELD_COUNT };

typedef struct list_partners_query {
    lamina_presence has;
    int64_t limit;
    lamina_str cursor;
    lamina_str name;
} list_partners_query;

extern const lamina_record list_partners_record;

/* Of domain_page_answer: a page of partner_dto. */
extern const lamina_record partner_list_record;

#endif
