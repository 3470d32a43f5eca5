/*
 * domain/mapper/item.h - reading and writing single items.
 * All since 1.0.
 */
#ifndef DOMAIN_MAPPER_ITEM_H
#define DOMAIN_MAPPER_ITEM_H

#include "domain/mapper/condition.h"
#include "domain/mapper/conflict.h"
#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

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
    mapper_conflict *conflict; /* gets why the write was refused; NULL: not asked for */
} mapper_write;

/* Do not compare the version that the struct carries with the stored one; as if it were 0. */
#define MAPPER_WRITE_ANY_VERSION 0x1u

/*
 * Reads the item whose key fields are those of *key into *out (they may be the same struct). options
 * may be NULL. LAMINA_E_NOT_FOUND when there is none, or its time to live is over; *out is untouched
 * then. LAMINA_E_UPSTREAM when the stored item does not fit the record (an attribute of another type, a
 * required one that is missing). Attributes that the record does not name are kept where it keeps them
 * (LAMINA_RECORD_KEEPS_UNKNOWN) and passed over otherwise. Absent fields get their default, unless that
 * is for new items. Of a model with a discriminator, an item of another model under the same key is
 * LAMINA_E_NOT_FOUND too; a cause in the log tells the two apart. Since 1.0.
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
 *   upsert  creates the item, or changes the one that is there: fields that hold something are written,
 *           required ones without a mark, those marked null removed, all others stay, unknown attributes
 *           among them. *item must hold what a new item needs. Absent fields with a default get it unless
 *           the stored item has them. With a version that is not 0 the stored one must equal it; it grows
 *           by one, from 0 if there is no item. *item gets all that is stored then
 *   patch   writes the marked fields of *item and removes those marked null; all others stay. The item
 *           must exist (LAMINA_E_NOT_FOUND), and its version must be the struct's unless that is 0; it
 *           grows by one. *item gets all that is stored then. Key and created fields stay as they are
 *   remove  the item must exist (LAMINA_E_NOT_FOUND); version as with patch
 *
 * Absent fields with a default get it from create, and from a put of a new item; from a put of one that
 * was read (its version or created stamp is not 0) only if it is not for new items alone. Create and put
 * write what a lamina_unknown holds; upsert and patch leave stored attributes alone that the record does not
 * name. Of a model with a discriminator, create, put and upsert write it and answer LAMINA_E_CONFLICT when
 * another model's item has the key; patch and remove answer LAMINA_E_NOT_FOUND then, all with a cause.
 *
 * LAMINA_E_PRECONDITION is a version or a condition that did not hold. For such a refusal nothing is set
 * on the error object, for only the caller knows what the item is called; a caller that goes on calls
 * lamina_error_reset(). Before anything is sent the record's rules, the keys' (present, 1 to 2048 bytes,
 * 1024 for a range field), the service's (numbers, sets, names, 31 levels of nesting) and the item's size
 * (400 KB; the largest attributes are named) are checked: LAMINA_E_INVALID with violations
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
lamina_status mapper_upsert(lamina_context *context, const mapper_model *model, void *item,
                            const mapper_write *options);
lamina_status mapper_patch(lamina_context *context, const mapper_model *model, void *item,
                           const mapper_write *options);
lamina_status mapper_remove(lamina_context *context, const mapper_model *model, const void *key,
                            const mapper_write *options);

#ifdef __cplusplus
}
#endif
#endif
