/*
 * encoding_base64.c - RFC 4648: section 4 with padding, section 5 (for URLs) without.
 */
#include <stdint.h>

#include "arena_raw.h"
#include "lamina/text.h"

/* Why no generated table: 64 digits are easier to trust by eye. */
static const char plain_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void add_encoded(lamina_text *text, lamina_str bytes, const char *digits, bool padded)
{
    size_t tail = bytes.len % 3;
    size_t groups = bytes.len / 3;
    size_t tail_len = tail == 0 ? 0 : padded ? 4 : tail + 1;
    size_t len = groups > (SIZE_MAX - 4) / 4 ? SIZE_MAX : groups * 4 + tail_len;
    char *out = lamina_text_reserve(text, len);
    if (out == NULL)
        return;

    const unsigned char *in = (const unsigned char *)bytes.ptr;
    for (size_t i = 0; i < groups; i++, in += 3, out += 4) {
        out[0] = digits[in[0] >> 2];
        out[1] = digits[(in[0] & 3u) << 4 | in[1] >> 4];
        out[2] = digits[(in[1] & 15u) << 2 | in[2] >> 6];
        out[3] = digits[in[2] & 63u];
    }
    if (tail > 0) {
        unsigned second = tail == 2 ? in[1] : 0u;
        out[0] = digits[in[0] >> 2];
        out[1] = digits[(in[0] & 3u) << 4 | second >> 4];
        if (tail == 2)
            out[2] = digits[(second & 15u) << 2];
        for (size_t i = tail + 1; i < tail_len; i++)
            out[i] = '=';
    }
    lamina_text_advance(text, len);
}

void lamina_text_add_base64(lamina_text *text, lamina_str bytes)
{
    add_encoded(text, bytes, plain_digits, true);
}

void lamina_text_add_base64url(lamina_text *text, lamina_str bytes)
{
    add_encoded(text, bytes, url_digits, false);
}

/* 0 to 63; 64 for any other byte. last_two are the digits for 62 and 63. */
static uint32_t digit_value(char c, const char *last_two)
{
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a' + 26);
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0' + 52);
    if (c == last_two[0])
        return 62;
    return c == last_two[1] ? 63 : 64;
}

/* A value per byte, made on the stack for each text: 256 steps, against four branches a digit. */
static void fill_values(uint8_t values[256], const char *last_two)
{
    for (unsigned i = 0; i < 256; i++)
        values[i] = (uint8_t)digit_value((char)i, last_two);
}

/* Decodes digits without their padding; 1 digit over a multiple of 4 is no encoding of anything. */
static lamina_status decode_digits(lamina_arena *arena, lamina_str digits, const char *last_two,
                                   lamina_str *bytes)
{
    size_t tail = digits.len % 4;
    if (tail == 1)
        return LAMINA_E_SYNTAX;
    size_t len = digits.len / 4 * 3 + (tail == 0 ? 0 : tail - 1);
    char *start = lamina__arena_raw(arena, len + 1);
    if (start == NULL)
        return LAMINA_E_LIMIT;

    uint8_t values[256];
    fill_values(values, last_two);
    const unsigned char *in = (const unsigned char *)digits.ptr;
    char *out = start;
    for (size_t i = digits.len / 4; i > 0; i--, in += 4, out += 3) {
        uint32_t a = values[in[0]], b = values[in[1]], c = values[in[2]], d = values[in[3]];
        if (((a | b | c | d) & 64u) != 0)
            return LAMINA_E_SYNTAX;
        out[0] = (char)(a << 2 | b >> 4);
        out[1] = (char)((b & 15u) << 4 | c >> 2);
        out[2] = (char)((c & 3u) << 6 | d);
    }
    if (tail > 0) {
        uint32_t a = values[in[0]], b = values[in[1]], c = tail == 3 ? values[in[2]] : 0;
        uint32_t stray = tail == 3 ? c & 3u : b & 15u;
        if (((a | b | c) & 64u) != 0 || stray != 0)
            return LAMINA_E_SYNTAX;
        out[0] = (char)(a << 2 | b >> 4);
        if (tail == 3)
            out[1] = (char)((b & 15u) << 4 | c >> 2);
    }
    start[len] = '\0';
    *bytes = (lamina_str){start, len};
    return LAMINA_OK;
}

lamina_status lamina_base64_decode(lamina_arena *arena, lamina_str text, lamina_str *bytes)
{
    if (text.len % 4 != 0)
        return LAMINA_E_SYNTAX;
    for (int i = 0; i < 2 && text.len > 0 && text.ptr[text.len - 1] == '='; i++)
        text.len--;
    return decode_digits(arena, text, "+/", bytes);
}

lamina_status lamina_base64url_decode(lamina_arena *arena, lamina_str text, lamina_str *bytes)
{
    return decode_digits(arena, text, "-_", bytes);
}
