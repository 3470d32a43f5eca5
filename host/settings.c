/*
 * settings.c - the environment, read once and strictly: a typing error is told at the first start
 * and not when a value is first needed.
 */
#include "settings.h"

#include <stdlib.h>

#include "cors.h"
#include "lamina/host.h"
#include "lamina/log.h"
#include "lamina/text.h"
#include "refusal.h"

static lamina_str variable(const char *name)
{
    return lamina_str_from(getenv(name));
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '_';
}

/* As plugin.h has it: [a-z][a-z0-9-]*. No slash and no dot, so that no path can be built from it. */
static bool is_plugin_name(lamina_str name)
{
    if (name.len == 0 || name.len > HOST_PLUGIN_NAME_CAP || !is_lower(name.ptr[0]))
        return false;
    for (size_t i = 1; i < name.len; i++)
        if (!is_lower(name.ptr[i]) && !is_digit(name.ptr[i]) && name.ptr[i] != '-')
            return false;
    return true;
}

static bool is_operation(lamina_str name)
{
    if (name.len == 0 || name.len > HOST_OPERATION_CAP)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!is_word(name.ptr[i]) && name.ptr[i] != '-')
            return false;
    return true;
}

/* "host:port", "name:port" or "[::1]:port": it becomes part of a URL. */
static bool is_authority(lamina_str text)
{
    if (text.len == 0 || text.len > HOST_RUNTIME_API_CAP)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (!is_word(c) && c != '.' && c != '-' && c != ':' && c != '[' && c != ']')
            return false;
    }
    return true;
}

static lamina_status read_runtime_api(lamina_arena *arena, host_settings *settings,
                                      lamina_refusal *refusal)
{
    const lamina_str text = variable("AWS_LAMBDA_RUNTIME_API");
    if (!is_authority(text))
        return host__refuse(refusal, "Runtime.BadSetting",
                            lamina_arena_format(arena,
                                                "AWS_LAMBDA_RUNTIME_API is \"%.*s\"; it must be a "
                                                "host and a port, such as 127.0.0.1:9001",
                                                LAMINA_FMT(text)));
    settings->runtime_api = text;
    return LAMINA_OK;
}

/* Our own variable is checked; Lambda's may get values that this version does not know. */
static lamina_status read_log_level(lamina_arena *arena, host_settings *settings,
                                    lamina_refusal *refusal)
{
    settings->log_level = LAMINA_LOG_INFO;
    const lamina_str ours = variable("LAMINA_LOG_LEVEL");
    if (ours.len == 0) {
        (void)lamina_log_level_from(variable("AWS_LAMBDA_LOG_LEVEL"), &settings->log_level);
        return LAMINA_OK;
    }
    if (lamina_log_level_from(ours, &settings->log_level) == LAMINA_OK)
        return LAMINA_OK;
    return host__refuse(refusal, "Runtime.BadSetting",
                        lamina_arena_format(arena,
                                            "LAMINA_LOG_LEVEL is \"%.*s\"; it must be TRACE, "
                                            "DEBUG, INFO, WARN, ERROR or FATAL",
                                            LAMINA_FMT(ours)));
}

static lamina_status read_access_log(lamina_arena *arena, host_settings *settings,
                                     lamina_refusal *refusal)
{
    const lamina_str text = variable("LAMINA_ACCESS_LOG");
    settings->access_log = text.len == 0 || lamina_str_is(text, "on");
    if (settings->access_log || lamina_str_is(text, "off"))
        return LAMINA_OK;
    return host__refuse(refusal, "Runtime.BadSetting",
                        lamina_arena_format(arena,
                                            "LAMINA_ACCESS_LOG is \"%.*s\"; it must be on or off",
                                            LAMINA_FMT(text)));
}

static lamina_status read_cors_origin(lamina_arena *arena, host_settings *settings,
                                      lamina_refusal *refusal)
{
    const lamina_str text = variable("LAMINA_CORS_ALLOW_ORIGIN");
    if (text.len > 0 && !host__cors_is_origin(text))
        return host__refuse(
            refusal, "Runtime.BadSetting",
            lamina_arena_format(arena,
                                "LAMINA_CORS_ALLOW_ORIGIN is \"%.*s\"; it must be * or "
                                "an origin such as https://app.example",
                                LAMINA_FMT(text)));
    settings->cors_origin = text;
    return LAMINA_OK;
}

static lamina_status read_task_root(lamina_arena *arena, host_settings *settings,
                                    lamina_refusal *refusal)
{
    const lamina_str text = variable("LAMBDA_TASK_ROOT");
    if (text.len == 0 || text.len > HOST_TASK_ROOT_CAP)
        return host__refuse(refusal, "Runtime.BadSetting",
                            lamina_arena_format(arena,
                                                "LAMBDA_TASK_ROOT is %s; it must be the folder "
                                                "that the plugin lies in, such as /var/task",
                                                text.len == 0 ? "not set" : "too long"));
    settings->task_root = text;
    return LAMINA_OK;
}

/* "partner", "partner.so" (the file's name is a likely slip) or "partner.get_partner". */
static lamina_status read_handler(lamina_arena *arena, host_settings *settings,
                                  lamina_refusal *refusal)
{
    const lamina_str handler = variable("_HANDLER");
    if (handler.len == 0)
        return host__refuse(refusal, "Runtime.HandlerMissing",
                            LAMINA_STR("_HANDLER is not set; set the function's Handler to the "
                                       "plugin's name, such as partner"));
    lamina_str operation = handler;
    lamina_str plugin = {0};
    const bool has_dot = lamina_str_cut(&operation, '.', &plugin);
    const bool whole_plugin = !has_dot || lamina_str_is(operation, "so");
    if (!is_plugin_name(plugin) || (!whole_plugin && !is_operation(operation)))
        return host__refuse(refusal, "Runtime.BadHandler",
                            lamina_arena_format(arena,
                                                "_HANDLER is \"%.*s\"; it must be a plugin "
                                                "(partner) or a plugin and one of its operations "
                                                "(partner.get_partner); a plugin's name is small "
                                                "letters, digits and '-', without a folder",
                                                LAMINA_FMT(handler)));
    settings->plugin = lamina_arena_copy(arena, plugin);
    if (!whole_plugin)
        settings->operation = lamina_arena_copy(arena, operation);
    return LAMINA_OK;
}

typedef lamina_status (*read_fn)(lamina_arena *, host_settings *, lamina_refusal *);

lamina_status host__settings_read(lamina_arena *arena, host_settings *settings,
                                  lamina_refusal *refusal)
{
    /* The Runtime API first, so that every later refusal can be reported to it. */
    static const read_fn readers[] = {read_runtime_api, read_log_level, read_access_log,
                                      read_cors_origin, read_task_root, read_handler};
    *settings = (host_settings){.log_level = LAMINA_LOG_INFO, .access_log = true};
    for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
        const lamina_status status = readers[i](arena, settings, refusal);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}
