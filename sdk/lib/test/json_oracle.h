/*
 * json_oracle.h - our JSON reader held against cJSON.
 */
#ifndef TEST_JSON_ORACLE_H
#define TEST_JSON_ORACLE_H

#include "lamina/json.h"

/*
 * Reads text with both. NULL when they agree, otherwise what they differ in. cJSON may accept more, for
 * it is lax in numbers, control characters and UTF-8, but never less; and what both accept must be the
 * same tree. *accepted says whether ours took the text.
 */
const char *json_oracle_difference(lamina_arena *arena, lamina_str text, bool *accepted);

#endif
