/*
 * event_kind.h - the kinds of events, how they are told apart, and who reads each.
 */
#ifndef HOST_EVENT_KIND_H
#define HOST_EVENT_KIND_H

#include "event.h"
#include "event_fields.h"

/* Fills *event from the object root; faults go to the reader. */
typedef void (*event_read_fn)(event_reader *reader, const lamina_json *root, host_event *event);

typedef struct event_kind {
    const char *name;   /* for people: "REST API" */
    event_read_fn read; /* of HTTP; NULL: it is none */
    uint32_t handled;   /* LAMINA_EVENT_* whose handlers serve it; 0: none do */
} event_kind;

/* The kind of an event's object; NULL when it is none of those that are known. */
const event_kind *host__event_kind_of(const lamina_json *root);

/* The readers of HTTP, one file each. */
void host__event_read_rest(event_reader *reader, const lamina_json *root, host_event *event);
void host__event_read_http_v2(event_reader *reader, const lamina_json *root, host_event *event);
void host__event_read_alb(event_reader *reader, const lamina_json *root, host_event *event);

#endif
