/* Free-form documents: JSON text to an attribute and back. */
#include "mapper/item.h"

#include "domain/dynamodb.h"
#include "lamina/text.h"

/* A document stands one level inside of the item at least. */
#define DOCUMENT_DEPTH_CAP (DYNAMODB_DEPTH_CAP - 1)
/* Escaping makes text six times longer at most, and an item has 400 KB. */
#define DOCUMENT_CAP (8u * MAPPER__ITEM_CAP)

/* ---- JSON to attribute ---- */

static lamina_status write_node(const lamina_json *value, lamina_json_writer *writer);

static lamina_status write_children(const lamina_json *value, lamina_json_writer *writer)
{
    bool is_map = lamina_json_type(value) == LAMINA_JSON_OBJECT;
    lamina_status status = LAMINA_OK;
    lamina_json_write_name(writer, is_map ? LAMINA_STR("M") : LAMINA_STR("L"));
    if (is_map)
        lamina_json_write_object(writer);
    else
        lamina_json_write_array(writer);
    const lamina_json *child = lamina_json_first(value);
    for (; child != NULL && status == LAMINA_OK; child = lamina_json_next(child)) {
        if (is_map)
            lamina_json_write_name(writer, lamina_json_name(child));
        status = write_node(child, writer);
    }
    if (is_map)
        lamina_json_write_object_end(writer);
    else
        lamina_json_write_array_end(writer);
    return status;
}

static lamina_status write_digits(const lamina_json *value, lamina_json_writer *writer)
{
    lamina_str digits = lamina_json_number(value);
    if (!lamina_is_decimal(digits))
        return LAMINA_E_INVALID;
    lamina_json_write_name(writer, LAMINA_STR("N"));
    lamina_json_write_string(writer, digits);
    return LAMINA_OK;
}

static lamina_status write_inside(const lamina_json *value, lamina_json_writer *writer)
{
    switch (lamina_json_type(value)) {
    case LAMINA_JSON_STRING:
        lamina_json_write_name(writer, LAMINA_STR("S"));
        lamina_json_write_string(writer, lamina_json_string(value));
        return LAMINA_OK;
    case LAMINA_JSON_NUMBER: return write_digits(value, writer);
    case LAMINA_JSON_BOOLEAN:
        lamina_json_write_name(writer, LAMINA_STR("BOOL"));
        lamina_json_write_boolean(writer, lamina_json_true(value));
        return LAMINA_OK;
    case LAMINA_JSON_NULL:
        lamina_json_write_name(writer, LAMINA_STR("NULL"));
        lamina_json_write_boolean(writer, true);
        return LAMINA_OK;
    default: return write_children(value, writer);
    }
}

static lamina_status write_node(const lamina_json *value, lamina_json_writer *writer)
{
    lamina_json_write_object(writer);
    lamina_status status = write_inside(value, writer);
    lamina_json_write_object_end(writer);
    return status;
}

lamina_status mapper__document_write(lamina_arena *arena, lamina_str json,
                                     lamina_json_writer *writer)
{
    const lamina_json *value = NULL;
    lamina_status status = lamina_json_read(arena, json, DOCUMENT_DEPTH_CAP, &value, NULL);
    if (status != LAMINA_OK)
        return lamina_arena_is_exhausted(arena) ? LAMINA_E_LIMIT : LAMINA_E_INVALID;
    return write_node(value, writer);
}

/* ---- attribute to JSON ---- */

static lamina_status read_node(const lamina_json *attribute, lamina_json_writer *writer,
                               uint32_t depth);

static lamina_status read_children(const lamina_json *value, bool is_map,
                                   lamina_json_writer *writer, uint32_t depth)
{
    if (lamina_json_type(value) != (is_map ? LAMINA_JSON_OBJECT : LAMINA_JSON_ARRAY))
        return LAMINA_E_UPSTREAM;
    lamina_status status = LAMINA_OK;
    if (is_map)
        lamina_json_write_object(writer);
    else
        lamina_json_write_array(writer);
    const lamina_json *child = lamina_json_first(value);
    for (; child != NULL && status == LAMINA_OK; child = lamina_json_next(child)) {
        if (is_map)
            lamina_json_write_name(writer, lamina_json_name(child));
        status = read_node(child, writer, depth + 1);
    }
    if (is_map)
        lamina_json_write_object_end(writer);
    else
        lamina_json_write_array_end(writer);
    return status;
}

static lamina_status read_digits(const lamina_json *value, lamina_json_writer *writer)
{
    lamina_str digits = lamina_json_string(value);
    if (!lamina_is_decimal(digits))
        return LAMINA_E_UPSTREAM;
    lamina_json_write_raw(writer, digits);
    return LAMINA_OK;
}

static lamina_status read_text(const lamina_json *value, lamina_json_writer *writer)
{
    if (lamina_json_type(value) != LAMINA_JSON_STRING)
        return LAMINA_E_UPSTREAM;
    lamina_json_write_string(writer, lamina_json_string(value));
    return LAMINA_OK;
}

/* A set as an array. Base64 stays as it is; the digits of numbers become numbers. */
static lamina_status read_set(const lamina_json *value, bool numbers, lamina_json_writer *writer)
{
    if (lamina_json_type(value) != LAMINA_JSON_ARRAY)
        return LAMINA_E_UPSTREAM;
    lamina_status status = LAMINA_OK;
    lamina_json_write_array(writer);
    const lamina_json *element = lamina_json_first(value);
    for (; element != NULL && status == LAMINA_OK; element = lamina_json_next(element))
        status = numbers ? read_digits(element, writer) : read_text(element, writer);
    lamina_json_write_array_end(writer);
    return status;
}

static lamina_status read_node(const lamina_json *attribute, lamina_json_writer *writer,
                               uint32_t depth)
{
    const lamina_json *value = lamina_json_first(attribute);
    if (lamina_json_type(attribute) != LAMINA_JSON_OBJECT || lamina_json_count(attribute) != 1 ||
        depth > DYNAMODB_DEPTH_CAP)
        return LAMINA_E_UPSTREAM;
    lamina_str type = lamina_json_name(value);
    if (lamina_str_is(type, "S") || lamina_str_is(type, "B"))
        return read_text(value, writer);
    if (lamina_str_is(type, "N"))
        return read_digits(value, writer);
    if (lamina_str_is(type, "M") || lamina_str_is(type, "L"))
        return read_children(value, lamina_str_is(type, "M"), writer, depth);
    if (lamina_str_is(type, "SS") || lamina_str_is(type, "BS") || lamina_str_is(type, "NS"))
        return read_set(value, lamina_str_is(type, "NS"), writer);
    if (lamina_json_type(value) != LAMINA_JSON_BOOLEAN)
        return LAMINA_E_UPSTREAM;
    if (lamina_str_is(type, "BOOL")) {
        lamina_json_write_boolean(writer, lamina_json_true(value));
        return LAMINA_OK;
    }
    if (!lamina_str_is(type, "NULL"))
        return LAMINA_E_UPSTREAM;
    lamina_json_write_null(writer);
    return LAMINA_OK;
}

lamina_status mapper__document_read(lamina_arena *arena, const lamina_json *attribute,
                                    lamina_str *json)
{
    lamina_text text;
    lamina_text_init(&text, DOCUMENT_CAP);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &text);
    lamina_status status = read_node(attribute, &writer, 0);
    if (status == LAMINA_OK)
        status = lamina_text_status(&text);
    if (status == LAMINA_OK) {
        *json = lamina_arena_copy(arena, lamina_text_view(&text));
        status = json->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    }
    lamina_text_clear(&text);
    return status;
}
