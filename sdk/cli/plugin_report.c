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
    cli_plugin_answer_fn answer;
    const void *subject;
} plugin_question;

static lamina_str file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    lamina_str name = lamina_str_from(slash ? slash + 1 : path);
    if (name.len > 3 && !memcmp(name.ptr + name.len - 3, ".so", 3))
        name.len -= 3;
    return name;
}

/* {"answer": ...} or {"refusal": "..."} */
static lamina_status answer(const plugin_question *asked, lamina_text *out)
{
    lamina_arena *arena = asked->arena;
    void *handle = NULL;
    const lamina_plugin *plugin = NULL;
    lamina_refusal refusal = {0};
    lamina_status status = lamina_plugin_open(arena, asked->path, &handle, &plugin, &refusal);
    if (!status)
        status = lamina_plugin_check(arena, plugin, lamina_system_host(), file_name(asked->path),
                                     &refusal);

    lamina_json_writer json;
    lamina_json_write_init(&json, out);
    lamina_json_write_object(&json);
    if (status) {
        lamina_json_write_member_string(&json, "refusal",
                                        lamina_arena_format(arena, "%s: %.*s",
                                                            refusal.type ? refusal.type : "unknown",
                                                            LAMINA_FMT(refusal.message)));
        status = LAMINA_OK;
    } else {
        lamina_json_write_name(&json, LAMINA_STR("answer"));
        status = asked->answer(arena, plugin, asked->subject, &json);
    }
    lamina_json_write_object_end(&json);
    return status ? status : lamina_text_status(out);
}

/* Leaves without running the plugin's destructors: it said what was asked. */
static void answer_and_exit(const void *subject, int out)
{
    lamina_text text;
    lamina_text_init(&text, REPORT_CAP);
    /* What a constructor prints is not part of our output. */
    dup2(STDERR_FILENO, STDOUT_FILENO);
    const bool whole = !answer(subject, &text) && cli__write_all(out, lamina_text_view(&text));
    _exit(whole ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* ---- the parent ---- */

lamina_status cli__plugin_ask(lamina_arena *arena, const char *path, cli_plugin_answer_fn question,
                              const void *subject, const lamina_json **answer, lamina_str *refusal)
{
    const plugin_question asked = {
        .arena = arena, .path = path, .answer = question, .subject = subject};
    const lamina_json *report = NULL;
    cli_child_end end;
    *answer = NULL;
    lamina_status status = cli__child_run(answer_and_exit, &asked, CLI_CHILD_LIMIT_MS, &end);
    /* The tree looks into the text, which the child's end takes along. */
    const lamina_str text = lamina_arena_copy(arena, lamina_text_view(&end.output));
    if (status || end.wait_status != 0 || lamina_json_read(arena, text, 0, &report, NULL)) {
        const lamina_str how = cli__child_end_text(arena, &end);
        *refusal = lamina_arena_format(arena, "the process that opened it %.*s", LAMINA_FMT(how));
    } else {
        *answer = lamina_json_member(report, "answer");
        *refusal = lamina_json_member_string(report, "refusal");
    }
    lamina_text_clear(&end.output);
    return *answer != NULL ? LAMINA_OK : LAMINA_E_CONFIG;
}

/* ---- what it serves ---- */

/* An object's beginning, the same for routes and handlers of other events. */
static void write_owner(lamina_json_writer *json, const char *path, const lamina_plugin *plugin)
{
    lamina_json_write_object(json);
    lamina_json_write_member_string(json, "plugin", lamina_str_from(path));
    lamina_json_write_member_string(json, "module", lamina_str_from(plugin->name));
    lamina_json_write_member_string(json, "version", lamina_str_from(plugin->version));
}

static void write_route(lamina_json_writer *json, const char *path, const lamina_plugin *plugin,
                        const lamina_route *route)
{
    write_owner(json, path, plugin);
    lamina_route_describe(route, json);
    lamina_json_write_object_end(json);
}

static void write_event(lamina_json_writer *json, const char *path, const lamina_plugin *plugin,
                        const lamina_event_handler *handler)
{
    write_owner(json, path, plugin);
    lamina_json_write_member_string(json, "event",
                                    lamina_str_from(lamina_event_kind_name(handler->kind)));
    lamina_json_write_member_string(json, "operation", lamina_str_from(handler->operation));
    lamina_json_write_name(json, LAMINA_STR("summary"));
    if (handler->summary)
        lamina_json_write_string(json, lamina_str_from(handler->summary));
    else
        lamina_json_write_null(json);
    lamina_json_write_object_end(json);
}

static lamina_status write_all(lamina_arena *arena, const lamina_plugin *plugin, const void *path,
                               lamina_json_writer *json)
{
    (void)arena;
    lamina_json_write_array(json);
    for (uint32_t i = 0; i < plugin->route_count; i++)
        write_route(json, path, plugin, lamina_plugin_route(plugin, i));
    for (uint32_t i = 0; i < plugin->event_count; i++)
        write_event(json, path, plugin, lamina_plugin_event(plugin, i));
    lamina_json_write_array_end(json);
    return LAMINA_OK;
}

lamina_status cli__plugin_report(lamina_arena *arena, const char *path, const lamina_json **routes,
                                 lamina_str *refusal)
{
    return cli__plugin_ask(arena, path, write_all, path, routes, refusal);
}
