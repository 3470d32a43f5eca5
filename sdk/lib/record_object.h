/*
 * record_object.h - rules of an object's members, shared by those who read one and who check one.
 */
#ifndef LAMINA_RECORD_OBJECT_H
#define LAMINA_RECORD_OBJECT_H

#include "record_walk.h"

/* The field of that name, or field_count. Asks the field at *next first, because members mostly come
   in the order of the table; *next is then the one behind what was found. */
uint32_t lamina__field_find(const lamina_record *record, lamina_str name, uint32_t *next);

/* A violation for each required field that is not in seen; fields that a client may not send are
   not missed. */
void lamina__object_require(lamina__walk *walk, const lamina_record *record,
                            const lamina__path *path, uint64_t seen);

/* Did the object carry enough members? */
void lamina__object_check_count(lamina__walk *walk, const lamina_record *record,
                                const lamina__path *path, uint64_t members);

/* False, with a violation, when objects nest deeper than LAMINA_RECORD_DEPTH_CAP; depth is from 1. */
bool lamina__object_check_depth(lamina__walk *walk, const lamina__path *path, uint32_t depth);

#endif
