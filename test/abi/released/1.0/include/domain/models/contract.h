/*
 * domain/models/contract.h - a contract with a partner, as it is stored, and the money that is owed
 * under it.
 *
 * Table: one item a contract under its contractId. Beside it, one small item claims the number for the
 * partner (models/contract_number.h, the domain's own), so that no partner has two of one number.
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_CONTRACT_H
#define DOMAIN_MODELS_CONTRACT_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of contract_record, in the order of its table; later ones are added behind, so that there
   are as many as contract_record.field_count says. Since 1.0. */
enum {
    CONTRACT_ID,
    CONTRACT_PARTNER_ID,
    CONTRACT_NUMBER,
    CONTRACT_TYPE,
    CONTRACT_TITLE,
    CONTRACT_START_DATE,
    CONTRACT_END_DATE,
    CONTRACT_CURRENCY,
    CONTRACT_CREDIT_LIMIT,
    CONTRACT_BALANCE,
    CONTRACT_AVAILABLE_CREDIT,
    CONTRACT_ENTRY_COUNT,
    CONTRACT_TERMS,
    CONTRACT_STATUS,
    CONTRACT_STATUS_REASON,
    CONTRACT_SIGNED_BY,
    CONTRACT_SIGNED_AT,
    CONTRACT_AMENDMENT,
    CONTRACT_CREATED_AT,
    CONTRACT_UPDATED_AT,
    CONTRACT_VERSION,
    CONTRACT_COLLECTION,
    CONTRACT_LAST_ENTRY_AT
};

/* The most that a credit limit may be, and a balance to either side, in minor units. JSON numbers of
   this size are exact everywhere (RFC 8259 section 6). Since 1.0. */
#define CONTRACT_AMOUNT_MAX INT64_C(1000000000000000)

/* Grows at the end, with the libdomain that runs: never on the stack, never sizeof or copied as a whole,
   never in an array of one's own. contract_new() makes one. Since 1.0. */
typedef struct contract {
    lamina_presence has;
    lamina_str contract_id; /* ULID; required */
    lamina_str partner_id;  /* required; its tenant too */
    lamina_str number;      /* required; unique in the partner, without regard to case */
    lamina_str type;        /* required; one of contract_types */
    lamina_str title;       /* required */
    lamina_str start_date;  /* required; the first day, "2026-01-31" of UTC */
    lamina_str end_date;    /* required; the last day, not before the first */
    lamina_str currency;    /* required; ISO 4217 */
    /* All amounts are of minor units of the currency: cents of EUR. */
    int64_t credit_limit; /* required; 0 to CONTRACT_AMOUNT_MAX */
    int64_t balance;      /* what is owed: debits less credits that were posted */
    int64_t
        available_credit; /* credit_limit less balance: DynamoDB compares, it does not compute */
    int64_t entry_count;  /* the sequence of the entry that was posted last; 0: none */
    lamina_str terms;
    lamina_str status;        /* required; one of contract_statuses */
    lamina_str status_reason; /* of being suspended or terminated */
    lamina_str signed_by;
    int64_t
        signed_at; /* microseconds since 1970; present: signed, and changed by amendments alone */
    int64_t amendment;  /* the one in force; 0: as it was signed */
    int64_t created_at; /* microseconds since 1970 */
    int64_t updated_at;
    int64_t version;       /* from 1; a posting counts too */
    lamina_str collection; /* constant: the hash key of the index that lists all contracts */
    int64_t last_entry_at; /* when the entry was posted that was posted last */
} contract;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
contract *contract_new(lamina_context *context);

/* What type holds. Since 1.0. */
#define CONTRACT_TYPE_FRAMEWORK "framework"
#define CONTRACT_TYPE_SUPPLY "supply"
#define CONTRACT_TYPE_SERVICE "service"
#define CONTRACT_TYPE_LEASE "lease"
#define CONTRACT_TYPE_LOAN "loan"
/* The above, closed by NULL. */
extern const char *const contract_types[];

/* What status holds. Since 1.0. */
#define CONTRACT_STATUS_DRAFT "draft"
#define CONTRACT_STATUS_ACTIVE "active"
#define CONTRACT_STATUS_SUSPENDED "suspended"
#define CONTRACT_STATUS_TERMINATED "terminated"
#define CONTRACT_STATUS_EXPIRED "expired"
/* The above, closed by NULL. */
extern const char *const contract_statuses[];

/* What collection holds. */
#define CONTRACT_COLLECTION_ALL "contracts"

/*
 * The indexes. What postings change is in none of them, so that a posting writes one item and not four,
 * and the one partition of all active contracts is not written by every posting. Contracts from an
 * index are therefore without terms, balance, available credit, entry count, version and time of
 * change. Since 1.0.
 */
#define CONTRACT_INDEX_PARTNER "by-partner" /* partnerId, contractId: in order of creation */
#define CONTRACT_INDEX_STATUS "by-status"   /* status, endDate */
#define CONTRACT_INDEX_END "by-end"         /* collection, endDate */

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record contract_record;

/* How contracts are stored: for repositories. A module has no use for it, and no header that would
   complete the type. */
extern const struct mapper_model contract_model;

#ifdef __cplusplus
}
#endif
#endif
