/*
 * arena_raw.h - arena memory for those inside liblamina who write every byte of it themselves.
 */
#ifndef LAMINA_ARENA_RAW_H
#define LAMINA_ARENA_RAW_H

#include "lamina/arena.h"

/* lamina_arena_alloc() without the zeroing: what is in there is left over from former use. */
void *lamina__arena_raw(lamina_arena *arena, size_t size);

#endif
