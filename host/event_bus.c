/*
 * event_bus.c - an event of EventBridge, and a schedule, which looks the same.
 *
 * Source: EventBridge User Guide, "Amazon EventBridge event structure".
 */
#include "content.h"
#include "crash.h"
#include "dispatch.h"

static void read_resources(event_reader *reader, const lamina_json *root, lamina_bus_event *event)
{
    const lamina_json *list = lamina_json_member(root, "resources");
    const uint32_t type = lamina_json_type(list);
    if (type != LAMINA_JSON_ARRAY && type != LAMINA_JSON_NULL && type != LAMINA_JSON_NONE)
        host__event_refuse(reader, LAMINA_E_SYNTAX,
                           LAMINA_STR("EventBridge event: resources is not an array"));
    const size_t count = lamina_json_count(list);
    lamina_str *items = lamina_arena_array(reader->arena, count, sizeof(*items));
    if (items == NULL) {
        host__event_refuse(reader, LAMINA_E_LIMIT, LAMINA_STR("the event holds too many values"));
        return;
    }
    event->resources = items;
    for (const lamina_json *at = lamina_json_first(list); at != NULL; at = lamina_json_next(at))
        items[event->resource_count++] = lamina_json_string(at);
}

static lamina_status read_event(host_dispatch *d, lamina_bus_event *event)
{
    event_reader reader = {.arena = d->context->arena, .kind = d->kind->name};
    const event_place top = {d->root, ""};
    event->id = host__event_text(&reader, top, "id", EVENT_OPTIONAL);
    event->detail_type = host__event_text(&reader, top, "detail-type", EVENT_REQUIRED);
    event->source = host__event_text(&reader, top, "source", EVENT_REQUIRED);
    event->account = host__event_text(&reader, top, "account", EVENT_OPTIONAL);
    event->region = host__event_text(&reader, top, "region", EVENT_OPTIONAL);
    event->occurred_ms = host__event_time_ms(&reader, top, "time");
    event->raw_detail = host__event_json(&reader, top, "detail");
    read_resources(&reader, d->root, event);
    const lamina_status status = host__dispatch_read(d, &reader);
    if (status != LAMINA_OK)
        return status;
    return host__content_fill(d->context, d->handler->request,
                              lamina_json_member(d->root, "detail"), &event->detail);
}

lamina_status host__dispatch_bus(host_dispatch *d)
{
    lamina_bus_event event = {.size = sizeof(event), .handler = d->handler};
    lamina_status status = read_event(d, &event);
    if (status != LAMINA_OK)
        return status;
    d->records = 1;
    /* Both kinds have functions of one type. */
    const lamina_bus_fn call = d->kind->handled == LAMINA_EVENT_SCHEDULE
                                   ? d->handler->handler.schedule
                                   : d->handler->handler.eventbridge;
    host__crash_enter(d->context->request_id, d->handler->operation);
    status = call(d->context, &event);
    host__crash_leave();
    if (status == LAMINA_OK)
        return host__dispatch_write_null(d);
    d->failed = 1;
    return status;
}
