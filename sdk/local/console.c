/*
 * console.c - who may ask, and which part of the console answers.
 */
#include "console.h"

#include <stdlib.h>
#include <string.h>

#include "console_parts.h"
#include "recorder.h"

#define ROOT "/_lamina"

static lamina_str path_of(struct evhttp_request *request)
{
    const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
    return lamina_str_from(uri ? evhttp_uri_get_path(uri) : NULL);
}

bool local__console_owns(struct evhttp_request *request)
{
    lamina_str path = path_of(request);
    if (!lamina_str_has_prefix(path, LAMINA_STR(ROOT)))
        return false;
    return path.len == strlen(ROOT) || path.ptr[strlen(ROOT)] == '/';
}

/* ---- who may ask ---- */

/* "127.0.0.1:8080", "localhost", "[::1]:8080". A name that an attacker makes to point at this machine is none
   of them. */
static bool is_loopback(lamina_str host)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const size_t len = strlen(names[i]);
        if (lamina_str_has_prefix(host, lamina_str_from(names[i])) &&
            (host.len == len || host.ptr[len] == ':'))
            return true;
    }
    return false;
}

static lamina_str header(struct evhttp_request *request, const char *name)
{
    return lamina_str_from(evhttp_find_header(evhttp_request_get_input_headers(request), name));
}

static bool may_ask(struct evhttp_request *request)
{
    lamina_str origin = header(request, "Origin");
    static const lamina_str scheme = {"http://", 7};
    if (!is_loopback(header(request, "Host")))
        return false;
    if (origin.len == 0)
        return true;
    return lamina_str_has_prefix(origin, scheme) &&
           lamina_str_equal((lamina_str){origin.ptr + scheme.len, origin.len - scheme.len},
                            header(request, "Host"));
}

/* ---- answers ---- */

void local__console_reply(struct evhttp_request *request, int64_t status, const char *type,
                          lamina_str body)
{
    static const lamina_param headers[] = {
        {{"Cache-Control", 13}, {"no-store", 8}},
        {{"X-Content-Type-Options", 22}, {"nosniff", 7}},
        {{"Content-Security-Policy", 23},
         {"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'", 74}},
    };
    local__reply_send(request,
                      &(local_reply){.status = status,
                                     .headers = headers,
                                     .header_count = sizeof(headers) / sizeof(headers[0]),
                                     .content_type = lamina_str_from(type),
                                     .body = body},
                      NULL);
}

void local__console_refuse(struct evhttp_request *request, int64_t status, const char *why)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 4096);
    lamina_json_write_init(&writer, &text);
    lamina_json_write_object(&writer);
    lamina_json_write_member_string(&writer, "message", lamina_str_from(why));
    lamina_json_write_object_end(&writer);
    local__console_reply(request, status, "application/json", lamina_text_view(&text));
    lamina_text_clear(&text);
}

/* ---- which part ---- */

typedef void (*serve_fn)(local_console *console, struct evhttp_request *request, lamina_str rest);

static const struct {
    const char *prefix;
    enum evhttp_cmd_type method;
    serve_fn serve;
} parts[] = {
    {ROOT "/api/state", EVHTTP_REQ_GET, local__console_state},
    {ROOT "/api/invocations", EVHTTP_REQ_GET, local__console_invocations},
    {ROOT "/api/openapi", EVHTTP_REQ_GET, local__console_openapi},
    {ROOT "/api/stream", EVHTTP_REQ_GET, local__console_stream},
    {ROOT "/api/dynamodb", EVHTTP_REQ_POST, local__console_database},
    {ROOT "/pages", EVHTTP_REQ_GET, local__console_page},
    {ROOT, EVHTTP_REQ_GET, local__console_file},
};

void local__console_serve(local_console *console, struct evhttp_request *request)
{
    const lamina_str path = path_of(request);
    if (!may_ask(request)) {
        local__console_refuse(request, 403, "the console answers this machine's own page alone");
        return;
    }
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const size_t len = strlen(parts[i].prefix);
        if (!lamina_str_has_prefix(path, lamina_str_from(parts[i].prefix)))
            continue;
        if (evhttp_request_get_command(request) != parts[i].method)
            local__console_refuse(request, 405, "the console has no such method here");
        else
            parts[i].serve(console, request, (lamina_str){path.ptr + len, path.len - len});
        return;
    }
    local__console_refuse(request, 404, "the console has no such page");
}

/* ---- life ---- */

static void on_record(void *arg, lamina_str id)
{
    local__console_send(arg, "invocation", id);
}

local_console *local__console_new(local_stage *stage)
{
    local_console *console = calloc(1, sizeof(*console));
    if (!console)
        return NULL;
    console->stage = stage;
    TAILQ_INIT(&console->streams);
    local__recorder_listen(stage->recorder, on_record, console);
    return console;
}

void local__console_free(local_console *console)
{
    if (!console)
        return;
    local__recorder_listen(console->stage->recorder, NULL, NULL);
    local__console_end_streams(console);
    free(console);
}

void local__console_changed(local_console *console)
{
    if (console)
        local__console_send(console, "state", (lamina_str){0});
}
