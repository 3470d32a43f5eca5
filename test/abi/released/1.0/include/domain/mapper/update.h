/*
 * domain/mapper/update.h - changing parts of a stored item where it is: counters, sets, lists, documents.
 *
 *     mapper_edits *edits = mapper_edits_new(context);
 *     mapper_edit_set(edits, "address.city", dynamodb_text(LAMINA_STR("Bonn")));
 *     mapper_edit_increment(edits, "visits", dynamodb_number(LAMINA_STR("1")));
 *     mapper_edit_remove(edits, "lines[3]");
 *     contract key = {.id = id}, now = {0};
 *     status = mapper_update(context, &contract_model, &key, edits, NULL, &now);
 *
 * What replaces whole fields by what a struct holds is mapper_patch() of domain/mapper/item.h; edits
 * among other writes, all or nothing, are MAPPER_OP_UPDATE of domain/mapper/transaction.h.
 * All since 1.0.
 */
#ifndef DOMAIN_MAPPER_UPDATE_H
#define DOMAIN_MAPPER_UPDATE_H

#include "domain/dynamodb.h"
#include "domain/mapper/item.h"
#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Edits of one item, in the invocation's arena; never NULL. Paths are those of conditions: dots and
 * brackets lead into documents, each name becomes a placeholder. Values are borrowed until the update
 * returns. All edits see the item as it was before the first of them.
 *
 * An edit that cannot be (a path that is none, a value without a type) is remembered: the update sends
 * nothing then, and answers LAMINA_E_ARGUMENT; LAMINA_E_LIMIT for a full arena and for more than 300
 * edits. Since 1.0.
 */
typedef struct mapper_edits mapper_edits;

/* Empty ones. [invoke] Since 1.0. */
mapper_edits *mapper_edits_new(lamina_context *context);

/* The value replaces what is there. What it is put into must be there, a list's end apart: an element
   behind it is appended. */
void mapper_edit_set(mapper_edits *edits, const char *path, dynamodb_value value);
/* The same, unless something is there already. */
void mapper_edit_set_if_missing(mapper_edits *edits, const char *path, dynamodb_value value);
/* Takes it away; of a list the elements behind move up. No failure when it is not there. */
void mapper_edit_remove(mapper_edits *edits, const char *path);

/* Numbers, exact to 38 digits. What is not there counts as 0. */
void mapper_edit_increment(mapper_edits *edits, const char *path, dynamodb_value number);
void mapper_edit_decrement(mapper_edits *edits, const char *path, dynamodb_value number);

/* The service's ADD: a number is added to a number (0 if there is none), the elements of a set join a
   set (a new one if there is none). */
void mapper_edit_add(mapper_edits *edits, const char *path, dynamodb_value number_or_set);
/* The service's DELETE: the elements leave the set; with its last one the set is gone. */
void mapper_edit_delete(mapper_edits *edits, const char *path, dynamodb_value set);

/* Joins the values to the end, or the beginning, of a list; to a new one if there is none. */
void mapper_edit_append(mapper_edits *edits, const char *path, const dynamodb_value *values,
                        size_t count);
void mapper_edit_prepend(mapper_edits *edits, const char *path, const dynamodb_value *values,
                         size_t count);

/* Of mapper_write.flags, for mapper_update() alone: the item is created when there is none, of its key and
   what the edits give it. */
#define MAPPER_WRITE_UPSERT 0x10000u

/*
 * Carries the edits out on the item whose key fields are those of *key, all or none, in one request. The
 * item must exist: LAMINA_E_NOT_FOUND, unless MAPPER_WRITE_UPSERT is among the flags; an expired one
 * counts as missing: an upsert removes it and makes a new one, in three requests (in a transaction it is
 * LAMINA_E_NOT_FOUND). *key is not changed. Its version must
 * be the stored one unless it is 0, and grows by one; the updated stamp is set, and that of creation by
 * an upsert that creates: as with mapper_patch(). *out (may be NULL, may be key's own struct) gets all
 * that is stored then. options may be NULL.
 *
 * Whole fields that are set obey the record's rules, and make the index keys anew that they are part of;
 * elements and members that are set, appended or joined obey theirs: LAMINA_E_INVALID with violations at
 * their paths. What is counted, or set when missing, can only be checked by its type.
 *
 * LAMINA_E_ARGUMENT, and the cause names the path, before anything is sent: two paths that overlap;
 * the table's key, the version, a stamp, the discriminator, or a field that a template or a blind index
 * fills; a field that is not the record's (unless the record keeps unknown attributes) or leads nowhere;
 * a value of another type than the field's; a required field that is taken away; a part of an encrypted
 * field or of one that keys are made of; an upsert that leaves a required field open, or of a model
 * with defaults for new items that no edit gives. No edits at all.
 *
 * LAMINA_E_CONFLICT when what is stored forbids it: what a path leads into is not there, what is counted
 * or joined is of another type, a sum has more than 38 digits; the reason in options' conflict is
 * MAPPER_CONFLICT_UNFIT. Nothing is changed then.
 *
 * Nothing is sent twice: LAMINA_E_AMBIGUOUS when nobody knows whether the update happened. Other
 * failures as those of mapper_patch(). Since 1.0.
 */
lamina_status mapper_update(lamina_context *context, const mapper_model *model, const void *key,
                            const mapper_edits *edits, const mapper_write *options, void *out);

#ifdef __cplusplus
}
#endif
#endif
