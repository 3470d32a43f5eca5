/*
 * lamina/arena.h - memory that is freed all at once.
 *
 * An arena hands out zeroed, 16-byte aligned memory from blocks, up to a cap, and takes all of it
 * back in one step. The host keeps one for the invocation: what is allocated there lives until the
 * answer was sent. Not thread-safe: one thread uses an arena at a time.
 */
#ifndef LAMINA_ARENA_H
#define LAMINA_ARENA_H

#include "lamina/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Memory that is given out piece by piece and taken back at once. Since 1.0. */
typedef struct lamina_arena lamina_arena;

/* A new arena that will never hold more than cap bytes (its bookkeeping included). NULL when the
   system is out of memory. The caller owns it: lamina_arena_free(). [any-thread] Since 1.0. */
lamina_arena *lamina_arena_new(size_t cap);

/* Frees the arena and everything allocated from it; NULL is ignored. Since 1.0. */
void lamina_arena_free(lamina_arena *arena);

/* size zeroed bytes, valid until reset or free; a size of 0 gives a valid pointer too. NULL when the
   cap or the system's memory is reached, and lamina_arena_is_exhausted() says so. Since 1.0. */
void *lamina_arena_alloc(lamina_arena *arena, size_t size);

/* count elements of size bytes, the product checked for overflow; otherwise as above. Since 1.0. */
void *lamina_arena_array(lamina_arena *arena, size_t count, size_t size);

/* A copy of text with a NUL behind it, not counted in len. {NULL, 0} when memory is exhausted. Since 1.0. */
lamina_str lamina_arena_copy(lamina_arena *arena, lamina_str text);

/* printf into the arena; {NULL, 0} when memory is exhausted. Since 1.0. */
lamina_str lamina_arena_format(lamina_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Takes back everything allocated; keeps the first block, so that a warm invocation does not call
   malloc. Clears is_exhausted. Since 1.0. */
void lamina_arena_reset(lamina_arena *arena);

/* Bytes handed out since the last reset. Since 1.0. */
size_t lamina_arena_used(const lamina_arena *arena);

/* Was an allocation refused since the last reset? Since 1.0. */
bool lamina_arena_is_exhausted(const lamina_arena *arena);

#ifdef __cplusplus
}
#endif
#endif
