/*
 * plugin_report.c - a forked child looks at the plugin and writes JSON into a pipe.
 */
#include "plugin_report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lamina/check.h"
#include "lamina/system_host.h"

#define REPORT_CAP ((size_t)16 << 20)

/* ---- the child ---- */

static lamina_str file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    lamina_str name = lamina_str_from(slash ? slash + 1 : path);
    if (name.len > 3 && !memcmp(name.ptr + name.len - 3, ".so", 3))
        name.len -= 3;
    return name;
}

static void write_optional(lamina_json_writer *json, const char *name, const char *value)
{
    lamina_json_write_name(json, lamina_str_from(name));
    if (value)
        lamina_json_write_string(json, lamina_str_from(value));
    else
        lamina_json_write_null(json);
}

static void write_route(lamina_json_writer *json, const char *path, const lamina_plugin *plugin,
                        const lamina_route *route)
{
    lamina_json_write_object(json);
    lamina_json_write_member_string(json, "plugin", lamina_str_from(path));
    lamina_json_write_member_string(json, "module", lamina_str_from(plugin->name));
    lamina_json_write_member_string(json, "version", lamina_str_from(plugin->version));
    lamina_json_write_member_string(json, "method", lamina_str_from(route->method));
    lamina_json_write_member_string(json, "path", lamina_str_from(route->path));
    lamina_json_write_member_string(json, "operation", lamina_str_from(route->operation));
    write_optional(json, "scope", route->scope);
    write_optional(json, "summary", route->summary);
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

static bool write_all(int fd, lamina_str bytes)
{
    while (bytes.len > 0) {
        ssize_t count = write(fd, bytes.ptr, bytes.len);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes.ptr += count;
        bytes.len -= (size_t)count;
    }
    return true;
}

/* Leaves without running the plugin's destructors: it said what was asked. */
static void report_and_exit(const char *path, lamina_arena *arena, int fd)
{
    lamina_text out;
    lamina_text_init(&out, REPORT_CAP);
    /* What a constructor prints is not part of our output. */
    dup2(STDERR_FILENO, STDOUT_FILENO);
    describe(path, arena, &out);
    bool whole = !lamina_text_status(&out) && write_all(fd, lamina_text_view(&out));
    _exit(whole ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* ---- the parent ---- */

static void read_all(int fd, lamina_text *out)
{
    for (;;) {
        char *room = lamina_text_reserve(out, 4096);
        ssize_t count = room ? read(fd, room, 4096) : 0;
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return;
        lamina_text_advance(out, (size_t)count);
    }
}

static lamina_str end_of(lamina_arena *arena, int status)
{
    if (WIFSIGNALED(status))
        return lamina_arena_format(arena, "opening it ended the process with signal %d (%s)",
                                   WTERMSIG(status), sigdescr_np(WTERMSIG(status)));
    return lamina_arena_format(arena, "opening it ended the process with status %d",
                               WEXITSTATUS(status));
}

static lamina_status read_report(lamina_arena *arena, lamina_str bytes, int wait_status,
                                 const lamina_json **routes, lamina_str *refusal)
{
    const lamina_json *report = NULL;
    if (wait_status != 0 || lamina_json_read(arena, bytes, 0, &report, NULL)) {
        *refusal = end_of(arena, wait_status);
        return LAMINA_E_CONFIG;
    }
    *routes = lamina_json_member(report, "routes");
    *refusal = lamina_json_member_string(report, "refusal");
    return *routes ? LAMINA_OK : LAMINA_E_CONFIG;
}

lamina_status cli__plugin_report(lamina_arena *arena, const char *path, const lamina_json **routes,
                                 lamina_str *refusal)
{
    int ends[2];
    if (pipe(ends)) {
        *refusal = lamina_str_from("the system has no pipe to spare");
        return LAMINA_E_UNAVAILABLE;
    }
    /* What is buffered would otherwise be written by both processes. */
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        report_and_exit(path, arena, ends[1]);
    close(ends[1]);
    lamina_text report;
    lamina_text_init(&report, REPORT_CAP);
    int wait_status = -1;
    if (child > 0) {
        read_all(ends[0], &report);
        while (waitpid(child, &wait_status, 0) < 0 && errno == EINTR)
            continue;
    }
    close(ends[0]);
    lamina_status status =
        read_report(arena, lamina_text_view(&report), wait_status, routes, refusal);
    lamina_text_clear(&report);
    return status;
}
