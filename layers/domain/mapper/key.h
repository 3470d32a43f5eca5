/* key.h - rules for keys. */
#ifndef MAPPER_KEY_H
#define MAPPER_KEY_H

#include "domain/mapper.h"
#include "lamina/record_json.h"

/* Developer Guide, "Constraints", partition key and sort key. */
#define MAPPER__HASH_CAP 2048u
#define MAPPER__RANGE_CAP 1024u

/* Adds a violation for each key field of the table that is empty, too long or no value of its type. */
lamina_status mapper__key_check(lamina_arena *arena, const mapper_model *model, const void *item,
                                lamina_violations *violations);
/* The same for the key fields of indexes that hold something; null cannot be in an index. */
lamina_status mapper__index_keys_check(lamina_arena *arena, const mapper_model *model,
                                       const void *item, bool marked_only,
                                       lamina_violations *violations);

#endif
