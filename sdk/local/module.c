/*
 * module.c - from the routes that the plugins declare to the modules and prefixes of the API.
 */
#include "module.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "child_environment.h"
#include "lamina/json.h"
#include "proxy_event.h"
#include "terminal.h"

#define MODULES_CAP ((size_t)16 << 20)

static const char *keep(lamina_arena *arena, lamina_str text)
{
    return lamina_arena_copy(arena, text).ptr;
}

static const char *absolute(lamina_arena *arena, const char *path)
{
    char real[PATH_MAX];
    return realpath(path, real) ? keep(arena, lamina_str_from(real)) : NULL;
}

/* The template's first segment: "/partners/{partnerId}" has "partners"; empty when it is no literal. */
static lamina_str prefix_of(const char *template)
{
    lamina_str rest = lamina_str_from(template);
    lamina_str segment;
    lamina_str_cut(&rest, '/', &segment);
    lamina_str_cut(&rest, '/', &segment);
    return segment.len > 0 && segment.ptr[0] != '{' ? segment : (lamina_str){0};
}

static bool has_prefix(const local_module *module, lamina_str prefix)
{
    for (size_t i = 0; i < module->prefix_count; i++)
        if (lamina_str_is(prefix, module->prefixes[i]))
            return true;
    return false;
}

const local_module *local__modules_find(const local_modules *modules, lamina_str prefix)
{
    for (size_t i = 0; i < modules->count; i++)
        if (has_prefix(&modules->items[i], prefix))
            return &modules->items[i];
    return NULL;
}

/* Among the routes that match, the most specific one is it. */
const local_route *local__module_route(const local_module *module, lamina_str method,
                                       lamina_str path)
{
    lamina_str segments[LAMINA_ROUTE_SEGMENT_CAP + 1];
    lamina_str params[LAMINA_ROUTE_PARAM_CAP];
    const size_t count = lamina_route_path_split(path, segments);
    const char *verb = lamina_str_is(method, "HEAD") ? "GET" : NULL;
    const local_route *best = NULL;
    for (size_t i = 0; i < module->route_count; i++) {
        const local_route *route = &module->routes[i];
        if (!lamina_str_is(verb ? lamina_str_from(verb) : method, route->method) ||
            !lamina_route_template_match(&route->template, segments, count, params))
            continue;
        if (!best || lamina_route_template_compare(&route->template, &best->template) < 0)
            best = route;
    }
    return best;
}

const local_event *local__module_event(const local_module *module, const char *kind)
{
    for (size_t i = 0; i < module->event_count; i++)
        if (!strcmp(module->events[i].kind, kind))
            return &module->events[i];
    return NULL;
}

/* ---- one route ---- */

static lamina_status add_prefix(local_modules *modules, local_module *module, const char *path)
{
    lamina_str prefix = prefix_of(path);
    if (prefix.len == 0) {
        local__complain("%s: route %s begins with no literal segment; the shared API attaches a "
                        "module by its first segment",
                        module->file, path);
        return LAMINA_E_CONFIG;
    }
    const local_module *owner =
        lamina_str_is(prefix, "health") ? NULL : local__modules_find(modules, prefix);
    if (lamina_str_is(prefix, "health")) {
        local__complain("%s: /health belongs to the shared API itself", module->file);
        return LAMINA_E_CONFIG;
    }
    if (owner == module)
        return LAMINA_OK;
    if (owner) {
        local__complain(
            "%s and %s both have routes under /%.*s; the shared API can attach only one "
            "module there",
            owner->file, module->file, LAMINA_FMT(prefix));
        return LAMINA_E_CONFIG;
    }
    module->prefixes[module->prefix_count] = keep(modules->arena, prefix);
    return module->prefixes[module->prefix_count++] ? LAMINA_OK : LAMINA_E_LIMIT;
}

static lamina_status add_event(local_modules *modules, local_module *module, const lamina_json *row)
{
    const local_event event = {
        .kind = keep(modules->arena, lamina_json_member_string(row, "event")),
        .operation = keep(modules->arena, lamina_json_member_string(row, "operation")),
    };
    module->events[module->event_count++] = event;
    return event.kind && event.operation ? LAMINA_OK : LAMINA_E_LIMIT;
}

static lamina_status add_route(local_modules *modules, local_module *module, const lamina_json *row)
{
    lamina_str scope = lamina_json_member_string(row, "scope");
    local_route route = {
        .method = keep(modules->arena, lamina_json_member_string(row, "method")),
        .path = keep(modules->arena, lamina_json_member_string(row, "path")),
        .scope = scope.ptr ? keep(modules->arena, scope) : NULL,
    };
    if (!route.method || !route.path ||
        lamina_route_template_parse(modules->arena, route.path, &route.template))
        return LAMINA_E_LIMIT;
    module->routes[module->route_count++] = route;
    return add_prefix(modules, module, route.path);
}

/* ---- one module ---- */

static lamina_status init_module(local_modules *modules, local_module *module, const char *file,
                                 size_t most_routes)
{
    lamina_arena *arena = modules->arena;
    *module = (local_module){.file = file};
    module->routes = lamina_arena_array(arena, most_routes, sizeof(*module->routes));
    module->prefixes = lamina_arena_array(arena, most_routes, sizeof(*module->prefixes));
    module->events = lamina_arena_array(arena, most_routes, sizeof(*module->events));
    char *copy = strdup(file);
    module->folder = copy ? absolute(arena, dirname(copy)) : NULL;
    free(copy);
    return module->routes && module->prefixes && module->events && module->folder ? LAMINA_OK
                                                                                  : LAMINA_E_LIMIT;
}

static lamina_status name_module(local_stage *stage, local_modules *modules, local_module *module,
                                 const lamina_json *row)
{
    module->name = keep(modules->arena, lamina_json_member_string(row, "module"));
    module->version = keep(modules->arena, lamina_json_member_string(row, "version"));
    if (!module->name || !module->version)
        return LAMINA_E_LIMIT;
    module->function_arn =
        lamina_arena_format(modules->arena, "arn:aws:lambda:%s:" LOCAL_ACCOUNT_ID ":function:%s",
                            local__region(), module->name)
            .ptr;
    module->pool = local__pool_new(stage, module);
    return module->function_arn && module->pool ? LAMINA_OK : LAMINA_E_LIMIT;
}

static lamina_status read_module(local_stage *stage, local_modules *modules, const char *file,
                                 const lamina_json *rows)
{
    local_module *module = &modules->items[modules->count];
    lamina_status status = init_module(modules, module, file, lamina_json_count(rows));
    modules->count++;
    for (const lamina_json *row = lamina_json_first(rows); row && !status;
         row = lamina_json_next(row)) {
        if (!lamina_str_is(lamina_json_member_string(row, "plugin"), file))
            continue;
        if (!module->name)
            status = name_module(stage, modules, module, row);
        const bool is_event = lamina_json_member_string(row, "event").len > 0;
        if (!status)
            status = is_event ? add_event(modules, module, row) : add_route(modules, module, row);
    }
    if (!status && !module->name) {
        local__complain("%s: it has no routes, so nothing could reach it", file);
        status = LAMINA_E_CONFIG;
    }
    return status;
}

/* ---- all of them ---- */

static lamina_status find_layer(local_stage *stage, lamina_arena *arena, const char **layer,
                                const char **bootstrap)
{
    const char *wanted = stage->options->bootstrap;
    if (!wanted)
        wanted = lamina_arena_format(arena, "%s/bootstrap", stage->options->layer).ptr;
    if (!wanted)
        return LAMINA_E_LIMIT;
    *layer = absolute(arena, stage->options->layer);
    *bootstrap = absolute(arena, wanted);
    if (*layer && *bootstrap)
        return LAMINA_OK;
    local__complain("there is no layer: %s: %s; `make layer` builds it",
                    *layer ? wanted : stage->options->layer, strerror(errno));
    return LAMINA_E_CONFIG;
}

static lamina_status read_modules(local_stage *stage, local_modules *modules,
                                  const lamina_json *rows)
{
    const char *layer = NULL;
    const char *bootstrap = NULL;
    lamina_status status = find_layer(stage, modules->arena, &layer, &bootstrap);
    modules->items =
        lamina_arena_array(modules->arena, stage->options->plugin_count, sizeof(*modules->items));
    if (!status && !modules->items)
        status = LAMINA_E_LIMIT;
    for (size_t i = 0; i < stage->options->plugin_count && !status; i++) {
        status = read_module(stage, modules, stage->options->plugins[i], rows);
        modules->items[i].layer = layer;
        modules->items[i].bootstrap = bootstrap;
    }
    return status;
}

local_modules *local__modules_new(local_stage *stage, lamina_str routes_json)
{
    local_modules *modules = calloc(1, sizeof(*modules));
    if (!modules)
        return NULL;
    const lamina_json *rows = NULL;
    lamina_status status = LAMINA_E_MEMORY;
    modules->arena = lamina_arena_new(MODULES_CAP);
    if (modules->arena) {
        routes_json = lamina_arena_copy(modules->arena, routes_json); /* the rows point into it */
        status = routes_json.ptr ? lamina_json_read(modules->arena, routes_json, 0, &rows, NULL)
                                 : LAMINA_E_LIMIT;
    }
    if (!status)
        status = read_modules(stage, modules, rows);
    if (!status)
        return modules;
    if (status != LAMINA_E_CONFIG)
        local__complain("the routes of the plugins cannot be read (%s)",
                        lamina_status_name(status));
    local__modules_free(modules);
    return NULL;
}

static lamina_status learn_rows(local_modules *modules, local_module *module,
                                const lamina_json *rows)
{
    const size_t count = lamina_json_count(rows);
    lamina_arena *arena = modules->arena;
    module->routes = lamina_arena_array(arena, count, sizeof(*module->routes));
    module->prefixes = lamina_arena_array(arena, count, sizeof(*module->prefixes));
    module->events = lamina_arena_array(arena, count, sizeof(*module->events));
    module->route_count = module->prefix_count = module->event_count = 0;
    lamina_status status =
        module->routes && module->prefixes && module->events ? LAMINA_OK : LAMINA_E_LIMIT;
    for (const lamina_json *row = lamina_json_first(rows); row && !status;
         row = lamina_json_next(row)) {
        const bool is_event = lamina_json_member_string(row, "event").len > 0;
        status = is_event ? add_event(modules, module, row) : add_route(modules, module, row);
    }
    return status;
}

lamina_status local__module_learn(local_modules *modules, local_module *module,
                                  lamina_str routes_json)
{
    /* What is built again mostly has the routes of before; only new ones take room. */
    if (module->described && lamina_str_is(routes_json, module->described))
        return LAMINA_OK;
    const local_module before = *module;
    const lamina_str kept = lamina_arena_copy(modules->arena, routes_json);
    const lamina_json *rows = NULL;
    lamina_status status =
        kept.ptr ? lamina_json_read(modules->arena, kept, 0, &rows, NULL) : LAMINA_E_LIMIT;
    if (!status)
        status = learn_rows(modules, module, rows);
    if (status == LAMINA_E_LIMIT)
        local__complain("%s: its routes have changed too often; start the stage again",
                        module->file);
    if (status)
        *module = before;
    else
        module->described = kept.ptr;
    return status;
}

void local__modules_free(local_modules *modules)
{
    if (!modules)
        return;
    for (size_t i = 0; i < modules->count; i++)
        local__pool_free(modules->items[i].pool);
    lamina_arena_free(modules->arena);
    free(modules);
}
