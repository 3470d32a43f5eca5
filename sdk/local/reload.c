/*
 * reload.c - from a saved file to the next request's process.
 */
#include "reload.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "beside.h"
#include "child_environment.h"
#include "command_words.h"
#include "console.h"
#include "file_watch.h"
#include "module.h"
#include "terminal.h"

/* A linker and an editor write more than once. */
#define SETTLE_MS 60
#define ROUTES_CAP ((size_t)8 << 20)
#define OUTPUT_CAP ((size_t)256 << 10)
/* The tag of what --watch names; plugins have their own number. */
#define SOURCES SIZE_MAX

typedef struct watched_plugin {
    local_reload *reload;
    local_module *module;
    const char *name; /* of the file, without its folder */
    struct event *settle;
    bool is_asked; /* `lamina routes` looks at it */
    lamina_text routes;
} watched_plugin;

struct local_reload {
    local_stage *stage;
    local_file_watch *watch;
    watched_plugin *plugins;
    size_t count;
    struct event *settle; /* of the sources */
    bool is_building;
    bool is_outdated; /* a source has changed since the build began */
    bool has_failed;
    lamina_text output; /* of the last build */
};

static void wait_until_settled(struct event *settle)
{
    evtimer_add(settle, &(struct timeval){.tv_usec = SETTLE_MS * 1000});
}

/* ---- a plugin: looked at as at the start, before anything of it runs ---- */

static void on_routes_output(void *arg, lamina_str line)
{
    watched_plugin *plugin = arg;
    lamina_text_add(&plugin->routes, line);
}

static void on_routes_error(void *arg, lamina_str line)
{
    (void)arg;
    local__complain("%.*s", LAMINA_FMT(line));
}

static void on_routes_end(void *arg, int wait_status)
{
    watched_plugin *plugin = arg;
    local_stage *stage = plugin->reload->stage;
    plugin->is_asked = false;
    if (stage->stopping)
        return;
    if (wait_status != 0 ||
        local__module_learn(stage->modules, plugin->module, lamina_text_view(&plugin->routes))) {
        local__complain("%s: the processes of before go on", plugin->module->file);
        return;
    }
    local__pool_renew(plugin->module->pool);
    local__print("%s has changed: the next request gets a new process.\n", plugin->module->file);
    local__console_changed(stage->console);
}

static void look_at(watched_plugin *plugin)
{
    local_stage *stage = plugin->reload->stage;
    lamina_arena_reset(stage->scratch);
    const char *program = local__beside(stage->scratch, "bin/lamina");
    const char *const argv[] = {program, "routes", "--json", "--", plugin->module->file, NULL};
    local_program routes = {.argv = argv,
                            .env = local__reader_environment(stage),
                            .on_output = on_routes_output,
                            .on_error = on_routes_error,
                            .on_end = on_routes_end,
                            .arg = plugin};
    lamina_text_reset(&plugin->routes);
    plugin->is_asked =
        program && routes.env && local__process_start(stage->processes, &routes) != NULL;
    if (!plugin->is_asked)
        local__complain("%s: the system refuses another process to look at it; the processes of "
                        "before go on",
                        plugin->module->file);
}

static void on_plugin_settled(evutil_socket_t fd, short what, void *arg)
{
    watched_plugin *plugin = arg;
    (void)fd;
    (void)what;
    if (plugin->is_asked)
        wait_until_settled(plugin->settle);
    else if (!access(plugin->module->file, R_OK)) /* otherwise it is about to be made anew */
        look_at(plugin);
}

/* ---- the sources ---- */

static void on_build_line(void *arg, lamina_str line)
{
    local_reload *reload = arg;
    local__write_line(STDERR_FILENO, "build", line);
    if (reload->output.len + line.len + 1 > OUTPUT_CAP)
        return;
    lamina_text_add(&reload->output, line);
    lamina_text_add_char(&reload->output, '\n');
}

static void on_build_end(void *arg, int wait_status)
{
    local_reload *reload = arg;
    reload->is_building = false;
    reload->has_failed = wait_status != 0;
    if (reload->stage->stopping)
        return;
    if (reload->has_failed)
        local__complain("the build failed; what was built before goes on");
    if (reload->is_outdated)
        wait_until_settled(reload->settle);
    local__console_changed(reload->stage->console);
}

static void build(local_reload *reload)
{
    local_stage *stage = reload->stage;
    const char *words[LOCAL_COMMAND_WORD_CAP + 1];
    lamina_arena_reset(stage->scratch);
    lamina_text_reset(&reload->output);
    reload->is_outdated = false;
    local_program program = {.argv = words,
                             .env = local__own_environment(),
                             .on_output = on_build_line,
                             .on_error = on_build_line,
                             .on_end = on_build_end,
                             .arg = reload};
    reload->is_building = local__command_words(stage->scratch, stage->options->build, words) &&
                          local__process_start(stage->processes, &program) != NULL;
    if (!reload->is_building)
        local__complain("--build %s: cannot be started", stage->options->build);
    local__console_changed(stage->console);
}

static void on_sources_settled(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    build(arg);
}

static bool is_source(const char *name)
{
    static const char *const endings[] = {".c", ".h", ".cc", ".cpp", ".hpp", ".mk", "Makefile"};
    const size_t len = strlen(name);
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        const size_t end = strlen(endings[i]);
        if (len >= end && !strcmp(name + len - end, endings[i]))
            return true;
    }
    return false;
}

static void on_change(void *arg, size_t tag, const char *name)
{
    local_reload *reload = arg;
    if (tag == SOURCES && (!name || is_source(name))) {
        reload->is_outdated = true;
        if (!reload->is_building)
            wait_until_settled(reload->settle);
    }
    /* One folder may hold several plugins, and be watched for the first of them. */
    for (size_t i = 0; tag != SOURCES && i < reload->count; i++)
        if (!strcmp(reload->plugins[i].module->folder, reload->plugins[tag].module->folder) &&
            (!name || !strcmp(reload->plugins[i].name, name)))
            wait_until_settled(reload->plugins[i].settle);
}

/* ---- life ---- */

static bool watch_plugin(local_reload *reload, size_t i)
{
    watched_plugin *plugin = &reload->plugins[i];
    local_module *module = &reload->stage->modules->items[i];
    const char *slash = strrchr(module->file, '/');
    *plugin = (watched_plugin){
        .reload = reload, .module = module, .name = slash ? slash + 1 : module->file};
    lamina_text_init(&plugin->routes, ROUTES_CAP);
    plugin->settle = evtimer_new(reload->stage->base, on_plugin_settled, plugin);
    reload->count++;
    if (plugin->settle && local__file_watch_add(reload->watch, module->folder, i))
        return true;
    local__complain("%s cannot be watched: %s", module->folder, strerror(errno));
    return false;
}

static bool watch_sources(local_reload *reload)
{
    const local_options *options = reload->stage->options;
    for (size_t i = 0; i < options->watch_count; i++)
        if (!local__file_watch_add_tree(reload->watch, options->watches[i], SOURCES)) {
            local__complain("--watch %s: %s", options->watches[i], strerror(errno));
            return false;
        }
    return true;
}

static bool watch_all(local_reload *reload)
{
    const local_modules *modules = reload->stage->modules;
    reload->watch = local__file_watch_new(reload->stage->base, on_change, reload);
    reload->settle = evtimer_new(reload->stage->base, on_sources_settled, reload);
    reload->plugins = calloc(modules->count, sizeof(*reload->plugins));
    if (!reload->watch || !reload->settle || !reload->plugins) {
        local__complain("files cannot be watched: %s", strerror(errno));
        return false;
    }
    for (size_t i = 0; i < modules->count; i++)
        if (!watch_plugin(reload, i))
            return false;
    return watch_sources(reload);
}

local_reload *local__reload_new(local_stage *stage)
{
    local_reload *reload = calloc(1, sizeof(*reload));
    if (!reload)
        return NULL;
    reload->stage = stage;
    lamina_text_init(&reload->output, OUTPUT_CAP);
    if (watch_all(reload))
        return reload;
    local__reload_free(reload);
    return NULL;
}

void local__reload_free(local_reload *reload)
{
    if (!reload)
        return;
    local__file_watch_free(reload->watch);
    for (size_t i = 0; i < reload->count; i++) {
        if (reload->plugins[i].settle)
            event_free(reload->plugins[i].settle);
        lamina_text_clear(&reload->plugins[i].routes);
    }
    if (reload->settle)
        event_free(reload->settle);
    lamina_text_clear(&reload->output);
    free(reload->plugins);
    free(reload);
}

void local__reload_write(const local_reload *reload, lamina_json_writer *writer)
{
    if (!reload || !reload->stage->options->build) {
        lamina_json_write_null(writer);
        return;
    }
    const char *state = reload->is_building ? "building" : reload->has_failed ? "failed" : "ok";
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "state", lamina_str_from(state));
    lamina_json_write_member_string(writer, "output", lamina_text_view(&reload->output));
    lamina_json_write_object_end(writer);
}
