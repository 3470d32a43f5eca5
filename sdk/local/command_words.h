/*
 * command_words.h - a command of the user's, started without a shell: its words are split at spaces.
 */
#ifndef LOCAL_COMMAND_WORDS_H
#define LOCAL_COMMAND_WORDS_H

#include "lamina/arena.h"

#define LOCAL_COMMAND_WORD_CAP 64u

/* False when there is no word, too many, or the arena is full. words is closed by NULL; in the arena. */
bool local__command_words(lamina_arena *arena, const char *command,
                          const char *words[LOCAL_COMMAND_WORD_CAP + 1]);

#endif
