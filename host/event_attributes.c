/*
 * event_attributes.c - the attributes of a message, which SQS and SNS spell in two ways.
 */
#include "event_records.h"
#include "lamina/text.h"

/* "Binary" and "Binary.<label>" */
static bool is_binary(lamina_str data_type)
{
    return lamina_str_has_prefix(data_type, LAMINA_STR("Binary"));
}

static void read_attribute(host_record *record, const record_attribute_words *words,
                           const lamina_json *value, lamina_message_attribute *attribute)
{
    const event_place place = {value, "Records[].<attribute>."};
    attribute->name = lamina_json_name(value);
    attribute->data_type =
        host__event_text(record->reader, place, words->data_type, EVENT_REQUIRED);
    if (!is_binary(attribute->data_type)) {
        attribute->value = host__event_text(record->reader, place, words->text, EVENT_OPTIONAL);
        return;
    }
    const lamina_str base64 = host__event_text(record->reader, place, words->bytes, EVENT_OPTIONAL);
    /* Test events of the console hold plain words there. */
    if (lamina_base64_decode(record->reader->arena, base64, &attribute->value) != LAMINA_OK)
        attribute->value = base64;
}

const lamina_message_attribute *
host__record_attributes(host_record *record, const record_attribute_words *words, size_t *count)
{
    *count = 0;
    const lamina_json *map =
        host__event_object(record->reader, record->place, words->map, EVENT_OPTIONAL);
    lamina_message_attribute *all =
        lamina_arena_array(record->reader->arena, lamina_json_count(map), sizeof(*all));
    if (all == NULL) {
        host__event_refuse(record->reader, LAMINA_E_LIMIT,
                           LAMINA_STR("the event holds too many values"));
        return NULL;
    }
    for (const lamina_json *at = lamina_json_first(map); at != NULL; at = lamina_json_next(at))
        read_attribute(record, words, at, &all[(*count)++]);
    return *count > 0 ? all : NULL;
}
