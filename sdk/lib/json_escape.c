/*
 * json_escape.c - the inner loops of reading and writing JSON strings.
 */
#include "json_escape.h"

#include "byte_block.h"

const char lamina__escape_meaning[256] = {
    ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
};

const char lamina__escape_letter[256] = {
    ['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
    ['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't',
};

static unsigned char byte_at(const char *at)
{
    return (unsigned char)*at;
}

/* ---- the end of a string ---- */

#define CHUNK 64
#define BLOCKS (CHUNK / LAMINA__BLOCK)

/* Of 64 bytes, a bit each. */
typedef struct look {
    uint64_t quotes;
    uint64_t backslashes;
    uint64_t controls;
    uint64_t high;
} look;

static look look_at(const char *at)
{
    look seen = {0};
#pragma GCC unroll 4
    for (int i = BLOCKS - 1; i >= 0; i--) {
        lamina__block block = lamina__block_load(at + i * LAMINA__BLOCK);
        seen.quotes = seen.quotes << LAMINA__BLOCK | lamina__block_find(block, '"');
        seen.backslashes = seen.backslashes << LAMINA__BLOCK | lamina__block_find(block, '\\');
        seen.controls = seen.controls << LAMINA__BLOCK | lamina__block_find_control(block);
        seen.high = seen.high << LAMINA__BLOCK | lamina__block_find_high(block);
    }
    return seen;
}

/*
 * The bytes behind an odd number of backslashes, without a branch for each of them. A run of backslashes
 * that begins at an odd place, added to its first bit, carries out of the run; so the parity of where a
 * run began and of where it ended can be compared. *carry: the byte before these 64 escapes their first.
 * Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019, section 3.1.1.
 */
static uint64_t find_escaped(uint64_t backslashes, uint64_t *carry)
{
    const uint64_t even = UINT64_C(0x5555555555555555);
    backslashes &= ~*carry;
    uint64_t behind = backslashes << 1 | *carry;
    uint64_t odd_starts = backslashes & ~even & ~behind;
    uint64_t sum;
    *carry = __builtin_add_overflow(odd_starts, backslashes, &sum) ? 1 : 0;
    return (even ^ sum << 1) & behind;
}

const char *lamina__escapes_end(const char *at, const char *end, bool *is_ascii)
{
    uint64_t carry = 0;
    uint64_t high = 0;
    for (;;) {
        char rest[CHUNK];
        const char *from = at;
        size_t len = (size_t)(end - at);
        if (len < CHUNK) { /* the last bytes of the text, and no others behind them */
            memset(rest, ' ', sizeof(rest));
            memcpy(rest, at, len);
            from = rest;
        }
        look seen = look_at(from);
        uint64_t stops = (seen.quotes & ~find_escaped(seen.backslashes, &carry)) | seen.controls;
        if (stops != 0 || len < CHUNK) {
            /* Bits below the lowest; all of them when there is none. */
            *is_ascii = (high | (seen.high & ((stops & -stops) - 1))) == 0;
            return stops != 0 ? at + __builtin_ctzll(stops) : end;
        }
        high |= seen.high;
        at += CHUNK;
    }
}

/* ---- decoding and encoding ---- */

/* Decodes short escapes that follow each other; false at one that is no short escape. */
static bool decode_run(const char **at, const char *end, char **out)
{
    do {
        char meaning = lamina__escape_meaning[byte_at(*at + 1)];
        if (meaning == 0)
            return false;
        *(*out)++ = meaning;
        *at += 2;
    } while (*at < end && **at == '\\');
    return true;
}

const char *lamina__escapes_decode(const char *at, const char *end, char **out)
{
    char *to = *out;
    while (at < end) {
        if (end - at >= LAMINA__BLOCK) {
            /* Always a whole block is copied, and as much of it counted as was meant. */
            lamina__block block = lamina__block_load(at);
            uint32_t found = lamina__block_find(block, '\\');
            lamina__block_store(to, block);
            size_t plain = found == 0 ? LAMINA__BLOCK : (size_t)__builtin_ctz(found);
            at += plain;
            to += plain;
            if (found == 0)
                continue;
        } else if (*at != '\\') {
            *to++ = *at++;
            continue;
        }
        if (!decode_run(&at, end, &to))
            break;
    }
    *out = to;
    return at;
}

const char *lamina__escapes_encode(const char *at, const char *end, char **out)
{
    char *to = *out;
    while (end - at >= LAMINA__BLOCK) {
        lamina__block block = lamina__block_load(at);
        uint32_t found = lamina__block_find_special(block);
        lamina__block_store(to, block);
        size_t plain = found == 0 ? LAMINA__BLOCK : (size_t)__builtin_ctz(found);
        at += plain;
        to += plain;
        if (found == 0)
            continue;
        char letter = lamina__escape_letter[byte_at(at)];
        if (letter == 0)
            break;
        *to++ = '\\';
        *to++ = letter;
        at++;
    }
    *out = to;
    return at;
}
