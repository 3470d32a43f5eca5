/*
 * announcement.c - one text, written at once. Tests read the line that begins with "Serving ".
 */
#include "announcement.h"

#include "front.h"
#include "module.h"
#include "terminal.h"

#define TEXT_CAP ((size_t)1 << 20)

static void add_module(lamina_text *text, const local_module *module, const char *url)
{
    lamina_text_add_format(text, "%s %s (%s)\n", module->name, module->version, module->file);
    for (size_t i = 0; i < module->route_count; i++) {
        const local_route *route = &module->routes[i];
        lamina_text_add_format(text, "  %-7s %s%s", route->method, url, route->path);
        if (route->scope)
            lamina_text_add_format(text,
                                   "  (scope %s: the stage has no authorizer, nobody holds "
                                   "it)",
                                   route->scope);
        lamina_text_add_char(text, '\n');
    }
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
            add_module(&text, &stage->modules->items[i], url.ptr);
        lamina_text_add_format(&text, "  GET     %s/health\n", url.ptr);
        add_data(&text, stage);
        lamina_text_add_format(&text, "Serving %s\nPress Ctrl-C to stop.\n", url.ptr);
    }
    if (!lamina_text_status(&text))
        local__print("%s", text.ptr);
    lamina_text_clear(&text);
    lamina_text_clear(&url);
}
