/*
 * json_bytes.h - finding the bytes of a JSON string that need a closer look.
 */
#ifndef LAMINA_JSON_BYTES_H
#define LAMINA_JSON_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A byte in each of a word's eight. */
#define LAMINA__EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
#define LAMINA__TOP_BITS LAMINA__EACH(0x80u)

/* Of the bytes that equal byte the lowest has its top bit set; bits above it may lie, which is why
   only the lowest one is ever asked for. */
static inline uint64_t lamina__word_find(uint64_t word, unsigned char byte)
{
    uint64_t x = word ^ LAMINA__EACH(byte);
    return (x - LAMINA__EACH(1u)) & ~x & LAMINA__TOP_BITS;
}

/* Likewise for bytes that are no plain text in a JSON string: '"', '\', controls, not ASCII. */
static inline uint64_t lamina__word_find_special(uint64_t word)
{
    uint64_t control = (word - LAMINA__EACH(0x20u)) & ~word;
    return lamina__word_find(word, '"') | lamina__word_find(word, '\\') |
           ((control | word) & LAMINA__TOP_BITS);
}

static inline bool lamina__is_special(unsigned char c)
{
    return c == '"' || c == '\\' || c < 0x20 || c >= 0x80;
}

/* The first byte from at on that is special, or end. */
static inline const char *lamina__skip_plain(const char *at, const char *end)
{
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, sizeof(word));
        uint64_t found = lamina__word_find_special(word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        if (found != 0)
            return at + (__builtin_ctzll(found) >> 3);
#else
        if (found != 0)
            break;
#endif
        at += 8;
    }
    while (at < end && !lamina__is_special((unsigned char)*at))
        at++;
    return at;
}

#endif
