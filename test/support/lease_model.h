/*
 * lease_model.h - a model for the mapper's tests whose keys are all made of other fields, with an
 * index of each projection, named accesses, a stream and a time to live.
 */
#ifndef LEASE_MODEL_H
#define LEASE_MODEL_H

#include "domain/mapper.h"

enum {
    LEASE_PK,
    LEASE_SK,
    LEASE_CUSTOMER,
    LEASE_ID,
    LEASE_SEQUENCE,
    LEASE_STATUS,
    LEASE_DUE,
    LEASE_ASSIGNEE,
    LEASE_AMOUNT,
    LEASE_NOTE,
    LEASE_STATUS_PK,
    LEASE_STATUS_SK,
    LEASE_ASSIGNEE_PK,
    LEASE_EXPIRES,
    LEASE_VERSION,
    LEASE_FIELD_COUNT
};

typedef struct lease {
    lamina_presence has;
    lamina_str pk;       /* CUSTOMER#{customerId} */
    lamina_str sk;       /* LEASE#{leaseId}#{sequence:06} */
    lamina_str customer; /* required */
    lamina_str id;       /* required */
    int64_t sequence;    /* required */
    lamina_str status;
    int64_t due;
    lamina_str assignee;
    lamina_str amount; /* DECIMAL; range of the local index */
    lamina_str note;
    lamina_str status_pk;   /* STATUS#{status} */
    lamina_str status_sk;   /* sparse: {dueAt}#{leaseId} */
    lamina_str assignee_pk; /* sparse: {customerId}#{assignee} */
    int64_t expires;
    int64_t version;
} lease;

#define LEASE_BY_STATUS "by-status"     /* global, all */
#define LEASE_BY_ASSIGNEE "by-assignee" /* global, keys and note */
#define LEASE_BY_AMOUNT "by-amount"     /* local, keys */

extern const lamina_record lease_record;
/* Table variable LEASE_TABLE_NAME. */
extern const mapper_model lease_model;

#endif
