/*
 * random_record.h - records of random shape, structs with random values for them, and whether two such
 * structs say the same. All of it follows from a seed.
 */
#ifndef RANDOM_RECORD_H
#define RANDOM_RECORD_H

#include "lamina/arena.h"
#include "lamina/record.h"

/* ---- numbers ---- */

typedef struct random_source {
    uint64_t state;
} random_source;

uint64_t random_bits(random_source *source);
/* 0 to end - 1. */
size_t random_below(random_source *source, size_t end);
/* Once in so many times. */
bool random_once_in(random_source *source, size_t times);

/* ---- shapes ---- */

/* Field 0 of a whole item's record: the hash key. */
#define RANDOM_ID 0u

/*
 * A record for whole items: "id", and up to 12 fields of any type, with nested records, lists and sets, up
 * to 8 levels of them. Keeps what it does not know, and so do its nested records. In the arena, which
 * never is too small: these abort.
 */
const lamina_record *random_record(lamina_arena *arena, random_source *source);

/* The same structs seen by a program that does not know all of their fields. */
const lamina_record *random_record_pruned(lamina_arena *arena, random_source *source,
                                          const lamina_record *record);

/* ---- values ---- */

/* A struct of the record with that id: every field absent, null or present, as its flags allow. */
void *random_value(lamina_arena *arena, random_source *source, const lamina_record *record,
                   lamina_str id);

/* JSON text, not null: documents of up to that many levels. */
lamina_str random_document(lamina_arena *arena, random_source *source, size_t levels);
/* Of 0 to that many code points, U+0000 and those beyond U+FFFF among them. */
lamina_str random_text(lamina_arena *arena, random_source *source, size_t cap);
/* A decimal number of up to 38 digits and of any magnitude that DynamoDB takes, in plain notation. */
lamina_str random_decimal(lamina_arena *arena, random_source *source);

/* ---- comparing ---- */

/* NULL when both structs say the same: states and values, sets in any order, decimals in any notation,
   documents as JSON.
   Otherwise where they differ first, as a JSON pointer. What is unknown to the record is not compared. */
const char *record_difference(lamina_arena *arena, const lamina_record *record, const void *a,
                              const void *b);

#endif
