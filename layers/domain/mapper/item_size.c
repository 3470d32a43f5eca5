/*
 * An item's size as the service counts it (Developer Guide, "DynamoDB item sizes and formats"): names
 * and texts in UTF-8 bytes, binary raw, numbers two digits a byte and one, 1 for null and booleans,
 * 3 for a map or list and 1 for each element.
 */
#include "mapper/element.h"
#include "mapper/item.h"

#include "lamina/text.h"

#include <string.h>

#define CONTAINER_BYTES 3u
#define NUMBER_BYTES_CAP 21u
#define INT64_DIGITS_CAP 21

static size_t size_of_value(lamina_arena *arena, const lamina_field *field, uint32_t type,
                            const void *member);

/* Leading and trailing zeros are trimmed; the sign takes a byte. */
static size_t size_of_digits(lamina_str digits)
{
    size_t significant = 0, zeros = 0, sign = 0;
    for (size_t i = 0; i < digits.len && digits.ptr[i] != 'e' && digits.ptr[i] != 'E'; i++) {
        char c = digits.ptr[i];
        sign |= c == '-';
        if (c == '0')
            zeros += significant > 0;
        if (c < '1' || c > '9')
            continue;
        significant += zeros + 1;
        zeros = 0;
    }
    size_t bytes = (significant + 1) / 2 + 1 + sign;
    return bytes < NUMBER_BYTES_CAP ? bytes : NUMBER_BYTES_CAP;
}

static size_t size_of_number(lamina_text *text)
{
    size_t size = size_of_digits(lamina_text_view(text));
    lamina_text_clear(text);
    return size;
}

static size_t size_of_int64(int64_t number)
{
    lamina_text text;
    lamina_text_init(&text, INT64_DIGITS_CAP);
    lamina_text_add_int64(&text, number);
    return size_of_number(&text);
}

static size_t size_of_double(double number)
{
    lamina_text text;
    lamina_text_init(&text, 64);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &text);
    lamina_json_write_double(&writer, number);
    return size_of_number(&text);
}

static size_t size_of_document(lamina_arena *arena, const lamina_json *value)
{
    switch (lamina_json_type(value)) {
    case LAMINA_JSON_STRING: return lamina_json_string(value).len;
    case LAMINA_JSON_NUMBER: return size_of_digits(lamina_json_number(arena, value));
    case LAMINA_JSON_ARRAY:
    case LAMINA_JSON_OBJECT: break;
    default: return 1;
    }
    size_t size = CONTAINER_BYTES;
    const lamina_json *child = lamina_json_first(value);
    for (; child != NULL; child = lamina_json_next(child))
        size += 1 + lamina_json_name(child).len + size_of_document(arena, child);
    return size;
}

static size_t size_of_json(lamina_arena *arena, lamina_str json)
{
    const lamina_json *value = NULL;
    if (lamina_json_read(arena, json, 0, &value, NULL) != LAMINA_OK)
        return json.len;
    return size_of_document(arena, value);
}

/* The attributes of a map or of the item; elements counts those of a map. */
static size_t size_of_members(lamina_arena *arena, const lamina_record *record, const void *item,
                              size_t each, const lamina_field **largest)
{
    const lamina_presence *has = item;
    size_t size = 0, most = 0;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if (!mapper__holds_value(field, has, i) && !lamina_is_null(has, i))
            continue;
        size_t bytes = each + strlen(field->name) +
                       (lamina_is_null(has, i) ? 1
                                               : size_of_value(arena, field, field->type,
                                                               (const char *)item + field->offset));
        size += bytes;
        if (largest == NULL || bytes <= most)
            continue;
        most = bytes;
        *largest = field;
    }
    return size;
}

static size_t size_of_map(lamina_arena *arena, const lamina_record *record, const void *item)
{
    return CONTAINER_BYTES + size_of_members(arena, record, item, 1, NULL);
}

static size_t size_of_elements(lamina_arena *arena, const lamina_field *field,
                               const lamina_list *list)
{
    bool is_list = field->type == LAMINA_TYPE_LIST;
    uint32_t type = mapper__element_type(field);
    size_t size = is_list ? CONTAINER_BYTES : 0;
    for (size_t i = 0; i < list->count; i++) {
        const void *element = mapper__element(field, list, i);
        size += is_list ? 1 : 0;
        size += type == LAMINA_TYPE_RECORD ? size_of_map(arena, field->record, element)
                                           : size_of_value(arena, field, type, element);
    }
    return size;
}

static size_t size_of_value(lamina_arena *arena, const lamina_field *field, uint32_t type,
                            const void *member)
{
    switch (type) {
    case LAMINA_TYPE_BOOLEAN: return 1;
    case LAMINA_TYPE_INT64:
    case LAMINA_TYPE_EPOCH: return size_of_int64(*(const int64_t *)member);
    case LAMINA_TYPE_DOUBLE: return size_of_double(*(const double *)member);
    case LAMINA_TYPE_DECIMAL: return size_of_digits(*(const lamina_str *)member);
    case LAMINA_TYPE_TIMESTAMP: return LAMINA_TIMESTAMP_LEN;
    case LAMINA_TYPE_RECORD: return size_of_map(arena, field->record, *(const void *const *)member);
    case LAMINA_TYPE_LIST:
    case LAMINA_TYPE_STRING_SET:
    case LAMINA_TYPE_NUMBER_SET:
    case LAMINA_TYPE_BINARY_SET: return size_of_elements(arena, field, member);
    case LAMINA_TYPE_JSON: return size_of_json(arena, *(const lamina_str *)member);
    default: return ((const lamina_str *)member)->len;
    }
}

size_t mapper__item_size(lamina_arena *arena, const lamina_record *record, const void *item,
                         const lamina_field **largest)
{
    return size_of_members(arena, record, item, 0, largest);
}
