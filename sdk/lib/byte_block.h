/*
 * byte_block.h - finding the bytes of a text that need a closer look, sixteen at a time.
 *
 * What was found in a block is a mask in which bit i is its byte i, so that the position of the first
 * one is the count of trailing zeros.
 */
#ifndef LAMINA_BYTE_BLOCK_H
#define LAMINA_BYTE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define LAMINA__BLOCK 16

/* The vectors of gcc and clang: compiled to what the processor has. */
typedef unsigned char lamina__block __attribute__((vector_size(LAMINA__BLOCK)));
/* All bits set in the bytes for which something holds, none in the others. */
typedef signed char lamina__verdict __attribute__((vector_size(LAMINA__BLOCK)));

static inline lamina__block lamina__block_load(const char *at)
{
    lamina__block block;
    memcpy(&block, at, sizeof(block));
    return block;
}

static inline void lamina__block_store(char *at, lamina__block block)
{
    memcpy(at, &block, sizeof(block));
}

static inline uint32_t lamina__block_mask(lamina__verdict verdict)
{
#if defined(__SSE2__) && !defined(LAMINA__WITHOUT_SSE2) /* which arm64 has nothing like */
    return (uint32_t)_mm_movemask_epi8((__m128i)verdict);
#else
    uint64_t half[2];
    memcpy(half, &verdict, sizeof(half));
    uint32_t mask = 0;
    for (int i = 1; i >= 0; i--) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        half[i] = __builtin_bswap64(half[i]);
#endif
        /* The product has the lowest bit of byte i, which stood at 8i, at 56 + i. */
        uint64_t lowest = half[i] & UINT64_C(0x0101010101010101);
        mask = mask << 8 | (uint32_t)(lowest * UINT64_C(0x0102040810204080) >> 56);
    }
    return mask;
#endif
}

static inline uint32_t lamina__block_find(lamina__block block, unsigned char byte)
{
    return lamina__block_mask(block == byte);
}

/* What may end a JSON string: '"', and controls, which may not stand in it. */
static inline uint32_t lamina__block_find_end(lamina__block block)
{
    return lamina__block_mask((block == '"') | (block < 0x20));
}

/* The bytes that do not stand for themselves in a JSON string: '"', '\', controls. */
static inline uint32_t lamina__block_find_special(lamina__block block)
{
    return lamina__block_mask((block == '"') | (block == '\\') | (block < 0x20));
}

/* The bytes that are not ASCII. */
static inline uint32_t lamina__block_find_high(lamina__block block)
{
    return lamina__block_mask(block >= 0x80);
}

static inline bool lamina__is_special(unsigned char c)
{
    return c == '"' || c == '\\' || c < 0x20;
}

#endif
