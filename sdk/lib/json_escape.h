/*
 * json_escape.h - runs of text with short escapes: \" \\ \/ \b \f \n \r \t.
 *
 * Bodies of requests and answers are JSON in a JSON string and full of these. The functions take
 * eight bytes at a time, whatever stands between them, and leave to their callers what is neither
 * plain nor a short escape. Bytes that are not ASCII are plain here: UTF-8 is checked by itself.
 */
#ifndef LAMINA_JSON_ESCAPE_H
#define LAMINA_JSON_ESCAPE_H

#include <stdint.h>

/* What stands for the letter behind a backslash, 0 for letters that are no short escape. */
extern const char lamina__escape_meaning[256];

/* The letter of a byte's short escape, 0 for bytes that have none or need none. */
extern const char lamina__escape_letter[256];

/* Moves behind plain bytes and short escapes; *high becomes not 0 when bytes that are not ASCII are
   among them. A short escape at the very end may be left. */
const char *lamina__escapes_skip(const char *at, const char *end, uint64_t *high);

/* Decodes the same to *out, which has room for all of the text and 8 bytes more; stops at another
   escape, or when less than 17 bytes are left. */
const char *lamina__escapes_decode(const char *at, const char *end, char **out);

/* The inverse: plain bytes are copied, others get their short escape, to *out, which has room for
   twice the text and 8 bytes more; stops at a byte that has no short escape, or when less than 16
   bytes are left. */
const char *lamina__escapes_encode(const char *at, const char *end, char **out);

#endif
