/*
 * main.c - `lamina`, the tool of a module's author: finds the subcommand and runs it.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "usage.h"

static int show_help(int argc, char **argv);

static const struct {
    const char *name;
    const char *help;
    cli_run_fn run;
} commands[] = {
    {"check", "tell whether plugins fit a layer", cli__check},
    {"database", "run a program beside a local database", cli__database},
    {"dev", "serve plugins on this machine as AWS would", cli__dev},
    {"doctor", "look for what this machine lacks", cli__doctor},
    {"events", "print sample events", cli__events},
    {"explain", "show the page of an error or a problem", cli__explain},
    {"invoke", "hand one event to a plugin", cli__invoke},
    {"manifest", "show what a layer is made of", cli__manifest},
    {"new", "make a new module", cli__new},
    {"openapi", "describe plugins as OpenAPI 3.1", cli__openapi},
    {"routes", "show the routes of plugins", cli__routes},
    {"symbolize", "turn a crash's frames into lines", cli__symbolize},
    {"version", "show the version", cli__version},
    {"help", "show this text", show_help},
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

/* Other spellings that people try. */
static const char *const aliases[][2] = {
    {"--help", "help"}, {"-h", "help"}, {"--version", "version"}};

static int show_help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    printf("Usage: lamina COMMAND [OPTION]...\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-9s %s\n", commands[i].name, commands[i].help);
    printf("\nlamina COMMAND --help tells more.\n");
    return CLI_DONE;
}

static int run(const char *name, int argc, char **argv)
{
    const char *known[COMMAND_COUNT + 1] = {0};
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
        if (!strcmp(name, aliases[i][0]))
            name = aliases[i][1];
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (!strcmp(name, commands[i].name))
            return commands[i].run(argc, argv);
        known[i] = commands[i].name;
    }
    return cli__refuse_word("lamina", name[0] == '-' ? "option" : "command", name, known);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        show_help(argc, argv);
        return CLI_USAGE;
    }
    int status = run(argv[1], argc - 1, argv + 1);
    /* Output that could not be written was not delivered. */
    return fflush(stdout) ? CLI_FAILED : status;
}
