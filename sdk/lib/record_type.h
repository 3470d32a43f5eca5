/*
 * record_type.h - what the types of a record's fields are in memory, and what a field holds.
 */
#ifndef LAMINA_RECORD_TYPE_H
#define LAMINA_RECORD_TYPE_H

#include "lamina/record.h"

/* What may be said of a field of the type. */
#define LAMINA__TYPE_TEXT 0x1u     /* values, pattern, format */
#define LAMINA__TYPE_NUMBER 0x2u   /* range */
#define LAMINA__TYPE_MEASURED 0x4u /* min_length, max_length */
#define LAMINA__TYPE_MANY 0x8u     /* holds elements */
#define LAMINA__TYPE_SET 0x10u     /* no two equal */

typedef struct lamina__type {
    const char *expected; /* for messages: "must be ..." */
    uint32_t size;        /* of the struct's member */
    uint32_t alignment;
    uint32_t element; /* of a set: the type of its elements */
    uint32_t traits;  /* LAMINA__TYPE_* */
} lamina__type;

/* NULL for a number that this version does not know. */
const lamina__type *lamina__type_of(uint32_t type);

/* The type of a list's or set's elements, and how wide one is in the array. */
uint32_t lamina__element_type(const lamina_field *field);
size_t lamina__element_size(const lamina_field *field);

/* The field's place in the struct. */
static inline void *lamina__member(void *object, const lamina_field *field)
{
    return (char *)object + field->offset;
}

static inline const void *lamina__member_of(const void *object, const lamina_field *field)
{
    return (const char *)object + field->offset;
}

/* Where a struct keeps what its record does not name, if it does. */
#define LAMINA__UNKNOWN_OFFSET sizeof(lamina_presence)

/* NULL for a record that keeps nothing. */
static inline const lamina_unknown *lamina__unknown_of(const lamina_record *record,
                                                       const void *object)
{
    if ((record->flags & LAMINA_RECORD_KEEPS_UNKNOWN) == 0)
        return NULL;
    return (const lamina_unknown *)(const void *)((const char *)object + LAMINA__UNKNOWN_OFFSET);
}

/* Bytes at the start of every struct of the record that are no field's. */
static inline size_t lamina__head_size(const lamina_record *record)
{
    bool keeps = (record->flags & LAMINA_RECORD_KEEPS_UNKNOWN) != 0;
    return LAMINA__UNKNOWN_OFFSET + (keeps ? sizeof(lamina_unknown) : 0);
}

#define LAMINA__ABSENT 0
#define LAMINA__NULL 1
#define LAMINA__PRESENT 2

/*
 * What field i of a struct holds, LAMINA__ABSENT, ... A required field needs no mark, so it is
 * present unless it can be seen that it was forgotten: a text of {NULL, 0}, a record of NULL.
 */
int lamina__field_state(const lamina_record *record, const void *object, uint32_t i);

#endif
