/*
 * plugin_report.c - a forked child looks at the plugin and writes JSON into a pipe.
 */
#include "plugin_report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "lamina/check.h"
#include "lamina/system_host.h"

#define REPORT_CAP ((size_t)16 << 20)

/* ---- the child ---- */

typedef struct plugin_question {
    lamina_arena *arena;
    const char *path;
} plugin_question;

static lamina_str file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    lamina_str name = lamina_str_from(slash ? slash + 1 : path);
    if (name.len > 3 && !memcmp(name.ptr + name.len - 3, ".so", 3))
        name.len -= 3;
    return name;
}

static void write_route(lamina_json_writer *json, const char *path, const lamina_plugin *plugin,
                        const lamina_route *route)
{
    lamina_json_write_object(json);
    lamina_json_write_member_string(json, "plugin", lamina_str_from(path));
    lamina_json_write_member_string(json, "module", lamina_str_from(plugin->name));
    lamina_json_write_member_string(json, "version", lamina_str_from(plugin->version));
    lamina_route_describe(route, json);
    lamina_json_write_object_end(json);
}

/* {"routes": [...]} or {"refusal": "..."} */
static void describe(const char *path, lamina_arena *arena, lamina_text *out)
{
    void *handle = NULL;
    const lamina_plugin *plugin = NULL;
    lamina_refusal refusal = {0};
    lamina_status status = lamina_plugin_open(arena, path, &handle, &plugin, &refusal);
    if (!status)
        status =
            lamina_plugin_check(arena, plugin, lamina_system_host(), file_name(path), &refusal);

    lamina_json_writer json;
    lamina_json_write_init(&json, out);
    lamina_json_write_object(&json);
    if (status) {
        lamina_json_write_member_string(&json, "refusal",
                                        lamina_arena_format(arena, "%s: %.*s",
                                                            refusal.type ? refusal.type : "unknown",
                                                            LAMINA_FMT(refusal.message)));
    } else {
        lamina_json_write_name(&json, LAMINA_STR("routes"));
        lamina_json_write_array(&json);
        for (uint32_t i = 0; i < plugin->route_count; i++)
            write_route(&json, path, plugin, lamina_plugin_route(plugin, i));
        lamina_json_write_array_end(&json);
    }
    lamina_json_write_object_end(&json);
}

/* Leaves without running the plugin's destructors: it said what was asked. */
static void report_and_exit(const void *subject, int out)
{
    const plugin_question *asked = subject;
    lamina_text report;
    lamina_text_init(&report, REPORT_CAP);
    /* What a constructor prints is not part of our output. */
    dup2(STDERR_FILENO, STDOUT_FILENO);
    describe(asked->path, asked->arena, &report);
    bool whole = !lamina_text_status(&report) && cli__write_all(out, lamina_text_view(&report));
    _exit(whole ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* ---- the parent ---- */

lamina_status cli__plugin_report(lamina_arena *arena, const char *path, const lamina_json **routes,
                                 lamina_str *refusal)
{
    const plugin_question question = {.arena = arena, .path = path};
    const lamina_json *report = NULL;
    cli_child_end end;
    lamina_status status = cli__child_run(report_and_exit, &question, CLI_CHILD_LIMIT_MS, &end);
    if (status || end.wait_status != 0 ||
        lamina_json_read(arena, lamina_text_view(&end.output), 0, &report, NULL)) {
        const lamina_str how = cli__child_end_text(arena, &end);
        *refusal = lamina_arena_format(arena, "the process that opened it %.*s", LAMINA_FMT(how));
        status = LAMINA_E_CONFIG;
    } else {
        *routes = lamina_json_member(report, "routes");
        *refusal = lamina_json_member_string(report, "refusal");
        status = *routes ? LAMINA_OK : LAMINA_E_CONFIG;
    }
    lamina_text_clear(&end.output);
    return status;
}
