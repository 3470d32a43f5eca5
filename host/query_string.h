/*
 * query_string.h - the query parameters of an event, decoded once.
 */
#ifndef HOST_QUERY_STRING_H
#define HOST_QUERY_STRING_H

#include "event.h"

/*
 * What the event has as one text is divided, what is still percent-encoded is decoded, what API
 * Gateway decoded already is left alone. LAMINA_E_SYNTAX for broken percent-encoding or text that is
 * not UTF-8 afterwards, LAMINA_E_LIMIT when the arena is full. [invoke]
 */
lamina_status host__query_read(lamina_arena *arena, const host_event *event,
                               const lamina_param **params, size_t *count);

#endif
