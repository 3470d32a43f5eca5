/*
 * dtos.h - the shapes of the transaction API: what comes in, what goes out. They may change with the API
 * while the stored entry (domain/models/transaction.h) stays, and the other way round.
 */
#ifndef TRANSACTION_DTOS_H
#define TRANSACTION_DTOS_H

#include "domain/page.h"
#include "lamina/record.h"

/* ---- the body of a posting and of a reversal: one struct, two records with rules of their own ---- */

enum {
    TRANSACTION_INPUT_CONTRACT_ID,
    TRANSACTION_INPUT_KIND,
    TRANSACTION_INPUT_AMOUNT,
    TRANSACTION_INPUT_CURRENCY,
    TRANSACTION_INPUT_REFERENCE,
    TRANSACTION_INPUT_DESCRIPTION,
    TRANSACTION_INPUT_OCCURRED_AT,
    TRANSACTION_INPUT_FIELD_COUNT
};

typedef struct transaction_input {
    lamina_presence has;
    lamina_str contract_id;
    lamina_str kind;
    int64_t amount; /* minor units */
    lamina_str currency;
    lamina_str reference;
    lamina_str description;
    int64_t occurred_at; /* microseconds since 1970 */
} transaction_input;

extern const lamina_record post_transaction_record;

/* What it undoes says the rest. */
enum {
    REVERSE_INPUT_REFERENCE,
    REVERSE_INPUT_DESCRIPTION,
    REVERSE_INPUT_OCCURRED_AT,
    REVERSE_INPUT_FIELD_COUNT
};

extern const lamina_record reverse_transaction_record;

/* ---- a transaction in an answer ---- */

enum {
    TRANSACTION_DTO_ID,
    TRANSACTION_DTO_CONTRACT_ID,
    TRANSACTION_DTO_SEQUENCE,
    TRANSACTION_DTO_KIND,
    TRANSACTION_DTO_AMOUNT,
    TRANSACTION_DTO_CURRENCY,
    TRANSACTION_DTO_BALANCE_CHANGE,
    TRANSACTION_DTO_BALANCE_AFTER,
    TRANSACTION_DTO_REFERENCE,
    TRANSACTION_DTO_DESCRIPTION,
    TRANSACTION_DTO_OCCURRED_AT,
    TRANSACTION_DTO_POSTED_AT,
    TRANSACTION_DTO_REVERSES,
    TRANSACTION_DTO_REVERSED_BY,
    TRANSACTION_DTO_FIELD_COUNT
};

typedef struct transaction_dto {
    lamina_presence has;
    lamina_str transaction_id;
    lamina_str contract_id;
    int64_t sequence;
    lamina_str kind;
    int64_t amount;
    lamina_str currency;
    int64_t balance_change;
    int64_t balance_after;
    lamina_str reference;
    lamina_str description;
    int64_t occurred_at; /* microseconds since 1970 */
    int64_t posted_at;
    lamina_str reverses;
    lamina_str reversed_by;
} transaction_dto;

extern const lamina_record transaction_dto_record;

/* ---- which transactions ---- */

enum {
    TRANSACTION_RANGE_LIMIT,
    TRANSACTION_RANGE_CURSOR,
    TRANSACTION_RANGE_CONTRACT_ID,
    TRANSACTION_RANGE_FROM,
    TRANSACTION_RANGE_TO,
    TRANSACTION_RANGE_FIELD_COUNT
};

typedef struct transaction_range_query {
    lamina_presence has;
    int64_t limit;
    lamina_str cursor;
    lamina_str contract_id;
    int64_t from; /* microseconds since 1970; 0: from the first */
    int64_t to;   /* not among them; 0: to the last */
} transaction_range_query;

extern const lamina_record transaction_range_record;

/* ---- pages of them ---- */

/* domain_page_answer, of transaction_dto. */
extern const lamina_record transaction_list_dto_record;

enum {
    STATEMENT_DTO_CONTRACT_ID,
    STATEMENT_DTO_CURRENCY,
    STATEMENT_DTO_FROM,
    STATEMENT_DTO_TO,
    STATEMENT_DTO_OPENING_BALANCE,
    STATEMENT_DTO_ENTRIES,
    STATEMENT_DTO_CLOSING_BALANCE,
    STATEMENT_DTO_CURSOR,
    STATEMENT_DTO_FIELD_COUNT
};

/* A page of a statement: its opening balance is the closing balance of the page before. */
typedef struct statement_dto {
    lamina_presence has;
    lamina_str contract_id;
    lamina_str currency;
    int64_t from;
    int64_t to;
    int64_t opening_balance;
    lamina_list entries; /* transaction_dto */
    int64_t closing_balance;
    lamina_str cursor;
} statement_dto;

extern const lamina_record statement_dto_record;

#endif
