/*
 * utf8.h - one step through UTF-8 text (RFC 3629).
 */
#ifndef LAMINA_UTF8_H
#define LAMINA_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool lamina__utf8_is_tail(unsigned char byte)
{
    return (byte & 0xC0u) == 0x80u;
}

/*
 * Bytes of the valid sequence that begins at at, 1 to 4; 0 when what stands there is not one. at is
 * before end. The second byte's bounds are where RFC 3629 section 4 forbids overlong forms (E0, F0),
 * surrogates (ED) and what lies over U+10FFFF (F4).
 */
static inline size_t lamina__utf8_step(const char *at, const char *end)
{
    const unsigned char *s = (const unsigned char *)at;
    size_t left = (size_t)(end - at);
    unsigned char lead = s[0];
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4 || left < 2)
        return 0;
    if (lead < 0xE0)
        return lamina__utf8_is_tail(s[1]) ? 2 : 0;

    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high || left < 3 || !lamina__utf8_is_tail(s[2]))
        return 0;
    if (lead < 0xF0)
        return 3;
    return left >= 4 && lamina__utf8_is_tail(s[3]) ? 4 : 0;
}

/* Where the text, which ends at end, ceases to be valid: end when all of it is valid. *code_points,
   which may be NULL, counts what is. */
const char *lamina__utf8_span(const char *at, const char *end, size_t *code_points);

/* Writes the code point, which is no surrogate and at most U+10FFFF; returns its bytes, 1 to 4. */
size_t lamina__utf8_put(char *out, uint32_t code_point);

#endif
