/*
 * manifest.c - `lamina manifest --layer FOLDER [--components FILE] [--spdx]`: what a layer is made of.
 */
#include "manifest.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "usage.h"

#define ARENA_CAP ((size_t)1 << 30)
#define REPORT_CAP ((size_t)1 << 20)
#define COMPONENTS_CAP ((size_t)64 << 10)

typedef struct manifest_wish {
    const char *layer;
    const char *components;
    int64_t created_s;
    bool spdx;
    bool help;
} manifest_wish;

static int show_help(void)
{
    printf(
        "Usage: lamina manifest --layer FOLDER [OPTION]...\n\n"
        "Writes what a layer is made of as JSON: versions, the ABI that it serves and its tables, and of\n"
        "each file the SONAME, build id, version nodes, libraries that it needs, and SHA-256.\n\n"
        "  --components FILE  third-party code in it, a line each, separated by tabs: name, version,\n"
        "                     SPDX license, package URL, the file that it was linked into\n"
        "  --spdx             a bill of materials as SPDX 2.3 instead\n"
        "  --created SECONDS  when that was made, since 1970; the default is 1980-01-01, so that the\n"
        "                     same layer gives the same bytes\n"
        "  --help             show this text\n");
    return CLI_DONE;
}

/* ---- arguments ---- */

static int take_value(const char *option, char *value, manifest_wish *wish)
{
    if (!value || value[0] == '\0')
        return cli__refuse("lamina manifest", "an option lacks its value");
    if (!strcmp(option, "--layer"))
        wish->layer = value;
    else if (!strcmp(option, "--components"))
        wish->components = value;
    else if (lamina_parse_int64_between(lamina_str_from(value), 0, INT32_MAX, &wish->created_s))
        return cli__refuse("lamina manifest", "--created takes seconds since 1970");
    return CLI_DONE;
}

static int read_arguments(char **argv, manifest_wish *wish)
{
    static const char *const options[] = {"--layer", "--components", "--created",
                                          "--spdx",  "--help",       NULL};
    for (argv++; *argv; argv++) {
        int status = CLI_DONE;
        if (!strcmp(*argv, "--spdx"))
            wish->spdx = true;
        else if (!strcmp(*argv, "--help"))
            wish->help = true;
        else if (!strcmp(*argv, "--layer") || !strcmp(*argv, "--components") ||
                 !strcmp(*argv, "--created")) {
            status = take_value(argv[0], argv[1], wish);
            argv++;
        } else
            status = cli__refuse_word("lamina manifest", "option", *argv, options);
        if (status != CLI_DONE)
            return status;
    }
    if (!wish->layer && !wish->help)
        return cli__refuse("lamina manifest", "name the layer with --layer");
    return CLI_DONE;
}

/* ---- components ---- */

static bool take_component(lamina_str line, cli_manifest *manifest)
{
    if (manifest->component_count == CLI_COMPONENT_CAP)
        return false;
    cli_component *component = &manifest->components[manifest->component_count];
    lamina_str *const columns[] = {&component->name, &component->version, &component->license,
                                   &component->purl, &component->file};
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        lamina_str_cut(&line, '\t', columns[i]);
        if (columns[i]->len == 0)
            return false;
    }
    manifest->component_count++;
    return line.len == 0;
}

static int read_components(const char *path, cli_manifest *manifest)
{
    char *room = lamina_arena_alloc(manifest->arena, COMPONENTS_CAP);
    FILE *file = room ? fopen(path, "re") : NULL;
    if (!file) {
        fprintf(stderr, "lamina manifest: %s: %s\n", path, strerror(errno));
        return CLI_FAILED;
    }
    lamina_str rest = {.ptr = room, .len = fread(room, 1, COMPONENTS_CAP, file)};
    const bool is_whole = rest.len < COMPONENTS_CAP && !ferror(file);
    (void)fclose(file);
    for (size_t number = 1; is_whole && rest.len > 0; number++) {
        lamina_str line;
        lamina_str_cut(&rest, '\n', &line);
        if (line.len > 0 && !take_component(line, manifest)) {
            fprintf(
                stderr,
                "lamina manifest: %s:%zu: expected name, version, license, package URL and file, "
                "separated by tabs; %u lines at most\n",
                path, number, CLI_COMPONENT_CAP);
            return CLI_FAILED;
        }
    }
    if (!is_whole)
        fprintf(stderr, "lamina manifest: %s cannot be read, or is too large\n", path);
    return is_whole ? CLI_DONE : CLI_FAILED;
}

/* ---- writing ---- */

static void print_break(int depth)
{
    printf("\n%*s", depth * 2, "");
}

/* A member or an element a line, for people and for tools that read lines. The text is JSON. */
static void print_indented(lamina_str json)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < json.len; i++) {
        const char c = json.ptr[i];
        const char next = i + 1 < json.len ? json.ptr[i + 1] : '\0';
        const bool is_escape = in_string && c == '\\';
        if (c == '"')
            in_string = !in_string;
        if (!in_string && (c == '}' || c == ']'))
            print_break(--depth);
        putchar(c);
        if (is_escape)
            putchar(json.ptr[++i]);
        if (in_string)
            continue;
        if (c == ':')
            putchar(' ');
        if (c == ',')
            print_break(depth);
        if (c != '{' && c != '[')
            continue;
        depth++;
        if (next != '}' && next != ']')
            print_break(depth);
    }
    putchar('\n');
}

static int write_manifest(const cli_manifest *manifest, bool spdx)
{
    lamina_text json;
    lamina_json_writer writer;
    lamina_text_init(&json, REPORT_CAP);
    lamina_json_write_init(&writer, &json);
    const lamina_status status =
        spdx ? cli__manifest_write_spdx(manifest, &writer) : cli__manifest_write(manifest, &writer);
    const bool is_whole = !status && !lamina_text_status(&json);
    if (is_whole)
        print_indented(lamina_text_view(&json));
    else
        fprintf(stderr, "lamina manifest: the manifest cannot be written: out of memory\n");
    lamina_text_clear(&json);
    return is_whole ? CLI_DONE : CLI_FAILED;
}

static int make_manifest(lamina_arena *arena, const manifest_wish *wish)
{
    cli_layer layer;
    lamina_str why = {0};
    cli_manifest *manifest = lamina_arena_alloc(arena, sizeof(cli_manifest));
    if (!manifest)
        return CLI_FAILED;
    int status = CLI_FAILED;
    if (cli__layer_open(arena, wish->layer, &layer, &why)) {
        fprintf(stderr, "lamina manifest: %s is no layer: %.*s\n", wish->layer, LAMINA_FMT(why));
    } else {
        manifest->arena = arena;
        manifest->layer = &layer;
        manifest->created_s = wish->created_s;
        status = wish->components ? read_components(wish->components, manifest) : CLI_DONE;
        if (status == CLI_DONE)
            status = write_manifest(manifest, wish->spdx);
    }
    cli__layer_close(&layer);
    return status;
}

int cli__manifest(int argc, char **argv)
{
    (void)argc;
    manifest_wish wish = {.created_s =
                              315532800}; /* 1980-01-01, the first day that a zip file knows */
    int status = read_arguments(argv, &wish);
    if (status != CLI_DONE)
        return status;
    if (wish.help)
        return show_help();
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (!arena) {
        fprintf(stderr, "lamina manifest: the system is out of memory\n");
        return CLI_FAILED;
    }
    status = make_manifest(arena, &wish);
    lamina_arena_free(arena);
    return status;
}
