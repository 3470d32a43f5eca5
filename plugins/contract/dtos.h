/*
 * dtos.h - the shapes of the contract API: what comes in, what goes out. They may change with the API
 * while the stored contract (domain/models/contract.h) stays, and the other way round.
 */
#ifndef CONTRACT_DTOS_H
#define CONTRACT_DTOS_H

#include "domain/page.h"
#include "lamina/record.h"

/* ---- the body of POST and PATCH: one struct; a PATCH ends before what stands for good ---- */

enum {
    CONTRACT_INPUT_TYPE,
    CONTRACT_INPUT_TITLE,
    CONTRACT_INPUT_START_DATE,
    CONTRACT_INPUT_END_DATE,
    CONTRACT_INPUT_CURRENCY,
    CONTRACT_INPUT_CREDIT_LIMIT,
    CONTRACT_INPUT_TERMS,
    CONTRACT_PATCH_FIELD_COUNT,
    CONTRACT_INPUT_PARTNER_ID = CONTRACT_PATCH_FIELD_COUNT,
    CONTRACT_INPUT_NUMBER,
    CONTRACT_INPUT_FIELD_COUNT
};

typedef struct contract_input {
    lamina_presence has;
    lamina_str type;
    lamina_str title;
    lamina_str start_date;
    lamina_str end_date;
    lamina_str currency;
    int64_t credit_limit; /* minor units */
    lamina_str terms;
    lamina_str partner_id;
    lamina_str number;
} contract_input;

extern const lamina_record create_contract_record;
extern const lamina_record patch_contract_record;

/* ---- the bodies of moves ---- */

enum { SIGNATURE_SIGNED_BY, SIGNATURE_FIELD_COUNT };

typedef struct signature_input {
    lamina_presence has;
    lamina_str signed_by;
} signature_input;

extern const lamina_record sign_contract_record;

enum { REASON_REASON, REASON_FIELD_COUNT };

typedef struct reason_input {
    lamina_presence has;
    lamina_str reason;
} reason_input;

/* Of suspending and terminating. */
extern const lamina_record reason_record;

/* ---- the body of an amendment ---- */

enum {
    AMENDMENT_INPUT_TITLE,
    AMENDMENT_INPUT_END_DATE,
    AMENDMENT_INPUT_CREDIT_LIMIT,
    AMENDMENT_INPUT_TERMS,
    AMENDMENT_INPUT_REASON,
    AMENDMENT_INPUT_FIELD_COUNT
};

typedef struct amendment_input {
    lamina_presence has;
    lamina_str title;
    lamina_str end_date;
    int64_t credit_limit;
    lamina_str terms;
    lamina_str reason;
} amendment_input;

extern const lamina_record amend_contract_record;

/* ---- a contract in an answer: one struct; a summary ends before what changes with postings ---- */

enum {
    CONTRACT_DTO_ID,
    CONTRACT_DTO_PARTNER_ID,
    CONTRACT_DTO_NUMBER,
    CONTRACT_DTO_TYPE,
    CONTRACT_DTO_TITLE,
    CONTRACT_DTO_START_DATE,
    CONTRACT_DTO_END_DATE,
    CONTRACT_DTO_CURRENCY,
    CONTRACT_DTO_CREDIT_LIMIT,
    CONTRACT_DTO_STATUS,
    CONTRACT_DTO_STATUS_REASON,
    CONTRACT_DTO_SIGNED_BY,
    CONTRACT_DTO_SIGNED_AT,
    CONTRACT_DTO_AMENDMENT,
    CONTRACT_DTO_CREATED_AT,
    CONTRACT_SUMMARY_FIELD_COUNT,
    CONTRACT_DTO_TERMS = CONTRACT_SUMMARY_FIELD_COUNT,
    CONTRACT_DTO_BALANCE,
    CONTRACT_DTO_AVAILABLE_CREDIT,
    CONTRACT_DTO_ENTRY_COUNT,
    CONTRACT_DTO_UPDATED_AT,
    CONTRACT_DTO_VERSION,
    CONTRACT_DTO_FIELD_COUNT
};

typedef struct contract_dto {
    lamina_presence has;
    lamina_str contract_id;
    lamina_str partner_id;
    lamina_str number;
    lamina_str type;
    lamina_str title;
    lamina_str start_date;
    lamina_str end_date;
    lamina_str currency;
    int64_t credit_limit; /* minor units, as are the next amounts */
    lamina_str status;
    lamina_str status_reason;
    lamina_str signed_by;
    int64_t signed_at; /* microseconds since 1970 */
    int64_t amendment;
    int64_t created_at;
    lamina_str terms;
    int64_t balance;
    int64_t available_credit;
    int64_t entry_count;
    int64_t updated_at;
    int64_t version;
} contract_dto;

extern const lamina_record contract_dto_record;
extern const lamina_record contract_summary_record;

/* ---- a page of contracts ---- */

enum {
    LIST_CONTRACTS_LIMIT,
    LIST_CONTRACTS_CURSOR,
    LIST_CONTRACTS_PARTNER_ID,
    LIST_CONTRACTS_STATUS,
    LIST_CONTRACTS_ENDS_FROM,
    LIST_CONTRACTS_ENDS_UNTIL,
    LIST_CONTRACTS_FIELD_COUNT
};

typedef struct list_contracts_query {
    lamina_presence has;
    int64_t limit;
    lamina_str cursor;
    lamina_str partner_id;
    lamina_str status;
    lamina_str ends_from;
    lamina_str ends_until;
} list_contracts_query;

extern const lamina_record list_contracts_record;

/* Pages: domain_page_answer, of contract_dto by contract_summary_record. */
extern const lamina_record contract_list_dto_record;

/* ---- amendments in answers ---- */

enum {
    AMENDMENT_DTO_NUMBER,
    AMENDMENT_DTO_TITLE,
    AMENDMENT_DTO_END_DATE,
    AMENDMENT_DTO_CREDIT_LIMIT,
    AMENDMENT_DTO_TERMS,
    AMENDMENT_DTO_CHANGED,
    AMENDMENT_DTO_REASON,
    AMENDMENT_DTO_CREATED_AT,
    AMENDMENT_DTO_FIELD_COUNT
};

typedef struct amendment_dto {
    lamina_presence has;
    int64_t number;
    lamina_str title;
    lamina_str end_date;
    int64_t credit_limit;
    lamina_str terms;
    lamina_list changed; /* lamina_str */
    lamina_str reason;
    int64_t created_at;
} amendment_dto;

extern const lamina_record amendment_dto_record;

/* Pages: domain_page_answer, of amendment_dto. */
extern const lamina_record amendment_list_dto_record;

/* ---- what a sweep says of itself ---- */

enum { SWEEP_DTO_EXPIRED, SWEEP_DTO_COMPLETE, SWEEP_DTO_FIELD_COUNT };

typedef struct sweep_dto {
    lamina_presence has;
    int64_t expired;
    bool complete;
} sweep_dto;

extern const lamina_record sweep_dto_record;

#endif
