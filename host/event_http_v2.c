/*
 * event_http_v2.c - the event of an HTTP API, version 2.0, and of a function URL, which is the same
 * but for its domain.
 */
#include <string.h>

#include "event_kind.h"
#include "lamina/http.h"
#include "lamina/text.h"

/* rawPath begins with the stage, unless that is the default one. */
static lamina_str without_stage(lamina_str path, lamina_str stage)
{
    if (stage.len == 0 || lamina_str_is(stage, "$default") || path.len <= stage.len)
        return path;
    const lamina_str first = {path.ptr + 1, stage.len};
    const lamina_str rest = {first.ptr + first.len, path.len - 1 - stage.len};
    if (path.ptr[0] != '/' || !lamina_str_equal(first, stage))
        return path;
    if (rest.len == 0)
        return LAMINA_STR("/");
    return rest.ptr[0] == '/' ? rest : path;
}

/* "<id>.lambda-url.<region>.on.aws" */
static uint32_t source_of(lamina_str domain)
{
    static const char mark[] = ".lambda-url.";
    const bool is_url = domain.len > 0 && memmem(domain.ptr, domain.len, mark, sizeof(mark) - 1);
    return is_url ? LAMINA_SOURCE_FUNCTION_URL : LAMINA_SOURCE_HTTP_API;
}

/* "a=1; b=2", as the client sent it. */
static lamina_str join_cookies(event_reader *reader, const lamina_json *cookies)
{
    size_t len = 0;
    for (const lamina_json *c = lamina_json_first(cookies); c != NULL; c = lamina_json_next(c))
        len += lamina_json_string(c).len + 2;
    char *joined = lamina_arena_alloc(reader->arena, len);
    if (joined == NULL) {
        host__event_refuse(reader, LAMINA_E_LIMIT, LAMINA_STR("the event holds too many values"));
        return (lamina_str){0};
    }
    char *end = joined;
    for (const lamina_json *c = lamina_json_first(cookies); c != NULL; c = lamina_json_next(c)) {
        const lamina_str cookie = lamina_json_string(c);
        if (lamina_json_type(c) != LAMINA_JSON_STRING)
            host__event_refuse(reader, LAMINA_E_SYNTAX,
                               LAMINA_STR("HTTP API event: cookies holds a value that is not a "
                                          "string"));
        if (end != joined)
            end = (char *)memcpy(end, "; ", 2) + 2;
        if (cookie.len > 0)
            end = (char *)memcpy(end, cookie.ptr, cookie.len) + cookie.len;
    }
    return (lamina_str){joined, (size_t)(end - joined)};
}

/* The headers, and one more for the cookies, which stand in an array of their own. */
static void read_headers(event_reader *reader, event_place top, host_event *event)
{
    event->headers = host__event_map(reader, top, "headers", &event->header_count);
    const lamina_json *cookies = lamina_json_member(top.object, "cookies");
    if (lamina_json_count(cookies) == 0)
        return;
    if (lamina_json_type(cookies) != LAMINA_JSON_ARRAY) {
        host__event_refuse(reader, LAMINA_E_SYNTAX,
                           LAMINA_STR("HTTP API event: cookies is not an array"));
        return;
    }
    const size_t count = event->header_count;
    lamina_param *all = lamina_arena_array(reader->arena, count + 1, sizeof(*all));
    if (all == NULL) {
        host__event_refuse(reader, LAMINA_E_LIMIT, LAMINA_STR("the event holds too many values"));
        return;
    }
    if (count > 0)
        memcpy(all, event->headers, count * sizeof(*all));
    all[count] = (lamina_param){LAMINA_STR("cookie"), join_cookies(reader, cookies)};
    event->headers = all;
    event->header_count = count + 1;
}

/* The undivided query string is exact; the map has joined what was sent twice by commas. */
static void read_query(event_reader *reader, event_place top, host_event *event)
{
    event->raw_query = host__event_text(reader, top, "rawQueryString", EVENT_OPTIONAL);
    event->query_is_encoded = event->raw_query.len > 0;
    if (event->raw_query.len == 0)
        event->query = host__event_map(reader, top, "queryStringParameters", &event->query_count);
}

void host__event_read_http_v2(event_reader *reader, const lamina_json *root, host_event *event)
{
    const event_place top = {root, ""};
    const event_place context = {host__event_object(reader, top, "requestContext", EVENT_REQUIRED),
                                 "requestContext."};
    const event_place http = {host__event_object(reader, context, "http", EVENT_REQUIRED),
                              "requestContext.http."};
    event->source = source_of(host__event_text(reader, context, "domainName", EVENT_OPTIONAL));
    event->method = host__event_text(reader, http, "method", EVENT_REQUIRED);
    event->path = without_stage(host__event_text(reader, top, "rawPath", EVENT_REQUIRED),
                                host__event_text(reader, context, "stage", EVENT_OPTIONAL));
    read_headers(reader, top, event);
    read_query(reader, top, event);
    host__event_body(reader, top, event);
    event->source_ip = host__event_text(reader, http, "sourceIp", EVENT_OPTIONAL);
    event->authorizer = host__event_object(reader, context, "authorizer", EVENT_OPTIONAL);
}
