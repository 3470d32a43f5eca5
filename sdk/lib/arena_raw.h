/*
 * arena_raw.h - arena memory for those inside liblamina who write every byte of it themselves.
 */
#ifndef LAMINA_ARENA_RAW_H
#define LAMINA_ARENA_RAW_H

#include <stdarg.h>

#include "lamina/arena.h"

/* lamina_arena_alloc() without the zeroing: what is in there is left over from former use. */
void *lamina__arena_raw(lamina_arena *arena, size_t size);

/* lamina_arena_format() for those who were called with variable arguments themselves. */
lamina_str lamina__arena_format(lamina_arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
