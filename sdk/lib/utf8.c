/*
 * utf8.c - UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing over U+10FFFF.
 */
#include "utf8.h"

#include <string.h>

#include "lamina/text.h"

static int is_tail(unsigned char byte)
{
    return (byte & 0xC0u) == 0x80u;
}

/* The second byte's lower and upper bound are where RFC 3629 section 4 forbids overlong forms
   (E0, F0), surrogates (ED) and what lies over U+10FFFF (F4). */
size_t lamina__utf8_step(const char *at, const char *end)
{
    const unsigned char *s = (const unsigned char *)at;
    size_t left = (size_t)(end - at);
    unsigned char lead = s[0];
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4 || left < 2)
        return 0;
    if (lead < 0xE0)
        return is_tail(s[1]) ? 2 : 0;

    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high || left < 3 || !is_tail(s[2]))
        return 0;
    if (lead < 0xF0)
        return 3;
    return left >= 4 && is_tail(s[3]) ? 4 : 0;
}

size_t lamina__utf8_put(char *out, uint32_t code_point)
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0u | code_point >> 6);
        out[1] = (char)(0x80u | (code_point & 0x3Fu));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0u | code_point >> 12);
        out[1] = (char)(0x80u | (code_point >> 6 & 0x3Fu));
        out[2] = (char)(0x80u | (code_point & 0x3Fu));
        return 3;
    }
    out[0] = (char)(0xF0u | code_point >> 18);
    out[1] = (char)(0x80u | (code_point >> 12 & 0x3Fu));
    out[2] = (char)(0x80u | (code_point >> 6 & 0x3Fu));
    out[3] = (char)(0x80u | (code_point & 0x3Fu));
    return 4;
}

bool lamina_str_is_utf8(lamina_str text, size_t *code_points)
{
    const char *at = text.ptr;
    const char *end = text.len > 0 ? text.ptr + text.len : text.ptr;
    size_t count = 0;
    while (at < end) {
        /* ASCII, eight bytes at a time. */
        uint64_t word;
        if (end - at >= 8) {
            memcpy(&word, at, sizeof(word));
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                at += 8;
                count += 8;
                continue;
            }
        }
        size_t step = lamina__utf8_step(at, end);
        if (step == 0)
            return false;
        at += step;
        count++;
    }
    if (code_points != NULL)
        *code_points = count;
    return true;
}
