/* Items to structs. What comes from the service is checked: a type that is not the record's is told. */
#include <string.h>

#include "mapper/element.h"
#include "mapper/encryption.h"
#include "mapper/item.h"
#include "mapper/model.h"
#include "mapper/place.h"
#include "mapper/stored_time.h"
#include "mapper/unknown.h"

#include "lamina/problem.h"
#include "lamina/record_json.h"
#include "lamina/text.h"

/* One walk over one item. */
typedef struct item_reader {
    lamina_context *context;
    lamina_str table;
    uint32_t flags; /* MAPPER__READ_* */
    const mapper_model *model;
} item_reader;

/* The payload of one attribute ("..." of {"S":"..."}) into a member. LAMINA_E_INVALID for one that
   cannot be read; LAMINA_E_UPSTREAM when that was told already. */
typedef lamina_status (*value_reader)(const item_reader *reader, const lamina_field *field,
                                      const lamina_json *payload, const mapper__place *place,
                                      void *member);

typedef struct type_reader {
    const char *attribute; /* the type that the service calls it by; NULL: any */
    value_reader read;
} type_reader;

static lamina_status tell(const item_reader *reader, const mapper__place *place,
                          const char *expected, lamina_str found);
static lamina_status open_attribute(const item_reader *reader, uint32_t type,
                                    const lamina_json *attribute, const mapper__place *place,
                                    const lamina_json **payload);
static lamina_status read_attribute(const item_reader *reader, const lamina_field *field,
                                    uint32_t type, const lamina_json *attribute,
                                    const mapper__place *place, void *member);
static lamina_status read_members(const item_reader *reader, const lamina_record *record,
                                  const lamina_json *attributes, const mapper__place *place,
                                  void *out);

static lamina_status read_string(const item_reader *reader, const lamina_field *field,
                                 const lamina_json *payload, const mapper__place *place,
                                 void *member)
{
    (void)reader, (void)field, (void)place;
    *(lamina_str *)member = lamina_json_string(payload);
    return LAMINA_OK;
}

static lamina_status read_binary(const item_reader *reader, const lamina_field *field,
                                 const lamina_json *payload, const mapper__place *place,
                                 void *member)
{
    (void)field, (void)place;
    lamina_status status =
        lamina_base64_decode(reader->context->arena, lamina_json_string(payload), member);
    return status == LAMINA_E_SYNTAX ? LAMINA_E_INVALID : status;
}

static lamina_status read_boolean(const item_reader *reader, const lamina_field *field,
                                  const lamina_json *payload, const mapper__place *place,
                                  void *member)
{
    (void)reader, (void)field, (void)place;
    *(bool *)member = lamina_json_true(payload);
    return LAMINA_OK;
}

/* Another notation of a whole number, such as 1E+3: rare, so it may cost a look by the JSON reader. */
static lamina_status read_int64_slowly(lamina_arena *arena, lamina_str digits, int64_t *out)
{
    const lamina_json *number = NULL;
    lamina_status status = lamina_json_read(arena, digits, 1, &number, NULL);
    if (status == LAMINA_OK)
        status = lamina_json_int64(number, out);
    return status == LAMINA_OK || status == LAMINA_E_LIMIT ? status : LAMINA_E_INVALID;
}

static lamina_status read_int64(const item_reader *reader, const lamina_field *field,
                                const lamina_json *payload, const mapper__place *place,
                                void *member)
{
    (void)field, (void)place;
    lamina_str digits = lamina_json_string(payload);
    if (lamina_parse_int64(digits, member) == LAMINA_OK)
        return LAMINA_OK;
    return read_int64_slowly(reader->context->arena, digits, member);
}

static lamina_status read_double(const item_reader *reader, const lamina_field *field,
                                 const lamina_json *payload, const mapper__place *place,
                                 void *member)
{
    (void)reader, (void)field, (void)place;
    lamina_status status = lamina_parse_double(lamina_json_string(payload), member);
    return status == LAMINA_OK ? LAMINA_OK : LAMINA_E_INVALID;
}

static lamina_status read_decimal(const item_reader *reader, const lamina_field *field,
                                  const lamina_json *payload, const mapper__place *place,
                                  void *member)
{
    (void)reader, (void)field, (void)place;
    lamina_str digits = lamina_json_string(payload);
    *(lamina_str *)member = digits;
    return lamina_is_decimal(digits) ? LAMINA_OK : LAMINA_E_INVALID;
}

static bool is_table_key(const mapper_model *model, const lamina_field *field)
{
    return field == mapper__field(model, model->hash_field) ||
           (mapper__has_field(model->range_field) &&
            field == mapper__field(model, model->range_field));
}

/* A key that would be written otherwise than it stands would be the key of another item. */
static lamina_status read_timestamp(const item_reader *reader, const lamina_field *field,
                                    const lamina_json *payload, const mapper__place *place,
                                    void *member)
{
    lamina_str text = lamina_json_string(payload);
    int64_t *us = member;
    lamina_status status = mapper__stored_time_read(text, us);
    if (status == LAMINA_OK && place->parent == NULL && is_table_key(reader->model, field) &&
        !mapper__stored_time_is_own(text, *us))
        return tell(reader, place, "keys as the mapper writes them",
                    LAMINA_STR("a time in another notation"));
    return status;
}

static lamina_status read_record(const item_reader *reader, const lamina_field *field,
                                 const lamina_json *payload, const mapper__place *place,
                                 void *member)
{
    void *out = lamina_alloc(reader->context, field->record->struct_size);
    if (out == NULL)
        return LAMINA_E_LIMIT;
    *(void **)member = out;
    return read_members(reader, field->record, payload, place, out);
}

/* Room for an array of the field's elements; list->items is const for everybody else. */
static char *new_elements(const item_reader *reader, const lamina_field *field,
                          const lamina_json *payload, lamina_list *list)
{
    list->count = lamina_json_count(payload);
    void *items =
        lamina_arena_array(reader->context->arena, list->count, mapper__element_size(field));
    list->items = items;
    return items;
}

static lamina_status read_element(const item_reader *reader, const lamina_field *field,
                                  const lamina_json *attribute, const mapper__place *place,
                                  void *element)
{
    if (field->item_type != LAMINA_TYPE_RECORD)
        return read_attribute(reader, field, field->item_type, attribute, place, element);
    const lamina_json *payload = NULL; /* a record stands in the array itself, not as a pointer */
    lamina_status status = open_attribute(reader, LAMINA_TYPE_RECORD, attribute, place, &payload);
    if (status != LAMINA_OK)
        return status;
    return read_members(reader, field->record, payload, place, element);
}

static lamina_status read_list(const item_reader *reader, const lamina_field *field,
                               const lamina_json *payload, const mapper__place *place, void *member)
{
    lamina_list *list = member;
    char *elements = new_elements(reader, field, payload, list);
    if (elements == NULL)
        return LAMINA_E_LIMIT;
    size_t size = mapper__element_size(field);
    size_t i = 0;
    const lamina_json *attribute = lamina_json_first(payload);
    for (; attribute != NULL; attribute = lamina_json_next(attribute), i++) {
        mapper__place here = mapper__place_element(place, i);
        lamina_status status = read_element(reader, field, attribute, &here, elements + i * size);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

static lamina_status read_set(const item_reader *reader, const lamina_field *field,
                              const lamina_json *payload, const mapper__place *place, void *member)
{
    lamina_list *set = member;
    char *elements = new_elements(reader, field, payload, set);
    if (elements == NULL)
        return LAMINA_E_LIMIT;
    const value_reader read = field->type == LAMINA_TYPE_STRING_SET   ? read_string
                              : field->type == LAMINA_TYPE_NUMBER_SET ? read_decimal
                                                                      : read_binary;
    const lamina_json *text = lamina_json_first(payload);
    for (; text != NULL; text = lamina_json_next(text), elements += sizeof(lamina_str)) {
        if (lamina_json_type(text) != LAMINA_JSON_STRING)
            return LAMINA_E_INVALID;
        lamina_status status = read(reader, field, text, place, elements);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

static const type_reader readers[] = {
    [LAMINA_TYPE_STRING] = {"S", read_string},       [LAMINA_TYPE_BINARY] = {"B", read_binary},
    [LAMINA_TYPE_BOOLEAN] = {"BOOL", read_boolean},  [LAMINA_TYPE_INT64] = {"N", read_int64},
    [LAMINA_TYPE_DOUBLE] = {"N", read_double},       [LAMINA_TYPE_DECIMAL] = {"N", read_decimal},
    [LAMINA_TYPE_TIMESTAMP] = {"S", read_timestamp}, [LAMINA_TYPE_EPOCH] = {"N", read_int64},
    [LAMINA_TYPE_RECORD] = {"M", read_record},       [LAMINA_TYPE_LIST] = {"L", read_list},
    [LAMINA_TYPE_STRING_SET] = {"SS", read_set},     [LAMINA_TYPE_NUMBER_SET] = {"NS", read_set},
    [LAMINA_TYPE_BINARY_SET] = {"BS", read_set},     [LAMINA_TYPE_JSON] = {NULL, NULL},
};

/* What JSON the payload of an attribute type is. */
static uint32_t payload_type(const char *attribute)
{
    switch (attribute[0]) {
    case 'M': return LAMINA_JSON_OBJECT;
    case 'L': return LAMINA_JSON_ARRAY;
    default: break;
    }
    if (attribute[1] == 'S')
        return LAMINA_JSON_ARRAY;
    return strcmp(attribute, "BOOL") == 0 ? LAMINA_JSON_BOOLEAN : LAMINA_JSON_STRING;
}

static lamina_status tell(const item_reader *reader, const mapper__place *place,
                          const char *expected, lamina_str found)
{
    lamina_str pointer = mapper__place_pointer(reader->context->arena, place);
    return lamina_cause(reader->context, LAMINA_E_UPSTREAM,
                        "table %.*s: attribute %.*s is %.*s, and the record has %s",
                        LAMINA_FMT(reader->table), LAMINA_FMT(pointer), LAMINA_FMT(found),
                        expected);
}

/* Has the attribute the type that the record's type has? Then *payload is what is inside. */
static lamina_status open_attribute(const item_reader *reader, uint32_t type,
                                    const lamina_json *attribute, const mapper__place *place,
                                    const lamina_json **payload)
{
    const char *expected = readers[type].attribute;
    if (lamina_json_type(attribute) != LAMINA_JSON_OBJECT || lamina_json_count(attribute) != 1)
        return tell(reader, place, expected, LAMINA_STR("of no type"));
    *payload = lamina_json_first(attribute);
    lamina_str found = lamina_json_name(*payload);
    if (!lamina_str_is(found, expected))
        return tell(reader, place, expected, found);
    if (lamina_json_type(*payload) != payload_type(expected))
        return tell(reader, place, expected, LAMINA_STR("of another shape"));
    return LAMINA_OK;
}

static lamina_status read_document(const item_reader *reader, const lamina_json *attribute,
                                   const mapper__place *place, void *member)
{
    lamina_status status = mapper__document_read(reader->context->arena, attribute, member);
    if (status == LAMINA_E_UPSTREAM)
        return tell(reader, place, "a document", LAMINA_STR("of no known shape"));
    return status;
}

static lamina_status read_attribute(const item_reader *reader, const lamina_field *field,
                                    uint32_t type, const lamina_json *attribute,
                                    const mapper__place *place, void *member)
{
    if (type == LAMINA_TYPE_JSON)
        return read_document(reader, attribute, place, member);
    if (type == 0 || type >= sizeof readers / sizeof readers[0])
        return LAMINA_E_CONFIG;
    const lamina_json *payload = NULL;
    lamina_status status = open_attribute(reader, type, attribute, place, &payload);
    if (status == LAMINA_OK)
        status = readers[type].read(reader, field, payload, place, member);
    if (status == LAMINA_E_INVALID)
        return tell(reader, place, "a value that fits", LAMINA_STR("out of range or malformed"));
    return status;
}

/* Written before the field was thought of, say. */
static lamina_status fill_absent(const item_reader *reader, const lamina_record *record, void *out)
{
    if ((reader->flags & MAPPER__READ_PARTIAL) != 0)
        return LAMINA_OK;
    lamina_status status = LAMINA_OK;
    for (uint32_t i = 0; i < record->field_count && status == LAMINA_OK; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if (field->default_json != NULL && (field->flags & LAMINA_FIELD_DEFAULT_NEW) == 0 &&
            lamina_is_absent(out, i))
            status = lamina_record_default(reader->context->arena, record, i, out);
    }
    return status;
}

static lamina_status check_required(const item_reader *reader, const lamina_record *record,
                                    const mapper__place *place, const lamina_presence *has)
{
    if ((reader->flags & MAPPER__READ_PARTIAL) != 0)
        return LAMINA_OK;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if ((field->flags & LAMINA_FIELD_REQUIRED) == 0 || lamina_is_present(has, i))
            continue;
        mapper__place here = mapper__place_field(place, field->name);
        return tell(reader, &here, "it as required", LAMINA_STR("missing or null"));
    }
    return LAMINA_OK;
}

/* Only attributes of the item itself are encrypted, and all that is inside of them. */
static lamina_status open_encrypted(const item_reader *reader, const lamina_field *field,
                                    const lamina_json *item, const mapper__place *place,
                                    const lamina_json **attribute)
{
    if (place != NULL || (field->flags & LAMINA_FIELD_ENCRYPTED) == 0)
        return LAMINA_OK;
    return mapper__decrypt(reader->context, reader->model, item, field, *attribute, attribute);
}

static lamina_status read_members(const item_reader *reader, const lamina_record *record,
                                  const lamina_json *attributes, const mapper__place *place,
                                  void *out)
{
    if (place != NULL && place->depth >= LAMINA_RECORD_DEPTH_CAP)
        return tell(reader, place, "less depth", LAMINA_STR("nested too deep"));
    lamina_presence *has = out;
    bool is_more = false; /* than the record names: written by a newer model */
    const lamina_json *attribute = lamina_json_first(attributes);
    for (; attribute != NULL; attribute = lamina_json_next(attribute)) {
        uint32_t number = mapper__field_named(record, lamina_json_name(attribute));
        if (number == record->field_count) {
            is_more = true;
            continue;
        }
        if (lamina_str_is(lamina_json_name(lamina_json_first(attribute)), "NULL")) {
            lamina_mark_null(has, number);
            continue;
        }
        const lamina_field *field = lamina_record_field(record, number);
        const lamina_json *value = attribute;
        mapper__place here = mapper__place_field(place, field->name);
        lamina_status status = open_encrypted(reader, field, attributes, place, &value);
        if (status == LAMINA_OK)
            status = read_attribute(reader, field, field->type, value, &here,
                                    (char *)out + field->offset);
        if (status != LAMINA_OK)
            return status;
        lamina_mark(has, number);
    }
    lamina_status status = fill_absent(reader, record, out);
    if (status == LAMINA_OK && is_more && mapper__keeps_unknown(record))
        status =
            mapper__unknown_read(reader->context->arena, record, attributes,
                                 place == NULL ? reader->model->discriminator_name : NULL, out);
    return status == LAMINA_OK ? check_required(reader, record, place, has) : status;
}

lamina_status mapper__item_read(lamina_context *context, const mapper_model *model,
                                const lamina_json *attributes, uint32_t flags, void *out)
{
    const item_reader reader = {
        .context = context, .table = mapper_table_name(model), .flags = flags, .model = model};
    memset(out, 0, model->record->struct_size);
    if (lamina_json_type(attributes) != LAMINA_JSON_OBJECT)
        return lamina_cause(context, LAMINA_E_UPSTREAM, "table %.*s: an item is no object",
                            LAMINA_FMT(reader.table));
    return read_members(&reader, model->record, attributes, NULL, out);
}
