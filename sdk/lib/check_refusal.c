/*
 * Building a refusal.
 */
#include "check_refusal.h"

#include <stdarg.h>
#include <stdio.h>

lamina_status lamina__refuse(lamina_arena *arena, lamina_refusal *refusal, const char *type,
                             const char *format, ...)
{
    /* Longer names than this are no names. */
    char text[2048];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (len < 0)
        len = 0;
    if ((size_t)len >= sizeof text)
        len = (int)sizeof text - 1;

    refusal->type = type;
    refusal->message = lamina_arena_copy(arena, (lamina_str){.ptr = text, .len = (size_t)len});
    if (refusal->message.ptr == NULL)
        refusal->message = LAMINA_STR("there is no memory left to say why; the error type says it");
    return LAMINA_E_CONFIG;
}
