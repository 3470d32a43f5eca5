/*
 * event_sqs.c - a message of a queue.
 *
 * Source: Lambda Developer Guide, "Using Lambda with Amazon SQS".
 */
#include "content.h"
#include "crash.h"
#include "event_records.h"

/* Attributes of the queue are texts, numbers among them; 0 when it is none. */
static int64_t read_number(host_record *record, event_place place, const char *name)
{
    int64_t number = 0;
    const lamina_str text = host__event_text(record->reader, place, name, EVENT_OPTIONAL);
    return lamina_parse_int64_between(text, 0, INT64_MAX, &number) == LAMINA_OK ? number : 0;
}

static void read_message(host_record *record, lamina_sqs_message *message)
{
    static const record_attribute_words words = {"messageAttributes", "dataType", "stringValue",
                                                 "binaryValue"};
    event_reader *reader = record->reader;
    const event_place place = record->place;
    record->id = host__event_text(reader, place, "messageId", EVENT_REQUIRED);
    message->message_id = record->id;
    message->raw_body = host__event_text(reader, place, "body", EVENT_REQUIRED);
    message->source_arn = host__event_text(reader, place, "eventSourceARN", EVENT_OPTIONAL);
    message->region = host__event_text(reader, place, "awsRegion", EVENT_OPTIONAL);
    message->attributes = host__record_attributes(record, &words, &message->attribute_count);
    const event_place queue =
        host__record_inner(record, place, "attributes", "Records[].attributes.", EVENT_OPTIONAL);
    message->group_id = host__event_text(reader, queue, "MessageGroupId", EVENT_OPTIONAL);
    message->deduplication_id =
        host__event_text(reader, queue, "MessageDeduplicationId", EVENT_OPTIONAL);
    message->sent_ms = read_number(record, queue, "SentTimestamp");
    const int64_t count = read_number(record, queue, "ApproximateReceiveCount");
    message->receive_count = count > UINT32_MAX ? UINT32_MAX : (uint32_t)count;
    if (record->id.len == 0)
        host__event_refuse(reader, LAMINA_E_SYNTAX,
                           LAMINA_STR("SQS event: Records[].messageId is empty"));
}

lamina_status host__record_sqs(host_record *record)
{
    lamina_sqs_message message = {.size = sizeof(message), .handler = record->handler};
    read_message(record, &message);
    if (record->reader->status != LAMINA_OK)
        return record->reader->status;
    lamina_status status = host__content_read(record->context, record->handler->request,
                                              message.raw_body, "message", &message.body);
    if (status != LAMINA_OK)
        return status;
    host__crash_enter(record->context->request_id, record->handler->operation);
    status = record->handler->handler.sqs(record->context, &message);
    host__crash_leave();
    return status;
}
