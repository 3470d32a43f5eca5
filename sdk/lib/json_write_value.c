/*
 * json_write_value.c - a tree that was read, written again.
 */
#include "lamina/json.h"

/* Recursion is as deep as the tree, and lamina_json_read() capped that. */
void lamina_json_write_value(lamina_json_writer *writer, const lamina_json *value)
{
    const lamina_json *child = lamina_json_first(value);
    switch (lamina_json_type(value)) {
    case LAMINA_JSON_BOOLEAN: lamina_json_write_boolean(writer, lamina_json_true(value)); return;
    case LAMINA_JSON_NUMBER: lamina_json_write_raw(writer, lamina_json_number(value)); return;
    case LAMINA_JSON_STRING: lamina_json_write_string(writer, lamina_json_string(value)); return;
    case LAMINA_JSON_ARRAY:
        lamina_json_write_array(writer);
        for (; child != NULL; child = lamina_json_next(child))
            lamina_json_write_value(writer, child);
        lamina_json_write_array_end(writer);
        return;
    case LAMINA_JSON_OBJECT:
        lamina_json_write_object(writer);
        for (; child != NULL; child = lamina_json_next(child)) {
            lamina_json_write_name(writer, lamina_json_name(child));
            lamina_json_write_value(writer, child);
        }
        lamina_json_write_object_end(writer);
        return;
    default: lamina_json_write_null(writer);
    }
}
