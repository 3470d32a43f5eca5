/*
 * Checking a plugin's handlers of events other than HTTP: each by itself, its records, and its name
 * against all others.
 */
#include <string.h>

#include "check_refusal.h"
#include "lamina/record_json.h"
#include "plugin_check_inside.h"

/* The size of 1.0, and a number beyond which it is garbage rather than a plan. */
enum { HANDLER_SIZE_1_0 = 48, SIZE_CAP = 64 * 1024, HANDLER_CAP = 1024 };
_Static_assert(sizeof(void *) != 8 || sizeof(lamina_event_handler) >= HANDLER_SIZE_1_0,
               "the structs only grow");

/* What a handler of each kind may have; the index is LAMINA_EVENT_*. */
static const struct {
    const char *name;
    bool takes_request;
    bool takes_response;
    uint32_t flags;
} kinds[] = {
    [LAMINA_EVENT_AUTHORIZER] = {"authorizer", false, false, 0},
    [LAMINA_EVENT_DIRECT] = {"direct", true, true, 0},
    [LAMINA_EVENT_SQS] = {"sqs", true, false, LAMINA_EVENT_WHOLE_BATCH},
    [LAMINA_EVENT_DYNAMODB] = {"dynamodb", false, false, LAMINA_EVENT_WHOLE_BATCH},
    [LAMINA_EVENT_SNS] = {"sns", true, false, 0},
    [LAMINA_EVENT_S3] = {"s3", false, false, 0},
    [LAMINA_EVENT_EVENTBRIDGE] = {"eventbridge", true, false, 0},
    [LAMINA_EVENT_SCHEDULE] = {"schedule", true, false, 0},
};

#define KIND_COUNT (sizeof kinds / sizeof *kinds)

static const char *named(const char *text)
{
    return text != NULL ? text : "NULL";
}

/* "authz.so: event handler authorize (authorizer) ", for every message. */
#define REFUSE(check, type, one, format, ...)                                                      \
    lamina__refuse((check)->arena, (check)->refusal, type,                                         \
                   "%.*s.so: event handler %s (%s) " format, LAMINA_FMT((check)->file_name),       \
                   named((one)->operation), lamina_event_kind_name((one)->kind), __VA_ARGS__)

const char *lamina_event_kind_name(uint32_t kind)
{
    return kind < KIND_COUNT && kinds[kind].name != NULL ? kinds[kind].name : "unknown kind";
}

static bool is_known(uint32_t kind)
{
    return kind < KIND_COUNT && kinds[kind].name != NULL;
}

static lamina_status check_table(const lamina__plugin_check *check)
{
    const lamina_plugin *plugin = check->plugin;
    lamina_str file = check->file_name;
    if (plugin->event_count > HANDLER_CAP || plugin->events == NULL)
        return lamina__refuse(check->arena, check->refusal, "Runtime.BadEntry",
                              "%.*s.so: says that it has %u event handlers, but %s.",
                              LAMINA_FMT(file), plugin->event_count,
                              plugin->events == NULL ? ".events is NULL" : "1024 are the most");
    if (plugin->event_size < HANDLER_SIZE_1_0 || plugin->event_size > SIZE_CAP ||
        plugin->event_size % sizeof(void *) != 0)
        return lamina__refuse(check->arena, check->refusal, "Runtime.BadEntry",
                              "%.*s.so: its .event_size is %u; a handler of ABI %u.0 has %d bytes. "
                              "Set .event_size = sizeof(lamina_event_handler).",
                              LAMINA_FMT(file), plugin->event_size, check->host->abi_major,
                              HANDLER_SIZE_1_0);
    return LAMINA_OK;
}

static lamina_status check_handler(const lamina__plugin_check *check,
                                   const lamina_event_handler *one)
{
    if (!lamina__is_operation(one->operation))
        return REFUSE(check, "Runtime.BadEventHandler", one, "%s",
                      "has no good .operation: a lower-case letter, then up to 63 lower-case "
                      "letters, digits and '_'.");
    /* A kind of a later minor than this host's is never served, and judged no further. */
    if (!is_known(one->kind) && check->plugin->abi_minor > check->host->abi_minor)
        return LAMINA_OK;
    if (!is_known(one->kind))
        return REFUSE(
            check, "Runtime.BadEventHandler", one,
            "has a .kind of %u, which ABI %u.%u does not have. Set one of LAMINA_EVENT_*.",
            one->kind, check->plugin->abi_major, check->plugin->abi_minor);
    if (one->handler.authorizer == NULL)
        return REFUSE(check, "Runtime.BadEventHandler", one, "has no function. Set .handler.%s.",
                      kinds[one->kind].name);
    const uint32_t strange = one->flags & ~kinds[one->kind].flags;
    if (strange != 0)
        return REFUSE(check, "Runtime.BadEventHandler", one,
                      "has .flags of 0x%x, which this kind does not have in ABI %u.%u.", strange,
                      check->plugin->abi_major, check->plugin->abi_minor);
    if (one->request != NULL && !kinds[one->kind].takes_request)
        return REFUSE(check, "Runtime.BadEventHandler", one, "%s",
                      "has a .request record, but this kind brings no JSON of the plugin's own.");
    if (one->response != NULL && !kinds[one->kind].takes_response)
        return REFUSE(check, "Runtime.BadEventHandler", one, "%s",
                      "has a .response record, but only direct operations have an output.");
    return LAMINA_OK;
}

static lamina_status check_duplicate(const lamina__plugin_check *check, uint32_t mine)
{
    const lamina_plugin *plugin = check->plugin;
    const lamina_event_handler *one = lamina_plugin_event(plugin, mine);
    for (uint32_t i = 0; i < plugin->route_count; i++) {
        const lamina_route *route = lamina_plugin_route(plugin, i);
        if (strcmp(one->operation, route->operation) == 0)
            return REFUSE(check, "Runtime.DuplicateOperation", one,
                          "has the .operation of a route (%s %s). Each needs a name of its own.",
                          route->method, route->path);
    }
    for (uint32_t i = 0; i < mine; i++) {
        const lamina_event_handler *other = lamina_plugin_event(plugin, i);
        if (strcmp(one->operation, other->operation) == 0)
            return REFUSE(check, "Runtime.DuplicateOperation", one,
                          "has the .operation of another event handler (%s). Each needs a name of "
                          "its own.",
                          lamina_event_kind_name(other->kind));
    }
    return LAMINA_OK;
}

static lamina_status check_record(const lamina__plugin_check *check,
                                  const lamina_event_handler *one, const char *member,
                                  const lamina_record *record)
{
    lamina_str reason = {0};
    if (record == NULL || lamina_record_check(check->arena, record, &reason) == LAMINA_OK)
        return LAMINA_OK;
    return REFUSE(check, "Runtime.BadRecord", one, "has a %s record that is not sound: %.*s.",
                  member, LAMINA_FMT(reason));
}

lamina_status lamina__plugin_check_events(const lamina__plugin_check *check)
{
    const lamina_plugin *plugin = check->plugin;
    if (plugin->event_count == 0)
        return LAMINA_OK;
    lamina_status status = check_table(check);
    for (uint32_t i = 0; status == LAMINA_OK && i < plugin->event_count; i++) {
        const lamina_event_handler *one = lamina_plugin_event(plugin, i);
        status = check_handler(check, one);
        if (status == LAMINA_OK)
            status = check_duplicate(check, i);
        if (status == LAMINA_OK)
            status = check_record(check, one, ".request", one->request);
        if (status == LAMINA_OK)
            status = check_record(check, one, ".response", one->response);
    }
    return status;
}

const lamina_event_handler *lamina_plugin_event(const lamina_plugin *plugin, uint32_t i)
{
    const char *first = (const char *)(const void *)plugin->events;
    return (const lamina_event_handler *)(const void *)(first + (size_t)i * plugin->event_size);
}
