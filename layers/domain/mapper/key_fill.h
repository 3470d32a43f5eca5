/*
 * key_fill.h - keys made from the fields of a struct, by the model's templates. Without templates each
 * function costs one comparison.
 */
#ifndef MAPPER_KEY_FILL_H
#define MAPPER_KEY_FILL_H

#include "domain/mapper.h"
#include "lamina/record_json.h"

/*
 * The text of a key field of the table: of its template, or as it stands in the struct when none of the
 * template's fields holds anything, as in an item from an index of keys alone. A violation for each
 * field that is missing or cannot be in a key, and {NULL, 0}. LAMINA_E_LIMIT.
 */
lamina_status mapper__key_look_up(lamina_arena *arena, const mapper_model *model,
                                  const mapper_key_template *template, const void *item,
                                  lamina_violations *violations, lamina_str *text);

/* Before an item is written whole: fills the keys of table and indexes. LAMINA_E_INVALID with the
   violations set on the error object; LAMINA_E_LIMIT. */
lamina_status mapper__keys_fill(lamina_context *context, const mapper_model *model, void *item);

/* Before a patch: fills and marks the keys of indexes that are made of marked fields, and refuses what
   would change the table's. Failures as above. */
lamina_status mapper__keys_patch(lamina_context *context, const mapper_model *model, void *item);

/* The fields that keys are made of, a bit each: an update that sets one by its path would leave the
   keys behind. */
uint64_t mapper__keys_sources(const mapper_model *model);

#endif
