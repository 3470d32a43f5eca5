/*
 * domain/models/transaction.h - an entry in a contract's account, as it is stored. Entries are only ever
 * added: what was wrong is set right by a reversal.
 *
 * Table: one item an entry, under its contractId and the time at which it was posted. In a contract
 * sequence and time rise together, both strictly: so the time is the key, for what is asked for is a
 * range of it, and pages are in the order of the sequence. Beside an entry, one small item says where the
 * entry of that transactionId is (models/transaction_place.h, the domain's own).
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_TRANSACTION_H
#define DOMAIN_MODELS_TRANSACTION_H

#include "domain/models/contract.h"
#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of transaction_record, in the order of its table; later ones are added behind, so that
   there are as many as transaction_record.field_count says. Since 1.0. */
enum {
    TRANSACTION_CONTRACT_ID,
    TRANSACTION_POSTED_AT,
    TRANSACTION_ID,
    TRANSACTION_PARTNER_ID,
    TRANSACTION_SEQUENCE,
    TRANSACTION_KIND,
    TRANSACTION_AMOUNT,
    TRANSACTION_CURRENCY,
    TRANSACTION_BALANCE_CHANGE,
    TRANSACTION_BALANCE_AFTER,
    TRANSACTION_REFERENCE,
    TRANSACTION_DESCRIPTION,
    TRANSACTION_OCCURRED_AT,
    TRANSACTION_REVERSES,
    TRANSACTION_REVERSED_BY
};

/* Grows at the end, with the libdomain that runs: never on the stack, never sizeof or copied as a whole,
   never in an array of one's own. transaction_new() makes one. Since 1.0. */
typedef struct transaction {
    lamina_presence has;
    lamina_str contract_id;    /* required */
    int64_t posted_at;         /* microseconds since 1970; rises with the sequence, see above */
    lamina_str transaction_id; /* ULID */
    lamina_str partner_id;     /* of the contract: the tenant */
    int64_t sequence;          /* in the contract: 1, 2, 3, without gaps */
    lamina_str kind;           /* required; one of transaction_kinds */
    int64_t amount;            /* required; minor units, 1 to CONTRACT_AMOUNT_MAX */
    lamina_str currency;       /* required; the contract's */
    int64_t balance_change; /* amount of a debit, -amount of a credit, the opposite of a reversal */
    int64_t balance_after;  /* what was owed from then on */
    lamina_str reference;   /* the client's own number for it */
    lamina_str description;
    int64_t occurred_at;    /* microseconds since 1970; not after posted_at */
    lamina_str reverses;    /* of a reversal: the entry that it undoes */
    lamina_str reversed_by; /* the reversal that undid it */
} transaction;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
transaction *transaction_new(lamina_context *context);

#define TRANSACTION_KIND_DEBIT "debit"       /* more is owed */
#define TRANSACTION_KIND_CREDIT "credit"     /* less is owed */
#define TRANSACTION_KIND_REVERSAL "reversal" /* the opposite of another entry */
/* The above, closed by NULL. */
extern const char *const transaction_kinds[];

/* The longest reference and description, in characters. Since 1.0. */
#define TRANSACTION_REFERENCE_MAX 140u
#define TRANSACTION_DESCRIPTION_MAX 500u

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record transaction_record;

/* How entries are stored: for repositories. A module has no use for it, and no header that would
   complete the type. */
extern const struct mapper_model transaction_model;

#ifdef __cplusplus
}
#endif
#endif
