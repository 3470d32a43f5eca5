/*
 * json_escape.c - the inner loops of reading and writing JSON strings.
 *
 * Each looks at a word's special bytes through a mask that was made at once, so that finding the
 * next one does not wait for what was found before: that wait, not the work, is what costs in text
 * with an escape every few bytes.
 */
#include "json_escape.h"

#include "json_bytes.h"

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

/* Without the lowest of the found bytes and the one behind it. */
static uint64_t drop_pair(uint64_t found)
{
    uint64_t lowest = found & -found;
    return found & ~(lowest | lowest << 8);
}

/* Are all the bytes found in the word at at letters of short escapes? */
static bool are_letters(const char *at, uint64_t found)
{
    for (; found != 0; found &= found - 1) {
        if (lamina__escape_meaning[byte_at(at + lamina__word_first(found))] == 0)
            return false;
    }
    return true;
}

/* Whole words in which every quote is escaped, no backslash is, and nothing else is special: no
   branch depends on where the escapes are. Stops at a backslash rather than behind one. */
static const char *skip_words(const char *at, const char *end, uint64_t *high)
{
    uint64_t carry = 0; /* the word's first byte is escaped by the last one before it */
    for (; end - at >= 8; at += 8) {
        uint64_t word = lamina__word_load(at);
        uint64_t quotes = lamina__word_find(word, '"');
        uint64_t backslashes = lamina__word_find(word, '\\');
        uint64_t escaped = backslashes << 8 | carry;
        if (((quotes & ~escaped) | (backslashes & escaped) | lamina__word_find_control(word)) != 0)
            break;
        if (!are_letters(at, escaped & ~quotes))
            break;
        /* Also of bytes behind the end of the string: then UTF-8 is checked in vain. */
        *high |= lamina__word_find_high(word);
        carry = backslashes >> 56;
    }
    return carry != 0 ? at - 1 : at;
}

const char *lamina__escapes_skip(const char *at, const char *end, uint64_t *high)
{
    for (;;) {
        at = skip_words(at, end, high);
        if (end - at < 9)
            break;
        size_t step = 8;
        uint64_t word = lamina__word_load(at);
        uint64_t found = lamina__word_find_special(word);
        *high |= lamina__word_find_high(word);
        for (; found != 0; found = drop_pair(found)) {
            const char *special = at + lamina__word_first(found);
            if (*special != '\\' || lamina__escape_meaning[byte_at(special + 1)] == 0)
                return special;
            if (special == at + 7)
                step = 9; /* the escape ends in the next word */
        }
        at += step;
    }
    for (; at < end && !lamina__is_special(byte_at(at)); at++)
        *high |= byte_at(at) & 0x80u;
    return at;
}

const char *lamina__escapes_decode(const char *at, const char *end, char **out)
{
    char *to = *out;
    while (end - at >= 17) {
        /* Always eight bytes are copied, and as many counted as were meant. */
        const char *behind = at + 8;
        const char *from = at;
        uint64_t found = lamina__word_find(lamina__word_load(at), '\\');
        for (; found != 0; found = drop_pair(found)) {
            const char *escape = at + lamina__word_first(found);
            char meaning = lamina__escape_meaning[byte_at(escape + 1)];
            memcpy(to, from, 8);
            to += escape - from;
            if (meaning == 0) {
                *out = to;
                return escape;
            }
            *to++ = meaning;
            from = escape + 2;
        }
        memcpy(to, from, 8);
        if (from < behind)
            to += behind - from;
        at = from < behind ? behind : from;
    }
    *out = to;
    return at;
}

const char *lamina__escapes_encode(const char *at, const char *end, char **out)
{
    char *to = *out;
    while (end - at >= 16) {
        const char *from = at;
        uint64_t found = lamina__word_find_special(lamina__word_load(at));
        for (; found != 0; found &= found - 1) {
            const char *special = at + lamina__word_first(found);
            char letter = lamina__escape_letter[byte_at(special)];
            memcpy(to, from, 8);
            to += special - from;
            if (letter == 0) {
                *out = to;
                return special;
            }
            *to++ = '\\';
            *to++ = letter;
            from = special + 1;
        }
        memcpy(to, from, 8);
        at += 8;
        to += at - from;
    }
    *out = to;
    return at;
}
