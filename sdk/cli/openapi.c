/*
 * openapi.c - `lamina openapi PLUGIN.so`: what plugins serve, as an OpenAPI 3.1 document.
 */
#include "lamina/openapi.h"

#include <stdio.h>
#include <string.h>

#include "command.h"
#include "plugin_report.h"
#include "usage.h"

#define NAME "lamina openapi"
#define ARENA_CAP ((size_t)128 << 20)
#define DOCUMENT_CAP ((size_t)16 << 20)
enum { PLUGIN_CAP = 256 };

typedef struct wish {
    lamina_openapi_info info;
    bool merge;
    bool help;
    int first_plugin; /* index in argv */
} wish;

static int show_help(void)
{
    printf("Usage: " NAME " [OPTION]... PLUGIN.so\n"
           "       " NAME " --merge [OPTION]... PLUGIN.so...\n\n"
           "Writes what a plugin serves as an OpenAPI 3.1 document (JSON): paths, parameters,\n"
           "bodies with all their rules, problems, and the scope that a caller needs.\n\n"
           "  --merge           one document of several plugins that share an API\n"
           "  --title TEXT      the API's title (default: the plugin's summary)\n"
           "  --version TEXT    the API's version (default: the plugin's)\n"
           "  --server URL      below which the paths lie: https://api.example.com/v1\n"
           "  --help            show this text\n");
    return CLI_DONE;
}

/* ---- arguments ---- */

static const struct {
    const char *name;
    size_t offset; /* of the text in lamina_openapi_info */
} texts[] = {
    {"--title", offsetof(lamina_openapi_info, title)},
    {"--version", offsetof(lamina_openapi_info, version)},
    {"--server", offsetof(lamina_openapi_info, server)},
};

/* Where the option's text goes; NULL when it has none. */
static lamina_str *text_of(wish *wanted, const char *option)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!strcmp(option, texts[i].name))
            return (lamina_str *)(void *)((char *)&wanted->info + texts[i].offset);
    return NULL;
}

static int read_option(char **argv, int *at, wish *wanted)
{
    static const char *const options[] = {"--merge",  "--title", "--version",
                                          "--server", "--help",  NULL};
    const char *option = argv[*at];
    lamina_str *text = text_of(wanted, option);
    if (text != NULL)
        *text = lamina_str_from(argv[++*at]);
    else if (!strcmp(option, "--merge"))
        wanted->merge = true;
    else if (!strcmp(option, "--help"))
        wanted->help = true;
    else
        return cli__refuse_word(NAME, "option", option, options);
    return CLI_DONE;
}

static int read_arguments(int argc, char **argv, wish *wanted)
{
    int at = 1;
    for (; at < argc && argv[at][0] == '-'; at++) {
        if (!strcmp(argv[at], "--")) {
            at++;
            break;
        }
        const int status = read_option(argv, &at, wanted);
        if (status != CLI_DONE)
            return status;
    }
    wanted->first_plugin = at;
    if (wanted->help)
        return CLI_DONE;
    if (at == argc)
        return cli__refuse(NAME, "name a plugin");
    if (argc - at > 1 && !wanted->merge)
        return cli__refuse(NAME, "one plugin at a time; --merge makes one document of several");
    if (argc - at > PLUGIN_CAP)
        return cli__refuse(NAME, "too many plugins");
    return CLI_DONE;
}

/* ---- documents ---- */

/* In the child: the plugin's own document. */
static lamina_status write_document(lamina_arena *arena, const lamina_plugin *plugin,
                                    const void *info, lamina_json_writer *json)
{
    lamina_text text;
    lamina_text_init(&text, DOCUMENT_CAP);
    const lamina_status status = lamina_openapi_write(arena, &text, plugin, info);
    if (!status)
        lamina_json_write_raw(json, lamina_text_view(&text));
    lamina_text_clear(&text);
    return status;
}

static lamina_status ask(lamina_arena *arena, const char *path, const wish *wanted,
                         lamina_str *document)
{
    const lamina_json *answer;
    lamina_str refusal = {0};
    const lamina_status status =
        cli__plugin_ask(arena, path, write_document, &wanted->info, &answer, &refusal);
    if (status) {
        fprintf(stderr, NAME ": %s: %.*s\n", path, LAMINA_FMT(refusal));
        return status;
    }
    lamina_text text;
    lamina_text_init(&text, DOCUMENT_CAP);
    lamina_json_writer json;
    lamina_json_write_init(&json, &text);
    lamina_json_write_value(&json, answer);
    *document = lamina_arena_copy(arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return document->ptr != NULL ? LAMINA_OK : LAMINA_E_LIMIT;
}

static int print_merged(lamina_arena *arena, const lamina_str *documents, size_t count,
                        const wish *wanted)
{
    lamina_text merged;
    lamina_str fault = {0};
    lamina_text_init(&merged, DOCUMENT_CAP);
    const lamina_status status =
        lamina_openapi_merge(arena, &merged, documents, count, &wanted->info, &fault);
    if (!status)
        printf("%s\n", merged.ptr);
    else
        fprintf(stderr, NAME ": %.*s\n",
                LAMINA_FMT(fault.len > 0 ? fault : lamina_str_from(lamina_status_name(status))));
    lamina_text_clear(&merged);
    return status ? CLI_FAILED : CLI_DONE;
}

/* Every plugin is asked though one was refused: the author sees every reason at once. */
static int print_all(lamina_arena *arena, char **plugins, size_t count, const wish *wanted)
{
    lamina_str documents[PLUGIN_CAP] = {{0}};
    int status = CLI_DONE;
    for (size_t i = 0; i < count; i++)
        if (ask(arena, plugins[i], wanted, &documents[i]))
            status = CLI_FAILED;
    if (status != CLI_DONE)
        return status;
    if (wanted->merge)
        return print_merged(arena, documents, count, wanted);
    printf("%.*s\n", LAMINA_FMT(documents[0]));
    return CLI_DONE;
}

int cli__openapi(int argc, char **argv)
{
    wish wanted = {.info = {.size = sizeof wanted.info}};
    static const char *const with_value[] = {"--title", "--version", "--server", NULL};
    int status = cli__options_first(NAME, argc, argv, with_value);
    if (status == CLI_DONE)
        status = read_arguments(argc, argv, &wanted);
    if (status != CLI_DONE)
        return status;
    if (wanted.help)
        return show_help();
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (!arena) {
        fprintf(stderr, NAME ": the system is out of memory\n");
        return CLI_FAILED;
    }
    status =
        print_all(arena, argv + wanted.first_plugin, (size_t)(argc - wanted.first_plugin), &wanted);
    lamina_arena_free(arena);
    return status;
}
