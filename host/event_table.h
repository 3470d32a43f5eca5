/*
 * event_table.h - which handler serves an event that is not HTTP.
 */
#ifndef HOST_EVENT_TABLE_H
#define HOST_EVENT_TABLE_H

#include "event_kind.h"
#include "lamina/plugin.h"
#include "lamina/text.h"

/* In the arena of host__event_table_init(). */
typedef struct host_event_table {
    const lamina_plugin *plugin;
    const lamina_event_handler **handlers;
    size_t count;
} host_event_table;

/* Takes all handlers of a plugin that was checked, or the one of that operation. LAMINA_E_LIMIT when
   the arena is full. [init] */
lamina_status host__event_table_init(lamina_arena *arena, const lamina_plugin *plugin,
                                     lamina_str operation, host_event_table *table);

/*
 * The handler of that kind; operation is the one that a direct event names, and empty for all others.
 * LAMINA_E_NOT_FOUND, and *fault says what there is and what to do, when there is none or more than
 * one. [invoke]
 */
lamina_status host__event_table_find(const host_event_table *table, lamina_arena *arena,
                                     const event_kind *kind, lamina_str operation,
                                     const lamina_event_handler **handler, lamina_str *fault);

#endif
