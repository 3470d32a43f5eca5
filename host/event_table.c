/*
 * event_table.c - which handler serves an event that is not HTTP.
 */
#include "event_table.h"

#include "lamina/check.h"

/* Of the names in a fault. */
#define NAMES_CAP 4096u

lamina_status host__event_table_init(lamina_arena *arena, const lamina_plugin *plugin,
                                     lamina_str operation, host_event_table *table)
{
    *table = (host_event_table){
        .plugin = plugin,
        .handlers = lamina_arena_array(arena, plugin->event_count, sizeof(*table->handlers))};
    if (table->handlers == NULL)
        return LAMINA_E_LIMIT;
    for (uint32_t i = 0; i < plugin->event_count; i++) {
        const lamina_event_handler *handler = lamina_plugin_event(plugin, i);
        if (operation.len == 0 || lamina_str_is(operation, handler->operation))
            table->handlers[table->count++] = handler;
    }
    return LAMINA_OK;
}

/* "on_order, on_refund" */
static lamina_str names_of(const host_event_table *table, lamina_arena *arena, uint32_t kind)
{
    lamina_text names;
    lamina_text_init(&names, NAMES_CAP);
    for (size_t i = 0; i < table->count; i++)
        if (table->handlers[i]->kind == kind)
            lamina_text_add_format(&names, "%s%s", names.len > 0 ? ", " : "",
                                   table->handlers[i]->operation);
    const lamina_str copy = lamina_arena_copy(arena, lamina_text_view(&names));
    lamina_text_clear(&names);
    return copy;
}

static lamina_str refuse(const host_event_table *table, lamina_arena *arena, const event_kind *kind,
                         lamina_str operation, size_t found)
{
    const lamina_plugin *plugin = table->plugin;
    const lamina_str names = names_of(table, arena, kind->handled);
    if (names.len == 0)
        return lamina_arena_format(
            arena,
            "this function of plugin %s %s serves no events of the kind %s; add a handler of the kind %s to "
            "the plugin's .events, or send them to another function",
            plugin->name, plugin->version, kind->name, lamina_event_kind_name(kind->handled));
    if (kind->handled == LAMINA_EVENT_DIRECT)
        return lamina_arena_format(
            arena, "this function of plugin %s %s has no operation \"%.*s\"; it has: %.*s",
            plugin->name, plugin->version, (int)(operation.len < 64 ? operation.len : 64),
            operation.len > 0 ? operation.ptr : "", LAMINA_FMT(names));
    return lamina_arena_format(
        arena,
        "plugin %s %s has %zu handlers of %s events (%.*s), and the event does not say which; set "
        "the function's Handler to %s. and one of them",
        plugin->name, plugin->version, found, kind->name, LAMINA_FMT(names), plugin->name);
}

lamina_status host__event_table_find(const host_event_table *table, lamina_arena *arena,
                                     const event_kind *kind, lamina_str operation,
                                     const lamina_event_handler **handler, lamina_str *fault)
{
    size_t found = 0;
    for (size_t i = 0; i < table->count; i++) {
        const lamina_event_handler *one = table->handlers[i];
        if (one->kind != kind->handled)
            continue;
        if (kind->handled == LAMINA_EVENT_DIRECT && !lamina_str_is(operation, one->operation))
            continue;
        *handler = one;
        found++;
    }
    if (found == 1)
        return LAMINA_OK;
    *fault = refuse(table, arena, kind, operation, found);
    return LAMINA_E_NOT_FOUND;
}
