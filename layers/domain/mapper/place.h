/*
 * place.h - where in an item something is, for messages. A chain on the stack of those who walk an
 * item; text is made only when something is wrong there.
 */
#ifndef MAPPER_PLACE_H
#define MAPPER_PLACE_H

#include "lamina/arena.h"

typedef struct mapper__place {
    const struct mapper__place *parent; /* NULL: the item itself */
    const char *name;                   /* of a field; NULL: an element */
    size_t index;
    uint32_t depth; /* how many levels of maps and lists are around it */
} mapper__place;

static inline mapper__place mapper__place_field(const mapper__place *parent, const char *name)
{
    return (mapper__place){parent, name, 0, parent == NULL ? 0 : parent->depth + 1};
}

static inline mapper__place mapper__place_element(const mapper__place *parent, size_t index)
{
    return (mapper__place){parent, NULL, index, parent == NULL ? 0 : parent->depth + 1};
}

/* RFC 6901: "/address/lines/0". {NULL, 0} when the arena is full. */
lamina_str mapper__place_pointer(lamina_arena *arena, const mapper__place *place);

#endif
