/*
 * record_type.c - the table of types.
 */
#include "record_type.h"

#define OF(c_type) .size = sizeof(c_type), .alignment = _Alignof(c_type)

static const lamina__type types[] = {
    [LAMINA_TYPE_STRING] = {.expected = "a string",
                            OF(lamina_str),
                            .traits = LAMINA__TYPE_TEXT | LAMINA__TYPE_MEASURED},
    [LAMINA_TYPE_BINARY] = {.expected = "a base64 string",
                            OF(lamina_str),
                            .traits = LAMINA__TYPE_MEASURED},
    [LAMINA_TYPE_BOOLEAN] = {.expected = "true or false", OF(bool)},
    [LAMINA_TYPE_INT64] = {.expected = "a whole number of at most 64 bits",
                           OF(int64_t),
                           .traits = LAMINA__TYPE_NUMBER},
    [LAMINA_TYPE_DOUBLE] = {.expected = "a number", OF(double), .traits = LAMINA__TYPE_NUMBER},
    [LAMINA_TYPE_DECIMAL] = {.expected = "a decimal number, best as a string",
                             OF(lamina_str),
                             .traits = LAMINA__TYPE_NUMBER},
    [LAMINA_TYPE_TIMESTAMP] = {.expected = "an RFC 3339 time as a string", OF(int64_t)},
    [LAMINA_TYPE_EPOCH] = {.expected = "a whole number of seconds since 1970",
                           OF(int64_t),
                           .traits = LAMINA__TYPE_NUMBER},
    [LAMINA_TYPE_RECORD] = {.expected = "an object", OF(void *)},
    [LAMINA_TYPE_LIST] = {.expected = "an array",
                          OF(lamina_list),
                          .traits = LAMINA__TYPE_MEASURED | LAMINA__TYPE_MANY},
    [LAMINA_TYPE_STRING_SET] = {.expected = "an array of strings",
                                OF(lamina_list),
                                .element = LAMINA_TYPE_STRING,
                                .traits = LAMINA__TYPE_TEXT | LAMINA__TYPE_MEASURED |
                                          LAMINA__TYPE_MANY | LAMINA__TYPE_SET},
    [LAMINA_TYPE_NUMBER_SET] = {.expected = "an array of decimal numbers",
                                OF(lamina_list),
                                .element = LAMINA_TYPE_DECIMAL,
                                .traits = LAMINA__TYPE_NUMBER | LAMINA__TYPE_MEASURED |
                                          LAMINA__TYPE_MANY | LAMINA__TYPE_SET},
    [LAMINA_TYPE_BINARY_SET] = {.expected = "an array of base64 strings",
                                OF(lamina_list),
                                .element = LAMINA_TYPE_BINARY,
                                .traits =
                                    LAMINA__TYPE_MEASURED | LAMINA__TYPE_MANY | LAMINA__TYPE_SET},
    [LAMINA_TYPE_JSON] = {.expected = "valid JSON",
                          OF(lamina_str),
                          .traits = LAMINA__TYPE_MEASURED},
};

const lamina__type *lamina__type_of(uint32_t type)
{
    if (type >= sizeof(types) / sizeof(types[0]) || types[type].expected == NULL)
        return NULL;
    return &types[type];
}

uint32_t lamina__element_type(const lamina_field *field)
{
    return field->type == LAMINA_TYPE_LIST ? field->item_type : types[field->type].element;
}

size_t lamina__element_size(const lamina_field *field)
{
    uint32_t type = lamina__element_type(field);
    return type == LAMINA_TYPE_RECORD ? field->record->struct_size : types[type].size;
}

static bool is_forgotten(const lamina_field *field, const void *member)
{
    switch (field->type) {
    case LAMINA_TYPE_STRING:
    case LAMINA_TYPE_BINARY:
    case LAMINA_TYPE_DECIMAL:
    case LAMINA_TYPE_JSON: return ((const lamina_str *)member)->ptr == NULL;
    case LAMINA_TYPE_RECORD: return *(const void *const *)member == NULL;
    default: return false;
    }
}

int lamina__field_state(const lamina_record *record, const void *object, uint32_t i)
{
    const lamina_presence *has = object;
    const lamina_field *field = lamina_record_field(record, i);
    if (lamina_is_null(has, i))
        return LAMINA__NULL;
    const void *member = lamina__member_of(object, field);
    /* Without a mark there is nothing; with it, a pointer to nothing still is nothing. */
    if ((field->flags & LAMINA_FIELD_REQUIRED) != 0)
        return is_forgotten(field, member) ? LAMINA__ABSENT : LAMINA__PRESENT;
    if (!lamina_is_present(has, i))
        return LAMINA__ABSENT;
    bool is_nothing = field->type == LAMINA_TYPE_RECORD && is_forgotten(field, member);
    return is_nothing ? LAMINA__ABSENT : LAMINA__PRESENT;
}
