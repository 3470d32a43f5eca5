/*
 * event_fields.h - reading members of an event, where the first one that is missing or of a wrong
 * type is remembered and the rest may be read without asking.
 */
#ifndef HOST_EVENT_FIELDS_H
#define HOST_EVENT_FIELDS_H

#include "event.h"

/* Zero it but for arena and kind. */
typedef struct event_reader {
    lamina_arena *arena;
    const char *kind;     /* for the fault: "REST API" */
    lamina_status status; /* of the first fault: LAMINA_E_SYNTAX or LAMINA_E_LIMIT */
    lamina_str fault;
} event_reader;

typedef enum event_field_need {
    EVENT_OPTIONAL, /* may be absent or null */
    EVENT_REQUIRED,
} event_field_need;

/* Where a member stands: the object, and its own name with a dot behind it for the fault, "" for the
   event itself. */
typedef struct event_place {
    const lamina_json *object;
    const char *prefix;
} event_place;

lamina_str host__event_text(event_reader *reader, event_place place, const char *name,
                            event_field_need need);
bool host__event_boolean(event_reader *reader, event_place place, const char *name);
/* NULL when it is absent or null. */
const lamina_json *host__event_object(event_reader *reader, event_place place, const char *name,
                                      event_field_need need);

/* A map of names to texts, as parameters. NULL and 0 when it is absent, null or empty. */
const lamina_param *host__event_map(event_reader *reader, event_place place, const char *name,
                                    size_t *count);
/* A map of names to arrays of texts: one parameter for each text. A null is no array of any. */
const lamina_param *host__event_multi_map(event_reader *reader, event_place place, const char *name,
                                          size_t *count);

/* Of the two maps of a REST API's events, either of which may be null, the one that tells repeated
   parameters apart; hand-written events often have the single-value one alone. */
const lamina_param *host__event_either_map(event_reader *reader, event_place place,
                                           const char *multi, const char *single, size_t *count);

/* A member as JSON text in the arena; empty when it is absent or null. */
lamina_str host__event_json(event_reader *reader, event_place place, const char *name);
/* RFC 3339 text as milliseconds since 1970; 0 when it is absent or is none. */
int64_t host__event_time_ms(event_reader *reader, event_place place, const char *name);

/* body and isBase64Encoded, which all kinds share. */
void host__event_body(event_reader *reader, event_place root, host_event *event);

/* Notes a fault, unless there is one already. message is borrowed from the arena. */
void host__event_refuse(event_reader *reader, lamina_status status, lamina_str message);

#endif
