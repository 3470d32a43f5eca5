/*
 * contract_model.h - a model for the mapper's tests whose keys are all made of other fields, with an
 * index of each projection, named accesses, a stream and a time to live.
 */
#ifndef CONTRACT_MODEL_H
#define CONTRACT_MODEL_H

#include "domain/mapper.h"

enum {
    CONTRACT_PK,
    CONTRACT_SK,
    CONTRACT_CUSTOMER,
    CONTRACT_ID,
    CONTRACT_SEQUENCE,
    CONTRACT_STATUS,
    CONTRACT_DUE,
    CONTRACT_ASSIGNEE,
    CONTRACT_AMOUNT,
    CONTRACT_NOTE,
    CONTRACT_STATUS_PK,
    CONTRACT_STATUS_SK,
    CONTRACT_ASSIGNEE_PK,
    CONTRACT_EXPIRES,
    CONTRACT_VERSION,
    CONTRACT_FIELD_COUNT
};

typedef struct contract {
    lamina_presence has;
    lamina_str pk;       /* CUSTOMER#{customerId} */
    lamina_str sk;       /* CONTRACT#{contractId}#{sequence:06} */
    lamina_str customer; /* required */
    lamina_str id;       /* required */
    int64_t sequence;    /* required */
    lamina_str status;
    int64_t due;
    lamina_str assignee;
    lamina_str amount; /* DECIMAL; range of the local index */
    lamina_str note;
    lamina_str status_pk;   /* STATUS#{status} */
    lamina_str status_sk;   /* sparse: {dueAt}#{contractId} */
    lamina_str assignee_pk; /* sparse: {customerId}#{assignee} */
    int64_t expires;
    int64_t version;
} contract;

#define CONTRACT_BY_STATUS "by-status"     /* global, all */
#define CONTRACT_BY_ASSIGNEE "by-assignee" /* global, keys and note */
#define CONTRACT_BY_AMOUNT "by-amount"     /* local, keys */

extern const lamina_record contract_record;
/* Table variable CONTRACT_TABLE_NAME. */
extern const mapper_model contract_model;

#endif
