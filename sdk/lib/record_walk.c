/*
 * record_walk.c - violations at their place, as RFC 6901 writes it.
 */
#include "record_walk.h"

#include <stdarg.h>
#include <string.h>

#include "arena_raw.h"
#include "violation_list.h"

/* Decimal digits of an index. */
static size_t index_len(size_t index)
{
    size_t len = 1;
    for (; index >= 10; index /= 10)
        len++;
    return len;
}

/* A name with '~' as ~0 and '/' as ~1: RFC 6901 section 3. */
static size_t escaped_len(lamina_str name)
{
    size_t len = name.len;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '~' || name.ptr[i] == '/')
            len++;
    }
    return len;
}

/* Both write what ends at end and return where it begins. */
static char *put_index(char *end, size_t index)
{
    do {
        *--end = (char)('0' + index % 10);
        index /= 10;
    } while (index > 0);
    return end;
}

static char *put_escaped(char *end, lamina_str name)
{
    for (size_t i = name.len; i > 0; i--) {
        char c = name.ptr[i - 1];
        if (c != '~' && c != '/') {
            *--end = c;
            continue;
        }
        *--end = c == '~' ? '0' : '1';
        *--end = '~';
    }
    return end;
}

static lamina_str pointer_of(lamina_arena *arena, const lamina__path *path)
{
    size_t len = 0;
    for (const lamina__path *p = path; p != NULL; p = p->parent)
        len += 1 + (p->is_element ? index_len(p->index) : escaped_len(p->name));
    char *text = lamina__arena_raw(arena, len + 1);
    if (text == NULL)
        return (lamina_str){0};
    /* The chain leads from the last step to the first, so the text is written from its end. */
    char *at = text + len;
    *at = '\0';
    for (const lamina__path *p = path; p != NULL; p = p->parent) {
        at = p->is_element ? put_index(at, p->index) : put_escaped(at, p->name);
        *--at = '/';
    }
    return (lamina_str){text, len};
}

/* A parameter that came several times has one name: the place in the list says nothing. */
static lamina_str parameter_of(lamina_arena *arena, const lamina__path *path)
{
    while (path != NULL && path->parent != NULL)
        path = path->parent;
    return lamina_arena_copy(arena, path != NULL ? path->name : (lamina_str){0});
}

void lamina__walk_violate(lamina__walk *walk, const lamina__path *path, const char *code,
                          const char *format, ...)
{
    if (lamina__violations_are_full(walk->violations))
        return;
    lamina_violation *slot = lamina__violation_slot(walk->arena, walk->violations);
    if (slot == NULL) {
        lamina__walk_fail(walk, LAMINA_E_LIMIT);
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    slot->message = lamina__arena_format(walk->arena, format, arguments);
    va_end(arguments);
    slot->pointer =
        walk->is_query ? parameter_of(walk->arena, path) : pointer_of(walk->arena, path);
    slot->code = lamina_str_from(code);
    if (slot->message.ptr == NULL || slot->pointer.ptr == NULL) {
        lamina__walk_fail(walk, LAMINA_E_LIMIT);
        return;
    }
    walk->violations->count++;
}

void lamina__walk_fail(lamina__walk *walk, lamina_status status)
{
    if (walk->status == LAMINA_OK)
        walk->status = status;
}

lamina_status lamina__walk_end(const lamina__walk *walk)
{
    if (walk->status != LAMINA_OK)
        return walk->status;
    return walk->violations->count > 0 ? LAMINA_E_INVALID : LAMINA_OK;
}
