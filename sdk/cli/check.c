/*
 * check.c - `lamina check [--layer FOLDER] PLUGIN.so...`: everything that a cold start would find wrong,
 * and what it would not, found before the plugin leaves the machine.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check_report.h"
#include "child.h"
#include "command.h"
#include "share.h"
#include "usage.h"

#define ARENA_CAP ((size_t)1 << 30)
#define REPORT_CAP ((size_t)64 << 20)

typedef struct check_wish {
    const char *layer;
    const char *emulator;
    int64_t limit_ms;
    bool json;
    bool help;
    char **plugins; /* closed by NULL; none: the layer itself */
} check_wish;

static int show_help(void)
{
    printf(
        "Usage: lamina check [OPTION]... [PLUGIN.so...]\n\n"
        "Tells whether plugins fit a layer: architecture, libraries, glibc versions, symbols, the one\n"
        "exported symbol, hardening; then the layer's own bootstrap opens each in a process of its own\n"
        "and checks its entry as a cold start does. Every refusal has a page under docs/errors/. Without\n"
        "a plugin the layer's own files are checked.\n\n"
        "  --layer FOLDER    as it lies under /opt; the default is the one that was built with this "
        "program\n"
        "  --json            an array with an object for each file\n"
        "  --timeout MS      how long opening may take; the default is 10000, as on Lambda\n"
        "  --emulator FILE   runs bootstrap of another architecture, as qemu-aarch64-static does;\n"
        "                    without it such plugins are not opened\n"
        "  --help            show this text\n\n"
        "The exit status is 0 when everything fits, 1 when something does not, 2 for a wrong call.\n");
    return CLI_DONE;
}

/* ---- arguments ---- */

static const char *const options[] = {"--layer", "--emulator", "--timeout", "--json",
                                      "--help",  "--",         NULL};

static int take_value(const char *option, char *value, check_wish *wish)
{
    if (!value || value[0] == '\0')
        return cli__refuse("lamina check", "the last option needs a value");
    if (!strcmp(option, "--layer"))
        wish->layer = value;
    else if (!strcmp(option, "--emulator"))
        wish->emulator = value;
    else if (lamina_parse_int64_between(lamina_str_from(value), 1, 600000, &wish->limit_ms))
        return cli__refuse("lamina check", "--timeout takes milliseconds, 1 to 600000");
    return CLI_DONE;
}

static int read_arguments(char **argv, check_wish *wish)
{
    for (argv++; *argv && (*argv)[0] == '-'; argv++) {
        int status = CLI_DONE;
        if (!strcmp(*argv, "--")) {
            argv++;
            break;
        }
        if (!strcmp(*argv, "--json"))
            wish->json = true;
        else if (!strcmp(*argv, "--help"))
            wish->help = true;
        else if (!strcmp(*argv, "--layer") || !strcmp(*argv, "--emulator") ||
                 !strcmp(*argv, "--timeout")) {
            status = take_value(argv[0], argv[1], wish);
            argv++;
        } else
            status = cli__refuse_word("lamina check", "option", *argv, options);
        if (status != CLI_DONE)
            return status;
    }
    wish->plugins = argv;
    return CLI_DONE;
}

/* ---- checking ---- */

typedef struct check_run {
    lamina_arena *arena;
    const check_wish *wish;
    const cli_layer *layer;
    lamina_json_writer writer;
    bool all_fit;
} check_run;

static void check_one(check_run *run, const char *path, const cli_elf *of_layer)
{
    cli_fit *fit = lamina_arena_alloc(run->arena, sizeof(cli_fit));
    if (!fit) {
        fprintf(stderr, "lamina check: %s: the system is out of memory\n", path);
        run->all_fit = false;
        return;
    }
    fit->arena = run->arena;
    fit->layer = run->layer;
    fit->emulator = run->wish->emulator;
    fit->limit_ms = (int)run->wish->limit_ms;
    fit->path = path;
    const bool fits = of_layer ? cli__fit_layer_object(fit, of_layer) : cli__fit_plugin(fit);
    if (run->wish->json)
        cli__check_write(fit, fits, &run->writer);
    else
        cli__check_print(fit, fits);
    run->all_fit = run->all_fit && fits;
    cli__fit_clear(fit);
}

static void check_layer(check_run *run)
{
    check_one(run, run->layer->bootstrap.path, &run->layer->bootstrap);
    for (size_t i = 0; i < run->layer->library_count; i++)
        check_one(run, run->layer->libraries[i].path, &run->layer->libraries[i]);
}

static int check_all(check_run *run)
{
    lamina_text json;
    lamina_text_init(&json, REPORT_CAP);
    lamina_json_write_init(&run->writer, &json);
    lamina_json_write_array(&run->writer);
    if (*run->wish->plugins == NULL)
        check_layer(run);
    for (char **plugin = run->wish->plugins; *plugin; plugin++)
        check_one(run, *plugin, NULL);
    lamina_json_write_array_end(&run->writer);
    int status = run->all_fit ? CLI_DONE : CLI_FAILED;
    if (lamina_text_status(&json)) {
        fprintf(stderr, "lamina check: the report is too large\n");
        status = CLI_FAILED;
    } else if (run->wish->json) {
        printf("%s\n", json.ptr);
    }
    lamina_text_clear(&json);
    return status;
}

static int check(lamina_arena *arena, check_wish *wish)
{
    cli_layer layer;
    lamina_str why = {0};
    int status = CLI_FAILED;
    if (!wish->layer)
        wish->layer = cli__layer_path(arena);
    if (cli__layer_open(arena, wish->layer, &layer, &why)) {
        fprintf(
            stderr,
            "lamina check: %s is no layer: %.*s. Expected bootstrap and lib/ in it, as `make layer` "
            "makes them; name the folder with --layer.\n",
            wish->layer, LAMINA_FMT(why));
    } else {
        check_run run = {.arena = arena, .wish = wish, .layer = &layer, .all_fit = true};
        status = check_all(&run);
    }
    cli__layer_close(&layer);
    return status;
}

int cli__check(int argc, char **argv)
{
    static const char *const with_value[] = {"--layer", "--emulator", "--timeout", NULL};
    check_wish wish = {.limit_ms = CLI_CHILD_LIMIT_MS};
    int status = cli__options_first("lamina check", argc, argv, with_value);
    if (status == CLI_DONE)
        status = read_arguments(argv, &wish);
    if (status != CLI_DONE)
        return status;
    if (wish.help)
        return show_help();
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (!arena) {
        fprintf(stderr, "lamina check: the system is out of memory\n");
        return CLI_FAILED;
    }
    status = check(arena, &wish);
    lamina_arena_free(arena);
    return status;
}
