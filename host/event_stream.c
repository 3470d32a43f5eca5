/*
 * event_stream.c - a change of a table, by its stream.
 *
 * Sources: Lambda Developer Guide, "Using Lambda with Amazon DynamoDB"; DynamoDB Developer Guide,
 * "DynamoDB Streams and Time to Live".
 */
#include "crash.h"
#include "event_records.h"

static const struct {
    const char *name;
    uint32_t what;
} changes[] = {
    {"INSERT", LAMINA_STREAM_INSERT},
    {"MODIFY", LAMINA_STREAM_MODIFY},
    {"REMOVE", LAMINA_STREAM_REMOVE},
};

static uint32_t read_what(host_record *record)
{
    const lamina_str name =
        host__event_text(record->reader, record->place, "eventName", EVENT_REQUIRED);
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
        if (lamina_str_is(name, changes[i].name))
            return changes[i].what;
    host__event_refuse(
        record->reader, LAMINA_E_SYNTAX,
        LAMINA_STR("DynamoDB stream event: Records[].eventName is none of INSERT, MODIFY, REMOVE"));
    return 0;
}

/* DynamoDB itself removes what has expired, and says so. */
static bool is_by_dynamodb(const lamina_json *value)
{
    const lamina_json *who = lamina_json_member(value, "userIdentity");
    return lamina_str_is(lamina_json_member_string(who, "type"), "Service") &&
           lamina_str_is(lamina_json_member_string(who, "principalId"), "dynamodb.amazonaws.com");
}

/* A number of seconds, in whatever notation. */
static int64_t read_created(event_place change)
{
    double seconds = 0;
    const lamina_json *value = lamina_json_member(change.object, "ApproximateCreationDateTime");
    const bool is_time =
        lamina_json_double(value, &seconds) == LAMINA_OK && seconds > 0 && seconds < 1e12;
    return is_time ? (int64_t)(seconds * 1000) : 0;
}

static void read_change(host_record *record, lamina_stream_change *change)
{
    event_reader *reader = record->reader;
    const event_place place = record->place;
    change->what = read_what(record);
    if (change->what == LAMINA_STREAM_REMOVE && is_by_dynamodb(place.object))
        change->what = LAMINA_STREAM_EXPIRE;
    change->event_id = host__event_text(reader, place, "eventID", EVENT_OPTIONAL);
    change->source_arn = host__event_text(reader, place, "eventSourceARN", EVENT_OPTIONAL);
    change->region = host__event_text(reader, place, "awsRegion", EVENT_OPTIONAL);
    const event_place inner =
        host__record_inner(record, place, "dynamodb", "Records[].dynamodb.", EVENT_REQUIRED);
    record->id = host__event_text(reader, inner, "SequenceNumber", EVENT_REQUIRED);
    change->sequence_number = record->id;
    change->keys = host__event_json(reader, inner, "Keys");
    change->new_image = host__event_json(reader, inner, "NewImage");
    change->old_image = host__event_json(reader, inner, "OldImage");
    change->created_ms = read_created(inner);
    if (record->id.len == 0)
        host__event_refuse(
            reader, LAMINA_E_SYNTAX,
            LAMINA_STR("DynamoDB stream event: Records[].dynamodb.SequenceNumber is empty"));
}

lamina_status host__record_stream(host_record *record)
{
    lamina_stream_change change = {.size = sizeof(change), .handler = record->handler};
    read_change(record, &change);
    if (record->reader->status != LAMINA_OK)
        return record->reader->status;
    host__crash_enter(record->context->request_id, record->handler->operation);
    const lamina_status status = record->handler->handler.dynamodb(record->context, &change);
    host__crash_leave();
    return status;
}
