/*
 * domain/mapper/snapshot.h - saving an item that was read: what has changed, and nothing else.
 *
 *     const mapper_snapshot *loaded = NULL;
 *     status = mapper_get(context, &note_model, &key, NULL, &note);
 *     if (status == LAMINA_OK)
 *         status = mapper_snapshot_take(context, &note_model, &note, &loaded);
 *     note.text = LAMINA_STR("new");
 *     lamina_mark_absent(&note.has, NOTE_PLACE);
 *     if (status == LAMINA_OK)
 *         status = mapper_save(context, loaded, &note, NULL);  // SET text, version REMOVE place
 */
#ifndef DOMAIN_MAPPER_SNAPSHOT_H
#define DOMAIN_MAPPER_SNAPSHOT_H

#include "domain/mapper/item.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What an item was at one moment, all the way down: later changes of the struct, of its lists and of
   its nested structs do not reach it. Opaque; lives in the invocation's arena. Since 1.0. */
typedef struct mapper_snapshot mapper_snapshot;

/* Takes it, best right after the item was read. LAMINA_E_LIMIT when the arena is full;
   LAMINA_E_ARGUMENT without a model or an item. [invoke] Since 1.0. */
lamina_status mapper_snapshot_take(lamina_context *context, const mapper_model *model,
                                   const void *item, const mapper_snapshot **snapshot);

/*
 * Writes what of *item differs from what was loaded, field by field of the record's own: a field that
 * holds another value is set, one that became null is set to null, one that became absent is removed.
 * A nested record or a list is one field. Values differ when they would be written differently: order
 * in a list or set counts, and so do the digits of a decimal. Key and created fields, version and updated
 * stamp are never compared; a key that differs is LAMINA_E_ARGUMENT. Fields that others have changed
 * meanwhile stay as they are, unless the version forbids it.
 *
 * When nothing differs nothing is sent, nothing is stamped, options->condition is not asked, and the
 * answer is LAMINA_OK.
 *
 * Everything else is as with mapper_patch(): the item must exist (LAMINA_E_NOT_FOUND), its version must be
 * the struct's unless that is 0, it grows by one, and *item gets all that is stored then. Rules are
 * checked of what is written. For another save take another snapshot. options may be NULL.
 * [invoke] Since 1.0.
 */
lamina_status mapper_save(lamina_context *context, const mapper_snapshot *loaded, void *item,
                          const mapper_write *options);

#ifdef __cplusplus
}
#endif
#endif
