/*
 * json_kept.h - tokens that are kept away from cJSON, and brought back into its tree.
 *
 * cJSON turns every number into a double, ends strings at an escaped U+0000, and goes through each
 * string twice, byte by byte. So numbers that a double would spoil, strings with that escape and
 * long strings are noted while the text is checked. cJSON then reads a copy of the text in which
 * each of them is the string "\xFF": a byte that no checked text holds. Afterwards the tree is
 * walked once and each mark is replaced, in the order of the text, by what it stands for.
 */
#ifndef LAMINA_JSON_KEPT_H
#define LAMINA_JSON_KEPT_H

#include <cjson/cJSON.h>

#include "lamina/arena.h"
#include "lamina/text.h"

/* Strings from this many bytes on are kept: below, cJSON is as fast. */
#define LAMINA__JSON_LONG_STRING 48u

/* One token, as it stands in the text, with a string's quotes. */
typedef struct lamina__json_token {
    const char *at;
    size_t len;
} lamina__json_token;

typedef struct lamina__json_kept {
    lamina_arena *arena;
    lamina__json_token *tokens;
    size_t count;
    size_t room;
} lamina__json_kept;

/* False when the arena is full. */
bool lamina__json_keep(lamina__json_kept *kept, const char *at, size_t len);

/* The text with a mark for each kept token; {NULL, 0} when the arena is full. */
lamina_str lamina__json_kept_mark(const lamina__json_kept *kept, lamina_str text);

/* Puts the tokens back into the tree. LAMINA_E_LIMIT when the arena is full. */
lamina_status lamina__json_kept_restore(const lamina__json_kept *kept, cJSON *root);

/*
 * Bits of cJSON's type, beyond those that cJSON uses: valuestring (of a string, or of a number with
 * its exact text) or string (the name) was put there by us, with its length before it.
 */
#define LAMINA__JSON_OWN_VALUE (1 << 10)
#define LAMINA__JSON_OWN_NAME (1 << 11)

/* The length of such a text. */
size_t lamina__json_own_len(const char *text);

#endif
