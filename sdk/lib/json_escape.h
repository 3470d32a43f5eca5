/*
 * json_escape.h - the bytes of JSON strings with escapes.
 *
 * Bodies of requests and answers are JSON in a JSON string and full of short escapes (\" \\ \/ \b \f \n
 * \r \t). The functions go through text at nearly the speed of copying it, whatever stands in it.
 */
#ifndef LAMINA_JSON_ESCAPE_H
#define LAMINA_JSON_ESCAPE_H

#include <stdbool.h>
#include <stdint.h>

/* What decoding and encoding may write behind their last byte. */
#define LAMINA__ESCAPE_SLACK 16

/* What stands for the letter behind a backslash, 0 for letters that are no short escape. */
extern const char lamina__escape_meaning[256];

/* The letter of a byte's short escape, 0 for bytes that have none or need none. */
extern const char lamina__escape_letter[256];

/*
 * Finds the quote that ends a string: the first that no backslash escapes; or a control character
 * before it, which may not be there, but one behind a backslash is left to decoding; end when there is
 * neither. *high is the first byte before it that is not ASCII, or end.
 */
const char *lamina__escapes_end(const char *at, const char *end, const char **high);

/* Decodes plain bytes and short escapes to *out, which has room for all of the text and the slack;
   stops at another escape. No backslash is the last byte of the text. */
const char *lamina__escapes_decode(const char *at, const char *end, char **out);

/* The inverse: plain bytes are copied, others get their short escape, to *out, which has room for
   twice the text and the slack; stops at a byte that has no short escape, or when less than 16 bytes
   are left. */
const char *lamina__escapes_encode(const char *at, const char *end, char **out);

#endif
