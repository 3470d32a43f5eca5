/*
 * utf8.c - whole texts of UTF-8, and single code points into it.
 */
#include "utf8.h"

#include "byte_block.h"
#include "lamina/text.h"

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

const char *lamina__utf8_span(const char *at, const char *end, size_t *code_points)
{
    size_t count = 0;
    while (at < end) {
        if (end - at >= LAMINA__BLOCK) {
            uint32_t high = lamina__block_find_high(lamina__block_load(at));
            size_t plain = high == 0 ? LAMINA__BLOCK : (size_t)__builtin_ctz(high);
            at += plain;
            count += plain;
            if (high == 0)
                continue;
        }
        /* What is not ASCII rarely stands alone. */
        size_t step;
        do {
            step = lamina__utf8_step(at, end);
            at += step;
            count += step != 0;
        } while (step > 1 && at < end);
        if (step == 0)
            break;
    }
    if (code_points != NULL)
        *code_points = count;
    return at;
}

bool lamina_str_is_utf8(lamina_str text, size_t *code_points)
{
    if (text.len == 0) {
        if (code_points != NULL)
            *code_points = 0;
        return true;
    }
    const char *end = text.ptr + text.len;
    size_t count;
    if (lamina__utf8_span(text.ptr, end, &count) != end)
        return false;
    if (code_points != NULL)
        *code_points = count;
    return true;
}
