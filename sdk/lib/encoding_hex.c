/*
 * encoding_hex.c - the two encodings that are made of hexadecimal digits: plain and percent.
 */
#include "lamina/text.h"

#include "arena_raw.h"
#include "hex.h"

#include <stdint.h>
#include <string.h>

void lamina_text_add_hex(lamina_text *text, lamina_str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *out = bytes.len <= SIZE_MAX / 2 ? lamina_text_reserve(text, bytes.len * 2)
                                          : lamina_text_reserve(text, SIZE_MAX);
    if (out == NULL)
        return;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];
        out[i * 2] = digits[byte >> 4];
        out[i * 2 + 1] = digits[byte & 15u];
    }
    lamina_text_advance(text, bytes.len * 2);
}

/* RFC 3986 section 2.3. */
static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void lamina_text_add_percent(lamina_text *text, lamina_str bytes)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];
        if (is_unreserved(bytes.ptr[i])) {
            lamina_text_add_char(text, bytes.ptr[i]);
            continue;
        }
        char triple[3] = {'%', digits[byte >> 4], digits[byte & 15u]};
        lamina_text_add(text, (lamina_str){triple, sizeof(triple)});
    }
}

static bool needs_decoding(lamina_str text, bool plus_is_space)
{
    return text.len > 0 && (memchr(text.ptr, '%', text.len) != NULL ||
                            (plus_is_space && memchr(text.ptr, '+', text.len) != NULL));
}

lamina_status lamina_percent_decode(lamina_arena *arena, lamina_str text, bool plus_is_space,
                                    lamina_str *decoded)
{
    if (!needs_decoding(text, plus_is_space)) {
        *decoded = text;
        return LAMINA_OK;
    }
    char *out = lamina__arena_raw(arena, text.len + 1);
    if (out == NULL)
        return LAMINA_E_LIMIT;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '+' && plus_is_space)
            c = ' ';
        if (text.ptr[i] == '%') {
            int high = text.len - i > 2 ? lamina__hex_value(text.ptr[i + 1]) : -1;
            int low = text.len - i > 2 ? lamina__hex_value(text.ptr[i + 2]) : -1;
            if (high < 0 || low < 0)
                return LAMINA_E_SYNTAX;
            c = (char)(high * 16 + low);
            i += 2;
        }
        out[len++] = c;
    }
    out[len] = '\0';
    *decoded = (lamina_str){out, len};
    return LAMINA_OK;
}
