/*
 * domain/models/contract_amendment.h - what a contract said from one moment on: version 0 as it was signed, 1 as it
 * was amended first, and so on. None is ever changed or removed.
 *
 * Table: one item a version, under its contract and its number.
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_CONTRACT_AMENDMENT_H
#define DOMAIN_MODELS_CONTRACT_AMENDMENT_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of contract_amendment_record, in the order of its table; later ones are added behind.
   Since 1.0. */
enum {
    CONTRACT_AMENDMENT_CONTRACT_ID,
    CONTRACT_AMENDMENT_NUMBER,
    CONTRACT_AMENDMENT_TITLE,
    CONTRACT_AMENDMENT_END_DATE,
    CONTRACT_AMENDMENT_CREDIT_LIMIT,
    CONTRACT_AMENDMENT_TERMS,
    CONTRACT_AMENDMENT_CHANGED,
    CONTRACT_AMENDMENT_REASON,
    CONTRACT_AMENDMENT_CALLER_ID,
    CONTRACT_AMENDMENT_CREATED_AT
};

/* Grows at the end, with the libdomain that runs: never on the stack, never sizeof or copied as a whole,
   never in an array of one's own. contract_amendment_new() makes one. Since 1.0. */
typedef struct contract_amendment {
    lamina_presence has;
    lamina_str contract_id; /* ULID; required */
    int64_t number;         /* from 0, without gaps */
    /* What can be amended, as it stood from then on. */
    lamina_str title;     /* required */
    lamina_str end_date;  /* required */
    int64_t credit_limit; /* required; minor units */
    lamina_str terms;
    lamina_list
        changed; /* lamina_str, a set: the names of those of the above that were changed; version 0
                            has none */
    lamina_str reason; /* absent of version 0 */
    lamina_str caller_id;
    int64_t created_at; /* microseconds since 1970: in force from then on */
} contract_amendment;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
contract_amendment *contract_amendment_new(lamina_context *context);

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record contract_amendment_record;

/* How versions are stored: for repositories. */
extern const struct mapper_model contract_amendment_model;

#ifdef __cplusplus
}
#endif
#endif
