/*
 * record_default.h - the value that an absent field gets.
 */
#ifndef LAMINA_RECORD_DEFAULT_H
#define LAMINA_RECORD_DEFAULT_H

#include "record_walk.h"

/* Decodes the default of field i into the struct and marks the field; path is the field's own. What is
   wrong with the default becomes a violation. depth is the struct's, from 1. */
void lamina__default_read(lamina__walk *walk, const lamina_record *record, uint32_t i,
                          const lamina__path *path, void *object, uint32_t depth);

/* The same for every field with a default that is not in seen; read-only ones are the service's own to
   fill. Returns seen and those that were filled. */
uint64_t lamina__defaults_read(lamina__walk *walk, const lamina_record *record,
                               const lamina__path *path, uint64_t seen, void *object,
                               uint32_t depth);

#endif
