/*
 * check.c - a layer is asked by `lamina check` through its own bootstrap, so that the very code that
 * will load the plugin says whether it can.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lamina/check.h"
#include "lamina/json.h"
#include "lamina/system_host.h"
#include "router.h"

#define CHECK_ARENA_CAP ((size_t)64 << 20)
#define CHECK_REPORT_CAP ((size_t)16 << 20)

/* The plugin's name by its file: without folder and .so. */
static lamina_str name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    lamina_str name = lamina_str_from(slash != NULL ? slash + 1 : path);
    if (name.len > 3 && memcmp(name.ptr + name.len - 3, ".so", 3) == 0)
        name.len -= 3;
    return name;
}

static lamina_status load(lamina_arena *arena, const char *path, const lamina_plugin **plugin,
                          lamina_refusal *refusal)
{
    void *handle = NULL;
    host_router router;
    lamina_status status = lamina_plugin_open(arena, path, &handle, plugin, refusal);
    if (status == LAMINA_OK)
        status = lamina_plugin_check(arena, *plugin, lamina_system_host(), name_of(path), refusal);
    if (status == LAMINA_OK)
        status = host__router_init(arena, *plugin, (lamina_str){0}, &router, refusal);
    return status;
}

static void write_host(lamina_json_writer *json)
{
    const lamina_host *host = lamina_system_host();
    lamina_json_write_name(json, LAMINA_STR("host"));
    lamina_json_write_object(json);
    lamina_json_write_member_string(json, "version", lamina_str_from(host->version));
    lamina_json_write_member_int64(json, "abiMajor", host->abi_major);
    lamina_json_write_member_int64(json, "abiMinor", host->abi_minor);
    lamina_json_write_object_end(json);
}

static lamina_status write_report(lamina_arena *arena, const char *path, lamina_text *out)
{
    const lamina_plugin *plugin = NULL;
    lamina_refusal refusal = {0};
    const lamina_status status = load(arena, path, &plugin, &refusal);
    lamina_json_writer json;
    lamina_json_write_init(&json, out);
    lamina_json_write_object(&json);
    write_host(&json);
    lamina_json_write_name(&json,
                           status == LAMINA_OK ? LAMINA_STR("plugin") : LAMINA_STR("refusal"));
    lamina_json_write_object(&json);
    if (status == LAMINA_OK) {
        lamina_plugin_describe(plugin, &json);
    } else {
        lamina_json_write_member_string(&json, "type", lamina_str_from(refusal.type));
        lamina_json_write_member_string(&json, "message", refusal.message);
    }
    lamina_json_write_object_end(&json);
    lamina_json_write_object_end(&json);
    lamina_text_add_char(out, '\n');
    return status;
}

static bool write_all(int fd, lamina_str bytes)
{
    while (bytes.len > 0) {
        const ssize_t count = write(fd, bytes.ptr, bytes.len);
        if (count <= 0)
            return false;
        bytes.ptr += count;
        bytes.len -= (size_t)count;
    }
    return true;
}

void host__check(const char *path)
{
    /* What a constructor prints is no part of the report. */
    const int report = dup(STDOUT_FILENO);
    (void)dup2(STDERR_FILENO, STDOUT_FILENO);
    lamina_arena *arena = lamina_arena_new(CHECK_ARENA_CAP);
    lamina_text out;
    lamina_text_init(&out, CHECK_REPORT_CAP);
    const lamina_status status = arena != NULL ? write_report(arena, path, &out) : LAMINA_E_MEMORY;
    const bool whole = arena != NULL && lamina_text_status(&out) == LAMINA_OK &&
                       write_all(report, lamina_text_view(&out));
    _exit(whole && status == LAMINA_OK ? EXIT_SUCCESS : EXIT_FAILURE);
}
