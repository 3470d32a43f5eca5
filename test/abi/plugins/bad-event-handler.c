/*
 * Runtime.BadEventHandler: a handler without a function.
 */
#include "one_route.h"

static const lamina_event_handler events[] = {
    {.operation = "on_message", .kind = LAMINA_EVENT_SQS},
};

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("bad-event-handler"), SERVES_ONE_ROUTE,
                                           .events = events, .event_count = 1,
                                           .event_size = sizeof(lamina_event_handler)};
