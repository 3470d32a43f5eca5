/*
 * transaction_place.h - where the entry of a transactionId is: a small item in the entries' table, so that
 * an entry is found by its id alone, and at once, as no global index would. Inside of the domain library only.
 *
 * It is written in the transaction that posts the entry. Its key is no ULID, so that nobody reads it as
 * a contract's.
 */
#ifndef DOMAIN_MODELS_TRANSACTION_PLACE_H
#define DOMAIN_MODELS_TRANSACTION_PLACE_H

#include "domain/mapper.h"

/* The fields of the record, in the order of its table. */
enum {
    TRANSACTION_PLACE_KEY,
    TRANSACTION_PLACE_RANGE,
    TRANSACTION_PLACE_CONTRACT_ID,
    TRANSACTION_PLACE_POSTED_AT,
    TRANSACTION_PLACE_FIELD_COUNT
};

typedef struct transaction_place {
    lamina_presence has;
    lamina_str key;         /* "transaction#" and the transactionId */
    lamina_str range;       /* constant: the table has a range key */
    lamina_str contract_id; /* the entry's key */
    int64_t posted_at;
} transaction_place;

extern const mapper_model domain__transaction_place_model;

/* The place of that id, in the arena, for the caller to fill the entry's key in. LAMINA_E_LIMIT. */
lamina_status domain__transaction_place_init(lamina_context *context, lamina_str transaction_id,
                                             transaction_place *place);

#endif
