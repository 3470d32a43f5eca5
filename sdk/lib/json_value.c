/*
 * json_value.c - asking a tree that was read.
 */
#include <string.h>

#include "json_node.h"
#include "number.h"

uint32_t lamina_json_type(const lamina_json *value)
{
    return value != NULL ? value->type : LAMINA_JSON_NONE;
}

static bool is_container(const lamina_json *value)
{
    return value != NULL && (value->type == LAMINA_JSON_OBJECT || value->type == LAMINA_JSON_ARRAY);
}

const lamina_json *lamina_json_first(const lamina_json *value)
{
    return is_container(value) ? value->first : NULL;
}

const lamina_json *lamina_json_next(const lamina_json *value)
{
    return value != NULL ? value->next : NULL;
}

size_t lamina_json_count(const lamina_json *value)
{
    return is_container(value) ? value->len : 0;
}

lamina_str lamina_json_name(const lamina_json *value)
{
    return value != NULL ? (lamina_str){value->name, value->name_len} : (lamina_str){0};
}

const lamina_json *lamina_json_member(const lamina_json *object, const char *name)
{
    if (lamina_json_type(object) != LAMINA_JSON_OBJECT)
        return NULL;
    size_t len = strlen(name);
    const lamina_json *member = object->first;
    while (member != NULL && (member->name_len != len || memcmp(member->name, name, len) != 0))
        member = member->next;
    return member;
}

static lamina_str text_of(const lamina_json *value, uint32_t type)
{
    return lamina_json_type(value) == type ? (lamina_str){value->text, value->len}
                                           : (lamina_str){0};
}

lamina_str lamina_json_string(const lamina_json *value)
{
    return text_of(value, LAMINA_JSON_STRING);
}

lamina_str lamina_json_member_string(const lamina_json *object, const char *name)
{
    return lamina_json_string(lamina_json_member(object, name));
}

lamina_str lamina_json_number(const lamina_json *value)
{
    return text_of(value, LAMINA_JSON_NUMBER);
}

lamina_status lamina_json_int64(const lamina_json *value, int64_t *out)
{
    lamina_str text = lamina_json_number(value);
    if (lamina_parse_int64(text, out) == LAMINA_OK) /* nearly every one */
        return LAMINA_OK;
    lamina__decimal decimal;
    if (!lamina__decimal_read(text, &decimal) || !lamina__decimal_to_int64(&decimal, out))
        return LAMINA_E_INVALID;
    return LAMINA_OK;
}

lamina_status lamina_json_double(const lamina_json *value, double *out)
{
    lamina_status status = lamina_parse_double(lamina_json_number(value), out);
    return status == LAMINA_E_SYNTAX ? LAMINA_E_INVALID : status;
}

bool lamina_json_true(const lamina_json *value)
{
    return lamina_json_type(value) == LAMINA_JSON_BOOLEAN && value->len != 0;
}
