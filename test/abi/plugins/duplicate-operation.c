/*
 * Runtime.DuplicateOperation: a handler is called what a route is called.
 */
#include "one_route.h"

static lamina_status say_hello(lamina_context *context, const lamina_direct_event *event,
                               lamina_direct_answer *answer)
{
    (void)context;
    (void)event;
    (void)answer;
    return LAMINA_OK;
}

static const lamina_event_handler events[] = {
    {.operation = "hello", .kind = LAMINA_EVENT_DIRECT, .handler = {.direct = say_hello}},
};

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("duplicate-operation"), SERVES_ONE_ROUTE,
                                           .events = events, .event_count = 1,
                                           .event_size = sizeof(lamina_event_handler)};
