/*
 * Attribute values from the wire. What arrives is hostile until it was looked at: a value is an object
 * with exactly one member, whose name is a type and whose content has that type's shape.
 */
#include "dynamodb/value.h"

static lamina_status read_value(lamina_arena *arena, const lamina_json *json, dynamodb_value *value,
                                uint32_t depth);

static lamina_status read_text(const lamina_json *json, lamina_str *text)
{
    if (lamina_json_type(json) != LAMINA_JSON_STRING)
        return LAMINA_E_UPSTREAM;
    *text = lamina_json_string(json);
    return LAMINA_OK;
}

static lamina_status read_digits(const lamina_json *json, lamina_str *digits)
{
    lamina_status status = read_text(json, digits);
    if (status == LAMINA_OK && !lamina_is_decimal(*digits))
        return LAMINA_E_UPSTREAM;
    return status;
}

static lamina_status read_bytes(lamina_arena *arena, const lamina_json *json, lamina_str *bytes)
{
    lamina_str encoded;
    lamina_status status = read_text(json, &encoded);
    if (status != LAMINA_OK)
        return status;
    status = lamina_base64_decode(arena, encoded, bytes);
    return status == LAMINA_E_SYNTAX ? LAMINA_E_UPSTREAM : status;
}

/* L and M: both are items, in a map each with its name. */
static lamina_status read_items(lamina_arena *arena, const lamina_json *json, uint32_t expected,
                                dynamodb_value *value, uint32_t depth)
{
    if (lamina_json_type(json) != expected)
        return LAMINA_E_UPSTREAM;
    size_t count = lamina_json_count(json);
    dynamodb_value *items = lamina_arena_array(arena, count, sizeof *items);
    if (items == NULL)
        return LAMINA_E_LIMIT;
    size_t i = 0;
    for (const lamina_json *item = lamina_json_first(json); item != NULL && i < count;
         item = lamina_json_next(item), i++) {
        lamina_status status = read_value(arena, item, &items[i], depth + 1);
        if (status != LAMINA_OK)
            return status;
        if (expected == LAMINA_JSON_OBJECT)
            items[i].name = lamina_json_name(item);
    }
    value->items = items;
    value->count = i;
    return LAMINA_OK;
}

/* The service stores no empty set, so none can come back. */
static lamina_status read_set(lamina_arena *arena, const lamina_json *json, dynamodb_value *value)
{
    size_t count = lamina_json_count(json);
    if (lamina_json_type(json) != LAMINA_JSON_ARRAY || count == 0)
        return LAMINA_E_UPSTREAM;
    lamina_str *texts = lamina_arena_array(arena, count, sizeof *texts);
    if (texts == NULL)
        return LAMINA_E_LIMIT;
    size_t i = 0;
    for (const lamina_json *item = lamina_json_first(json); item != NULL && i < count;
         item = lamina_json_next(item), i++) {
        lamina_status status = value->type == DYNAMODB_SS   ? read_text(item, &texts[i])
                               : value->type == DYNAMODB_NS ? read_digits(item, &texts[i])
                                                            : read_bytes(arena, item, &texts[i]);
        if (status != LAMINA_OK)
            return status;
    }
    value->texts = texts;
    value->count = i;
    return LAMINA_OK;
}

static lamina_status read_content(lamina_arena *arena, const lamina_json *json,
                                  dynamodb_value *value, uint32_t depth)
{
    switch (value->type) {
    case DYNAMODB_S: return read_text(json, &value->text);
    case DYNAMODB_N: return read_digits(json, &value->text);
    case DYNAMODB_B: return read_bytes(arena, json, &value->text);
    case DYNAMODB_BOOL:
        value->boolean = lamina_json_true(json);
        return lamina_json_type(json) == LAMINA_JSON_BOOLEAN ? LAMINA_OK : LAMINA_E_UPSTREAM;
    case DYNAMODB_NULL: return lamina_json_true(json) ? LAMINA_OK : LAMINA_E_UPSTREAM;
    case DYNAMODB_L: return read_items(arena, json, LAMINA_JSON_ARRAY, value, depth);
    case DYNAMODB_M: return read_items(arena, json, LAMINA_JSON_OBJECT, value, depth);
    default: return read_set(arena, json, value);
    }
}

static lamina_status read_value(lamina_arena *arena, const lamina_json *json, dynamodb_value *value,
                                uint32_t depth)
{
    const lamina_json *content = lamina_json_first(json);
    if (depth > DYNAMODB_DEPTH_CAP || lamina_json_type(json) != LAMINA_JSON_OBJECT ||
        content == NULL || lamina_json_next(content) != NULL)
        return LAMINA_E_UPSTREAM;
    *value = (dynamodb_value){.type = dynamodb__type_from(lamina_json_name(content))};
    if (value->type == 0)
        return LAMINA_E_UPSTREAM;
    return read_content(arena, content, value, depth);
}

lamina_status dynamodb_value_read(lamina_arena *arena, const lamina_json *json,
                                  dynamodb_value *value)
{
    return read_value(arena, json, value, 1);
}
