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
    uint64_t quotes; /* and controls */
    uint64_t backslashes;
    lamina__block high; /* a top bit in it: there are bytes beyond ASCII */
} look;

static look look_at(const char *at)
{
    look seen = {0};
#pragma GCC unroll 4
    for (int i = BLOCKS - 1; i >= 0; i--) {
        lamina__block block = lamina__block_load(at + i * LAMINA__BLOCK);
        seen.quotes = seen.quotes << LAMINA__BLOCK | lamina__block_find_end(block);
        seen.backslashes = seen.backslashes << LAMINA__BLOCK | lamina__block_find(block, '\\');
        seen.high |= block;
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

/* The first byte that is not ASCII; end when there is none. */
static const char *find_high(const char *at, const char *end)
{
    while (at < end && byte_at(at) < 0x80)
        at++;
    return at;
}

const char *lamina__escapes_end(const char *at, const char *end, const char **high)
{
    uint64_t carry = 0;
    *high = end;
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
        /* A control behind a backslash is no escape: decoding finds that out. */
        uint64_t stops = seen.quotes & ~find_escaped(seen.backslashes, &carry);
        size_t stop = stops != 0 ? (size_t)__builtin_ctzll(stops) : CHUNK;
        if (stop > len)
            stop = len;
        if (*high == end && lamina__block_find_high(seen.high) != 0) {
            const char *found = find_high(at, at + stop);
            *high = found < at + stop ? found : end;
        }
        at += stop;
        if (stop < CHUNK)
            return at;
    }
}

/* ---- decoding and encoding ---- */

/*
 * Decodes the block at *at, of which the first skip bytes were decoded before, and moves behind it; returns
 * how many bytes of the next one belong to an escape that began in this one, or -1 at an escape that is
 * no short one. The blocks lie side by side, wherever escapes are, so that what is found in the next ones
 * does not wait for this one.
 */
static int decode_block(const char **at, char **out, int skip)
{
    const char *from = *at;
    char *to = *out;
    int done = skip;
    uint32_t found = lamina__block_find(lamina__block_load(from), '\\') >> skip << skip;
    lamina__block_store(to, lamina__block_load(from + done));
    while (found != 0) {
        int escape = __builtin_ctz(found);
        char meaning = lamina__escape_meaning[byte_at(from + escape + 1)];
        to += escape - done;
        if (meaning == 0) {
            *at = from + escape;
            *out = to;
            return -1;
        }
        *to++ = meaning;
        done = escape + 2;
        found = found >> done << done;
        lamina__block_store(to, lamina__block_load(from + done));
    }
    *at = from + LAMINA__BLOCK;
    *out = to + (done < LAMINA__BLOCK ? LAMINA__BLOCK - done : 0);
    return done > LAMINA__BLOCK ? done - LAMINA__BLOCK : 0;
}

const char *lamina__escapes_decode(const char *at, const char *end, char **out)
{
    int skip = 0;
    while (end - at >= 3 * LAMINA__BLOCK) {
        skip = decode_block(&at, out, skip);
        if (skip < 0)
            return at;
    }
    char *to = *out;
    at += skip;
    while (at < end) {
        if (*at != '\\') {
            *to++ = *at++;
            continue;
        }
        char meaning = lamina__escape_meaning[byte_at(at + 1)];
        if (meaning == 0)
            break;
        *to++ = meaning;
        at += 2;
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
