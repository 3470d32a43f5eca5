/*
 * json_bytes.h - finding the bytes of a JSON string that need a closer look, eight at a time.
 *
 * A word holds eight bytes of text, the first in the lowest bits. Masks have the top bit of each
 * byte that was found, exactly, so that the position of one is __builtin_ctzll() / 8.
 */
#ifndef LAMINA_JSON_BYTES_H
#define LAMINA_JSON_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A byte in each of a word's eight. */
#define LAMINA__EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t lamina__word_load(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* The bytes that are zero: adding 0x7F carries into the top bit of every other one, and no carry
   leaves its byte. */
static inline uint64_t lamina__word_zeros(uint64_t word)
{
    const uint64_t low = LAMINA__EACH(0x7Fu);
    return ~(((word & low) + low) | word | low);
}

static inline uint64_t lamina__word_find(uint64_t word, unsigned char byte)
{
    return lamina__word_zeros(word ^ LAMINA__EACH(byte));
}

static inline uint64_t lamina__word_find_control(uint64_t word)
{
    return lamina__word_zeros(word & LAMINA__EACH(0xE0u));
}

/* The bytes that do not stand for themselves in a JSON string: '"', '\', controls. */
static inline uint64_t lamina__word_find_special(uint64_t word)
{
    return lamina__word_find(word, '"') | lamina__word_find(word, '\\') |
           lamina__word_find_control(word);
}

/* The bytes that are not ASCII. */
static inline uint64_t lamina__word_find_high(uint64_t word)
{
    return word & LAMINA__EACH(0x80u);
}

/* Where in its word the first found byte stands; found is not 0. */
static inline size_t lamina__word_first(uint64_t found)
{
    return (size_t)__builtin_ctzll(found) >> 3;
}

static inline bool lamina__is_special(unsigned char c)
{
    return c == '"' || c == '\\' || c < 0x20;
}

#endif
