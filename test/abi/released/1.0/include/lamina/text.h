/*
 * lamina/text.h - views of text, a bounded buffer that grows, strict number parsing, encodings.
 */
#ifndef LAMINA_TEXT_H
#define LAMINA_TEXT_H

#include "lamina/abi.h"
#include "lamina/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- views ---- */

/* A view of a NUL-terminated text; NULL gives an empty view. [any-thread] Since 1.0. */
lamina_str lamina_str_from(const char *text);
/* Byte for byte. [any-thread] Since 1.0. */
bool lamina_str_equal(lamina_str a, lamina_str b);
bool lamina_str_is(lamina_str a, const char *b);
/* ASCII letters compare without case, as HTTP header names do. [any-thread] Since 1.0. */
bool lamina_str_equal_nocase(lamina_str a, lamina_str b);
bool lamina_str_has_prefix(lamina_str text, lamina_str prefix);
/* memcmp order, the shorter one first: DynamoDB's order of strings. [any-thread] Since 1.0. */
int lamina_str_compare(lamina_str a, lamina_str b);
/* Without the spaces and tabs at both ends (HTTP's optional whitespace). [any-thread] Since 1.0. */
lamina_str lamina_str_trim(lamina_str text);
/* Cuts text at the first separator: *head is what stood before, text moves behind it. False, and
   *head is all of text, when there is no separator; text is empty then. Since 1.0. */
bool lamina_str_cut(lamina_str *text, char separator, lamina_str *head);
/* Is this valid UTF-8 (RFC 3629: no surrogates, no overlong forms)? *code_points may be NULL. Since 1.0. */
bool lamina_str_is_utf8(lamina_str text, size_t *code_points);

/* ---- strict numbers: the whole text or nothing; no sign '+', no spaces, no locale, one text for
   each integer (neither 007 nor -0) ---- */

/* A decimal integer that fits. LAMINA_E_SYNTAX otherwise. [any-thread] Since 1.0. */
lamina_status lamina_parse_int64(lamina_str text, int64_t *out);
/* The same between bounds, both inclusive; LAMINA_E_INVALID outside of them. Since 1.0. */
lamina_status lamina_parse_int64_between(lamina_str text, int64_t minimum, int64_t maximum,
                                         int64_t *out);
/* A JSON number that a double can hold without becoming infinite. LAMINA_E_SYNTAX. Since 1.0. */
lamina_status lamina_parse_double(lamina_str text, double *out);
/* Is this a JSON number of at most 38 significant digits and of DynamoDB's magnitude (1E-130 to
   9.9..E+125)? Source: DynamoDB Developer Guide, "Number". [any-thread] Since 1.0. */
bool lamina_is_decimal(lamina_str text);

/* ---- a bounded buffer ---- */

/*
 * Text or bytes under construction. Lives on the heap, grows to cap and never beyond. The first
 * failure sticks: later writes do nothing, and lamina_text_status() tells at the end, so that
 * writers need not check each step. Fields are read-only for callers. Frozen. Since 1.0.
 */
typedef struct lamina_text {
    char *ptr;  /* NUL-terminated whenever it is not NULL */
    size_t len; /* without the NUL */
    size_t room;
    size_t cap;
    lamina_status status;
    uint32_t reserved;
} lamina_text;

/* An empty buffer that will hold at most cap bytes; allocates nothing yet. Since 1.0. */
void lamina_text_init(lamina_text *text, size_t cap);
/* Frees the memory; the buffer is empty and usable again. Since 1.0. */
void lamina_text_clear(lamina_text *text);
/* Empties it, forgets a failure, keeps the memory for the next use. Since 1.0. */
void lamina_text_reset(lamina_text *text);
void lamina_text_add(lamina_text *text, lamina_str more);
void lamina_text_add_char(lamina_text *text, char c);
void lamina_text_add_int64(lamina_text *text, int64_t number);
void lamina_text_add_format(lamina_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Makes room for len more bytes and returns where they go; lamina_text_advance() says how many were
   written. NULL when the cap forbids it, and the failure sticks. Since 1.0. */
char *lamina_text_reserve(lamina_text *text, size_t len);
void lamina_text_advance(lamina_text *text, size_t len);
/* LAMINA_OK, LAMINA_E_LIMIT when the cap was reached, LAMINA_E_MEMORY. Since 1.0. */
lamina_status lamina_text_status(const lamina_text *text);
/* Borrowed until the next change of the buffer. Since 1.0. */
lamina_str lamina_text_view(const lamina_text *text);

/* ---- encodings ---- */

/* RFC 4648 section 4 (padded) and section 5 without padding (for URLs). Since 1.0. */
void lamina_text_add_base64(lamina_text *text, lamina_str bytes);
void lamina_text_add_base64url(lamina_text *text, lamina_str bytes);
void lamina_text_add_hex(lamina_text *text, lamina_str bytes);
/* Strict decoding into the arena: no spaces, right padding, no stray bits. LAMINA_E_SYNTAX, or
   LAMINA_E_LIMIT when the arena is full. Since 1.0. */
lamina_status lamina_base64_decode(lamina_arena *arena, lamina_str text, lamina_str *bytes);
lamina_status lamina_base64url_decode(lamina_arena *arena, lamina_str text, lamina_str *bytes);
/* Percent-decoding, once (RFC 3986 section 2.1); plus_is_space for query strings. A '%' without two
   hexadecimal digits is LAMINA_E_SYNTAX. text itself is returned when there is nothing to decode. Since 1.0. */
lamina_status lamina_percent_decode(lamina_arena *arena, lamina_str text, bool plus_is_space,
                                    lamina_str *decoded);
/* Percent-encodes all but RFC 3986's unreserved characters. Since 1.0. */
void lamina_text_add_percent(lamina_text *text, lamina_str bytes);

/* ---- times ---- */

/* RFC 3339 text to microseconds since 1970 UTC; finer fractions and times outside of the years 0001
   to 9999 are LAMINA_E_INVALID, a leap second counts as the second after. LAMINA_E_SYNTAX for any other text. [any-thread] Since 1.0. */
lamina_status lamina_parse_timestamp(lamina_str text, int64_t *us);
/* "2026-01-31T12:00:00.000000Z", always 27 bytes and therefore sortable, for years 0001 to 9999;
   LAMINA_E_INVALID outside. [any-thread] Since 1.0. */
#define LAMINA_TIMESTAMP_LEN 27u
lamina_status lamina_format_timestamp(int64_t us, char out[LAMINA_TIMESTAMP_LEN + 1]);

#ifdef __cplusplus
}
#endif
#endif
