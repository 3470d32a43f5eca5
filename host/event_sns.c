/*
 * event_sns.c - a notification of a topic.
 *
 * Source: Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications".
 */
#include "content.h"
#include "crash.h"
#include "event_records.h"

static void read_notification(host_record *record, lamina_sns_notification *notification)
{
    static const record_attribute_words words = {"MessageAttributes", "Type", "Value", "Value"};
    event_reader *reader = record->reader;
    const event_place place =
        host__record_inner(record, record->place, "Sns", "Records[].Sns.", EVENT_REQUIRED);
    record->id = host__event_text(reader, place, "MessageId", EVENT_REQUIRED);
    notification->message_id = record->id;
    notification->raw_message = host__event_text(reader, place, "Message", EVENT_REQUIRED);
    notification->topic_arn = host__event_text(reader, place, "TopicArn", EVENT_OPTIONAL);
    notification->subject = host__event_text(reader, place, "Subject", EVENT_OPTIONAL);
    notification->sent_ms = host__event_time_ms(reader, place, "Timestamp");
    record->place = place;
    notification->attributes =
        host__record_attributes(record, &words, &notification->attribute_count);
}

lamina_status host__record_sns(host_record *record)
{
    lamina_sns_notification notification = {.size = sizeof(notification),
                                            .handler = record->handler};
    read_notification(record, &notification);
    if (record->reader->status != LAMINA_OK)
        return record->reader->status;
    lamina_status status =
        host__content_read(record->context, record->handler->request, notification.raw_message,
                           "message", &notification.message);
    if (status != LAMINA_OK)
        return status;
    host__crash_enter(record->context->request_id, record->handler->operation);
    status = record->handler->handler.sns(record->context, &notification);
    host__crash_leave();
    return status;
}
