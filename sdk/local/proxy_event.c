/*
 * proxy_event.c - source of the shape: API Gateway Developer Guide, "Input format of a Lambda
 * function for proxy integration".
 */
#include "proxy_event.h"

#include <stdlib.h>
#include <strings.h>
#include <time.h>

#include "child_environment.h"
#include "lamina/json.h"

/* One name and value, and where it stood: equal names are grouped, in the order sent. */
typedef struct entry {
    lamina_param param;
    size_t position;
    bool nocase;
} entry;

static int compare_names(lamina_str a, lamina_str b, bool nocase)
{
    if (!nocase)
        return lamina_str_compare(a, b);
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter > 0 ? strncasecmp(a.ptr, b.ptr, shorter) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_entries(const void *left, const void *right)
{
    const entry *a = left;
    const entry *b = right;
    int order = compare_names(a->param.name, b->param.name, a->nocase);
    return order != 0 ? order : (a->position > b->position) - (a->position < b->position);
}

/* The end of the group of one name that begins at i. */
static size_t group_end(const entry *entries, size_t count, size_t i)
{
    size_t end = i + 1;
    while (end < count &&
           compare_names(entries[i].param.name, entries[end].param.name, entries[i].nocase) == 0)
        end++;
    return end;
}

/* {"name": the last value}: API Gateway lets the last one win. */
static void write_single(lamina_json_writer *json, const entry *entries, size_t count)
{
    lamina_json_write_object(json);
    for (size_t i = 0; i < count; i = group_end(entries, count, i)) {
        lamina_json_write_name(json, entries[i].param.name);
        lamina_json_write_string(json, entries[group_end(entries, count, i) - 1].param.value);
    }
    lamina_json_write_object_end(json);
}

/* {"name": [all values]}. */
static void write_multi(lamina_json_writer *json, const entry *entries, size_t count)
{
    lamina_json_write_object(json);
    for (size_t i = 0; i < count;) {
        size_t end = group_end(entries, count, i);
        lamina_json_write_name(json, entries[i].param.name);
        lamina_json_write_array(json);
        for (; i < end; i++)
            lamina_json_write_string(json, entries[i].param.value);
        lamina_json_write_array_end(json);
    }
    lamina_json_write_object_end(json);
}

/* Both maps of a list; null for none. */
static void write_maps(lamina_json_writer *json, const char *single, const char *multi,
                       entry *entries, size_t count)
{
    if (count > 1)
        qsort(entries, count, sizeof(*entries), compare_entries);
    lamina_json_write_name(json, lamina_str_from(single));
    if (count > 0)
        write_single(json, entries, count);
    else
        lamina_json_write_null(json);
    lamina_json_write_name(json, lamina_str_from(multi));
    if (count > 0)
        write_multi(json, entries, count);
    else
        lamina_json_write_null(json);
}

static lamina_status write_headers(lamina_arena *arena, lamina_json_writer *json,
                                   const local_proxy_request *request)
{
    entry *entries = lamina_arena_array(arena, request->header_count, sizeof(*entries));
    if (!entries)
        return LAMINA_E_LIMIT;
    for (size_t i = 0; i < request->header_count; i++)
        entries[i] = (entry){request->headers[i], i, true};
    write_maps(json, "headers", "multiValueHeaders", entries, request->header_count);
    return LAMINA_OK;
}

/* A part of a query that is not well encoded reaches the function as it was sent. */
static lamina_status decode_query(lamina_arena *arena, lamina_str *text)
{
    lamina_status status = lamina_percent_decode(arena, *text, true, text);
    return status == LAMINA_E_SYNTAX ? LAMINA_OK : status;
}

static lamina_status write_query(lamina_arena *arena, lamina_json_writer *json, lamina_str query)
{
    size_t room = 1;
    for (size_t i = 0; i < query.len; i++)
        room += query.ptr[i] == '&';
    entry *entries = lamina_arena_array(arena, room, sizeof(*entries));
    if (!entries)
        return LAMINA_E_LIMIT;

    size_t count = 0;
    bool more = true;
    while (more) {
        lamina_param param = {0};
        more = lamina_str_cut(&query, '&', &param.value);
        if (param.value.len == 0)
            continue;
        lamina_str_cut(&param.value, '=', &param.name);
        if (decode_query(arena, &param.name) || decode_query(arena, &param.value))
            return LAMINA_E_LIMIT;
        entries[count] = (entry){param, count, false};
        count++;
    }
    write_maps(json, "queryStringParameters", "multiValueQueryStringParameters", entries, count);
    return LAMINA_OK;
}

static void write_path_parameters(lamina_json_writer *json, lamina_str proxy)
{
    lamina_json_write_name(json, LAMINA_STR("pathParameters"));
    if (proxy.len == 0) {
        lamina_json_write_null(json);
        return;
    }
    lamina_json_write_object(json);
    lamina_json_write_member_string(json, "proxy", proxy);
    lamina_json_write_object_end(json);
}

/* Without a usage plan, IAM or Cognito, all that is known of the caller is where it is. */
static void write_identity(lamina_json_writer *json, const local_proxy_request *request)
{
    static const char *const unknown[] = {"accessKey",
                                          "accountId",
                                          "caller",
                                          "cognitoAuthenticationProvider",
                                          "cognitoAuthenticationType",
                                          "cognitoIdentityId",
                                          "cognitoIdentityPoolId",
                                          "principalOrgId",
                                          "user",
                                          "userArn"};
    lamina_str agent =
        local__find_param_nocase(request->headers, request->header_count, "User-Agent");
    lamina_json_write_name(json, LAMINA_STR("identity"));
    lamina_json_write_object(json);
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
        lamina_json_write_name(json, lamina_str_from(unknown[i]));
        lamina_json_write_null(json);
    }
    lamina_json_write_member_string(json, "sourceIp", request->source_ip);
    lamina_json_write_name(json, LAMINA_STR("userAgent"));
    if (agent.ptr)
        lamina_json_write_string(json, agent);
    else
        lamina_json_write_null(json);
    lamina_json_write_object_end(json);
}

/* "09/Apr/2015:12:34:56 +0000" */
static void write_request_time(lamina_json_writer *json, int64_t now_ms)
{
    char text[64];
    struct tm utc;
    time_t seconds = (time_t)(now_ms / 1000);
    gmtime_r(&seconds, &utc);
    strftime(text, sizeof(text), "%d/%b/%Y:%H:%M:%S +0000", &utc);
    lamina_json_write_member_string(json, "requestTime", lamina_str_from(text));
    lamina_json_write_member_int64(json, "requestTimeEpoch", now_ms);
}

static lamina_status write_context(lamina_arena *arena, lamina_json_writer *json,
                                   const local_proxy_request *request)
{
    lamina_str path = lamina_arena_format(arena, "/%.*s%.*s", LAMINA_FMT(request->stage),
                                          LAMINA_FMT(request->path));
    if (!path.ptr)
        return LAMINA_E_LIMIT;
    lamina_json_write_name(json, LAMINA_STR("requestContext"));
    lamina_json_write_object(json);
    lamina_json_write_member_string(json, "accountId", LAMINA_STR(LOCAL_ACCOUNT_ID));
    lamina_json_write_member_string(json, "apiId", LAMINA_STR("local"));
    lamina_json_write_member_string(json, "domainName", LAMINA_STR("localhost"));
    lamina_json_write_member_string(json, "domainPrefix", LAMINA_STR("localhost"));
    lamina_json_write_member_string(json, "extendedRequestId",
                                    lamina_str_from(request->ids->extended));
    lamina_json_write_member_string(json, "httpMethod", request->method);
    write_identity(json, request);
    lamina_json_write_member_string(json, "path", path);
    lamina_json_write_member_string(json, "protocol", request->protocol);
    lamina_json_write_member_string(json, "requestId", lamina_str_from(request->ids->request));
    write_request_time(json, request->now_ms);
    lamina_json_write_member_string(json, "resourceId", LAMINA_STR("local1"));
    lamina_json_write_member_string(json, "resourcePath", request->resource);
    lamina_json_write_member_string(json, "stage", request->stage);
    if (request->authorizer.len > 0) {
        lamina_json_write_name(json, LAMINA_STR("authorizer"));
        lamina_json_write_raw(json, request->authorizer);
    }
    lamina_json_write_object_end(json);
    return LAMINA_OK;
}

/* Is content of this media type handed over as text? Anything else is base64, as for an API whose
   binary media types name it. */
static bool is_text_type(lamina_str content_type)
{
    static const char *const texts[] = {"application/json", "application/xml",
                                        "application/javascript",
                                        "application/x-www-form-urlencoded", NULL};
    lamina_str type;
    lamina_str_cut(&content_type, ';', &type);
    type = lamina_str_trim(type);
    if (type.len == 0 || (type.len > 5 && strncasecmp(type.ptr, "text/", 5) == 0))
        return true;
    for (size_t i = 0; texts[i]; i++)
        if (lamina_str_equal_nocase(type, lamina_str_from(texts[i])))
            return true;
    return (type.len > 5 && strncasecmp(type.ptr + type.len - 5, "+json", 5) == 0) ||
           (type.len > 4 && strncasecmp(type.ptr + type.len - 4, "+xml", 4) == 0);
}

/* Base64 needs no escapes: it is written straight into the event. */
static void write_body(lamina_json_writer *json, const local_proxy_request *request)
{
    lamina_str type =
        local__find_param_nocase(request->headers, request->header_count, "Content-Type");
    bool text = is_text_type(type) && lamina_str_is_utf8(request->body, NULL);
    lamina_json_write_name(json, LAMINA_STR("body"));
    if (request->body.len == 0) {
        lamina_json_write_null(json);
    } else if (text) {
        lamina_json_write_string(json, request->body);
    } else {
        lamina_json_write_raw(json, LAMINA_STR("\""));
        lamina_text_add_base64(json->text, request->body);
        lamina_text_add_char(json->text, '"');
    }
    lamina_json_write_name(json, LAMINA_STR("isBase64Encoded"));
    lamina_json_write_boolean(json, request->body.len > 0 && !text);
}

lamina_str local__find_param_nocase(const lamina_param *params, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (lamina_str_equal_nocase(params[i].name, lamina_str_from(name)))
            return params[i].value;
    return (lamina_str){0};
}

/* What both events have, from resource to requestContext. */
static lamina_status write_request(lamina_arena *arena, lamina_json_writer *json,
                                   const local_proxy_request *request)
{
    lamina_json_write_member_string(json, "resource", request->resource);
    lamina_json_write_member_string(json, "path", request->path);
    lamina_json_write_member_string(json, "httpMethod", request->method);
    lamina_status status = write_headers(arena, json, request);
    if (!status)
        status = write_query(arena, json, request->query);
    if (status)
        return status;
    write_path_parameters(json, request->proxy);
    lamina_json_write_name(json, LAMINA_STR("stageVariables"));
    lamina_json_write_null(json);
    return write_context(arena, json, request);
}

lamina_status local__proxy_event_write(lamina_arena *arena, const local_proxy_request *request,
                                       lamina_text *event)
{
    lamina_json_writer json;
    lamina_json_write_init(&json, event);
    lamina_json_write_object(&json);
    lamina_status status = write_request(arena, &json, request);
    if (status)
        return status;
    write_body(&json, request);
    lamina_json_write_object_end(&json);
    return lamina_text_status(event);
}

lamina_status local__authorizer_event_write(lamina_arena *arena, const local_proxy_request *request,
                                            lamina_str method_arn, lamina_text *event)
{
    lamina_json_writer json;
    lamina_json_write_init(&json, event);
    lamina_json_write_object(&json);
    lamina_json_write_member_string(&json, "type", LAMINA_STR("REQUEST"));
    lamina_json_write_member_string(&json, "methodArn", method_arn);
    lamina_status status = write_request(arena, &json, request);
    if (status)
        return status;
    lamina_json_write_object_end(&json);
    return lamina_text_status(event);
}

lamina_str local__method_arn(lamina_arena *arena, const local_proxy_request *request)
{
    return lamina_arena_format(
        arena, "arn:aws:execute-api:%s:" LOCAL_ACCOUNT_ID ":local/%.*s/%.*s%.*s", local__region(),
        LAMINA_FMT(request->stage), LAMINA_FMT(request->method), LAMINA_FMT(request->path));
}
