/*
 * key_map.h - which items an operation has to do with: a table and a key, as one text that equal items
 * share however their numbers are written, and a map from that text to a number.
 */
#ifndef MAPPER_KEY_MAP_H
#define MAPPER_KEY_MAP_H

#include "domain/mapper.h"
#include "lamina/json.h"

#define MAPPER__NO_ENTRY SIZE_MAX

/*
 * The identity of the item with these attributes ({"id":{"S":"x"},...}, more than the key may be there).
 * LAMINA_E_UPSTREAM when they hold no such key; LAMINA_E_LIMIT.
 */
lamina_status mapper__key_identity(lamina_arena *arena, lamina_str table, const mapper_model *model,
                                   const lamina_json *attributes, lamina_str *identity);

/* The key of a struct, checked before, as the member "Key" of a request, and its identity. Uses the buffer
   of requests. */
lamina_status mapper__key_describe(lamina_context *context, lamina_str table,
                                   const mapper_model *model, const void *item, lamina_str *member,
                                   lamina_str *identity);

/* {"S":"x"...} alone, out of the member that mapper__key_describe() gave. */
lamina_str mapper__key_object(lamina_str member);

/* Zero it, then reserve. */
typedef struct mapper__key_map {
    struct mapper__key_slot *slots;
    size_t room; /* a power of two */
    size_t count;
    uint64_t seed;
} mapper__key_map;

/* Where that identity was added, or MAPPER__NO_ENTRY. */
size_t mapper__key_map_find(const mapper__key_map *map, lamina_str identity);
/* The identity is new and borrowed. LAMINA_E_LIMIT when the arena is full. */
lamina_status mapper__key_map_add(mapper__key_map *map, const lamina_context *context,
                                  lamina_str identity, size_t entry);

#endif
