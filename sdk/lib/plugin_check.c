/*
 * Checking a plugin's entry before any function of it runs: preamble, size, needs, name, tables.
 */
#include "lamina/check.h"

#include <string.h>

#include "check_refusal.h"
#include "lamina/text.h"
#include "plugin_check_inside.h"

/* The sizes of 1.0: what every plugin of this major has at least. */
enum { PLUGIN_SIZE_1_0 = 120, ROUTE_SIZE_1_0 = 88 };
_Static_assert(sizeof(void *) != 8 || (sizeof(lamina_plugin) >= PLUGIN_SIZE_1_0 &&
                                       sizeof(lamina_route) >= ROUTE_SIZE_1_0),
               "the structs only grow");

/* Beyond these a number is garbage rather than a plan. */
enum { SIZE_CAP = 64 * 1024, NEED_CAP = 256, ROUTE_CAP = 4096, TEXT_CAP = 64 };

#define REFUSE(check, type, ...) lamina__refuse((check)->arena, (check)->refusal, type, __VA_ARGS__)

static lamina_status check_preamble(const lamina__plugin_check *check)
{
    const lamina_plugin *plugin = check->plugin;
    const lamina_host *host = check->host;
    lamina_str file = check->file_name;
    if (plugin->magic != LAMINA_PLUGIN_MAGIC)
        return REFUSE(check, "Runtime.NotAPlugin",
                      "%.*s.so: its " LAMINA_PLUGIN_SYMBOL
                      " begins with 0x%08x, where a plugin has 0x%08x. Set .magic = "
                      "LAMINA_PLUGIN_MAGIC.",
                      LAMINA_FMT(file), plugin->magic, LAMINA_PLUGIN_MAGIC);
    if (plugin->abi_major > host->abi_major)
        return REFUSE(
            check, "Runtime.PluginTooNew",
            "%.*s.so: built for ABI %u.%u; this host is %s (ABI %u.%u). Deploy a layer of "
            "major %u, or build the plugin with an SDK of major %u.",
            LAMINA_FMT(file), plugin->abi_major, plugin->abi_minor, host->version, host->abi_major,
            host->abi_minor, plugin->abi_major, host->abi_major);
    if (plugin->abi_major < host->abi_major)
        return REFUSE(check, "Runtime.PluginTooOld",
                      "%.*s.so: built for ABI %u.%u; this host is %s (ABI %u.%u). Build the plugin "
                      "with an SDK of major %u, or keep a layer of major %u.",
                      LAMINA_FMT(file), plugin->abi_major, plugin->abi_minor, host->version,
                      host->abi_major, host->abi_minor, host->abi_major, plugin->abi_major);
    if (plugin->size < PLUGIN_SIZE_1_0 || plugin->size > SIZE_CAP)
        return REFUSE(check, "Runtime.NotAPlugin",
                      "%.*s.so: its " LAMINA_PLUGIN_SYMBOL
                      " says that it is %u bytes long; one of ABI %u.0 has %d. Set .size = "
                      "sizeof(lamina_plugin).",
                      LAMINA_FMT(file), plugin->size, host->abi_major, PLUGIN_SIZE_1_0);
    return LAMINA_OK;
}

/* ---- needs ---- */

static const char *or_else(const char *text, const char *fallback)
{
    return text != NULL && text[0] != '\0' ? text : fallback;
}

static lamina_status refuse_needs(const lamina__plugin_check *check, const char *list,
                                  const char *newest)
{
    const lamina_plugin *plugin = check->plugin;
    const lamina_host *host = check->host;
    return REFUSE(
        check, "Runtime.NeedMissing",
        "%.*s.so: needs %s; this host is %s (ABI %u.%u), and the plugin was built for ABI "
        "%u.%u. Deploy a layer of %s or later, or build the plugin with SDK %u.%u.",
        LAMINA_FMT(check->file_name), list, host->version, host->abi_major, host->abi_minor,
        plugin->abi_major, plugin->abi_minor, newest, host->abi_major, host->abi_minor);
}

/* "1.10" is later than "1.9". */
static bool is_later(const char *a, const char *b)
{
    lamina_str a_minor = lamina_str_from(a);
    lamina_str b_minor = lamina_str_from(b);
    lamina_str a_major;
    lamina_str b_major;
    int64_t numbers[4] = {0};
    lamina_str_cut(&a_minor, '.', &a_major);
    lamina_str_cut(&b_minor, '.', &b_major);
    if (lamina_parse_int64(a_major, &numbers[0]) != LAMINA_OK ||
        lamina_parse_int64(b_major, &numbers[1]) != LAMINA_OK)
        return false;
    if (numbers[0] != numbers[1])
        return numbers[0] > numbers[1];
    return lamina_parse_int64(a_minor, &numbers[2]) == LAMINA_OK &&
           (lamina_parse_int64(b_minor, &numbers[3]) != LAMINA_OK || numbers[2] > numbers[3]);
}

/* All missing tables in one message: nobody wants to find them one deployment at a time. */
static lamina_status check_needs(const lamina__plugin_check *check)
{
    const lamina_plugin *plugin = check->plugin;
    if (plugin->need_count > NEED_CAP || (plugin->need_count > 0 && plugin->needs == NULL))
        return REFUSE(check, "Runtime.BadEntry", "%.*s.so: says that it has %u needs, but %s.",
                      LAMINA_FMT(check->file_name), plugin->need_count,
                      plugin->needs == NULL ? ".needs is NULL" : "256 are the most");

    lamina_text list;
    const char *newest = "";
    lamina_text_init(&list, 1024);
    for (uint32_t i = 0; i < plugin->need_count; i++) {
        const char *id = or_else(plugin->needs[i].id, "a table without an id");
        const char *since = or_else(plugin->needs[i].since, "a later version");
        if (check->host->table(check->host, id) != NULL)
            continue;
        lamina_text_add_format(&list, "%s%s, which came with host %s", list.len > 0 ? ", and " : "",
                               id, since);
        if (newest[0] == '\0' || is_later(since, newest))
            newest = since;
    }
    lamina_status status = LAMINA_OK;
    if (lamina_text_status(&list) != LAMINA_OK)
        status = refuse_needs(check, "more tables than this message can hold", newest);
    else if (list.len > 0)
        status = refuse_needs(check, list.ptr, newest);
    lamina_text_clear(&list);
    return status;
}

/* ---- name, version, tables ---- */

static bool is_name(const char *name)
{
    if (name == NULL || name[0] < 'a' || name[0] > 'z')
        return false;
    size_t len = strnlen(name, TEXT_CAP + 1);
    for (size_t i = 0; i < len; i++) {
        bool lower = name[i] >= 'a' && name[i] <= 'z';
        bool digit = name[i] >= '0' && name[i] <= '9';
        if (!lower && !digit && name[i] != '-')
            return false;
    }
    return len <= TEXT_CAP;
}

static bool is_version(const char *version)
{
    if (version == NULL || version[0] == '\0')
        return false;
    size_t len = strnlen(version, TEXT_CAP + 1);
    for (size_t i = 0; i < len; i++)
        if (version[i] <= ' ' || version[i] > '~')
            return false;
    return len <= TEXT_CAP;
}

static lamina_status check_names(const lamina__plugin_check *check)
{
    const lamina_plugin *plugin = check->plugin;
    lamina_str file = check->file_name;
    if (!is_name(plugin->name))
        return REFUSE(check, "Runtime.BadEntry",
                      "%.*s.so: its .name is %.80s; a name is a lower-case letter, then up to 63 "
                      "lower-case letters, digits and '-'.",
                      LAMINA_FMT(file), plugin->name != NULL ? plugin->name : "NULL");
    if (!lamina_str_is(file, plugin->name))
        return REFUSE(check, "Runtime.BadEntry",
                      "%.*s.so: its .name is \"%s\"; file and name must agree. Rename the file to "
                      "%s.so, or set .name = \"%.*s\".",
                      LAMINA_FMT(file), plugin->name, plugin->name, LAMINA_FMT(file));
    if (!is_version(plugin->version))
        return REFUSE(
            check, "Runtime.BadEntry",
            "%.*s.so: its .version is missing, longer than 64 characters or not printable. "
            "Set it as in .version = \"1.0.0\".",
            LAMINA_FMT(file));
    return LAMINA_OK;
}

static lamina_status check_tables(const lamina__plugin_check *check)
{
    const lamina_plugin *plugin = check->plugin;
    lamina_str file = check->file_name;
    const bool has_routes = plugin->route_count > 0;
    if ((!has_routes && plugin->event_count == 0) || (has_routes && plugin->routes == NULL))
        return REFUSE(check, "Runtime.BadEntry",
                      "%.*s.so: has no routes, so there is nothing to serve. Set .routes, "
                      ".route_count and .route_size, or .events, .event_count and .event_size.",
                      LAMINA_FMT(file));
    if (plugin->route_count > ROUTE_CAP)
        return REFUSE(check, "Runtime.BadEntry", "%.*s.so: has %u routes; %d are the most.",
                      LAMINA_FMT(file), plugin->route_count, ROUTE_CAP);
    const bool odd_size = plugin->route_size < ROUTE_SIZE_1_0 || plugin->route_size > SIZE_CAP ||
                          plugin->route_size % sizeof(void *) != 0;
    if (has_routes && odd_size)
        return REFUSE(check, "Runtime.BadEntry",
                      "%.*s.so: its .route_size is %u; a route of ABI %u.0 has %d bytes. Set "
                      ".route_size = sizeof(lamina_route).",
                      LAMINA_FMT(file), plugin->route_size, check->host->abi_major, ROUTE_SIZE_1_0);
    /* Only a plugin that knows a later minor can mean something by the reserved members. */
    bool reserved = plugin->before_snapshot != NULL || plugin->after_restore != NULL;
    if (reserved && plugin->abi_minor == 0)
        return REFUSE(check, "Runtime.BadEntry",
                      "%.*s.so: sets a snapshot hook, which ABI %u.%u reserves. Leave "
                      "them out, or build with the SDK that brings them.",
                      LAMINA_FMT(file), plugin->abi_major, plugin->abi_minor);
    if (plugin->concurrency > LAMINA_CONCURRENT && plugin->abi_minor == 0)
        return REFUSE(check, "Runtime.BadEntry",
                      "%.*s.so: its .concurrency is %u, which ABI %u.%u does not have. Set "
                      "LAMINA_SERIAL or LAMINA_CONCURRENT.",
                      LAMINA_FMT(file), plugin->concurrency, plugin->abi_major, plugin->abi_minor);
    return LAMINA_OK;
}

lamina_status lamina_plugin_check(lamina_arena *arena, const lamina_plugin *plugin,
                                  const lamina_host *host, lamina_str file_name,
                                  lamina_refusal *refusal)
{
    typedef lamina_status check_fn(const lamina__plugin_check *);
    static check_fn *const checks[] = {check_preamble,
                                       check_needs,
                                       check_names,
                                       check_tables,
                                       lamina__plugin_check_routes,
                                       lamina__plugin_check_events};
    *refusal = (lamina_refusal){0};
    const lamina__plugin_check check = {
        .arena = arena, .plugin = plugin, .host = host, .file_name = file_name, .refusal = refusal};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        lamina_status status = checks[i](&check);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

const lamina_route *lamina_plugin_route(const lamina_plugin *plugin, uint32_t i)
{
    const char *first = (const char *)(const void *)plugin->routes;
    return (const lamina_route *)(const void *)(first + (size_t)i * plugin->route_size);
}
