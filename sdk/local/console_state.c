/*
 * console_state.c - what there is, as JSON: modules, routes, processes, and the invocations that were
 * recorded.
 */
#include "console_parts.h"
#include "front.h"
#include "lamina/json.h"
#include "module.h"
#include "recorder.h"
#include "reload.h"

#define STATE_CAP ((size_t)8 << 20)

static void write_routes(lamina_json_writer *writer, const local_module *module)
{
    lamina_json_write_name(writer, LAMINA_STR("routes"));
    lamina_json_write_array(writer);
    for (size_t i = 0; i < module->route_count; i++) {
        const local_route *route = &module->routes[i];
        lamina_json_write_object(writer);
        lamina_json_write_member_string(writer, "method", lamina_str_from(route->method));
        lamina_json_write_member_string(writer, "path", lamina_str_from(route->path));
        lamina_json_write_name(writer, LAMINA_STR("scope"));
        if (route->scope)
            lamina_json_write_string(writer, lamina_str_from(route->scope));
        else
            lamina_json_write_null(writer);
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_module(lamina_json_writer *writer, const local_module *module)
{
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "name", lamina_str_from(module->name));
    lamina_json_write_member_string(writer, "version", lamina_str_from(module->version));
    lamina_json_write_member_string(writer, "file", lamina_str_from(module->file));
    write_routes(writer, module);
    lamina_json_write_name(writer, LAMINA_STR("processes"));
    local__pool_write(module->pool, writer);
    lamina_json_write_object_end(writer);
}

static void write_stage(lamina_json_writer *writer, const local_stage *stage)
{
    lamina_text url;
    lamina_text_init(&url, 1024);
    lamina_text_add_format(&url, "http://%s:%u/%s", stage->options->host,
                           (unsigned)local__front_port(stage->front), stage->options->stage);
    lamina_json_write_member_string(writer, "url", lamina_text_view(&url));
    lamina_json_write_member_string(writer, "stage", lamina_str_from(stage->options->stage));
    lamina_json_write_member_string(writer, "database", lamina_text_view(&stage->endpoint));
    lamina_json_write_name(writer, LAMINA_STR("databaseIsLocal"));
    lamina_json_write_boolean(writer, stage->database != NULL);
    lamina_json_write_name(writer, LAMINA_STR("build"));
    local__reload_write(stage->reload, writer);
    lamina_text_clear(&url);
}

static void reply_json(struct evhttp_request *request, const lamina_text *text)
{
    if (lamina_text_status(text))
        local__console_refuse(request, 500, "the answer is too long");
    else
        local__console_reply(request, 200, "application/json", lamina_text_view(text));
}

void local__console_state(local_console *console, struct evhttp_request *request, lamina_str rest)
{
    const local_stage *stage = console->stage;
    if (rest.len > 0) {
        local__console_refuse(request, 404, "the console has no such page");
        return;
    }
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, STATE_CAP);
    lamina_json_write_init(&writer, &text);
    lamina_json_write_object(&writer);
    write_stage(&writer, stage);
    lamina_json_write_name(&writer, LAMINA_STR("modules"));
    lamina_json_write_array(&writer);
    for (size_t i = 0; stage->modules && i < stage->modules->count; i++)
        write_module(&writer, &stage->modules->items[i]);
    lamina_json_write_array_end(&writer);
    lamina_json_write_object_end(&writer);
    reply_json(request, &text);
    lamina_text_clear(&text);
}

void local__console_invocations(local_console *console, struct evhttp_request *request,
                                lamina_str rest)
{
    const local_recorder *recorder = console->stage->recorder;
    lamina_text text;
    lamina_json_writer writer;
    bool found = true;
    lamina_text_init(&text, STATE_CAP);
    lamina_json_write_init(&writer, &text);
    if (rest.len == 0)
        local__recorder_write_list(recorder, &writer);
    else
        found =
            local__recorder_write_one(recorder, (lamina_str){rest.ptr + 1, rest.len - 1}, &writer);
    if (found)
        reply_json(request, &text);
    else
        local__console_refuse(request, 404, "this invocation is not kept any more");
    lamina_text_clear(&text);
}
