/*
 * text_buffer.c - the bounded buffer: grows by doubling, never over its cap; a failure sticks.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/text.h"
#include "number.h"

#define FIRST_ROOM ((size_t)256)

/* No buffer is larger than what pointer arithmetic can express, its NUL included. */
#define LARGEST_CAP ((size_t)PTRDIFF_MAX - 1)

void lamina_text_init(lamina_text *text, size_t cap)
{
    *text = (lamina_text){.cap = cap < LARGEST_CAP ? cap : LARGEST_CAP};
}

void lamina_text_clear(lamina_text *text)
{
    free(text->ptr);
    lamina_text_init(text, text->cap);
}

void lamina_text_reset(lamina_text *text)
{
    text->len = 0;
    text->status = LAMINA_OK;
    if (text->ptr != NULL)
        text->ptr[0] = '\0';
}

static bool fail(lamina_text *text, lamina_status status)
{
    text->status = status;
    return false;
}

/* Makes the buffer hold more bytes behind len, and the NUL behind them. */
static bool grow(lamina_text *text, size_t more)
{
    if (text->status != LAMINA_OK)
        return false;
    if (more > text->cap - text->len)
        return fail(text, LAMINA_E_LIMIT);
    size_t need = text->len + more + 1;
    if (need <= text->room)
        return true;

    size_t room = text->room < FIRST_ROOM ? FIRST_ROOM : text->room;
    while (room < need)
        room = room > SIZE_MAX / 2 ? need : room * 2;
    if (room > text->cap + 1)
        room = text->cap + 1;
    char *grown = realloc(text->ptr, room);
    if (grown == NULL)
        return fail(text, LAMINA_E_MEMORY);
    text->ptr = grown;
    text->room = room;
    text->ptr[text->len] = '\0';
    return true;
}

char *lamina_text_reserve(lamina_text *text, size_t len)
{
    return grow(text, len) ? text->ptr + text->len : NULL;
}

void lamina_text_advance(lamina_text *text, size_t len)
{
    if (text->status != LAMINA_OK || text->ptr == NULL)
        return;
    text->len += len;
    text->ptr[text->len] = '\0';
}

void lamina_text_add(lamina_text *text, lamina_str more)
{
    if (more.len == 0 || !grow(text, more.len))
        return;
    memcpy(text->ptr + text->len, more.ptr, more.len);
    lamina_text_advance(text, more.len);
}

void lamina_text_add_char(lamina_text *text, char c)
{
    if (!grow(text, 1))
        return;
    text->ptr[text->len] = c;
    lamina_text_advance(text, 1);
}

void lamina_text_add_int64(lamina_text *text, int64_t number)
{
    char digits[LAMINA__INT64_ROOM];
    char *end = digits + sizeof(digits);
    char *start = lamina__int64_format(number, end);
    lamina_text_add(text, (lamina_str){start, (size_t)(end - start)});
}

void lamina_text_add_format(lamina_text *text, const char *format, ...)
{
    if (!grow(text, 0))
        return;
    size_t room = text->room - text->len;
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text->ptr + text->len, room, format, arguments);
    va_end(arguments);
    if (len < 0) {
        text->ptr[text->len] = '\0';
        text->status = LAMINA_E_INTERNAL;
        return;
    }
    if ((size_t)len >= room) {
        text->ptr[text->len] = '\0';
        if (!grow(text, (size_t)len))
            return;
        va_start(arguments, format);
        vsnprintf(text->ptr + text->len, (size_t)len + 1, format, arguments);
        va_end(arguments);
    }
    text->len += (size_t)len;
}

lamina_status lamina_text_status(const lamina_text *text)
{
    return text->status;
}

lamina_str lamina_text_view(const lamina_text *text)
{
    return (lamina_str){text->ptr, text->len};
}
