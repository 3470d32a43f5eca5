/*
 * http_event.c - a request as an event of payload version 2.0.
 */
#include "lamina/http_event.h"

#include "lamina/json.h"

#define HEADER_CAP 65536u

static bool is_first_of_name(const lamina_http_event *event, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (lamina_str_equal_nocase(event->headers[k].name, event->headers[i].name))
            return false;
    return true;
}

/* Headers of one name are joined, as API Gateway does it. */
static void write_header(lamina_json_writer *json, const lamina_http_event *event, size_t first)
{
    lamina_text joined;
    lamina_text_init(&joined, HEADER_CAP);
    for (size_t i = first; i < event->header_count; i++) {
        if (!lamina_str_equal_nocase(event->headers[i].name, event->headers[first].name))
            continue;
        if (i != first)
            lamina_text_add_char(&joined, ',');
        lamina_text_add(&joined, event->headers[i].value);
    }
    lamina_json_write_name(json, event->headers[first].name);
    lamina_json_write_string(json, lamina_text_view(&joined));
    lamina_text_clear(&joined);
}

static void write_headers(lamina_json_writer *json, const lamina_http_event *event)
{
    bool has_type = false;
    lamina_json_write_name(json, LAMINA_STR("headers"));
    lamina_json_write_object(json);
    for (size_t i = 0; i < event->header_count; i++) {
        has_type |= lamina_str_equal_nocase(event->headers[i].name, LAMINA_STR("content-type"));
        if (is_first_of_name(event, i))
            write_header(json, event, i);
    }
    if (event->has_body && !has_type)
        lamina_json_write_member_string(json, "content-type", LAMINA_STR("application/json"));
    lamina_json_write_object_end(json);
}

static void write_context(lamina_json_writer *json, const lamina_http_event *event, lamina_str path)
{
    lamina_json_write_name(json, LAMINA_STR("requestContext"));
    lamina_json_write_object(json);
    lamina_json_write_member_string(json, "stage", LAMINA_STR("$default"));
    lamina_json_write_name(json, LAMINA_STR("http"));
    lamina_json_write_object(json);
    lamina_json_write_member_string(json, "method", event->method);
    lamina_json_write_member_string(json, "path", path);
    lamina_json_write_member_string(json, "sourceIp", event->source_ip);
    lamina_json_write_object_end(json);
    if (event->authorizer.len > 0) {
        lamina_json_write_name(json, LAMINA_STR("authorizer"));
        lamina_json_write_object(json);
        lamina_json_write_name(json, LAMINA_STR("lambda"));
        lamina_json_write_raw(json, event->authorizer);
        lamina_json_write_object_end(json);
    }
    lamina_json_write_object_end(json);
}

static void write_body(lamina_json_writer *json, const lamina_http_event *event)
{
    const bool is_text = lamina_str_is_utf8(event->body, NULL);
    lamina_json_write_name(json, LAMINA_STR("body"));
    if (is_text) {
        lamina_json_write_string(json, event->body);
    } else {
        /* Base64 needs no escapes: written into place. */
        lamina_json_write_raw(json, LAMINA_STR("\""));
        lamina_text_add_base64(json->text, event->body);
        lamina_text_add_char(json->text, '"');
    }
    lamina_json_write_name(json, LAMINA_STR("isBase64Encoded"));
    lamina_json_write_boolean(json, !is_text);
}

lamina_status lamina_http_event_write(const lamina_http_event *event, lamina_text *out)
{
    lamina_str query = event->target;
    lamina_str path;
    (void)lamina_str_cut(&query, '?', &path);
    lamina_json_writer json;
    lamina_json_write_init(&json, out);
    lamina_json_write_object(&json);
    lamina_json_write_member_string(&json, "version", LAMINA_STR("2.0"));
    lamina_json_write_member_string(&json, "rawPath", path);
    lamina_json_write_member_string(&json, "rawQueryString", query);
    write_headers(&json, event);
    write_context(&json, event, path);
    if (event->has_body)
        write_body(&json, event);
    lamina_json_write_object_end(&json);
    return lamina_text_status(out);
}
