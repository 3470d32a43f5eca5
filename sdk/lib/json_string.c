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

/* ---- grammar ---- */

/* "\uXXXX", and the second one that must follow a high surrogate. */
static bool scan_unicode_escape(scan *s)
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
    s->at += 6;
    return true;
}

static bool scan_escape(scan *s)
{
    if (s->end - s->at < 2)
        return fail(s, "the string does not end");
    if (s->at[1] == 'u')
        return scan_unicode_escape(s);
    if (lamina__escape_meaning[(unsigned char)s->at[1]] == 0)
        return fail(s, "an escape that JSON does not know");
    s->at += 2;
    return true;
}

/* From behind the opening quote to the closing one. */
static bool scan_characters(scan *s)
{
    const char *from = s->at;
    uint64_t high = 0; /* not 0: there are bytes beyond ASCII */
    for (;;) {
        s->at = lamina__escapes_skip(s->at, s->end, &high);
        if (s->at == s->end)
            return fail(s, "the string does not end");
        if (*s->at == '"')
            break;
        if (*s->at != '\\')
            return fail(s, "a control character in a string must be escaped");
        if (!scan_escape(s))
            return false;
    }
    const char *bad = high != 0 ? lamina__utf8_span(from, s->at, NULL) : s->at;
    if (bad == s->at)
        return true;
    s->at = bad;
    return fail(s, "bytes that are not UTF-8");
}

/* ---- decoding, of what was checked ---- */

/* Decodes the escape at *at and moves behind it; returns the bytes written to out. */
static size_t decode_escape(const char **at, const char *end, char *out)
{
    char c = lamina__escape_meaning[(unsigned char)(*at)[1]];
    if (c != 0) {
        *at += 2;
        *out = c;
        return 1;
    }
    uint32_t code_point = (uint32_t)hex4(*at + 2, end);
    *at += 6;
    if (code_point >= 0xD800 && code_point <= 0xDBFF) {
        uint32_t low = (uint32_t)hex4(*at + 2, end);
        code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
        *at += 6;
    }
    return lamina__utf8_put(out, code_point);
}

/* at is on the first escape, and plain bytes stand before it. */
static size_t decode(char *text, const char *at, const char *end, size_t plain)
{
    memcpy(text, at - plain, plain);
    char *out = text + plain;
    while (at < end) {
        at = lamina__escapes_decode(at, end, &out);
        while (at < end && *at != '\\')
            *out++ = *at++;
        if (at < end)
            out += decode_escape(&at, end, out);
    }
    return (size_t)(out - text);
}

lamina_status lamina__json_string_read(lamina_arena *arena, const char **at, const char *end,
                                       lamina_str *string, const char **reason)
{
    const char *from = *at + 1;
    scan s = {.at = from, .end = end};
    bool is_good = scan_characters(&s);
    *at = s.at;
    *reason = s.reason;
    if (!is_good)
        return LAMINA_E_SYNTAX;
    *at = s.at + 1;
    *string = (lamina_str){from, (size_t)(s.at - from)};
    const char *escape = memchr(from, '\\', string->len);
    if (escape == NULL)
        return LAMINA_OK;
    /* Escapes only shrink; the rest is what lamina__escapes_decode() asks for. */
    char *text = lamina__arena_raw(arena, string->len + 8);
    if (text == NULL)
        return LAMINA_E_LIMIT;
    *string = (lamina_str){text, decode(text, escape, s.at, (size_t)(escape - from))};
    return LAMINA_OK;
}
