/* Attribute values to the wire: {"S":"..."}, {"M":{...}}, ... */
#include "dynamodb/value.h"

static lamina_status write_value(lamina_json_writer *writer, const dynamodb_value *value,
                                 uint32_t depth);

/* Encoded straight into the writer's buffer: a copy of a large attribute would be for nothing. */
static void write_base64(lamina_json_writer *writer, lamina_str bytes)
{
    lamina_json_write_raw(writer, LAMINA_STR("\""));
    lamina_text_add_base64(writer->text, bytes);
    lamina_text_add_char(writer->text, '"');
}

/* Numbers travel as JSON strings, and a valid one holds nothing to escape. */
static lamina_status write_digits(lamina_json_writer *writer, lamina_str digits)
{
    if (!lamina_is_decimal(digits))
        return LAMINA_E_INVALID;
    lamina_json_write_string(writer, digits);
    return LAMINA_OK;
}

static lamina_status write_list(lamina_json_writer *writer, const dynamodb_value *value,
                                uint32_t depth)
{
    lamina_status status = LAMINA_OK;
    lamina_json_write_array(writer);
    for (size_t i = 0; i < value->count && status == LAMINA_OK; i++)
        status = write_value(writer, &value->items[i], depth + 1);
    lamina_json_write_array_end(writer);
    return status;
}

static lamina_status write_map(lamina_json_writer *writer, const dynamodb_value *value,
                               uint32_t depth)
{
    lamina_status status = LAMINA_OK;
    lamina_json_write_object(writer);
    for (size_t i = 0; i < value->count && status == LAMINA_OK; i++) {
        lamina_json_write_name(writer, value->items[i].name);
        status = write_value(writer, &value->items[i], depth + 1);
    }
    lamina_json_write_object_end(writer);
    return status;
}

static lamina_status write_set(lamina_json_writer *writer, const dynamodb_value *value)
{
    if (value->count == 0)
        return LAMINA_E_INVALID;
    lamina_status status = LAMINA_OK;
    lamina_json_write_array(writer);
    for (size_t i = 0; i < value->count && status == LAMINA_OK; i++) {
        if (value->type == DYNAMODB_SS)
            lamina_json_write_string(writer, value->texts[i]);
        else if (value->type == DYNAMODB_NS)
            status = write_digits(writer, value->texts[i]);
        else
            write_base64(writer, value->texts[i]);
    }
    lamina_json_write_array_end(writer);
    return status;
}

static lamina_status write_content(lamina_json_writer *writer, const dynamodb_value *value,
                                   uint32_t depth)
{
    switch (value->type) {
    case DYNAMODB_S: lamina_json_write_string(writer, value->text); return LAMINA_OK;
    case DYNAMODB_N: return write_digits(writer, value->text);
    case DYNAMODB_B: write_base64(writer, value->text); return LAMINA_OK;
    case DYNAMODB_BOOL: lamina_json_write_boolean(writer, value->boolean != 0); return LAMINA_OK;
    case DYNAMODB_NULL: lamina_json_write_boolean(writer, true); return LAMINA_OK;
    case DYNAMODB_L: return write_list(writer, value, depth);
    case DYNAMODB_M: return write_map(writer, value, depth);
    default: return write_set(writer, value);
    }
}

static lamina_status write_value(lamina_json_writer *writer, const dynamodb_value *value,
                                 uint32_t depth)
{
    lamina_str name = dynamodb__type_name(value->type);
    if (name.len == 0 || depth > DYNAMODB_DEPTH_CAP)
        return LAMINA_E_INVALID;
    lamina_json_write_object(writer);
    lamina_json_write_name(writer, name);
    lamina_status status = write_content(writer, value, depth);
    lamina_json_write_object_end(writer);
    return status;
}

lamina_status dynamodb_value_write(lamina_json_writer *writer, const dynamodb_value *value)
{
    lamina_status status = write_value(writer, value, 1);
    return status == LAMINA_OK ? lamina_text_status(writer->text) : status;
}
