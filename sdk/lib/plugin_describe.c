/*
 * What an entry says of itself, as JSON: for tools and reports.
 */
#include "lamina/check.h"
#include "lamina/text.h"

static void write_optional(lamina_json_writer *writer, const char *name, const char *value)
{
    lamina_json_write_name(writer, lamina_str_from(name));
    if (value != NULL)
        lamina_json_write_string(writer, lamina_str_from(value));
    else
        lamina_json_write_null(writer);
}

void lamina_route_describe(const lamina_route *route, lamina_json_writer *writer)
{
    lamina_json_write_member_string(writer, "method", lamina_str_from(route->method));
    lamina_json_write_member_string(writer, "path", lamina_str_from(route->path));
    lamina_json_write_member_string(writer, "operation", lamina_str_from(route->operation));
    write_optional(writer, "scope", route->scope);
    write_optional(writer, "summary", route->summary);
}

static void write_needs(const lamina_plugin *plugin, lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("needs"));
    lamina_json_write_array(writer);
    for (uint32_t i = 0; i < plugin->need_count; i++) {
        lamina_json_write_object(writer);
        lamina_json_write_member_string(writer, "id", lamina_str_from(plugin->needs[i].id));
        lamina_json_write_member_string(writer, "since", lamina_str_from(plugin->needs[i].since));
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_routes(const lamina_plugin *plugin, lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("routes"));
    lamina_json_write_array(writer);
    for (uint32_t i = 0; i < plugin->route_count; i++) {
        lamina_json_write_object(writer);
        lamina_route_describe(lamina_plugin_route(plugin, i), writer);
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_events(const lamina_plugin *plugin, lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("events"));
    lamina_json_write_array(writer);
    for (uint32_t i = 0; i < plugin->event_count; i++) {
        const lamina_event_handler *handler = lamina_plugin_event(plugin, i);
        const char *kind = lamina_event_kind_name(handler->kind);
        lamina_json_write_object(writer);
        lamina_json_write_member_string(writer, "operation", lamina_str_from(handler->operation));
        lamina_json_write_member_string(writer, "kind", lamina_str_from(kind));
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

void lamina_plugin_describe(const lamina_plugin *plugin, lamina_json_writer *writer)
{
    lamina_json_write_member_string(writer, "name", lamina_str_from(plugin->name));
    lamina_json_write_member_string(writer, "version", lamina_str_from(plugin->version));
    write_optional(writer, "summary", plugin->summary);
    lamina_json_write_member_int64(writer, "abiMajor", plugin->abi_major);
    lamina_json_write_member_int64(writer, "abiMinor", plugin->abi_minor);
    write_needs(plugin, writer);
    write_routes(plugin, writer);
    write_events(plugin, writer);
}
