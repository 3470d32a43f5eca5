/*
 * plugin_loader.c - from the settings to a plugin that runs: open, check, route, init.
 */
#include "plugin_loader.h"

#include "crash.h"
#include "crash_frames.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "refusal.h"

/* Lambda gives the init phase ten seconds (Developer Guide, "Lambda execution environment
   lifecycle"). */
#define INIT_MS 10000

static lamina_status refuse_init(lamina_arena *lasting, const lamina_context *context,
                                 const lamina_plugin *plugin, lamina_status status,
                                 lamina_refusal *refusal)
{
    lamina_problem problem = {.size = sizeof(problem)};
    lamina_error_read(context->error, &problem);
    lamina_text words;
    lamina_text_init(&words, 16384);
    lamina_text_add_format(&words, "init of plugin %s %s failed with %s", plugin->name,
                           plugin->version, lamina_status_name(status));
    if (problem.detail.len > 0)
        lamina_text_add_format(&words, ": %.*s", LAMINA_FMT(problem.detail));
    for (size_t i = 0; i < problem.cause_count; i++)
        lamina_text_add_format(&words, "; %.*s", LAMINA_FMT(problem.causes[i]));
    host__refuse(refusal, "Runtime.PluginInitFailed",
                 lamina_arena_copy(lasting, lamina_text_view(&words)));
    lamina_text_clear(&words);
    return LAMINA_E_CONFIG;
}

/* Does nothing for a plugin that has no init(). */
static lamina_status run_init(lamina_arena *lasting, host_service *service, lamina_refusal *refusal)
{
    const lamina_plugin *plugin = service->plugin;
    if (plugin->init == NULL)
        return LAMINA_OK;
    lamina_context context = {.size = sizeof(context),
                              .flags = LAMINA_CONTEXT_INIT,
                              .host = service->host,
                              .arena = lasting,
                              .error = lamina_error_new(lasting)};
    context.deadline_ms = lamina_now_us(&context) / 1000 + INIT_MS;
    host__crash_enter((lamina_str){0}, "init");
    const lamina_status status = plugin->init(&context, &service->state);
    host__crash_leave();
    return status == LAMINA_OK ? status : refuse_init(lasting, &context, plugin, status, refusal);
}

static void add_name(lamina_text *names, const char *operation)
{
    lamina_text_add_format(names, "%s%s", names->len > 0 ? ", " : "", operation);
}

static lamina_status refuse_operation(lamina_arena *arena, const lamina_plugin *plugin,
                                      lamina_str operation, lamina_refusal *refusal)
{
    lamina_text names;
    lamina_text_init(&names, 4096);
    for (uint32_t i = 0; i < plugin->route_count; i++)
        add_name(&names, lamina_plugin_route(plugin, i)->operation);
    for (uint32_t i = 0; i < plugin->event_count; i++)
        add_name(&names, lamina_plugin_event(plugin, i)->operation);
    host__refuse(refusal, "Runtime.OperationNotFound",
                 lamina_arena_format(arena,
                                     "plugin %s %s has no operation %.*s; set the function's "
                                     "Handler to %s alone or to %s. and one of: %.*s",
                                     plugin->name, plugin->version, LAMINA_FMT(operation),
                                     plugin->name, plugin->name,
                                     LAMINA_FMT(lamina_text_view(&names))));
    lamina_text_clear(&names);
    return LAMINA_E_CONFIG;
}

/* What the function serves: all of the plugin, or one operation of it. */
static lamina_status choose(const host_settings *settings, lamina_arena *lasting,
                            host_service *service, lamina_refusal *refusal)
{
    lamina_status status =
        host__router_init(lasting, service->plugin, settings->operation, &service->router, refusal);
    if (status != LAMINA_OK)
        return status;
    status =
        host__event_table_init(lasting, service->plugin, settings->operation, &service->events);
    if (status != LAMINA_OK)
        return host__refuse(refusal, "Runtime.BadEntry",
                            LAMINA_STR("the plugin has too many event handlers"));
    if (settings->operation.len > 0 && service->router.count == 0 && service->events.count == 0)
        return refuse_operation(lasting, service->plugin, settings->operation, refusal);
    return LAMINA_OK;
}

lamina_status host__plugin_load(const host_settings *settings, lamina_arena *lasting,
                                host_service *service, lamina_refusal *refusal)
{
    const lamina_str path = lamina_arena_format(
        lasting, "%.*s/%.*s.so", LAMINA_FMT(settings->task_root), LAMINA_FMT(settings->plugin));
    void *handle = NULL;
    lamina_status status =
        lamina_plugin_open(lasting, path.ptr, &handle, &service->plugin, refusal);
    if (status == LAMINA_OK)
        status =
            lamina_plugin_check(lasting, service->plugin, service->host, settings->plugin, refusal);
    if (status == LAMINA_OK)
        status = choose(settings, lasting, service, refusal);
    if (status != LAMINA_OK)
        return status;
    host__crash_know_files(); /* the plugin is one of them now */
    return run_init(lasting, service, refusal);
}

void host__plugin_shutdown(host_service *service)
{
    if (service->plugin->shutdown != NULL)
        service->plugin->shutdown(service->state);
}
