/*
 * event_records.h - one record of an event that has a list of them; each kind's file has one function.
 */
#ifndef HOST_EVENT_RECORDS_H
#define HOST_EVENT_RECORDS_H

#include "dispatch.h"

/* What reading and serving one record works on. */
typedef struct host_record {
    const lamina_event_handler *handler;
    lamina_context *context; /* of this record alone: its arena, error object and notes */
    event_reader *reader;    /* of that arena; its faults make the whole event malformed */
    event_place place;       /* the record itself */
    lamina_str id;           /* what Lambda calls it in a partial answer, and the log */
} host_record;

/* Reads the record into its view, fills record->id, and calls the handler unless the reader has a
   fault. The status is the handler's, or that of a body that breaks the handler's record. [invoke] */
typedef lamina_status (*record_fn)(host_record *record);

lamina_status host__record_sqs(host_record *record);
lamina_status host__record_stream(host_record *record);
lamina_status host__record_sns(host_record *record);
lamina_status host__record_s3(host_record *record);

/* ---- shared by their files ---- */

/* How SQS and SNS spell a message's attributes. */
typedef struct record_attribute_words {
    const char *map;
    const char *data_type;
    const char *text;
    const char *bytes; /* base64 */
} record_attribute_words;

const lamina_message_attribute *
host__record_attributes(host_record *record, const record_attribute_words *words, size_t *count);

/* A member's object, as a place to read from. */
event_place host__record_inner(host_record *record, event_place place, const char *name,
                               const char *prefix, event_field_need need);

#endif
