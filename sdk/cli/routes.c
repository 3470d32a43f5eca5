/*
 * routes.c - `lamina routes [--json] PLUGIN.so...`: what plugins would serve, or why they would be
 * refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "plugin_report.h"
#include "usage.h"

#define ARENA_CAP ((size_t)64 << 20)

typedef struct wish {
    bool json;
    bool help;
    int first_plugin; /* index in argv */
} wish;

static int show_help(void)
{
    printf(
        "Usage: lamina routes [--json] PLUGIN.so...\n\n"
        "Opens each plugin as the host would and shows its routes: method, path, operation, and\n"
        "the scope that a caller needs; then its handlers of other events: kind and operation. A plugin that the host would refuse is refused here too,\n"
        "for the same reason, and the exit status is 1.\n\n"
        "  --json  an array of objects instead of a table\n"
        "  --help  show this text\n");
    return CLI_DONE;
}

static int read_arguments(int argc, char **argv, wish *wanted)
{
    static const char *const options[] = {"--json", "--help", "--", NULL};
    int at = 1;
    for (; at < argc && argv[at][0] == '-'; at++) {
        if (!strcmp(argv[at], "--")) {
            at++;
            break;
        }
        if (!strcmp(argv[at], "--json"))
            wanted->json = true;
        else if (!strcmp(argv[at], "--help"))
            wanted->help = true;
        else
            return cli__refuse_word("lamina routes", "option", argv[at], options);
    }
    wanted->first_plugin = at;
    if (at == argc && !wanted->help)
        return cli__refuse("lamina routes", "name at least one plugin");
    return CLI_DONE;
}

static void print_row(const lamina_json *route)
{
    lamina_str event = lamina_json_member_string(route, "event");
    if (event.len > 0) {
        printf("event   %-40.*s %.*s\n", LAMINA_FMT(event),
               LAMINA_FMT(lamina_json_member_string(route, "operation")));
        return;
    }
    lamina_str scope = lamina_json_member_string(route, "scope");
    if (!scope.ptr)
        scope = LAMINA_STR("public");
    printf("%-7.*s %-40.*s %.*s (%.*s)\n", LAMINA_FMT(lamina_json_member_string(route, "method")),
           LAMINA_FMT(lamina_json_member_string(route, "path")),
           LAMINA_FMT(lamina_json_member_string(route, "operation")), LAMINA_FMT(scope));
}

static void print_table(const lamina_json *routes)
{
    for (const lamina_json *at = lamina_json_first(routes); at; at = lamina_json_next(at))
        print_row(at);
}

static void add_json(lamina_json_writer *writer, const lamina_json *routes)
{
    for (const lamina_json *at = lamina_json_first(routes); at; at = lamina_json_next(at))
        lamina_json_write_value(writer, at);
}

/* All plugins, though one was refused: the author sees every reason at once. */
static int report_all(lamina_arena *arena, char **plugins, bool as_json, lamina_text *json)
{
    int status = CLI_DONE;
    lamina_json_writer writer;
    lamina_json_write_init(&writer, json);
    lamina_json_write_array(&writer);
    for (; *plugins; plugins++) {
        const lamina_json *routes = NULL;
        lamina_str refusal = {0};
        if (cli__plugin_report(arena, *plugins, &routes, &refusal)) {
            fprintf(stderr, "lamina routes: %s: %.*s\n", *plugins, LAMINA_FMT(refusal));
            status = CLI_FAILED;
        } else if (as_json) {
            add_json(&writer, routes);
        } else {
            print_table(routes);
        }
    }
    lamina_json_write_array_end(&writer);
    if (as_json && status == CLI_DONE)
        printf("%s\n", json->ptr ? json->ptr : "");
    return lamina_text_status(json) ? CLI_FAILED : status;
}

int cli__routes(int argc, char **argv)
{
    wish wanted = {0};
    int status = cli__options_first("lamina routes", argc, argv, (const char *const[]){NULL});
    if (status == CLI_DONE)
        status = read_arguments(argc, argv, &wanted);
    if (status != CLI_DONE)
        return status;
    if (wanted.help)
        return show_help();
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (!arena) {
        fprintf(stderr, "lamina routes: the system is out of memory\n");
        return CLI_FAILED;
    }
    lamina_text json;
    lamina_text_init(&json, ARENA_CAP);
    status = report_all(arena, argv + wanted.first_plugin, wanted.json, &json);
    lamina_text_clear(&json);
    lamina_arena_free(arena);
    return status;
}
