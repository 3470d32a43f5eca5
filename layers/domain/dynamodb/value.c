/*
 * The ten types of attribute values: their names on the wire, and makers of the simple ones.
 * Source: Amazon DynamoDB API Reference, "AttributeValue".
 */
#include "dynamodb/value.h"

#include <inttypes.h>

static const lamina_str type_names[DYNAMODB__TYPE_COUNT + 1] = {
    [DYNAMODB_S] = {"S", 1},       [DYNAMODB_N] = {"N", 1},       [DYNAMODB_B] = {"B", 1},
    [DYNAMODB_BOOL] = {"BOOL", 4}, [DYNAMODB_NULL] = {"NULL", 4}, [DYNAMODB_L] = {"L", 1},
    [DYNAMODB_M] = {"M", 1},       [DYNAMODB_SS] = {"SS", 2},     [DYNAMODB_NS] = {"NS", 2},
    [DYNAMODB_BS] = {"BS", 2},
};

lamina_str dynamodb__type_name(uint32_t type)
{
    return type <= DYNAMODB__TYPE_COUNT ? type_names[type] : (lamina_str){.ptr = NULL, .len = 0};
}

uint32_t dynamodb__type_from(lamina_str name)
{
    for (uint32_t type = 1; type <= DYNAMODB__TYPE_COUNT; type++)
        if (lamina_str_equal(name, type_names[type]))
            return type;
    return 0;
}

dynamodb_value dynamodb_text(lamina_str text)
{
    return (dynamodb_value){.type = DYNAMODB_S, .text = text};
}

dynamodb_value dynamodb_number(lamina_str digits)
{
    return (dynamodb_value){.type = DYNAMODB_N, .text = digits};
}

dynamodb_value dynamodb_int64(lamina_arena *arena, int64_t number)
{
    lamina_str digits = lamina_arena_format(arena, "%" PRId64, number);
    if (digits.ptr == NULL)
        return (dynamodb_value){.type = 0};
    return dynamodb_number(digits);
}

dynamodb_value dynamodb_timestamp(lamina_arena *arena, int64_t us)
{
    char text[LAMINA_TIMESTAMP_LEN + 1];
    if (lamina_format_timestamp(us, text) != LAMINA_OK)
        return (dynamodb_value){.type = 0};
    lamina_str copy = lamina_arena_copy(arena, (lamina_str){text, LAMINA_TIMESTAMP_LEN});
    return (dynamodb_value){.type = copy.ptr == NULL ? 0 : DYNAMODB_S, .text = copy};
}

dynamodb_value dynamodb_bytes(lamina_str bytes)
{
    return (dynamodb_value){.type = DYNAMODB_B, .text = bytes};
}

dynamodb_value dynamodb_boolean(bool value)
{
    return (dynamodb_value){.type = DYNAMODB_BOOL, .boolean = value};
}

dynamodb_value dynamodb_null(void)
{
    return (dynamodb_value){.type = DYNAMODB_NULL};
}
