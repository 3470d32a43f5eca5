/*
 * record_decode.h - text that a client sent, turned into a struct's value.
 */
#ifndef LAMINA_RECORD_DECODE_H
#define LAMINA_RECORD_DECODE_H

#include "record_walk.h"

/* Each fills *out, or returns false with a violation at path (or the walk's failure). */
bool lamina__decode_binary(lamina__walk *walk, const lamina__path *path, lamina_str text,
                           lamina_str *out);
bool lamina__decode_timestamp(lamina__walk *walk, const lamina__path *path, lamina_str text,
                              int64_t *out);

/* "must be a string", for a value of another type; found may be NULL. */
void lamina__decode_violate_type(lamina__walk *walk, const lamina__path *path, uint32_t type,
                                 const char *found);

#endif
