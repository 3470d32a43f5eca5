/*
 * event_fields.c - reading members of an event.
 */
#include "event_fields.h"

#include "lamina/text.h"
#include "runtime_client.h"

void host__event_refuse(event_reader *reader, lamina_status status, lamina_str message)
{
    if (reader->status != LAMINA_OK)
        return;
    reader->status = status;
    reader->fault = message;
}

static void refuse_member(event_reader *reader, event_place place, const char *name,
                          const char *what)
{
    if (reader->status == LAMINA_OK)
        host__event_refuse(reader, LAMINA_E_SYNTAX,
                           lamina_arena_format(reader->arena, "%s event: %s%s %s", reader->kind,
                                               place.prefix, name, what));
}

static void refuse_memory(event_reader *reader)
{
    host__event_refuse(reader, LAMINA_E_LIMIT, LAMINA_STR("the event holds too many values"));
}

/* The member if it has that type; NULL when it is absent or null, or when that was a fault. */
static const lamina_json *member(event_reader *reader, event_place place, const char *name,
                                 uint32_t type, event_field_need need, const char *fault)
{
    const lamina_json *value = lamina_json_member(place.object, name);
    const uint32_t found = lamina_json_type(value);
    if (found == type)
        return value;
    if (found != LAMINA_JSON_NONE && found != LAMINA_JSON_NULL)
        refuse_member(reader, place, name, fault);
    else if (need == EVENT_REQUIRED)
        refuse_member(reader, place, name, found == LAMINA_JSON_NULL ? "is null" : "is missing");
    return NULL;
}

lamina_str host__event_text(event_reader *reader, event_place place, const char *name,
                            event_field_need need)
{
    return lamina_json_string(
        member(reader, place, name, LAMINA_JSON_STRING, need, "is not a string"));
}

bool host__event_boolean(event_reader *reader, event_place place, const char *name)
{
    return lamina_json_true(
        member(reader, place, name, LAMINA_JSON_BOOLEAN, EVENT_OPTIONAL, "is not a boolean"));
}

const lamina_json *host__event_object(event_reader *reader, event_place place, const char *name,
                                      event_field_need need)
{
    return member(reader, place, name, LAMINA_JSON_OBJECT, need, "is not an object");
}

static lamina_param *new_params(event_reader *reader, size_t count)
{
    lamina_param *params = lamina_arena_array(reader->arena, count, sizeof(*params));
    if (params == NULL)
        refuse_memory(reader);
    return params;
}

const lamina_param *host__event_map(event_reader *reader, event_place place, const char *name,
                                    size_t *count)
{
    *count = 0;
    const lamina_json *map = host__event_object(reader, place, name, EVENT_OPTIONAL);
    if (lamina_json_count(map) == 0)
        return NULL;
    lamina_param *params = new_params(reader, lamina_json_count(map));
    if (params == NULL)
        return NULL;
    for (const lamina_json *value = lamina_json_first(map); value != NULL;
         value = lamina_json_next(value)) {
        if (lamina_json_type(value) == LAMINA_JSON_NULL)
            continue;
        if (lamina_json_type(value) != LAMINA_JSON_STRING)
            refuse_member(reader, place, name, "holds a value that is not a string");
        params[*count].name = lamina_json_name(value);
        params[(*count)++].value = lamina_json_string(value);
    }
    return params;
}

static size_t count_texts(const lamina_json *map)
{
    size_t count = 0;
    for (const lamina_json *list = lamina_json_first(map); list != NULL;
         list = lamina_json_next(list))
        count += lamina_json_count(list);
    return count;
}

const lamina_param *host__event_multi_map(event_reader *reader, event_place place, const char *name,
                                          size_t *count)
{
    *count = 0;
    const lamina_json *map = host__event_object(reader, place, name, EVENT_OPTIONAL);
    if (lamina_json_count(map) == 0)
        return NULL;
    lamina_param *params = new_params(reader, count_texts(map));
    if (params == NULL)
        return NULL;
    for (const lamina_json *list = lamina_json_first(map); list != NULL;
         list = lamina_json_next(list)) {
        if (lamina_json_type(list) == LAMINA_JSON_NULL)
            continue;
        if (lamina_json_type(list) != LAMINA_JSON_ARRAY)
            refuse_member(reader, place, name, "holds a value that is not an array");
        for (const lamina_json *value = lamina_json_first(list); value != NULL;
             value = lamina_json_next(value)) {
            if (lamina_json_type(value) != LAMINA_JSON_STRING)
                refuse_member(reader, place, name, "holds a value that is not a string");
            params[*count].name = lamina_json_name(list);
            params[(*count)++].value = lamina_json_string(value);
        }
    }
    return params;
}

const lamina_param *host__event_either_map(event_reader *reader, event_place place,
                                           const char *multi, const char *single, size_t *count)
{
    const lamina_param *params = host__event_multi_map(reader, place, multi, count);
    return params != NULL ? params : host__event_map(reader, place, single, count);
}

lamina_str host__event_json(event_reader *reader, event_place place, const char *name)
{
    const lamina_json *value = lamina_json_member(place.object, name);
    if (value == NULL || lamina_json_type(value) == LAMINA_JSON_NULL)
        return (lamina_str){0};
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, RUNTIME_PAYLOAD_CAP);
    lamina_json_write_init(&writer, &text);
    lamina_json_write_value(&writer, value);
    lamina_str copy = {0};
    if (lamina_text_status(&text) == LAMINA_OK)
        copy = lamina_arena_copy(reader->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    if (copy.len == 0)
        refuse_memory(reader);
    return copy;
}

int64_t host__event_time_ms(event_reader *reader, event_place place, const char *name)
{
    int64_t us = 0;
    const lamina_str text = host__event_text(reader, place, name, EVENT_OPTIONAL);
    return lamina_parse_timestamp(text, &us) == LAMINA_OK ? us / 1000 : 0;
}

void host__event_body(event_reader *reader, event_place root, host_event *event)
{
    event->body = host__event_text(reader, root, "body", EVENT_OPTIONAL);
    event->body_is_base64 = host__event_boolean(reader, root, "isBase64Encoded");
}
