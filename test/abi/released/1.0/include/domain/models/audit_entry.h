/*
 * domain/models/audit_entry.h - who changed what, when and why.
 *
 * A repository writes an entry in the transaction that makes the change: there is no change without its entry, and no
 * entry without its change. Entries name fields and never hold what stood in them, so that no secret and no
 * personal datum of the thing itself gets here. They are not changed and outlive what they are about.
 *
 * The shapes are the API's too: a module answers with an audit_page by audit_page_record as it is.
 * All since 1.0.
 */
#ifndef DOMAIN_MODELS_AUDIT_ENTRY_H
#define DOMAIN_MODELS_AUDIT_ENTRY_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of audit_entry_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    AUDIT_ENTRY_ID,
    AUDIT_ENTRY_ACTION,
    AUDIT_ENTRY_AT,
    AUDIT_ENTRY_CALLER_ID,
    AUDIT_ENTRY_REASON,
    AUDIT_ENTRY_CHANGED,
    AUDIT_ENTRY_REQUEST_ID,
    AUDIT_ENTRY_PART
};

/* Grows at the end, with the libdomain that runs: held by pointer alone. Since 1.0. */
typedef struct audit_entry {
    lamina_presence has;
    lamina_str audit_id;   /* ULID; in the order of time */
    lamina_str action;     /* what was done: "created", "suspended" */
    int64_t at;            /* microseconds since 1970 */
    lamina_str caller_id;  /* who: context->caller_id; absent when no authorizer named anybody */
    lamina_str reason;     /* why, in the caller's words; absent when none was asked for */
    lamina_list changed;   /* lamina_str: the names of the fields that were set or removed */
    lamina_str request_id; /* of the invocation, as it stands in the log */
    lamina_str part;       /* the id of the part that it was done to; absent: to the thing itself */
    lamina_str subject;    /* constant for a thing: the hash key; not in answers */
} audit_entry;

/* One entry in an answer. Since 1.0. */
extern const lamina_record audit_entry_record;

/* The fields of audit_page_record. Since 1.0. */
enum { AUDIT_PAGE_ITEMS, AUDIT_PAGE_CURSOR };

/* A page of entries, the latest first. Grows at the end. Since 1.0. */
typedef struct audit_page {
    lamina_presence has;
    lamina_list items; /* audit_entry */
    lamina_str cursor; /* of the next page; absent: there is none */
} audit_page;

/* The fields of a page in an answer. Since 1.0. */
extern const lamina_record audit_page_record;

/* How entries are stored: for repositories. */
extern const struct mapper_model audit_entry_model;

#ifdef __cplusplus
}
#endif
#endif
