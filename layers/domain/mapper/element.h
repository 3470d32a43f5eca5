/*
 * element.h - the elements of lists and sets: what they are and how wide.
 */
#ifndef MAPPER_ELEMENT_H
#define MAPPER_ELEMENT_H

#include "lamina/record.h"

/* The type of a list's or set's elements; 0 for a field that is neither. */
static inline uint32_t mapper__element_type(const lamina_field *field)
{
    switch (field->type) {
    case LAMINA_TYPE_LIST: return field->item_type;
    case LAMINA_TYPE_STRING_SET: return LAMINA_TYPE_STRING;
    case LAMINA_TYPE_NUMBER_SET: return LAMINA_TYPE_DECIMAL;
    case LAMINA_TYPE_BINARY_SET: return LAMINA_TYPE_BINARY;
    default: return 0;
    }
}

/* Bytes of one element in the array. Records stand there themselves, not as pointers. */
static inline size_t mapper__element_size(const lamina_field *field)
{
    switch (mapper__element_type(field)) {
    case LAMINA_TYPE_BOOLEAN: return sizeof(bool);
    case LAMINA_TYPE_INT64:
    case LAMINA_TYPE_TIMESTAMP:
    case LAMINA_TYPE_EPOCH: return sizeof(int64_t);
    case LAMINA_TYPE_DOUBLE: return sizeof(double);
    case LAMINA_TYPE_RECORD: return field->record->struct_size;
    default: return sizeof(lamina_str);
    }
}

static inline const void *mapper__element(const lamina_field *field, const lamina_list *list,
                                          size_t i)
{
    return (const char *)list->items + i * mapper__element_size(field);
}

/* Is it written: a required field always, an optional one when it is marked. */
static inline bool mapper__holds_value(const lamina_field *field, const lamina_presence *has,
                                       uint32_t number)
{
    return !lamina_is_null(has, number) &&
           ((field->flags & LAMINA_FIELD_REQUIRED) != 0 || lamina_is_present(has, number));
}

#endif
