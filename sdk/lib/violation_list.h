/*
 * violation_list.h - the two steps of adding a violation, for those who make its texts themselves.
 */
#ifndef LAMINA_VIOLATION_LIST_H
#define LAMINA_VIOLATION_LIST_H

#include "lamina/record_json.h"

/* Is there no place for one more? Counts it as dropped then. */
bool lamina__violations_are_full(lamina_violations *violations);

/* Where the next one goes; the caller fills it and raises the count. NULL when the arena is full. */
lamina_violation *lamina__violation_slot(lamina_arena *arena, lamina_violations *violations);

#endif
