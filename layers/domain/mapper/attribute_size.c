/*
 * Sizes as the service counts them (Developer Guide, "DynamoDB item sizes and formats"): names and
 * texts in UTF-8 bytes, binary raw, numbers two digits a byte and one, 1 for null and booleans, 3 for
 * a map or list and 1 for each element. Counted on what is sent, so that nothing is forgotten.
 */
#include "mapper/item.h"

#include "lamina/text.h"

#define CONTAINER_BYTES 3u
#define NUMBER_BYTES_CAP 21u

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

static size_t size_of_base64(lamina_str encoded)
{
    size_t padding = 0;
    while (padding < encoded.len && padding < 2 && encoded.ptr[encoded.len - 1 - padding] == '=')
        padding++;
    return encoded.len / 4 * 3 - (encoded.len >= 4 ? padding : 0);
}

/* What is in "S", "N", "B", or in each element of a set of them. */
static size_t size_of_text(char type, lamina_str text)
{
    switch (type) {
    case 'N': return size_of_digits(text);
    case 'B': return size_of_base64(text);
    default: return text.len;
    }
}

static size_t size_of_set(char type, const lamina_json *set)
{
    size_t size = 0;
    const lamina_json *element = lamina_json_first(set);
    for (; element != NULL; element = lamina_json_next(element))
        size += size_of_text(type, lamina_json_string(element));
    return size;
}

static size_t size_of_children(const lamina_json *value)
{
    size_t size = CONTAINER_BYTES;
    const lamina_json *child = lamina_json_first(value);
    for (; child != NULL; child = lamina_json_next(child))
        size += 1 + lamina_json_name(child).len + mapper__attribute_size(child);
    return size;
}

size_t mapper__attribute_size(const lamina_json *attribute)
{
    const lamina_json *value = lamina_json_first(attribute);
    lamina_str type = lamina_json_name(value);
    if (lamina_str_is(type, "M") || lamina_str_is(type, "L"))
        return size_of_children(value);
    if (type.len == 2 && type.ptr[1] == 'S')
        return size_of_set(type.ptr[0], value);
    if (type.len == 1)
        return size_of_text(type.ptr[0], lamina_json_string(value));
    return 1;
}

size_t mapper__item_size(const lamina_json *attributes)
{
    size_t size = 0;
    const lamina_json *attribute = lamina_json_first(attributes);
    for (; attribute != NULL; attribute = lamina_json_next(attribute))
        size += lamina_json_name(attribute).len + mapper__attribute_size(attribute);
    return size;
}
