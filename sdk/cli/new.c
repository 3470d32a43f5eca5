/*
 * new.c - `lamina new NAME`: a module that builds, passes its tests and answers, to go on from.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "module_name.h"
#include "scaffold.h"
#include "usage.h"

#define COMMAND "lamina new"
#define ARENA_CAP ((size_t)4 << 20)
enum { LINE_CAP = 256 };

static int show_help(void)
{
    printf(
        "Usage: " COMMAND " [OPTION]... NAME\n\n"
        "Makes the folder NAME with a module that builds, passes its tests, passes lamina check\n"
        "and answers under lamina dev: plugin, DTOs, service, handlers, tests, template, Makefile.\n"
        "On a terminal it asks for what no option says.\n\n"
        "  --path SEGMENT    the first segment of its URLs (default: NAMEs)\n"
        "  --scope SCOPE     what a caller must hold, NAME:write say (default: none, public)\n"
        "  --folder FOLDER   where to make it (default: NAME)\n"
        "  --help            show this text\n");
    return CLI_DONE;
}

/* ---- arguments ---- */

typedef struct wish {
    const char *name;
    const char *path;
    const char *scope;
    const char *folder;
    bool help;
    char answers[3][LINE_CAP]; /* what was typed: name, path, scope */
} wish;

static const char **place_of(wish *wanted, const char *option)
{
    const struct {
        const char *name;
        const char **place;
    } texts[] = {
        {"--path", &wanted->path}, {"--scope", &wanted->scope}, {"--folder", &wanted->folder}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!strcmp(option, texts[i].name))
            return texts[i].place;
    return NULL;
}

static int read_arguments(int argc, char **argv, wish *wanted)
{
    static const char *const options[] = {"--path", "--scope", "--folder", "--help", NULL};
    for (int at = 1; at < argc; at++) {
        const char **place = place_of(wanted, argv[at]);
        if (place != NULL && at + 1 == argc)
            return cli__refuse(COMMAND, "the last option needs a value");
        if (place != NULL)
            *place = argv[++at];
        else if (!strcmp(argv[at], "--help"))
            wanted->help = true;
        else if (argv[at][0] == '-')
            return cli__refuse_word(COMMAND, "option", argv[at], options);
        else if (wanted->name != NULL)
            return cli__refuse(COMMAND, "one name at a time");
        else
            wanted->name = argv[at];
    }
    return CLI_DONE;
}

/* ---- questions: on a terminal only, and for what no option said ---- */

static bool has_terminal(void)
{
    return isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
}

/* An empty answer is the default. False at the end of input. */
static bool ask(const char *question, const char *usual, char line[LINE_CAP])
{
    printf("%s%s%s%s ", question, usual[0] != '\0' ? " [" : "", usual, usual[0] != '\0' ? "]" : "");
    fflush(stdout);
    if (fgets(line, LINE_CAP, stdin) == NULL)
        return false;
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '\0')
        snprintf(line, LINE_CAP, "%s", usual);
    return true;
}

static bool ask_for_name(wish *wanted)
{
    if (wanted->name != NULL || !has_terminal())
        return true;
    wanted->name = wanted->answers[0];
    return ask("What is the module called, in the singular?", "", wanted->answers[0]);
}

static bool ask_for_rest(wish *wanted, const char *usual_path)
{
    if (!has_terminal())
        return true;
    if (wanted->path == NULL) {
        wanted->path = wanted->answers[1];
        if (!ask("First segment of its URLs?", usual_path, wanted->answers[1]))
            return false;
    }
    if (wanted->scope == NULL) {
        wanted->scope = wanted->answers[2];
        if (!ask("Scope that a caller must hold? (none: public)", "", wanted->answers[2]))
            return false;
    }
    return true;
}

/* ---- making it ---- */

static int refuse_name(const char *what, const char *given, const char *rule)
{
    fprintf(stderr, COMMAND ": \"%s\" is no %s: %s\nTry: " COMMAND " --help\n", given, what, rule);
    return CLI_USAGE;
}

static int check(const wish *wanted)
{
    if (wanted->name == NULL)
        return cli__refuse(COMMAND, "name the module");
    if (!cli__module_name_is_good(wanted->name))
        return refuse_name("module's name", wanted->name, CLI_MODULE_NAME_RULE);
    if (wanted->path != NULL && !cli__path_segment_is_good(wanted->path))
        return refuse_name("path segment", wanted->path, CLI_PATH_SEGMENT_RULE);
    if (wanted->scope != NULL && wanted->scope[0] != '\0' && !cli__scope_is_good(wanted->scope))
        return refuse_name("scope", wanted->scope, CLI_SCOPE_RULE);
    return CLI_DONE;
}

static int make(lamina_arena *arena, const wish *wanted, const char *usual_path)
{
    const scaffold_names names = {
        .module = wanted->name,
        .segment = wanted->path != NULL ? wanted->path : usual_path,
        .scope = wanted->scope != NULL ? wanted->scope : "",
    };
    const char *folder = wanted->folder != NULL ? wanted->folder : wanted->name;
    lamina_str fault = {0};
    if (cli__scaffold_write(arena, &names, folder, &fault) != LAMINA_OK) {
        fprintf(stderr, COMMAND ": %.*s\n", LAMINA_FMT(fault));
        return CLI_FAILED;
    }
    printf("Made %s. Next:\n\n    cd %s\n    make test\n    make dev\n\nREADME.md says the rest.\n",
           folder, folder);
    return CLI_DONE;
}

static int run(lamina_arena *arena, wish *wanted)
{
    if (!ask_for_name(wanted))
        return cli__refuse(COMMAND, "the input ended before the name");
    int status = check(wanted);
    if (status != CLI_DONE)
        return status;
    const lamina_str usual = lamina_arena_format(arena, "%ss", wanted->name);
    if (usual.ptr == NULL || !ask_for_rest(wanted, usual.ptr))
        return cli__refuse(COMMAND, "the input ended before the last answer");
    status = check(wanted);
    return status != CLI_DONE ? status : make(arena, wanted, usual.ptr);
}

int cli__new(int argc, char **argv)
{
    wish wanted = {0};
    int status = read_arguments(argc, argv, &wanted);
    if (status != CLI_DONE)
        return status;
    if (wanted.help)
        return show_help();
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (arena == NULL) {
        fprintf(stderr, COMMAND ": the system is out of memory\n");
        return CLI_FAILED;
    }
    status = run(arena, &wanted);
    lamina_arena_free(arena);
    return status;
}
