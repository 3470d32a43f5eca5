/*
 * Checking a plugin's routes: each by itself, its records, and against all others.
 */
#include <string.h>

#include "check_refusal.h"
#include "lamina/record_json.h"
#include "lamina/route_template.h"
#include "lamina/text.h"
#include "plugin_check_inside.h"

enum { OPERATION_CAP = 64, SCOPE_CAP = 128 };
/* Lambda takes 6 MiB of request payload: more can never come. */
enum { BODY_CAP = 6 * 1024 * 1024 };

/* "partner.so: route get_partner (GET /partners/{id})", for every message. */
#define ROUTE_FORMAT "%.*s.so: route %s (%s %s) "
#define ROUTE_ARGS(check, route)                                                                   \
    LAMINA_FMT((check)->file_name), named((route)->operation), named((route)->method),             \
        named((route)->path)
#define REFUSE(check, type, route, format, ...)                                                    \
    lamina__refuse((check)->arena, (check)->refusal, type, ROUTE_FORMAT format,                    \
                   ROUTE_ARGS(check, route), __VA_ARGS__)

static const char *named(const char *text)
{
    return text != NULL ? text : "NULL";
}

bool lamina__is_operation(const char *name)
{
    if (name == NULL || name[0] < 'a' || name[0] > 'z')
        return false;
    size_t len = strnlen(name, OPERATION_CAP + 1);
    for (size_t i = 0; i < len; i++) {
        bool lower = name[i] >= 'a' && name[i] <= 'z';
        bool digit = name[i] >= '0' && name[i] <= '9';
        if (!lower && !digit && name[i] != '_')
            return false;
    }
    return len <= OPERATION_CAP;
}

static bool is_method(const char *method)
{
    static const char *const known[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    for (size_t i = 0; method != NULL && i < sizeof known / sizeof *known; i++)
        if (strcmp(method, known[i]) == 0)
            return true;
    return false;
}

/* A scope-token of RFC 6749 section 3.3. */
static bool is_scope(const char *scope)
{
    size_t len = strnlen(scope, SCOPE_CAP + 1);
    for (size_t i = 0; i < len; i++)
        if (scope[i] <= ' ' || scope[i] > '~' || scope[i] == '"' || scope[i] == '\\')
            return false;
    return len > 0 && len <= SCOPE_CAP;
}

static lamina_status check_access(const lamina__plugin_check *check, const lamina_route *route)
{
    bool is_public = (route->flags & LAMINA_ROUTE_PUBLIC) != 0;
    if (route->scope == NULL && !is_public)
        return REFUSE(check, "Runtime.BadRoute", route, "%s",
                      "has neither a .scope nor LAMINA_ROUTE_PUBLIC: say who may call it.");
    if (route->scope != NULL && is_public)
        return REFUSE(check, "Runtime.BadRoute", route, "%s",
                      "has both a .scope and LAMINA_ROUTE_PUBLIC: one of them is a mistake.");
    if (route->scope != NULL && !is_scope(route->scope))
        return REFUSE(check, "Runtime.BadRoute", route,
                      "has a .scope that is no single scope of up to %d printable characters.",
                      SCOPE_CAP);
    /* As with the entry's reserved members: of a later minor it may be a flag, of this one it is not. */
    if ((route->flags & ~LAMINA_ROUTE_PUBLIC) != 0 && check->plugin->abi_minor == 0)
        return REFUSE(check, "Runtime.BadRoute", route,
                      "has .flags of 0x%x, of which ABI %u.%u knows LAMINA_ROUTE_PUBLIC alone.",
                      route->flags, check->plugin->abi_major, check->plugin->abi_minor);
    return LAMINA_OK;
}

static lamina_status check_route(const lamina__plugin_check *check, const lamina_route *route,
                                 lamina_route_template *parsed)
{
    if (!lamina__is_operation(route->operation))
        return REFUSE(check, "Runtime.BadRoute", route, "%s",
                      "has no good .operation: a lower-case letter, then up to 63 lower-case "
                      "letters, digits and '_'.");
    if (!is_method(route->method))
        return REFUSE(check, "Runtime.BadRoute", route, "%s",
                      "has a .method other than GET, POST, PUT, PATCH and DELETE. HEAD and OPTIONS "
                      "are answered by the host.");
    if (lamina_route_template_parse(check->arena, route->path, parsed) != LAMINA_OK)
        return REFUSE(check, "Runtime.BadRoute", route, "has a .path that is no template: %s.",
                      parsed->fault);
    if (route->handler == NULL)
        return REFUSE(check, "Runtime.BadRoute", route, "%s", "has no .handler.");
    if (route->body_cap > BODY_CAP)
        return REFUSE(check, "Runtime.BadRoute", route,
                      "has a .body_cap of %u; Lambda hands over %d bytes at most.", route->body_cap,
                      BODY_CAP);
    return check_access(check, route);
}

/* ---- against the others ---- */

static lamina_status check_duplicate(const lamina__plugin_check *check,
                                     const lamina_route_template *parsed, uint32_t mine)
{
    const lamina_route *route = lamina_plugin_route(check->plugin, mine);
    for (uint32_t i = 0; i < mine; i++) {
        const lamina_route *other = lamina_plugin_route(check->plugin, i);
        if (strcmp(route->operation, other->operation) == 0)
            return REFUSE(check, "Runtime.DuplicateRoute", route,
                          "has the .operation of another route (%s %s). Each needs a name of its "
                          "own: a function can be made to serve it alone.",
                          other->method, other->path);
        if (strcmp(route->method, other->method) == 0 &&
            lamina_route_template_compare(&parsed[mine], &parsed[i]) == 0)
            return REFUSE(check, "Runtime.DuplicateRoute", route,
                          "matches the same paths as route %s (%s %s). Remove one, or change its "
                          "path or method.",
                          other->operation, other->method, other->path);
    }
    return LAMINA_OK;
}

/* ---- records ---- */

/* Routes share records, and a check of one is not cheap: each table is looked at once. */
typedef struct seen_records {
    const lamina_record **items;
    size_t count;
} seen_records;

static bool is_seen(const seen_records *seen, const lamina_record *record)
{
    for (size_t i = 0; i < seen->count; i++)
        if (seen->items[i] == record)
            return true;
    return false;
}

static lamina_status check_record(const lamina__plugin_check *check, const lamina_route *route,
                                  const char *member, const lamina_record *record,
                                  seen_records *seen)
{
    if (record == NULL || is_seen(seen, record))
        return LAMINA_OK;
    seen->items[seen->count++] = record;
    lamina_str reason = {0};
    if (lamina_record_check(check->arena, record, &reason) == LAMINA_OK)
        return LAMINA_OK;
    return REFUSE(check, "Runtime.BadRecord", route, "has a %s record that is not sound: %.*s.",
                  member, LAMINA_FMT(reason));
}

/* A query string is flat: no parameter can hold a record. */
static lamina_status check_query(const lamina__plugin_check *check, const lamina_route *route)
{
    if (route->query == NULL)
        return LAMINA_OK;
    for (uint32_t i = 0; i < route->query->field_count; i++) {
        const lamina_field *field = lamina_record_field(route->query, i);
        bool nested = field->type == LAMINA_TYPE_RECORD ||
                      (field->type == LAMINA_TYPE_LIST && field->item_type == LAMINA_TYPE_RECORD);
        if (nested)
            return REFUSE(check, "Runtime.BadRecord", route,
                          "has a .query record whose field %s is a record; a query string is flat.",
                          field->name);
    }
    return LAMINA_OK;
}

static lamina_status check_records(const lamina__plugin_check *check, const lamina_route *route,
                                   seen_records *seen)
{
    lamina_status status = check_record(check, route, ".query", route->query, seen);
    if (status == LAMINA_OK)
        status = check_query(check, route);
    if (status == LAMINA_OK)
        status = check_record(check, route, ".request", route->request, seen);
    if (status == LAMINA_OK)
        status = check_record(check, route, ".response", route->response, seen);
    return status;
}

lamina_status lamina__plugin_check_routes(const lamina__plugin_check *check)
{
    uint32_t count = check->plugin->route_count;
    lamina_route_template *parsed = lamina_arena_array(check->arena, count, sizeof *parsed);
    seen_records seen = {
        .items = lamina_arena_array(check->arena, (size_t)count * 3, sizeof *seen.items)};
    if (parsed == NULL || seen.items == NULL)
        return lamina__refuse(check->arena, check->refusal, "Runtime.BadEntry",
                              "%.*s.so: its %u routes need more memory than there is.",
                              LAMINA_FMT(check->file_name), count);

    for (uint32_t i = 0; i < count; i++) {
        const lamina_route *route = lamina_plugin_route(check->plugin, i);
        lamina_status status = check_route(check, route, &parsed[i]);
        if (status == LAMINA_OK)
            status = check_duplicate(check, parsed, i);
        if (status == LAMINA_OK)
            status = check_records(check, route, &seen);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}
