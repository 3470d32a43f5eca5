/*
 * command.h - what a subcommand of `lamina` is. Each has a file of its own and a row in main.c.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "lamina/text.h"

/* Exit statuses. */
#define CLI_DONE 0
#define CLI_FAILED 1 /* it was asked rightly, and could not be done */
#define CLI_USAGE 2  /* it was asked wrongly */

/* argv[0] is the subcommand's name. Returns an exit status. */
typedef int (*cli_run_fn)(int argc, char **argv);

int cli__check(int argc, char **argv);
int cli__database(int argc, char **argv);
int cli__dev(int argc, char **argv);
int cli__doctor(int argc, char **argv);
int cli__events(int argc, char **argv);
int cli__explain(int argc, char **argv);
int cli__invoke(int argc, char **argv);
int cli__manifest(int argc, char **argv);
int cli__new(int argc, char **argv);
int cli__openapi(int argc, char **argv);
int cli__routes(int argc, char **argv);
int cli__symbolize(int argc, char **argv);
int cli__version(int argc, char **argv);

#endif
