/*
 * domain/mapper.h - the data mapper: C structs to DynamoDB items and back, by their records.
 *
 * A model says which record is stored in which table under which key. Repositories call the mapper;
 * modules call repositories. Attribute names and values never become expression text: each gets a
 * placeholder.
 *
 *     partner p = {.partner_id = id};
 *     lamina_status status = mapper_get(context, &partner_model, &p, NULL, &p);
 *
 *     mapper_write write = {.size = sizeof write,
 *                           .condition = mapper_equals(context, "status", dynamodb_text(...))};
 *     status = mapper_put(context, &partner_model, &p, &write);
 */
#ifndef DOMAIN_MAPPER_H
#define DOMAIN_MAPPER_H

#include "domain/dynamodb.h"
#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- models ---- */

/* "There is none", for the field indexes below. */
#define MAPPER_NO_FIELD UINT32_MAX

#define MAPPER_PROJECT_ALL 0u
#define MAPPER_PROJECT_KEYS 1u

/* A secondary index. An item without its key attributes is not in it. Grows at the end. Since 1.0. */
typedef struct mapper_index {
    const char *name;
    uint32_t hash_field;  /* index into the record's table */
    uint32_t range_field; /* or MAPPER_NO_FIELD */
    uint32_t is_local;    /* bool: LSI; its hash_field is the table's */
    uint32_t projection;  /* MAPPER_PROJECT_* */
} mapper_index;

/*
 * One stored record. Key fields are of type STRING, BINARY, INT64, DECIMAL, TIMESTAMP or EPOCH and
 * required; those of an index may be optional. Grows at the end. Since 1.0.
 */
typedef struct mapper_model {
    uint32_t size;         /* sizeof(mapper_model) */
    uint32_t index_size;   /* sizeof(mapper_index) */
    const char *name;      /* "partner": also the table's name when the variable below is not set */
    const char *table_env; /* environment variable with the table's name: "PARTNER_TABLE_NAME" */
    const lamina_record *record;
    const mapper_index *indexes; /* elements of index_size bytes */
    uint32_t index_count;
    uint32_t hash_field;
    uint32_t range_field;   /* or MAPPER_NO_FIELD */
    uint32_t version_field; /* INT64, or MAPPER_NO_FIELD: optimistic locking */
    uint32_t created_field; /* TIMESTAMP, or MAPPER_NO_FIELD: stamped by mapper_create(), and by
                               mapper_put() when it is 0 */
    uint32_t updated_field; /* TIMESTAMP, or MAPPER_NO_FIELD: stamped by every write */
    uint32_t ttl_field;     /* EPOCH, or MAPPER_NO_FIELD: items past it count as missing */
    uint32_t reserved;      /* 0 */
} mapper_model;

/* Is the model sound: its record, its key fields and their types, names, stamps, indexes? LAMINA_E_CONFIG,
   and *reason (in the arena) says what is wrong. [init] Since 1.0. */
lamina_status mapper_model_check(lamina_arena *arena, const mapper_model *model,
                                 lamina_str *reason);

/* The table's name: the environment variable's value, or the model's name. Since 1.0. */
lamina_str mapper_table_name(const mapper_model *model);

/* ---- conditions ---- */

/*
 * A condition, built in the invocation's arena; values and prefixes are borrowed until the operation
 * that it is given to returns. path names an attribute of the item, dots and brackets lead into
 * documents: "address.city", "tags[0]"; every name becomes a placeholder.
 *
 * The functions never return NULL, so that a condition which could not be built is not mistaken for
 * none: the operation that gets it, or one that contains it, sends nothing and answers
 * LAMINA_E_ARGUMENT (NULL as an argument, a path that is none, a value without a type, no values or
 * more than 100 for mapper_in()) or LAMINA_E_LIMIT (the arena is full, more than 300 operators, or an
 * expression longer than 4 KB; Developer Guide, "Constraints"). Since 1.0.
 */
typedef struct mapper_condition mapper_condition;

const mapper_condition *mapper_equals(lamina_context *context, const char *path,
                                      dynamodb_value value);
const mapper_condition *mapper_not_equals(lamina_context *context, const char *path,
                                          dynamodb_value value);
const mapper_condition *mapper_less(lamina_context *context, const char *path,
                                    dynamodb_value value);
const mapper_condition *mapper_at_most(lamina_context *context, const char *path,
                                       dynamodb_value value);
const mapper_condition *mapper_greater(lamina_context *context, const char *path,
                                       dynamodb_value value);
const mapper_condition *mapper_at_least(lamina_context *context, const char *path,
                                        dynamodb_value value);
const mapper_condition *mapper_between(lamina_context *context, const char *path,
                                       dynamodb_value low, dynamodb_value high);
/* 1 to 100 values. */
const mapper_condition *mapper_in(lamina_context *context, const char *path,
                                  const dynamodb_value *values, size_t count);
const mapper_condition *mapper_exists(lamina_context *context, const char *path);
const mapper_condition *mapper_not_exists(lamina_context *context, const char *path);
const mapper_condition *mapper_begins_with(lamina_context *context, const char *path,
                                           lamina_str prefix);
const mapper_condition *mapper_contains(lamina_context *context, const char *path,
                                        dynamodb_value value);
const mapper_condition *mapper_and(lamina_context *context, const mapper_condition *a,
                                   const mapper_condition *b);
const mapper_condition *mapper_or(lamina_context *context, const mapper_condition *a,
                                  const mapper_condition *b);
const mapper_condition *mapper_not(lamina_context *context, const mapper_condition *a);

/* ---- single items ---- */

/* Grows at the end. Since 1.0. */
typedef struct mapper_read {
    uint32_t size;       /* sizeof(mapper_read) */
    uint32_t consistent; /* bool: strongly consistent */
} mapper_read;

/* Options of a write. Grows at the end. Since 1.0. */
typedef struct mapper_write {
    uint32_t size;                     /* sizeof(mapper_write) */
    uint32_t flags;                    /* MAPPER_WRITE_* */
    const mapper_condition *condition; /* beyond what the verb itself asks for; NULL: none */
    void *current; /* a struct of the model: gets the item that a failed condition met; zeroed when
                      there was none. NULL: not asked for */
} mapper_write;

/* Do not compare the version that the struct carries with the stored one; as if it were 0. */
#define MAPPER_WRITE_ANY_VERSION 0x1u

/*
 * Reads the item whose key fields are those of *key into *out (they may be the same struct). options
 * may be NULL. LAMINA_E_NOT_FOUND when there is none, or its time to live is over; *out is untouched
 * then. LAMINA_E_UPSTREAM when the stored item does not fit the record (an attribute of another type, a
 * required one that is missing); attributes that the record does not name are passed over. Since 1.0.
 */
lamina_status mapper_get(lamina_context *context, const mapper_model *model, const void *key,
                         const mapper_read *options, void *out);

/*
 * Verbs, each with one meaning. An item whose time to live is over counts as missing, though the
 * service may not have removed it yet.
 *   create  the item must not exist: LAMINA_E_CONFLICT if it does; version becomes 1
 *   put     replaces, or creates. With a version that is not 0 the stored one must equal it, and the
 *           new one is one more. With 0 nothing is compared, and the new version is the time in
 *           microseconds: one that no reader can have seen, so that none who read before can write
 *   patch   writes the marked fields of *item and removes those marked null; all others stay. The item
 *           must exist (LAMINA_E_NOT_FOUND), and its version must be the struct's unless that is 0; it
 *           grows by one. *item gets all that is stored then. Key and created fields stay as they are
 *   remove  the item must exist (LAMINA_E_NOT_FOUND); version as with patch
 *
 * LAMINA_E_PRECONDITION is a version or a condition that did not hold. For such a refusal nothing is set
 * on the error object, for only the caller knows what the item is called; a caller that goes on calls
 * lamina_error_reset(). Before anything is sent the record's rules, the keys' (present, 1 to 2048 bytes,
 * 1024 for a range field) and the item's size (400 KB) are checked: LAMINA_E_INVALID with violations
 * set. LAMINA_E_AMBIGUOUS: a conditional write was sent and nobody knows whether it happened. When a
 * transaction of others kept getting in the way, create answers LAMINA_E_UNAVAILABLE, the others
 * LAMINA_E_CONFLICT. Failures of the service that are no fault of the client's are LAMINA_E_CONFIG (no
 * such table, no permission), LAMINA_E_INTERNAL (a request that it does not accept), and those of
 * dynamodb_send().
 *
 * Times and version are stamped in *item itself, and taken back when the write fails. options may be
 * NULL. Since 1.0.
 */
lamina_status mapper_create(lamina_context *context, const mapper_model *model, void *item,
                            const mapper_write *options);
lamina_status mapper_put(lamina_context *context, const mapper_model *model, void *item,
                         const mapper_write *options);
lamina_status mapper_patch(lamina_context *context, const mapper_model *model, void *item,
                           const mapper_write *options);
lamina_status mapper_remove(lamina_context *context, const mapper_model *model, const void *key,
                            const mapper_write *options);

/* ---- query and scan ---- */

/* Grows at the end. Since 1.0. */
typedef struct mapper_query {
    uint32_t size;       /* sizeof(mapper_query) */
    uint32_t limit;      /* items returned at most; 0: 100. May differ from page to page */
    const char *index;   /* NULL: the table */
    dynamodb_value hash; /* of the table's or index's hash field; not used by a scan */
    const mapper_condition *range;  /* one comparison, between or begins-with on the range field */
    const mapper_condition *filter; /* applied by the service to what it has read, and paid for; a
                                       query's names no key field of the table or index */
    lamina_str cursor;              /* of the page before; empty: from the start */
    uint32_t descending;            /* bool; not used by a scan */
    uint32_t consistent;            /* bool; not on a global index */
} mapper_query;

/* Borrowed from the invocation's arena. Grows at the end. Since 1.0. */
typedef struct mapper_page {
    uint32_t size; /* the caller's sizeof(mapper_page), set before the call */
    uint32_t reserved;
    void *items; /* an array of the model's structs */
    size_t count;
    lamina_str
        cursor; /* of the next page; empty: there is none. URL-safe, encrypted, bound to model,
                          index, hash, direction and filter */
} mapper_page;

/*
 * One page of up to limit items; follows the service's pages as far as the deadline allows, so that a
 * page may be short, or empty, and yet have a cursor. Only an empty cursor is the end. A page that
 * ends with the very last item may have a cursor too, to an empty page: knowing better would cost one
 * more read each time. Expired items are left out, except from an index of keys alone, which does not
 * hold their time; of items from such an index only the key fields are present.
 *
 * A cursor that was changed, has expired (24 hours), or belongs to another query is LAMINA_E_SYNTAX
 * with the code "invalid-cursor" (HTTP 400) set on the error object. The key that seals cursors is
 * LAMINA_CURSOR_KEY, 32 bytes in base64; a bad one is LAMINA_E_CONFIG. Without it each process makes
 * its own, warns, and its cursors end with it. A query that cannot be (an unknown index, a hash value
 * of another type than the key's, range on another field) is LAMINA_E_ARGUMENT. Since 1.0.
 */
lamina_status mapper_query_page(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, mapper_page *page);
lamina_status mapper_scan_page(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_page *page);

/* ---- transactions ---- */

#define MAPPER_OP_CREATE 1u
#define MAPPER_OP_PUT 2u
#define MAPPER_OP_PATCH 3u
#define MAPPER_OP_REMOVE 4u
#define MAPPER_OP_CHECK 5u /* only options.condition, on the item of that key */

/* One action; the meanings are those of the verbs above, without the read-back of patch. A zeroed
   model or item is LAMINA_E_ARGUMENT. Grows at the end. Since 1.0. */
typedef struct mapper_action {
    uint32_t size; /* sizeof(mapper_action) */
    uint32_t op;   /* MAPPER_OP_* */
    const mapper_model *model;
    void *item;
    mapper_write options; /* may be zeroed, its size included */
} mapper_action;

#define MAPPER_TRANSACTION_CAP 100u
#define MAPPER_NO_ACTION UINT32_MAX

/*
 * All or nothing, up to MAPPER_TRANSACTION_CAP actions on different items (LAMINA_E_ARGUMENT if two are on
 * one). Safe to retry: carries a client token. *failed (may be NULL) is the index of the first action
 * whose condition failed, or MAPPER_NO_ACTION; the status is what its verb alone would have answered:
 * LAMINA_E_CONFLICT (create, and it exists), LAMINA_E_NOT_FOUND (patch or remove, and it is missing),
 * LAMINA_E_PRECONDITION. LAMINA_E_CONFLICT with MAPPER_NO_ACTION: other writers kept getting in the way
 * until the retries were used up. A patch without a version leaves the struct's version at 0. Since 1.0.
 */
lamina_status mapper_transact(lamina_context *context, mapper_action *actions, size_t count,
                              uint32_t *failed);

/* ---- tables, for local use and tests ---- */

/* Creates the table with its keys and indexes (PAY_PER_REQUEST), waits until it is active, and sets
   the time to live. LAMINA_E_CONFLICT when it exists; LAMINA_E_TIMEOUT when it is not active before the
   deadline. Since 1.0. */
lamina_status mapper_table_create(lamina_context *context, const mapper_model *model);
lamina_status mapper_table_exists(lamina_context *context, const mapper_model *model, bool *exists);
lamina_status mapper_table_remove(lamina_context *context, const mapper_model *model);

#ifdef __cplusplus
}
#endif
#endif
