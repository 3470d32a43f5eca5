/*
 * Every route of every plugin is reached through its module's template: public ones without an
 * authorizer, all others with it. And nothing else is.
 */
#include <criterion/criterion.h>

#include <dirent.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/check.h"
#include "lamina/plugin.h"
#include "lamina/text.h"
#include "module_template.h"

static lamina_arena *arena;
static const module_template *templates;
static size_t template_count;

static void begin(void)
{
    arena = lamina_arena_new(64u << 20);
    templates = module_templates(arena, &template_count);
}

static void end(void)
{
    lamina_arena_free(arena);
}

TestSuite(template_routes, .init = begin, .fini = end);

/* ---- plugins ---- */

static const lamina_plugin *plugin_of(const char *module)
{
    const char *build = getenv("LAMINA_BUILD");
    lamina_str path =
        lamina_arena_format(arena, "%s/plugins/%s.so", build == NULL ? "build" : build, module);
    void *opened = dlopen(path.ptr, RTLD_NOW | RTLD_LOCAL); /* a plugin is never closed */
    cr_assert_not_null(opened, "%s", dlerror());
    const lamina_plugin *plugin = dlsym(opened, LAMINA_PLUGIN_SYMBOL);
    cr_assert_not_null(plugin);
    return plugin;
}

/* "/partners/{partnerId}/x" with a value in each parameter's place: "/partners/~/x". */
static lamina_str some_path(const char *path)
{
    char *filled = lamina_arena_alloc(arena, strlen(path) + 1);
    size_t len = 0;
    for (const char *c = path; *c != '\0'; c++) {
        if (*c == '{')
            c += strcspn(c, "}");
        filled[len++] = *c == '}' ? '~' : *c;
    }
    return (lamina_str){filled, len};
}

static bool is_public(const lamina_route *route)
{
    return (route->flags & LAMINA_ROUTE_PUBLIC) != 0;
}

/* ---- one route in one template ---- */

static void expect_authorization(const module_template *template, const lamina_route *route,
                                 const lamina_json *method)
{
    lamina_str name = lamina_json_name(method);
    lamina_str type = lamina_json_string(template_property(method, "AuthorizationType"));
    lamina_str authorizer = template_import(template_property(method, "AuthorizerId"));
    if (is_public(route)) {
        cr_expect(lamina_str_is(type, "NONE"),
                  "%s: %s %s is public, but %.*s asks for an authorizer; give it a resource and a "
                  "method of its own with AuthorizationType NONE",
                  template->file, route->method, route->path, LAMINA_FMT(name));
        return;
    }
    cr_expect(lamina_str_is(type, "CUSTOM") && lamina_str_is(authorizer, "SharedApiAuthorizerId"),
              "%s: %s %s needs the scope %s, but %.*s has no authorizer", template->file,
              route->method, route->path, route->scope, LAMINA_FMT(name));
}

static void expect_handler(const module_template *template, const lamina_route *route,
                           const lamina_json *method)
{
    const lamina_json *function = template_function(template, method);
    cr_assert_not_null(function, "%s: %.*s leads to the alias of no function", template->file,
                       LAMINA_FMT(lamina_json_name(method)));
    lamina_str handler = lamina_json_string(template_property(function, "Handler"));
    lamina_str alone = lamina_arena_format(arena, "%s.%s", template->module, route->operation);
    cr_expect(lamina_str_is(handler, template->module) || lamina_str_equal(handler, alone),
              "%s: %s %s leads to Handler %.*s, which does not serve %.*s", template->file,
              route->method, route->path, LAMINA_FMT(handler), LAMINA_FMT(alone));
}

static void expect_route(const module_template *template, const lamina_route *route)
{
    const lamina_json *method =
        template_method(template, lamina_str_from(route->method), some_path(route->path));
    cr_expect_not_null(method, "%s: nothing leads to %s %s", template->file, route->method,
                       route->path);
    if (method == NULL)
        return;
    expect_authorization(template, route, method);
    expect_handler(template, route, method);
}

Test(template_routes, are_all_reached_as_they_are_declared)
{
    for (size_t i = 0; i < template_count; i++) {
        const lamina_plugin *plugin = plugin_of(templates[i].module);
        for (uint32_t j = 0; j < plugin->route_count; j++)
            expect_route(&templates[i], lamina_plugin_route(plugin, j));
    }
}

/* ---- nothing else ---- */

static bool serves_a_public_route(const module_template *template, const lamina_plugin *plugin,
                                  const lamina_json *method)
{
    for (uint32_t i = 0; i < plugin->route_count; i++) {
        const lamina_route *route = lamina_plugin_route(plugin, i);
        if (is_public(route) && template_method(template, lamina_str_from(route->method),
                                                some_path(route->path)) == method)
            return true;
    }
    return false;
}

/* A method without an authorizer answers preflights by itself, or serves public routes by name: never ANY
   and never a greedy path, through which a later route would be open. */
Test(template_routes, are_open_only_where_they_are_public)
{
    for (size_t i = 0; i < template_count; i++) {
        const module_template *template = &templates[i];
        const lamina_plugin *plugin = plugin_of(template->module);
        const lamina_json *resource = lamina_json_first(template->resources);
        for (; resource != NULL; resource = lamina_json_next(resource)) {
            lamina_str type = lamina_json_string(template_property(resource, "AuthorizationType"));
            lamina_str kind =
                lamina_json_member_string(template_property(resource, "Integration"), "Type");
            if (!template_is(resource, "AWS::ApiGateway::Method") ||
                lamina_str_is(type, "CUSTOM") || lamina_str_is(kind, "MOCK"))
                continue;
            lamina_str verb = lamina_json_string(template_property(resource, "HttpMethod"));
            const lamina_json *place = lamina_json_member(
                template->resources,
                lamina_arena_format(
                    arena, "%.*s",
                    LAMINA_FMT(template_ref(template_property(resource, "ResourceId"))))
                    .ptr);
            lamina_str part = lamina_json_string(template_property(place, "PathPart"));
            cr_expect(!lamina_str_is(verb, "ANY") && !lamina_str_is(part, "{proxy+}") &&
                          serves_a_public_route(template, plugin, resource),
                      "%s: %.*s is open to everybody and no public route alone is behind it",
                      template->file, LAMINA_FMT(lamina_json_name(resource)));
        }
    }
}

/* Browsers ask with OPTIONS, without a token, before they send anything else. */
Test(template_routes, let_browsers_ask_first)
{
    for (size_t i = 0; i < template_count; i++) {
        const module_template *template = &templates[i];
        const lamina_plugin *plugin = plugin_of(template->module);
        for (uint32_t j = 0; j < plugin->route_count; j++) {
            const lamina_route *route = lamina_plugin_route(plugin, j);
            const lamina_json *method =
                template_method(template, LAMINA_STR("OPTIONS"), some_path(route->path));
            lamina_str kind =
                lamina_json_member_string(template_property(method, "Integration"), "Type");
            lamina_str type = lamina_json_string(template_property(method, "AuthorizationType"));
            cr_expect(lamina_str_is(kind, "MOCK") && lamina_str_is(type, "NONE"),
                      "%s: OPTIONS %s is not answered by API Gateway itself", template->file,
                      route->path);
        }
    }
}

/* ---- events other than HTTP ---- */

static bool has_permission_for(const module_template *template, const char *source)
{
    const lamina_json *resource = lamina_json_first(template->resources);
    for (; resource != NULL; resource = lamina_json_next(resource)) {
        const lamina_json *parts =
            lamina_json_member(template_property(resource, "SourceArn"), "Fn::Sub");
        lamina_str arn = lamina_json_string(lamina_json_first(parts));
        if (template_is(resource, "AWS::Lambda::Permission") && arn.len > 0 &&
            strstr(lamina_arena_format(arena, "%.*s", LAMINA_FMT(arn)).ptr, source) != NULL)
            return true;
    }
    return false;
}

static bool has_event_of(const module_template *template, const char *type)
{
    const lamina_json *resource = lamina_json_first(template->resources);
    for (; resource != NULL; resource = lamina_json_next(resource)) {
        const lamina_json *event = lamina_json_first(template_property(resource, "Events"));
        for (; event != NULL; event = lamina_json_next(event))
            if (lamina_str_is(lamina_json_member_string(event, "Type"), type))
                return true;
    }
    return false;
}

/* What SAM calls the source of each kind. Direct invocation needs nothing here: who may do it is in the
   caller's policies. */
static const struct {
    uint32_t kind;
    const char *sam;
} sources[] = {{LAMINA_EVENT_SQS, "SQS"},
               {LAMINA_EVENT_DYNAMODB, "DynamoDB"},
               {LAMINA_EVENT_SNS, "SNS"},
               {LAMINA_EVENT_S3, "S3"},
               {LAMINA_EVENT_EVENTBRIDGE, "EventBridgeRule"},
               {LAMINA_EVENT_SCHEDULE, "Schedule"}};

static bool is_wired(const module_template *template, uint32_t kind)
{
    if (kind == LAMINA_EVENT_AUTHORIZER)
        return has_permission_for(template, "/authorizers/");
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
        if (sources[i].kind == kind)
            return has_event_of(template, sources[i].sam);
    return kind == LAMINA_EVENT_DIRECT;
}

Test(template_routes, events_reach_their_handlers)
{
    for (size_t i = 0; i < template_count; i++) {
        const lamina_plugin *plugin = plugin_of(templates[i].module);
        for (uint32_t j = 0; j < plugin->event_count; j++) {
            const lamina_event_handler *handler = lamina_plugin_event(plugin, j);
            cr_expect(is_wired(&templates[i], handler->kind),
                      "%s: nothing sends the events of %s.%s", templates[i].file,
                      templates[i].module, handler->operation);
        }
    }
}

/* ---- every module ---- */

static int is_module(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && entry->d_type == DT_DIR;
}

Test(template_routes, each_module_has_a_template)
{
    const char *root = getenv("LAMINA_ROOT");
    lamina_str folder = lamina_arena_format(arena, "%s/plugins", root == NULL ? "." : root);
    struct dirent **entries = NULL;
    int count = scandir(folder.ptr, &entries, is_module, alphasort);
    cr_assert_gt(count, 0);
    for (int i = 0; i < count; i++) {
        lamina_str wanted =
            lamina_arena_format(arena, "plugins-templates/%s.yaml", entries[i]->d_name);
        bool has_one = false;
        for (size_t j = 0; j < template_count; j++)
            has_one = has_one || lamina_str_is(wanted, templates[j].file);
        cr_expect(has_one, "there is no %s", wanted.ptr);
        free(entries[i]);
    }
    free(entries);
}
