/*
 * json_string.c - a JSON string (RFC 8259 section 7) with all that it may hold: its grammar and UTF-8
 * first, then its escapes are decoded.
 */
#include "json_string.h"

#include <string.h>

#include "arena_raw.h"
#include "hex.h"
#include "json_escape.h"
#include "utf8.h"

typedef struct scan {
    const char *at;
    const char *end;
    const char *reason; /* of a fault, which is at at */
} scan;

static bool fail(scan *s, const char *reason)
{
    s->reason = reason;
    return false;
}

/* From behind the opening quote to the closing one. */
static bool scan_characters(scan *s)
{
    const char *high;
    s->at = lamina__escapes_end(s->at, s->end, &high);
    if (s->at == s->end)
        return fail(s, "the string does not end");
    if (*s->at != '"')
        return fail(s, "a control character in a string must be escaped");
    const char *bad = high >= s->at ? s->at : lamina__utf8_span(high, s->at, NULL);
    if (bad == s->at)
        return true;
    s->at = bad;
    return fail(s, "bytes that are not UTF-8");
}

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
static bool decode_unicode(scan *s, char **out)
{
    int32_t unit = hex4(s->at + 2, s->end);
    if (unit < 0)
        return fail(s, "\\u needs four hexadecimal digits");
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return fail(s, "a low surrogate without a high one before it");
    uint32_t code_point = (uint32_t)unit;
    size_t len = 6;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        const char *second = s->at + 6;
        bool escaped = s->end - second >= 6 && second[0] == '\\' && second[1] == 'u';
        int32_t low = escaped ? hex4(second + 2, s->end) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail(s, "a high surrogate without a low one behind it");
        code_point = 0x10000 + ((code_point - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
        len = 12;
    }
    s->at += len;
    *out += lamina__utf8_put(*out, code_point);
    return true;
}

/* The text between the quotes, which did not end in the middle of an escape. */
static bool decode(scan *s, char **out)
{
    for (;;) {
        s->at = lamina__escapes_decode(s->at, s->end, out);
        if (s->at == s->end)
            return true;
        if (s->at[1] != 'u')
            return fail(s, "an escape that JSON does not know");
        if (!decode_unicode(s, out))
            return false;
    }
}

lamina_status lamina__json_string_read(lamina_arena *arena, const char **at, const char *end,
                                       lamina_str *string, const char **reason)
{
    const char *from = *at + 1;
    scan s = {.at = from, .end = end};
    char *text = NULL;
    if (!scan_characters(&s))
        goto fault;
    const char *quote = s.at;
    *string = (lamina_str){from, (size_t)(quote - from)};
    *at = quote + 1;
    if (memchr(from, '\\', string->len) == NULL)
        return LAMINA_OK;

    /* Escapes only shrink. */
    text = lamina__arena_raw(arena, string->len + LAMINA__ESCAPE_SLACK);
    if (text == NULL)
        return LAMINA_E_LIMIT;
    char *out = text;
    s = (scan){.at = from, .end = quote};
    if (!decode(&s, &out))
        goto fault;
    *string = (lamina_str){text, (size_t)(out - text)};
    return LAMINA_OK;

fault:
    *at = s.at;
    *reason = s.reason;
    return LAMINA_E_SYNTAX;
}
