/*
 * json_value.c - asking a tree that was read.
 */
#include <math.h>
#include <string.h>

#include "json_kept.h"
#include "json_node.h"
#include "number.h"

uint32_t lamina_json_type(const lamina_json *value)
{
    if (value == NULL)
        return LAMINA_JSON_NONE;
    switch (lamina__json_node(value)->type & 0xFF) {
    case cJSON_NULL: return LAMINA_JSON_NULL;
    case cJSON_False:
    case cJSON_True: return LAMINA_JSON_BOOLEAN;
    case cJSON_Number: return LAMINA_JSON_NUMBER;
    case cJSON_String: return LAMINA_JSON_STRING;
    case cJSON_Array: return LAMINA_JSON_ARRAY;
    case cJSON_Object: return LAMINA_JSON_OBJECT;
    default: return LAMINA_JSON_NONE;
    }
}

const lamina_json *lamina_json_first(const lamina_json *value)
{
    return value != NULL ? lamina__json_value(lamina__json_node(value)->child) : NULL;
}

const lamina_json *lamina_json_next(const lamina_json *value)
{
    return value != NULL ? lamina__json_value(lamina__json_node(value)->next) : NULL;
}

size_t lamina_json_count(const lamina_json *value)
{
    size_t count = 0;
    for (const lamina_json *v = lamina_json_first(value); v != NULL; v = lamina_json_next(v))
        count++;
    return count;
}

static lamina_str text_of(const char *text, bool own)
{
    return (lamina_str){text, own ? lamina__json_own_len(text) : strlen(text)};
}

lamina_str lamina_json_name(const lamina_json *value)
{
    const cJSON *node = lamina__json_node(value);
    if (node == NULL || node->string == NULL)
        return (lamina_str){0};
    return text_of(node->string, (node->type & LAMINA__JSON_OWN_NAME) != 0);
}

const lamina_json *lamina_json_member(const lamina_json *object, const char *name)
{
    if (lamina_json_type(object) != LAMINA_JSON_OBJECT)
        return NULL;
    for (const cJSON *node = lamina__json_node(object)->child; node != NULL; node = node->next) {
        /* A name of our own may hold a NUL, behind which strcmp would not look. */
        bool same = (node->type & LAMINA__JSON_OWN_NAME) != 0
                        ? lamina_str_is(lamina_json_name(lamina__json_value(node)), name)
                        : strcmp(node->string, name) == 0;
        if (same)
            return lamina__json_value(node);
    }
    return NULL;
}

lamina_str lamina_json_string(const lamina_json *value)
{
    if (lamina_json_type(value) != LAMINA_JSON_STRING)
        return (lamina_str){0};
    const cJSON *node = lamina__json_node(value);
    return text_of(node->valuestring, (node->type & LAMINA__JSON_OWN_VALUE) != 0);
}

lamina_str lamina_json_member_string(const lamina_json *object, const char *name)
{
    return lamina_json_string(lamina_json_member(object, name));
}

/* The number's text: the kept one, or one of at most 15 digits made in room. */
static lamina_str number_text(const lamina_json *value, char room[LAMINA__DOUBLE_ROOM])
{
    if (lamina_json_type(value) != LAMINA_JSON_NUMBER)
        return (lamina_str){0};
    const cJSON *node = lamina__json_node(value);
    if ((node->type & LAMINA__JSON_OWN_VALUE) != 0)
        return text_of(node->valuestring, true);
    return (lamina_str){room, lamina__double_format(node->valuedouble, room)};
}

lamina_str lamina_json_number(lamina_arena *arena, const lamina_json *value)
{
    char room[LAMINA__DOUBLE_ROOM];
    lamina_str text = number_text(value, room);
    return text.ptr == room ? lamina_arena_copy(arena, text) : text;
}

lamina_status lamina_json_int64(const lamina_json *value, int64_t *out)
{
    char room[LAMINA__DOUBLE_ROOM];
    lamina__decimal decimal;
    lamina_str text = number_text(value, room);
    if (!lamina__decimal_read(text, &decimal) || !lamina__decimal_to_int64(&decimal, out))
        return LAMINA_E_INVALID;
    return LAMINA_OK;
}

lamina_status lamina_json_double(const lamina_json *value, double *out)
{
    if (lamina_json_type(value) != LAMINA_JSON_NUMBER)
        return LAMINA_E_INVALID;
    const cJSON *node = lamina__json_node(value);
    if ((node->type & LAMINA__JSON_OWN_VALUE) == 0) {
        *out = node->valuedouble;
        return LAMINA_OK;
    }
    lamina_status status = lamina_parse_double(text_of(node->valuestring, true), out);
    return status == LAMINA_E_SYNTAX ? LAMINA_E_INVALID : status;
}

bool lamina_json_true(const lamina_json *value)
{
    return value != NULL && (lamina__json_node(value)->type & 0xFF) == cJSON_True;
}
