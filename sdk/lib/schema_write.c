/*
 * schema_write.c - a record's table as JSON Schema. What JSON Schema cannot say is left out, never
 * said wrongly: a client that obeys the schema may still break a format's rule, but a request that the
 * host accepts never breaks the schema.
 */
#include "schema_write.h"

#include <string.h>

#include "record_type.h"

/* ---- the set ---- */

static size_t index_of(const lamina__schema_set *set, const lamina_record *record)
{
    size_t i = 0;
    while (i < set->count && set->records[i] != record)
        i++;
    return i;
}

static lamina_status add(lamina__schema_set *set, const lamina_record *record)
{
    if (record == NULL || index_of(set, record) < set->count)
        return LAMINA_OK;
    if (set->count == LAMINA_OPENAPI_RECORD_CAP)
        return LAMINA_E_LIMIT;
    set->records[set->count++] = record;
    return LAMINA_OK;
}

/* No recursion, since records may lead back to themselves: what is added is looked at in its turn. */
lamina_status lamina__schema_collect(lamina__schema_set *set, const lamina_record *record)
{
    size_t next = set->count;
    lamina_status status = add(set, record);
    for (; status == LAMINA_OK && next < set->count; next++) {
        const lamina_record *outer = set->records[next];
        for (uint32_t i = 0; status == LAMINA_OK && i < outer->field_count; i++)
            status = add(set, lamina_record_field(outer, i)->record);
    }
    return status;
}

/* Two records of one name are told apart by their place: Item, Item.2. */
static void add_name(lamina_text *text, const lamina__schema_set *set, const lamina_record *record)
{
    size_t same = 1;
    for (size_t i = 0; i < set->count && set->records[i] != record; i++)
        same += strcmp(set->records[i]->name, record->name) == 0;
    lamina_text_add_format(text, "%s.%s", set->module, record->name);
    if (same > 1)
        lamina_text_add_format(text, ".%zu", same);
}

void lamina__schema_write_ref(lamina_json_writer *writer, const lamina__schema_set *set,
                              const lamina_record *record)
{
    lamina_text place;
    lamina_text_init(&place, 1024);
    lamina_text_add(&place, LAMINA_STR("#/components/schemas/"));
    add_name(&place, set, record);
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "$ref", lamina_text_view(&place));
    lamina_json_write_object_end(writer);
    lamina_text_clear(&place);
}

/* ---- one value ---- */

static const struct {
    const char *type; /* NULL: any */
    const char *format;
} forms[] = {
    [LAMINA_TYPE_STRING] = {"string", NULL},
    [LAMINA_TYPE_BINARY] = {"string", NULL},
    [LAMINA_TYPE_BOOLEAN] = {"boolean", NULL},
    [LAMINA_TYPE_INT64] = {"integer", "int64"},
    [LAMINA_TYPE_DOUBLE] = {"number", "double"},
    [LAMINA_TYPE_DECIMAL] = {"string", "decimal"},
    [LAMINA_TYPE_TIMESTAMP] = {"string", "date-time"},
    [LAMINA_TYPE_EPOCH] = {"integer", "int64"},
    [LAMINA_TYPE_LIST] = {"array", NULL},
    [LAMINA_TYPE_STRING_SET] = {"array", NULL},
    [LAMINA_TYPE_NUMBER_SET] = {"array", NULL},
    [LAMINA_TYPE_BINARY_SET] = {"array", NULL},
    [LAMINA_TYPE_JSON] = {NULL, NULL},
};

static void member(lamina_json_writer *writer, const char *name, const char *text)
{
    lamina_json_write_member_string(writer, name, lamina_str_from(text));
}

/* A decimal is sent as text, and taken as a number too. */
static void write_type(lamina_json_writer *writer, uint32_t type, bool nullable)
{
    const bool also_number = type == LAMINA_TYPE_DECIMAL;
    if (!nullable && !also_number) {
        member(writer, "type", forms[type].type);
        return;
    }
    lamina_json_write_name(writer, LAMINA_STR("type"));
    lamina_json_write_array(writer);
    lamina_json_write_string(writer, lamina_str_from(forms[type].type));
    if (also_number)
        lamina_json_write_string(writer, LAMINA_STR("number"));
    if (nullable)
        lamina_json_write_string(writer, LAMINA_STR("null"));
    lamina_json_write_array_end(writer);
}

static void write_values(lamina_json_writer *writer, const char *const *values, bool nullable)
{
    if (values == NULL)
        return;
    lamina_json_write_name(writer, LAMINA_STR("enum"));
    lamina_json_write_array(writer);
    for (; *values != NULL; values++)
        lamina_json_write_string(writer, lamina_str_from(*values));
    if (nullable)
        lamina_json_write_null(writer);
    lamina_json_write_array_end(writer);
}

/* Records match the whole text, JSON Schema any part of it. A POSIX class has no counterpart in the
   expressions of ECMA-262 that JSON Schema speaks. */
static void write_pattern(lamina_json_writer *writer, const char *pattern)
{
    if (pattern == NULL || strstr(pattern, "[[:") != NULL || strstr(pattern, "[.") != NULL ||
        strstr(pattern, "[=") != NULL)
        return;
    lamina_text anchored;
    lamina_text_init(&anchored, strlen(pattern) + 8);
    lamina_text_add_format(&anchored, "^(?:%s)$", pattern);
    lamina_json_write_member_string(writer, "pattern", lamina_text_view(&anchored));
    lamina_text_clear(&anchored);
}

/* Base64 has four characters for every three bytes begun (RFC 4648 section 4). */
static int64_t base64_len(uint32_t bytes)
{
    return ((int64_t)bytes + 2) / 3 * 4;
}

static void write_lengths(lamina_json_writer *writer, uint32_t type, uint32_t shortest,
                          uint32_t longest)
{
    const bool is_binary = type == LAMINA_TYPE_BINARY;
    if (shortest > 0)
        lamina_json_write_member_int64(writer, "minLength",
                                       is_binary ? base64_len(shortest) : shortest);
    if (longest > 0)
        lamina_json_write_member_int64(writer, "maxLength",
                                       is_binary ? base64_len(longest) : longest);
}

static void write_range(lamina_json_writer *writer, const lamina_range *range)
{
    if (range == NULL)
        return;
    lamina_json_write_member_int64(writer, "minimum", range->minimum);
    lamina_json_write_member_int64(writer, "maximum", range->maximum);
}

/* The keywords of a value that is no record and no list. A decimal is text here, and bounds of text
   JSON Schema does not have. */
static void write_scalar(lamina_json_writer *writer, const lamina_field *field, uint32_t type,
                         bool is_element, bool nullable)
{
    if (forms[type].type != NULL)
        write_type(writer, type, nullable);
    if (forms[type].format != NULL)
        member(writer, "format", forms[type].format);
    if (type == LAMINA_TYPE_BINARY)
        member(writer, "contentEncoding", "base64");
    if (type == LAMINA_TYPE_STRING || type == LAMINA_TYPE_BINARY)
        write_lengths(writer, type, is_element ? 0 : field->min_length,
                      is_element ? field->item_max_length : field->max_length);
    if (type == LAMINA_TYPE_STRING) {
        if (field->format != NULL)
            member(writer, "format", field->format->name);
        write_pattern(writer, field->pattern);
        write_values(writer, field->values, nullable);
    }
    if (type == LAMINA_TYPE_INT64 || type == LAMINA_TYPE_DOUBLE || type == LAMINA_TYPE_EPOCH)
        write_range(writer, field->range);
}

static void write_items(lamina_json_writer *writer, const lamina__schema_set *set,
                        const lamina_field *field)
{
    const uint32_t type = lamina__element_type(field);
    lamina_json_write_name(writer, LAMINA_STR("items"));
    if (type == LAMINA_TYPE_RECORD) {
        lamina__schema_write_ref(writer, set, field->record);
        return;
    }
    lamina_json_write_object(writer);
    write_scalar(writer, field, type, true, false);
    lamina_json_write_object_end(writer);
}

static void write_list(lamina_json_writer *writer, const lamina__schema_set *set,
                       const lamina_field *field, bool nullable)
{
    write_type(writer, field->type, nullable);
    write_items(writer, set, field);
    if (field->min_length > 0)
        lamina_json_write_member_int64(writer, "minItems", field->min_length);
    if (field->max_length > 0)
        lamina_json_write_member_int64(writer, "maxItems", field->max_length);
    if ((lamina__type_of(field->type)->traits & LAMINA__TYPE_SET) != 0) {
        lamina_json_write_name(writer, LAMINA_STR("uniqueItems"));
        lamina_json_write_boolean(writer, true);
    }
}

static void write_record_value(lamina_json_writer *writer, const lamina__schema_set *set,
                               const lamina_field *field, bool nullable)
{
    lamina_json_write_name(writer, nullable ? LAMINA_STR("anyOf") : LAMINA_STR("allOf"));
    lamina_json_write_array(writer);
    lamina__schema_write_ref(writer, set, field->record);
    if (nullable) {
        lamina_json_write_object(writer);
        member(writer, "type", "null");
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_notes(lamina_json_writer *writer, const lamina_field *field)
{
    if (field->summary != NULL)
        member(writer, "description", field->summary);
    if (field->default_json != NULL) {
        lamina_json_write_name(writer, LAMINA_STR("default"));
        lamina_json_write_raw(writer, lamina_str_from(field->default_json));
    }
    if ((field->flags & LAMINA_FIELD_READ_ONLY) != 0) {
        lamina_json_write_name(writer, LAMINA_STR("readOnly"));
        lamina_json_write_boolean(writer, true);
    }
    if ((field->flags & LAMINA_FIELD_WRITE_ONLY) != 0) {
        lamina_json_write_name(writer, LAMINA_STR("writeOnly"));
        lamina_json_write_boolean(writer, true);
    }
}

void lamina__schema_write_field(lamina_json_writer *writer, const lamina__schema_set *set,
                                const lamina_field *field)
{
    const bool nullable = (field->flags & LAMINA_FIELD_NULLABLE) != 0;
    lamina_json_write_object(writer);
    if (field->type == LAMINA_TYPE_RECORD)
        write_record_value(writer, set, field, nullable);
    else if ((lamina__type_of(field->type)->traits & LAMINA__TYPE_MANY) != 0)
        write_list(writer, set, field, nullable);
    else
        write_scalar(writer, field, field->type, false, nullable);
    write_notes(writer, field);
    lamina_json_write_object_end(writer);
}

/* ---- one record ---- */

static void write_required(lamina_json_writer *writer, const lamina_record *record)
{
    bool begun = false;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if ((field->flags & LAMINA_FIELD_REQUIRED) == 0)
            continue;
        if (!begun) {
            lamina_json_write_name(writer, LAMINA_STR("required"));
            lamina_json_write_array(writer);
            begun = true;
        }
        lamina_json_write_string(writer, lamina_str_from(field->name));
    }
    if (begun)
        lamina_json_write_array_end(writer);
}

static void write_record(lamina_json_writer *writer, const lamina__schema_set *set,
                         const lamina_record *record)
{
    lamina_json_write_object(writer);
    member(writer, "type", "object");
    if (record->summary != NULL)
        member(writer, "description", record->summary);
    lamina_json_write_name(writer, LAMINA_STR("properties"));
    lamina_json_write_object(writer);
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        lamina_json_write_name(writer, lamina_str_from(field->name));
        lamina__schema_write_field(writer, set, field);
    }
    lamina_json_write_object_end(writer);
    write_required(writer, record);
    if (record->min_present > 0)
        lamina_json_write_member_int64(writer, "minProperties", record->min_present);
    if ((record->flags & LAMINA_RECORD_OPEN) == 0) {
        lamina_json_write_name(writer, LAMINA_STR("additionalProperties"));
        lamina_json_write_boolean(writer, false);
    }
    lamina_json_write_object_end(writer);
}

void lamina__schema_write_all(lamina_json_writer *writer, const lamina__schema_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        lamina_text name;
        lamina_text_init(&name, 1024);
        add_name(&name, set, set->records[i]);
        lamina_json_write_name(writer, lamina_text_view(&name));
        lamina_text_clear(&name);
        write_record(writer, set, set->records[i]);
    }
}
