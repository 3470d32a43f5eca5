/*
 * event_s3.c - a change in a bucket.
 *
 * Source: S3 User Guide, "Event message structure".
 */
#include "crash.h"
#include "event_records.h"

/* "my+file%2B1.txt" as "my file+1.txt" */
static lamina_str read_key(host_record *record, event_place object)
{
    lamina_str key = {0};
    const lamina_str encoded = host__event_text(record->reader, object, "key", EVENT_REQUIRED);
    const lamina_status status = lamina_percent_decode(record->reader->arena, encoded, true, &key);
    if (status != LAMINA_OK)
        host__event_refuse(record->reader, status,
                           LAMINA_STR("S3 event: Records[].s3.object.key is not percent-encoded"));
    return key;
}

static int64_t read_size(event_place object)
{
    int64_t size = -1;
    const lamina_status status =
        lamina_json_int64(lamina_json_member(object.object, "size"), &size);
    return status == LAMINA_OK && size >= 0 ? size : -1;
}

static void read_change(host_record *record, lamina_s3_change *change)
{
    event_reader *reader = record->reader;
    const event_place place = record->place;
    change->event_name = host__event_text(reader, place, "eventName", EVENT_REQUIRED);
    change->region = host__event_text(reader, place, "awsRegion", EVENT_OPTIONAL);
    change->occurred_ms = host__event_time_ms(reader, place, "eventTime");
    const event_place s3 = host__record_inner(record, place, "s3", "Records[].s3.", EVENT_REQUIRED);
    const event_place bucket =
        host__record_inner(record, s3, "bucket", "Records[].s3.bucket.", EVENT_REQUIRED);
    change->bucket = host__event_text(reader, bucket, "name", EVENT_REQUIRED);
    change->bucket_arn = host__event_text(reader, bucket, "arn", EVENT_OPTIONAL);
    const event_place object =
        host__record_inner(record, s3, "object", "Records[].s3.object.", EVENT_REQUIRED);
    change->key = read_key(record, object);
    change->object_size = read_size(object);
    change->etag = host__event_text(reader, object, "eTag", EVENT_OPTIONAL);
    change->version_id = host__event_text(reader, object, "versionId", EVENT_OPTIONAL);
    change->sequencer = host__event_text(reader, object, "sequencer", EVENT_OPTIONAL);
    record->id = change->sequencer; /* a key can be a person's name, and lines are kept */
}

lamina_status host__record_s3(host_record *record)
{
    lamina_s3_change change = {.size = sizeof(change), .handler = record->handler};
    read_change(record, &change);
    if (record->reader->status != LAMINA_OK)
        return record->reader->status;
    host__crash_enter(record->context->request_id, record->handler->operation);
    const lamina_status status = record->handler->handler.s3(record->context, &change);
    host__crash_leave();
    return status;
}
