/*
 * record_value.h - the rules of values, in one place for all who fill or check a struct.
 */
#ifndef LAMINA_RECORD_VALUE_H
#define LAMINA_RECORD_VALUE_H

#include "record_walk.h"

/* A value as it stands in a struct or in a list's array: type and constraints of its field. type is
   no record, list or set. */
void lamina__value_check(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                         uint32_t type, const void *value, bool is_element);

/* How many elements a list or set has. */
void lamina__value_check_count(lamina__walk *walk, const lamina_field *field,
                               const lamina__path *path, size_t count);

/* No two equal elements in a set; a list passes. */
void lamina__value_check_unique(lamina__walk *walk, const lamina_field *field,
                                const lamina__path *path, lamina_list list);

#endif
