/*
 * lookup.h - what reads of many items have in common: every distinct key once, and its item handed to
 * all who asked for it.
 */
#ifndef MAPPER_LOOKUP_H
#define MAPPER_LOOKUP_H

#include "mapper/key_map.h"
#include "mapper/projection.h"

/* One distinct key. */
typedef struct mapper__lookup_entry {
    lamina_str table;
    const mapper_model *model; /* of the first who asked */
    lamina_str key;            /* the member "Key" of a request */
    size_t first;              /* the first lookup, see next */
    size_t last;
    bool is_asked; /* in the request that is under way */
} mapper__lookup_entry;

typedef struct mapper__lookups {
    lamina_context *context;
    mapper_lookup *asked; /* the caller's */
    size_t count;
    size_t *next; /* the next lookup with the same key, or MAPPER__NO_ENTRY */
    mapper__lookup_entry *entries;
    size_t entry_count;
    mapper__key_map map;
} mapper__lookups;

/* Checks all lookups and finds the distinct keys. When it fails, every lookup has that status. */
lamina_status mapper__lookups_prepare(mapper__lookups *lookups, lamina_context *context,
                                      mapper_lookup *asked, size_t count);
/* Hands the item, NULL for none, to all who asked for it. */
void mapper__lookups_answer(mapper__lookups *lookups, size_t entry, const lamina_json *item);
/* It was not read: all who asked get that status. */
void mapper__lookups_fail(mapper__lookups *lookups, size_t entry, lamina_status status);
/* What those who asked for it want. */
void mapper__lookups_project(const mapper__lookups *lookups, size_t entry,
                             mapper__projection *projection);
/* The first status that tells of a failure. */
lamina_status mapper__lookups_status(const mapper__lookups *lookups);

#endif
