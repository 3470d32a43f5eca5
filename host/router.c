/*
 * router.c - which route serves a method and a path.
 */
#include "router.h"

#include <stdlib.h>
#include <string.h>

#include "refusal.h"

/* In the order of the Allow header. HEAD comes with GET and OPTIONS with everything. */
static const struct {
    const char *name;
    uint32_t bit;
} methods[] = {
    {"DELETE", 1u << 0}, {"GET", 1u << 1},  {"HEAD", 1u << 2}, {"OPTIONS", 1u << 3},
    {"PATCH", 1u << 4},  {"POST", 1u << 5}, {"PUT", 1u << 6},
};

#define METHOD_COUNT (sizeof(methods) / sizeof(methods[0]))
#define METHOD_GET (1u << 1)
#define METHOD_HEAD (1u << 2)
#define METHOD_OPTIONS (1u << 3)

/* Methods are case-sensitive (RFC 9110 section 9.1); 0 for one that is not among them. */
static uint32_t method_bit(lamina_str name)
{
    for (size_t i = 0; i < METHOD_COUNT; i++)
        if (lamina_str_is(name, methods[i].name))
            return methods[i].bit;
    return 0;
}

/* ---- init ---- */

static int by_specificity(const void *a, const void *b)
{
    const router_entry *left = a;
    const router_entry *right = b;
    return lamina_route_template_compare(&left->path, &right->path);
}

lamina_status host__router_init(lamina_arena *arena, const lamina_plugin *plugin,
                                lamina_str operation, host_router *router, lamina_refusal *refusal)
{
    *router = (host_router){
        .entries = lamina_arena_array(arena, plugin->route_count, sizeof(router_entry))};
    for (uint32_t i = 0; i < plugin->route_count && router->entries != NULL; i++) {
        const lamina_route *route = lamina_plugin_route(plugin, i);
        if (operation.len > 0 && !lamina_str_is(operation, route->operation))
            continue;
        router_entry *entry = &router->entries[router->count++];
        entry->route = route;
        entry->methods = method_bit(lamina_str_from(route->method));
        if ((entry->methods & METHOD_GET) != 0)
            entry->methods |= METHOD_HEAD;
        if (lamina_route_template_parse(arena, route->path, &entry->path) != LAMINA_OK)
            return host__refuse(refusal, "Runtime.BadRoute", lamina_str_from(entry->path.fault));
    }
    if (router->entries == NULL)
        return host__refuse(refusal, "Runtime.BadEntry",
                            LAMINA_STR("the plugin has too many routes"));
    qsort(router->entries, router->count, sizeof(router_entry), by_specificity);
    return LAMINA_OK;
}

/* ---- one request ---- */

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_well_encoded(lamina_str path)
{
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '%' &&
            (i + 2 >= path.len || !is_hex(path.ptr[i + 1]) || !is_hex(path.ptr[i + 2])))
            return false;
    return true;
}

static lamina_status decode_params(const router_entry *entry, const lamina_str *raw,
                                   lamina_arena *arena, router_match *match)
{
    lamina_param *params = lamina_arena_array(arena, entry->path.param_count, sizeof(*params));
    if (params == NULL)
        return LAMINA_E_LIMIT;
    for (size_t i = 0; i < entry->path.param_count; i++) {
        params[i].name = entry->path.param_names[i];
        const lamina_status status = lamina_percent_decode(arena, raw[i], false, &params[i].value);
        if (status != LAMINA_OK)
            return status;
        const lamina_str value = params[i].value;
        if (!lamina_str_is_utf8(value, NULL) || memchr(value.ptr, '\0', value.len) != NULL)
            return LAMINA_E_SYNTAX;
    }
    match->params = params;
    match->param_count = entry->path.param_count;
    return LAMINA_OK;
}

lamina_status host__router_find(const host_router *router, lamina_arena *arena, lamina_str method,
                                lamina_str path, router_match *match)
{
    *match = (router_match){0};
    if (!is_well_encoded(path))
        return LAMINA_E_SYNTAX;
    lamina_str segments[LAMINA_ROUTE_SEGMENT_CAP + 1];
    const size_t count = lamina_route_path_split(path, segments);
    const uint32_t wanted = method_bit(method);
    for (size_t i = 0; i < router->count; i++) {
        const router_entry *entry = &router->entries[i];
        lamina_str raw[LAMINA_ROUTE_PARAM_CAP];
        if (!lamina_route_template_match(&entry->path, segments, count, raw))
            continue;
        match->allowed |= entry->methods | METHOD_OPTIONS;
        if ((entry->methods & wanted) == 0)
            continue;
        match->route = entry->route;
        return entry->path.param_count == 0 ? LAMINA_OK : decode_params(entry, raw, arena, match);
    }
    return match->allowed == 0 ? LAMINA_E_NOT_FOUND : LAMINA_E_METHOD;
}

void host__router_write_allowed(uint32_t allowed, lamina_text *out)
{
    const char *separator = "";
    for (size_t i = 0; i < METHOD_COUNT; i++) {
        if ((allowed & methods[i].bit) == 0)
            continue;
        lamina_text_add_format(out, "%s%s", separator, methods[i].name);
        separator = ", ";
    }
}
