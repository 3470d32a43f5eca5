/*
 * usage.h - what is said to somebody who asked wrongly.
 */
#ifndef CLI_USAGE_H
#define CLI_USAGE_H

#include "command.h"

/* "lamina routes: unknown option --jsn; did you mean --json?" on stderr. kind is what word should
   have been ("option"); known is closed by NULL. Returns CLI_USAGE. */
int cli__refuse_word(const char *command, const char *kind, const char *word,
                     const char *const *known);
/* "lamina routes: <what>" and where help is. Returns CLI_USAGE. */
int cli__refuse(const char *command, const char *what);

/* Moves options, and the words behind those of with_value (closed by NULL), before all other words, whose
   order stays: "check x.so --layer y" is "check --layer y x.so". What stands behind "--" is left alone. CLI_DONE,
   or CLI_USAGE and it was said that the last option lacks its value. */
int cli__options_first(const char *command, int argc, char **argv, const char *const *with_value);

/* The known word that word most likely was meant to be; NULL when none is near. */
const char *cli__nearest(const char *word, const char *const *known);

#endif
