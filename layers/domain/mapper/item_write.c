/* Structs to items: attribute JSON, written straight into the request. */
#include "mapper/element.h"
#include "mapper/item.h"
#include "mapper/unknown.h"

#include "lamina/text.h"

/* One value of a field or of an element, in an attribute of its own. */
typedef lamina_status (*value_writer)(lamina_arena *arena, const lamina_field *field,
                                      const void *member, lamina_json_writer *writer);

static lamina_status write_value(lamina_arena *arena, const lamina_field *field, uint32_t type,
                                 const void *member, lamina_json_writer *writer);

static void open_attribute(lamina_json_writer *writer, const char *type)
{
    lamina_json_write_object(writer);
    lamina_json_write_name(writer, lamina_str_from(type));
}

static void close_attribute(lamina_json_writer *writer)
{
    lamina_json_write_object_end(writer);
}

/* The quotes of a text that needs no escaping; what is between them goes to writer->text. */
static void open_quotes(lamina_json_writer *writer)
{
    lamina_json_write_raw(writer, LAMINA_STR("\""));
}

static void close_quotes(lamina_json_writer *writer)
{
    lamina_text_add_char(writer->text, '"');
}

static void write_base64(lamina_json_writer *writer, lamina_str bytes)
{
    open_quotes(writer);
    lamina_text_add_base64(writer->text, bytes);
    close_quotes(writer);
}

static lamina_status write_string(lamina_arena *arena, const lamina_field *field,
                                  const void *member, lamina_json_writer *writer)
{
    (void)arena, (void)field;
    open_attribute(writer, "S");
    lamina_json_write_string(writer, *(const lamina_str *)member);
    close_attribute(writer);
    return LAMINA_OK;
}

static lamina_status write_binary(lamina_arena *arena, const lamina_field *field,
                                  const void *member, lamina_json_writer *writer)
{
    (void)arena, (void)field;
    open_attribute(writer, "B");
    write_base64(writer, *(const lamina_str *)member);
    close_attribute(writer);
    return LAMINA_OK;
}

static lamina_status write_boolean(lamina_arena *arena, const lamina_field *field,
                                   const void *member, lamina_json_writer *writer)
{
    (void)arena, (void)field;
    open_attribute(writer, "BOOL");
    lamina_json_write_boolean(writer, *(const bool *)member);
    close_attribute(writer);
    return LAMINA_OK;
}

static lamina_status write_int64(lamina_arena *arena, const lamina_field *field, const void *member,
                                 lamina_json_writer *writer)
{
    (void)arena, (void)field;
    open_attribute(writer, "N");
    open_quotes(writer);
    lamina_text_add_int64(writer->text, *(const int64_t *)member);
    close_quotes(writer);
    close_attribute(writer);
    return LAMINA_OK;
}

static lamina_status write_double(lamina_arena *arena, const lamina_field *field,
                                  const void *member, lamina_json_writer *writer)
{
    (void)arena, (void)field;
    open_attribute(writer, "N");
    open_quotes(writer);
    lamina_json_writer digits; /* the same text, but no comma of its own */
    lamina_json_write_init(&digits, writer->text);
    lamina_json_write_double(&digits, *(const double *)member);
    close_quotes(writer);
    close_attribute(writer);
    return LAMINA_OK;
}

static lamina_status write_decimal(lamina_arena *arena, const lamina_field *field,
                                   const void *member, lamina_json_writer *writer)
{
    (void)arena, (void)field;
    open_attribute(writer, "N");
    lamina_json_write_string(writer, *(const lamina_str *)member);
    close_attribute(writer);
    return LAMINA_OK;
}

static lamina_status write_timestamp(lamina_arena *arena, const lamina_field *field,
                                     const void *member, lamina_json_writer *writer)
{
    (void)arena, (void)field;
    char text[LAMINA_TIMESTAMP_LEN + 1];
    lamina_status status = lamina_format_timestamp(*(const int64_t *)member, text);
    if (status != LAMINA_OK)
        return status;
    open_attribute(writer, "S");
    lamina_json_write_string(writer, (lamina_str){text, LAMINA_TIMESTAMP_LEN});
    close_attribute(writer);
    return LAMINA_OK;
}

static lamina_status write_map(lamina_arena *arena, const lamina_record *record, const void *item,
                               lamina_json_writer *writer)
{
    if (item == NULL)
        return LAMINA_E_INVALID;
    open_attribute(writer, "M");
    lamina_json_write_object(writer);
    lamina_status status = mapper__item_write(arena, record, item, writer);
    if (status == LAMINA_OK)
        status = mapper__unknown_write(arena, record, item, NULL, writer);
    lamina_json_write_object_end(writer);
    close_attribute(writer);
    return status;
}

static lamina_status write_record(lamina_arena *arena, const lamina_field *field,
                                  const void *member, lamina_json_writer *writer)
{
    return write_map(arena, field->record, *(const void *const *)member, writer);
}

static lamina_status write_list(lamina_arena *arena, const lamina_field *field, const void *member,
                                lamina_json_writer *writer)
{
    const lamina_list *list = member;
    lamina_status status = LAMINA_OK;
    open_attribute(writer, "L");
    lamina_json_write_array(writer);
    for (size_t i = 0; i < list->count && status == LAMINA_OK; i++) {
        const void *element = mapper__element(field, list, i);
        status = field->item_type == LAMINA_TYPE_RECORD
                     ? write_map(arena, field->record, element, writer)
                     : write_value(arena, field, field->item_type, element, writer);
    }
    lamina_json_write_array_end(writer);
    close_attribute(writer);
    return status;
}

static lamina_status write_set(lamina_arena *arena, const lamina_field *field, const void *member,
                               lamina_json_writer *writer)
{
    (void)arena;
    const lamina_list *set = member;
    const lamina_str *elements = set->items;
    bool binary = field->type == LAMINA_TYPE_BINARY_SET;
    open_attribute(writer, binary ? "BS" : field->type == LAMINA_TYPE_NUMBER_SET ? "NS" : "SS");
    lamina_json_write_array(writer);
    for (size_t i = 0; i < set->count; i++) {
        if (binary)
            write_base64(writer, elements[i]);
        else
            lamina_json_write_string(writer, elements[i]);
    }
    lamina_json_write_array_end(writer);
    close_attribute(writer);
    return LAMINA_OK;
}

static lamina_status write_document(lamina_arena *arena, const lamina_field *field,
                                    const void *member, lamina_json_writer *writer)
{
    (void)field;
    return mapper__document_write(arena, *(const lamina_str *)member, writer);
}

static const value_writer writers[] = {
    [LAMINA_TYPE_STRING] = write_string,       [LAMINA_TYPE_BINARY] = write_binary,
    [LAMINA_TYPE_BOOLEAN] = write_boolean,     [LAMINA_TYPE_INT64] = write_int64,
    [LAMINA_TYPE_DOUBLE] = write_double,       [LAMINA_TYPE_DECIMAL] = write_decimal,
    [LAMINA_TYPE_TIMESTAMP] = write_timestamp, [LAMINA_TYPE_EPOCH] = write_int64,
    [LAMINA_TYPE_RECORD] = write_record,       [LAMINA_TYPE_LIST] = write_list,
    [LAMINA_TYPE_STRING_SET] = write_set,      [LAMINA_TYPE_NUMBER_SET] = write_set,
    [LAMINA_TYPE_BINARY_SET] = write_set,      [LAMINA_TYPE_JSON] = write_document,
};

static lamina_status write_value(lamina_arena *arena, const lamina_field *field, uint32_t type,
                                 const void *member, lamina_json_writer *writer)
{
    if (type >= sizeof writers / sizeof writers[0] || writers[type] == NULL)
        return LAMINA_E_CONFIG;
    return writers[type](arena, field, member, writer);
}

lamina_status mapper__attribute_write(lamina_arena *arena, const lamina_field *field,
                                      const void *item, lamina_json_writer *writer)
{
    return write_value(arena, field, field->type, (const char *)item + field->offset, writer);
}

lamina_status mapper__item_write(lamina_arena *arena, const lamina_record *record, const void *item,
                                 lamina_json_writer *writer)
{
    const lamina_presence *has = item;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if (mapper__holds_value(field, has, i)) {
            lamina_json_write_name(writer, lamina_str_from(field->name));
            lamina_status status = mapper__attribute_write(arena, field, item, writer);
            if (status != LAMINA_OK)
                return status;
        } else if (lamina_is_null(has, i)) {
            lamina_json_write_name(writer, lamina_str_from(field->name));
            lamina_json_write_raw(writer, LAMINA_STR("{\"NULL\":true}"));
        }
    }
    return LAMINA_OK;
}
