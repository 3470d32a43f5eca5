/*
 * json_string.h - a JSON string that has escapes or is not ASCII.
 */
#ifndef LAMINA_JSON_STRING_H
#define LAMINA_JSON_STRING_H

#include "lamina/arena.h"

/*
 * Reads the string whose opening quote *at is on. *string is the text between the quotes where that is
 * the string, and otherwise decoded into the arena. *at is behind the closing quote afterwards, or on
 * the fault with LAMINA_E_SYNTAX and *reason; LAMINA_E_LIMIT when the arena is full.
 */
lamina_status lamina__json_string_read(lamina_arena *arena, const char **at, const char *end,
                                       lamina_str *string, const char **reason);

#endif
