/*
 * violation.c - the list of broken rules, up to its cap.
 */
#include <stdarg.h>
#include <string.h>

#include "arena_raw.h"
#include "violation_list.h"

lamina_violation *lamina__violation_slot(lamina_arena *arena, lamina_violations *violations)
{
    if (violations->count == violations->room) {
        size_t room = violations->room == 0 ? 8 : violations->room * 2;
        lamina_violation *grown = lamina_arena_array(arena, room, sizeof(*grown));
        if (grown == NULL)
            return NULL;
        if (violations->count > 0)
            memcpy(grown, violations->items, violations->count * sizeof(*grown));
        violations->items = grown;
        violations->room = room;
    }
    return &violations->items[violations->count];
}

bool lamina__violations_are_full(lamina_violations *violations)
{
    if (violations->count < LAMINA_VIOLATION_CAP)
        return false;
    violations->dropped++;
    return true;
}

lamina_status lamina_violation_add(lamina_arena *arena, lamina_violations *violations,
                                   lamina_str pointer, const char *code, const char *format, ...)
{
    if (lamina__violations_are_full(violations))
        return LAMINA_OK;
    lamina_violation *slot = lamina__violation_slot(arena, violations);
    if (slot == NULL)
        return LAMINA_E_LIMIT;

    va_list arguments;
    va_start(arguments, format);
    lamina_str message = lamina__arena_format(arena, format, arguments);
    va_end(arguments);
    pointer = lamina_arena_copy(arena, pointer);
    if (message.ptr == NULL || pointer.ptr == NULL)
        return LAMINA_E_LIMIT;
    *slot = (lamina_violation){pointer, lamina_str_from(code), message};
    violations->count++;
    return LAMINA_OK;
}
