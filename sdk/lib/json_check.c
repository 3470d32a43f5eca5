/*
 * json_check.c - the strict reader of JSON's grammar (RFC 8259), which builds nothing.
 *
 * No recursion: the open containers are one bit each in two words, which also is why the depth is
 * capped.
 */
#include "json_check.h"

#include <string.h>

#include "hex.h"
#include "json_escape.h"
#include "number.h"
#include "utf8.h"

#define WORD_BITS 64u
_Static_assert(LAMINA_JSON_DEPTH_MAX <= 2 * WORD_BITS, "the open containers must fit two words");

typedef struct scan {
    const char *start;
    const char *at;
    const char *end;
    uint64_t objects[2]; /* bit d: the container at depth d is an object, not an array */
    uint32_t depth;
    uint32_t depth_cap;
    lamina__json_kept *kept;
    lamina_status status;
    const char *reason; /* of a fault, which is at at */
} scan;

static bool fail(scan *s, const char *reason)
{
    s->status = LAMINA_E_SYNTAX;
    s->reason = reason;
    return false;
}

static void skip_space(scan *s)
{
    const char *at = s->at;
    while (at < s->end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        at++;
    s->at = at;
}

/* The byte at at, or -1 at the end; never equal to a character when there is none. */
static int peek(const scan *s)
{
    return s->at < s->end ? (unsigned char)*s->at : -1;
}

static bool keep(scan *s, const char *from)
{
    if (lamina__json_keep(s->kept, from, (size_t)(s->at - from)))
        return true;
    s->status = LAMINA_E_LIMIT;
    return false;
}

/* ---- scalars ---- */

/* The four hexadecimal digits at at; -1 when they are not there. */
static int32_t hex4(const char *at, const char *end)
{
    if (end - at < 4)
        return -1;
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        int32_t digit = lamina__hex_value(at[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* "\uXXXX", and the second one that must follow a high surrogate. */
static bool scan_unicode_escape(scan *s, bool *has_nul)
{
    int32_t unit = hex4(s->at + 2, s->end);
    if (unit < 0)
        return fail(s, "\\u needs four hexadecimal digits");
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return fail(s, "a low surrogate without a high one before it");
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        const char *second = s->at + 6;
        bool escaped = s->end - second >= 6 && second[0] == '\\' && second[1] == 'u';
        int32_t low = escaped ? hex4(second + 2, s->end) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail(s, "a high surrogate without a low one behind it");
        s->at += 6;
    }
    if (unit == 0)
        *has_nul = true;
    s->at += 6;
    return true;
}

static bool scan_escape(scan *s, bool *has_nul)
{
    if (s->end - s->at < 2)
        return fail(s, "the string does not end");
    if (s->at[1] == 'u')
        return scan_unicode_escape(s, has_nul);
    if (lamina__escape_meaning[(unsigned char)s->at[1]] == 0)
        return fail(s, "an escape that JSON does not know");
    s->at += 2;
    return true;
}

static bool scan_utf8(scan *s, const char *from)
{
    const char *bad = lamina__utf8_span(from, s->at, NULL);
    if (bad == s->at)
        return true;
    s->at = bad;
    return fail(s, "bytes that are not UTF-8");
}

/* at is on the opening quote, and behind the closing one afterwards. */
static bool scan_string(scan *s)
{
    const char *open = s->at++;
    uint64_t high = 0; /* not 0: there are bytes beyond ASCII */
    bool has_nul = false;
    for (;;) {
        s->at = lamina__escapes_skip(s->at, s->end, &high);
        if (s->at == s->end)
            return fail(s, "the string does not end");
        if (*s->at == '"')
            break;
        if (*s->at != '\\')
            return fail(s, "a control character in a string must be escaped");
        if (!scan_escape(s, &has_nul))
            return false;
    }
    if (high != 0 && !scan_utf8(s, open + 1))
        return false;
    s->at++;
    if (has_nul || (size_t)(s->at - open) >= LAMINA__JSON_LONG_STRING)
        return keep(s, open);
    return true;
}

/* Does a double keep the number, and does cJSON (which cuts at 63 characters) read all of it? Up to
   15 digits survive in a double's normal range: DBL_DIG. */
static bool suits_double(const char *at, size_t len)
{
    if (len <= 15 && memchr(at, 'e', len) == NULL && memchr(at, 'E', len) == NULL)
        return true;
    lamina__decimal decimal;
    if (len > 40 || !lamina__decimal_read((lamina_str){at, len}, &decimal))
        return false;
    return decimal.digit_count <= 15 && decimal.exponent > -300 && decimal.exponent < 300;
}

static bool scan_number(scan *s)
{
    const char *from = s->at;
    size_t len = lamina__number_span(from, s->end);
    if (len == 0)
        return fail(s, "a number that JSON does not know");
    s->at += len;
    return suits_double(from, len) || keep(s, from);
}

static bool scan_literal(scan *s, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(s->end - s->at) < len || memcmp(s->at, word, len) != 0)
        return fail(s, "expected true, false or null");
    s->at += len;
    return true;
}

static bool scan_scalar(scan *s)
{
    switch (peek(s)) {
    case '"': return scan_string(s);
    case 't': return scan_literal(s, "true");
    case 'f': return scan_literal(s, "false");
    case 'n': return scan_literal(s, "null");
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return scan_number(s);
    case -1: return fail(s, "the text ends where a value is expected");
    case 0xEF: return fail(s, s->at == s->start ? "a byte order mark" : "expected a value");
    default: return fail(s, "expected a value");
    }
}

/* ---- containers ---- */

static bool in_object(const scan *s)
{
    uint32_t top = s->depth - 1;
    return (s->objects[top / WORD_BITS] >> (top % WORD_BITS) & 1u) != 0;
}

static bool push(scan *s, bool object)
{
    if (s->depth == s->depth_cap) {
        fail(s, "nested too deep");
        s->status = LAMINA_E_LIMIT;
        return false;
    }
    uint64_t bit = UINT64_C(1) << (s->depth % WORD_BITS);
    uint64_t *word = &s->objects[s->depth / WORD_BITS];
    *word = object ? *word | bit : *word & ~bit;
    s->depth++;
    s->at++;
    skip_space(s);
    return true;
}

static void pop(scan *s)
{
    s->at++;
    s->depth--;
}

/* A member's name and the colon behind it. */
static bool scan_name(scan *s)
{
    skip_space(s);
    if (peek(s) != '"')
        return fail(s, "expected a member's name in quotes");
    if (!scan_string(s))
        return false;
    skip_space(s);
    if (peek(s) != ':')
        return fail(s, "expected ':' behind a member's name");
    s->at++;
    return true;
}

/* Goes down into containers until a value is complete: a scalar, or an empty container. */
static bool scan_down(scan *s)
{
    for (;;) {
        skip_space(s);
        int c = peek(s);
        if (c != '{' && c != '[')
            return scan_scalar(s);
        if (!push(s, c == '{'))
            return false;
        if (peek(s) == (c == '{' ? '}' : ']')) {
            pop(s);
            return true;
        }
        if (c == '{' && !scan_name(s))
            return false;
    }
}

/* Behind a value: closes containers up to the next comma. *more: another value follows. */
static bool scan_up(scan *s, bool *more)
{
    *more = false;
    while (s->depth > 0) {
        skip_space(s);
        bool object = in_object(s);
        int c = peek(s);
        if (c == ',') {
            s->at++;
            *more = true;
            return !object || scan_name(s);
        }
        if (c != (object ? '}' : ']'))
            return fail(s, object ? "expected ',' or '}'" : "expected ',' or ']'");
        pop(s);
    }
    skip_space(s);
    return s->at == s->end || fail(s, "more text behind the value");
}

/* Lines are only counted for a text that has a fault. */
static void locate(const scan *s, lamina_json_fault *fault)
{
    const char *line = s->start;
    *fault =
        (lamina_json_fault){.offset = (size_t)(s->at - s->start), .line = 1, .reason = s->reason};
    for (const char *at = s->start; at < s->at; at++) {
        if (*at != '\n')
            continue;
        fault->line++;
        line = at + 1;
    }
    fault->column = (size_t)(s->at - line) + 1;
}

lamina_status lamina__json_check(lamina_str text, uint32_t depth_cap, lamina__json_kept *kept,
                                 lamina_json_fault *fault)
{
    const char *start = text.len > 0 ? text.ptr : "";
    scan s = {
        .start = start, .at = start, .end = start + text.len, .depth_cap = depth_cap, .kept = kept};
    bool more = true;
    while (more && scan_down(&s) && scan_up(&s, &more)) {
    }
    if (s.status != LAMINA_OK)
        locate(&s, fault);
    return s.status;
}
