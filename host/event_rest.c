/*
 * event_rest.c - the proxy event of a REST API, version 1.0 (HTTP APIs can send it too).
 */
#include <string.h>

#include "event_kind.h"
#include "lamina/http.h"
#include "lamina/text.h"

/* "/partners/" of "/partners/{proxy+}", "/health" of "/health". */
static lamina_str literal_prefix(lamina_str resource)
{
    for (size_t i = 0; i < resource.len; i++)
        if (resource.ptr[i] == '{')
            return (lamina_str){resource.ptr, i};
    return resource;
}

/*
 * A custom domain's base path stands in the event's path, but not in the resource that API Gateway
 * matched it with. So a path that does not begin as its own resource does loses leading segments
 * until it does. Without a base path nothing is ever cut, and so no client can reach one route under
 * the path of another: a literal that was sent percent-encoded is no base path, which never has '%'.
 */
static lamina_str without_base_path(lamina_str path, lamina_str resource)
{
    const lamina_str prefix = literal_prefix(resource);
    if (prefix.len <= 1 || lamina_str_has_prefix(path, prefix))
        return path;
    for (size_t i = 1; i < path.len && path.ptr[i] != '%'; i++) {
        const lamina_str tail = {path.ptr + i, path.len - i};
        if (path.ptr[i] == '/' && lamina_str_has_prefix(tail, prefix))
            return tail;
    }
    return path;
}

/* "/{proxy+}" */
static bool is_greedy_root(lamina_str resource)
{
    return lamina_str_has_prefix(resource, LAMINA_STR("/{")) &&
           memchr(resource.ptr + 1, '/', resource.len - 1) == NULL &&
           resource.ptr[resource.len - 2] == '+';
}

/* A greedy resource at the root has no literal that a base path could be told from. But what it
   matched, its only parameter, is all of the path without the base path. */
static lamina_str matched_end(lamina_str path, lamina_str matched)
{
    if (matched.len == 0 || path.len <= matched.len + 1)
        return path;
    const lamina_str end = {path.ptr + path.len - matched.len - 1, matched.len + 1};
    const bool is_end =
        end.ptr[0] == '/' && lamina_str_equal((lamina_str){end.ptr + 1, matched.len}, matched);
    return is_end ? end : path;
}

static lamina_str read_path(event_reader *reader, event_place top)
{
    const lamina_str path = host__event_text(reader, top, "path", EVENT_REQUIRED);
    const lamina_str resource = host__event_text(reader, top, "resource", EVENT_OPTIONAL);
    if (!is_greedy_root(resource))
        return without_base_path(path, resource);
    return matched_end(path, lamina_json_string(lamina_json_first(host__event_object(
                                 reader, top, "pathParameters", EVENT_OPTIONAL))));
}

void host__event_read_rest(event_reader *reader, const lamina_json *root, host_event *event)
{
    const event_place top = {root, ""};
    event->source = LAMINA_SOURCE_REST_API;
    event->method = host__event_text(reader, top, "httpMethod", EVENT_REQUIRED);
    event->path = read_path(reader, top);
    event->headers =
        host__event_either_map(reader, top, "multiValueHeaders", "headers", &event->header_count);
    event->query = host__event_either_map(reader, top, "multiValueQueryStringParameters",
                                          "queryStringParameters", &event->query_count);
    host__event_body(reader, top, event);

    const event_place context = {host__event_object(reader, top, "requestContext", EVENT_OPTIONAL),
                                 "requestContext."};
    const event_place identity = {host__event_object(reader, context, "identity", EVENT_OPTIONAL),
                                  "requestContext.identity."};
    event->source_ip = host__event_text(reader, identity, "sourceIp", EVENT_OPTIONAL);
    event->authorizer = host__event_object(reader, context, "authorizer", EVENT_OPTIONAL);
}
