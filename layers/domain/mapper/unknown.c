/* What a stored item has beyond its record: see unknown.h. */
#include "mapper/unknown.h"

#include <string.h>

#include "domain/dynamodb.h"
#include "lamina/text.h"
#include "mapper/item.h"

/* Escaping makes text six times longer at most, and an item has 400 KB. */
#define UNKNOWN_CAP (8u * MAPPER__ITEM_CAP)

static const lamina_unknown *unknown_of(const void *item)
{
    return (const lamina_unknown *)(const void *)((const char *)item + sizeof(lamina_presence));
}

uint32_t mapper__field_named(const lamina_record *record, lamina_str name)
{
    uint32_t i = 0;
    while (i < record->field_count && !lamina_str_is(name, lamina_record_field(record, i)->name))
        i++;
    return i;
}

static bool is_unknown(const lamina_record *record, const lamina_json *attribute, const char *tag)
{
    lamina_str name = lamina_json_name(attribute);
    return mapper__field_named(record, name) == record->field_count &&
           (tag == NULL || !lamina_str_is(name, tag));
}

static void write_unknown(const lamina_record *record, const lamina_json *attributes,
                          const char *tag, lamina_json_writer *writer)
{
    const lamina_json *attribute = lamina_json_first(attributes);
    for (; attribute != NULL; attribute = lamina_json_next(attribute)) {
        if (!is_unknown(record, attribute, tag))
            continue;
        lamina_json_write_name(writer, lamina_json_name(attribute));
        lamina_json_write_value(writer, attribute);
    }
}

lamina_status mapper__unknown_read(lamina_arena *arena, const lamina_record *record,
                                   const lamina_json *attributes, const char *tag, void *item)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, UNKNOWN_CAP);
    lamina_json_write_init(&writer, &text);
    write_unknown(record, attributes, tag, &writer);
    lamina_status status = lamina_text_status(&text);
    lamina_unknown unknown = {.attributes = {NULL, 0}};
    if (status == LAMINA_OK && text.len > 0) {
        unknown.attributes = lamina_arena_copy(arena, lamina_text_view(&text));
        status = unknown.attributes.ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    }
    lamina_text_clear(&text);
    memcpy((char *)item + sizeof(lamina_presence), &unknown, sizeof unknown);
    return status;
}

static bool is_attribute(const lamina_json *attribute, uint32_t levels_left);

static bool are_attributes(const lamina_json *value, bool is_map, uint32_t levels_left)
{
    if (lamina_json_type(value) != (is_map ? LAMINA_JSON_OBJECT : LAMINA_JSON_ARRAY) ||
        levels_left < 2)
        return false;
    const lamina_json *child = lamina_json_first(value);
    for (; child != NULL; child = lamina_json_next(child)) {
        size_t name_len = lamina_json_name(child).len;
        if ((is_map && (name_len == 0 || name_len > MAPPER__NAME_CAP)) ||
            !is_attribute(child, levels_left - 1))
            return false;
    }
    return true;
}

/* A value is an object of one member: its type. Types of a later service pass; maps and lists of this
   one are looked into. */
static bool is_attribute(const lamina_json *attribute, uint32_t levels_left)
{
    if (lamina_json_type(attribute) != LAMINA_JSON_OBJECT || lamina_json_count(attribute) != 1 ||
        levels_left == 0)
        return false;
    const lamina_json *value = lamina_json_first(attribute);
    lamina_str type = lamina_json_name(value);
    if (lamina_str_is(type, "M") || lamina_str_is(type, "L"))
        return are_attributes(value, lamina_str_is(type, "M"), levels_left);
    if (lamina_str_is(type, "N"))
        return lamina_is_decimal(lamina_json_string(value));
    if (lamina_str_is(type, "S") || lamina_str_is(type, "B"))
        return lamina_json_type(value) == LAMINA_JSON_STRING;
    return true;
}

lamina_status mapper__unknown_parse(lamina_arena *arena, const lamina_record *record,
                                    const void *item, uint32_t levels_left,
                                    const lamina_json **attributes)
{
    *attributes = NULL;
    if (!mapper__keeps_unknown(record) || unknown_of(item)->attributes.len == 0)
        return LAMINA_OK;
    lamina_str members = unknown_of(item)->attributes;
    char *object = lamina_arena_alloc(arena, members.len + 2);
    if (object == NULL)
        return LAMINA_E_LIMIT;
    object[0] = '{';
    memcpy(object + 1, members.ptr, members.len);
    object[members.len + 1] = '}';
    lamina_status status = lamina_json_read(arena, (lamina_str){object, members.len + 2},
                                            LAMINA_JSON_DEPTH_MAX, attributes, NULL);
    if (status != LAMINA_OK)
        return lamina_arena_is_exhausted(arena) ? LAMINA_E_LIMIT : LAMINA_E_INVALID;
    /* The object around them is the record's own, which is no level of theirs. */
    return are_attributes(*attributes, true, levels_left + 1) ? LAMINA_OK : LAMINA_E_INVALID;
}

lamina_status mapper__unknown_write(lamina_arena *arena, const lamina_record *record,
                                    const void *item, const char *tag, lamina_json_writer *writer)
{
    const lamina_json *attributes = NULL;
    lamina_status status =
        mapper__unknown_parse(arena, record, item, DYNAMODB_DEPTH_CAP, &attributes);
    if (status == LAMINA_OK)
        write_unknown(record, attributes, tag, writer);
    return status;
}
