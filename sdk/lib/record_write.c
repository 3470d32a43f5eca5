/*
 * record_write.c - a struct as a JSON object.
 */
#include <math.h>

#include "lamina/record_json.h"
#include "record_type.h"

/* *bad is the field that could not be written, for the caller's message. */
static lamina_status write_object(lamina_json_writer *writer, const lamina_record *record,
                                  const void *object, uint32_t depth, const lamina_field **bad);

/* ---- one encoder a type ---- */

static lamina_status encode_string(lamina_json_writer *writer, const void *member)
{
    lamina_json_write_string(writer, *(const lamina_str *)member);
    return LAMINA_OK;
}

static lamina_status encode_binary(lamina_json_writer *writer, const void *member)
{
    /* Base64 needs no escapes, so it goes between its quotes directly. */
    lamina_json_write_raw(writer, LAMINA_STR("\""));
    lamina_text_add_base64(writer->text, *(const lamina_str *)member);
    lamina_text_add_char(writer->text, '"');
    return LAMINA_OK;
}

static lamina_status encode_boolean(lamina_json_writer *writer, const void *member)
{
    lamina_json_write_boolean(writer, *(const bool *)member);
    return LAMINA_OK;
}

static lamina_status encode_int64(lamina_json_writer *writer, const void *member)
{
    lamina_json_write_int64(writer, *(const int64_t *)member);
    return LAMINA_OK;
}

static lamina_status encode_double(lamina_json_writer *writer, const void *member)
{
    double number = *(const double *)member;
    if (!isfinite(number))
        return LAMINA_E_INVALID;
    lamina_json_write_double(writer, number);
    return LAMINA_OK;
}

static lamina_status encode_decimal(lamina_json_writer *writer, const void *member)
{
    lamina_str text = *(const lamina_str *)member;
    if (!lamina_is_decimal(text))
        return LAMINA_E_INVALID;
    lamina_json_write_string(writer, text);
    return LAMINA_OK;
}

static lamina_status encode_timestamp(lamina_json_writer *writer, const void *member)
{
    char text[LAMINA_TIMESTAMP_LEN + 1];
    lamina_status status = lamina_format_timestamp(*(const int64_t *)member, text);
    if (status == LAMINA_OK)
        lamina_json_write_string(writer, (lamina_str){text, LAMINA_TIMESTAMP_LEN});
    return status;
}

static lamina_status encode_json(lamina_json_writer *writer, const void *member)
{
    lamina_str text = *(const lamina_str *)member;
    if (text.len == 0)
        return LAMINA_E_INVALID;
    lamina_json_write_raw(writer, text);
    return LAMINA_OK;
}

typedef lamina_status encode_fn(lamina_json_writer *writer, const void *member);

static encode_fn *const encoders[] = {
    [LAMINA_TYPE_STRING] = encode_string,   [LAMINA_TYPE_BINARY] = encode_binary,
    [LAMINA_TYPE_BOOLEAN] = encode_boolean, [LAMINA_TYPE_INT64] = encode_int64,
    [LAMINA_TYPE_DOUBLE] = encode_double,   [LAMINA_TYPE_DECIMAL] = encode_decimal,
    [LAMINA_TYPE_EPOCH] = encode_int64,     [LAMINA_TYPE_TIMESTAMP] = encode_timestamp,
    [LAMINA_TYPE_JSON] = encode_json,
};

/* ---- lists and objects ---- */

static lamina_status write_list(lamina_json_writer *writer, const lamina_field *field,
                                const lamina_list *list, uint32_t depth, const lamina_field **bad)
{
    uint32_t type = lamina__element_type(field);
    size_t size = lamina__element_size(field);
    const char *item = list->items;
    lamina_status status = LAMINA_OK;
    lamina_json_write_array(writer);
    for (size_t i = 0; i < list->count && status == LAMINA_OK; i++, item += size)
        status = type == LAMINA_TYPE_RECORD
                     ? write_object(writer, field->record, item, depth + 1, bad)
                     : encoders[type](writer, item);
    lamina_json_write_array_end(writer);
    return status;
}

static lamina_status write_member(lamina_json_writer *writer, const lamina_field *field,
                                  const void *member, uint32_t depth, const lamina_field **bad)
{
    lamina_status status;
    if (field->type == LAMINA_TYPE_RECORD)
        status = write_object(writer, field->record, *(const void *const *)member, depth + 1, bad);
    else if ((lamina__type_of(field->type)->traits & LAMINA__TYPE_MANY) != 0)
        status = write_list(writer, field, member, depth, bad);
    else
        status = encoders[field->type](writer, member);
    if (status != LAMINA_OK && *bad == NULL)
        *bad = field;
    return status;
}

/* A required field without a value, or an optional one whose mark promises one. */
static bool is_forgotten(const lamina_record *record, const void *object, uint32_t i, int state)
{
    const lamina_field *field = lamina_record_field(record, i);
    if ((field->flags & LAMINA_FIELD_REQUIRED) != 0)
        return state != LAMINA__PRESENT;
    return state == LAMINA__ABSENT && lamina_is_present(object, i);
}

static lamina_status write_object(lamina_json_writer *writer, const lamina_record *record,
                                  const void *object, uint32_t depth, const lamina_field **bad)
{
    /* A struct that leads back to itself ends here, too. */
    if (depth > LAMINA_RECORD_DEPTH_CAP)
        return LAMINA_E_LIMIT;
    lamina_json_write_object(writer);
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if ((field->flags & LAMINA_FIELD_WRITE_ONLY) != 0)
            continue;
        int state = lamina__field_state(record, object, i);
        if (is_forgotten(record, object, i, state)) {
            *bad = field;
            return LAMINA_E_CONFIG;
        }
        if (state == LAMINA__ABSENT)
            continue;
        lamina_json_write_name(writer, lamina_str_from(field->name));
        if (state == LAMINA__NULL) {
            lamina_json_write_null(writer);
            continue;
        }
        lamina_status status =
            write_member(writer, field, lamina__member_of(object, field), depth, bad);
        if (status != LAMINA_OK)
            return status;
    }
    lamina_json_write_object_end(writer);
    return lamina_text_status(writer->text);
}

lamina_status lamina_record_write_json(const lamina_record *record, const void *value,
                                       lamina_json_writer *writer, const lamina_field **forgotten)
{
    const lamina_field *bad = NULL;
    lamina_status status = write_object(writer, record, value, 1, &bad);
    if (forgotten != NULL)
        *forgotten = bad;
    return status;
}
