/*
 * announcement.c - one text, written at once. Tests read the line that begins with "Serving ".
 */
#include "announcement.h"

#include "authorizer.h"
#include "front.h"
#include "module.h"
#include "passthrough.h"
#include "terminal.h"

#define TEXT_CAP ((size_t)1 << 20)

/* Who may call it: what holds here, and not what should. */
static void add_access(lamina_text *text, const local_stage *stage, const char *scope)
{
    if (!scope)
        lamina_text_add(text, LAMINA_STR("  (public)"));
    else if (stage->authorizer || stage->caller.len > 0)
        lamina_text_add_format(text, "  (scope %s)", scope);
    else
        lamina_text_add_format(text, "  (scope %s: no authorizer is asked, nobody holds it)",
                               scope);
}

static void add_module(lamina_text *text, const local_stage *stage, const local_module *module,
                       const char *url)
{
    lamina_text_add_format(text, "%s %s (%s)\n", module->name, module->version, module->file);
    for (size_t i = 0; i < module->route_count; i++) {
        const local_route *route = &module->routes[i];
        lamina_text_add_format(text, "  %-7s %s%s", route->method, url, route->path);
        add_access(text, stage, route->scope);
        lamina_text_add_char(text, '\n');
    }
    for (size_t i = 0; i < module->event_count; i++)
        lamina_text_add_format(text, "  event   %s (%s)\n", module->events[i].operation,
                               module->events[i].kind);
}

static void add_authorizer(lamina_text *text, const local_stage *stage)
{
    if (stage->caller.len > 0) {
        lamina_text_add_format(text, "Authorizer: none; every caller is %s (--as)\n",
                               stage->caller.ptr);
        return;
    }
    if (!stage->authorizer) {
        lamina_text_add(text,
                        LAMINA_STR("Authorizer: none; a route that has a scope answers 401\n"));
        return;
    }
    lamina_text_add_format(text,
                           "Authorizer: %s of %s is asked before every route that is not public",
                           local__authorizer_operation(stage->authorizer),
                           local__authorizer_module(stage->authorizer)->name);
    if (stage->options->authorizer_ttl_s > 0)
        lamina_text_add_format(text, "; its word on a token is kept for %lld s\n",
                               (long long)stage->options->authorizer_ttl_s);
    else
        lamina_text_add(text, LAMINA_STR(", each time\n"));
}

static void add_data(lamina_text *text, const local_stage *stage)
{
    if (stage->endpoint.len == 0)
        lamina_text_add(text, LAMINA_STR("Data: no database\n"));
    else if (!stage->database)
        lamina_text_add_format(text, "Data: at %s (AWS_ENDPOINT_URL_DYNAMODB)\n",
                               stage->endpoint.ptr);
    else if (stage->options->db == LOCAL_DB_MEMORY)
        lamina_text_add_format(text, "Data: in memory, gone when the stage stops (%s)\n",
                               stage->endpoint.ptr);
    else
        lamina_text_add_format(text, "Data: %s/dynamodb (%s)\n", stage->options->data,
                               stage->endpoint.ptr);
}

/* What the processes meet that they would not otherwise. */
static void add_conditions(lamina_text *text, const local_stage *stage)
{
    const char *endpoint = stage->endpoint.ptr;
    if (stage->options->freeze && stage->endpoint.len > 0 && !local__passthrough_can(endpoint))
        lamina_text_add_format(text,
                               "Freeze: between events; connections to %s are not dropped, because "
                               "it is not plain http on this machine\n",
                               endpoint);
    else if (stage->options->freeze)
        lamina_text_add_format(
            text, "Freeze: between events%s\n",
            stage->endpoint.len > 0 ? ", and connections to the database are dropped" : "");
    if (stage->options->debug)
        lamina_text_add(text, LAMINA_STR("Debug: each process waits for gdb when it starts, and no "
                                         "time-out runs\n"));
    if (stage->asan.len > 0)
        lamina_text_add_format(text, "Address sanitizer: %s\n", stage->asan.ptr);
}

static void add_console(lamina_text *text, const local_stage *stage)
{
    if (stage->console)
        lamina_text_add_format(text, "Console: http://%s:%u/_lamina/\n", stage->options->host,
                               (unsigned)local__front_port(stage->front));
}

void local__announce(const local_stage *stage)
{
    lamina_text url;
    lamina_text text;
    lamina_text_init(&url, 1024);
    lamina_text_init(&text, TEXT_CAP);
    lamina_text_add_format(&url, "http://%s:%u/%s", stage->options->host,
                           (unsigned)local__front_port(stage->front), stage->options->stage);
    if (!lamina_text_status(&url)) {
        for (size_t i = 0; i < stage->modules->count; i++)
            add_module(&text, stage, &stage->modules->items[i], url.ptr);
        lamina_text_add_format(&text, "  GET     %s/health\n", url.ptr);
        add_authorizer(&text, stage);
        add_data(&text, stage);
        add_conditions(&text, stage);
        add_console(&text, stage);
        lamina_text_add_format(&text, "Serving %s\nPress Ctrl-C to stop.\n", url.ptr);
    }
    if (!lamina_text_status(&text))
        local__print("%s", text.ptr);
    lamina_text_clear(&text);
    lamina_text_clear(&url);
}
