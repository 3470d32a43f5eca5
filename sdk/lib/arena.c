/*
 * arena.c - blocks in a chain, handed out from the front, taken back all at once.
 *
 * The first block is allocated at the first request and survives resets, so that a warm invocation
 * of usual size never calls malloc. Later blocks double, which bounds their number; pages that were
 * not handed out are never touched and cost no memory.
 */
#include "lamina/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena_raw.h"

/* Under AddressSanitizer what is not handed out is poisoned, with a gap behind each allocation, so
   that an overrun inside of a block is found like one of malloc's. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(ptr, len) __asan_poison_memory_region((ptr), (len))
#define UNPOISON(ptr, len) __asan_unpoison_memory_region((ptr), (len))
#define GAP ((size_t)16)
#else
#define POISON(ptr, len) ((void)(ptr), (void)(len))
#define UNPOISON(ptr, len) ((void)(ptr), (void)(len))
#define GAP ((size_t)0)
#endif

#define ALIGNMENT ((size_t)16)
#define FIRST_BLOCK ((size_t)64 * 1024)

/* Memory for allocations follows; the header keeps it aligned. */
typedef struct block {
    struct block *next; /* the block before this one in time */
    size_t size;        /* bytes behind the header */
} block;

_Static_assert(sizeof(block) % ALIGNMENT == 0, "a block's memory must begin aligned");

struct lamina_arena {
    block *newest;
    char *at;  /* where the next allocation begins, in the newest block */
    char *end; /* of the newest block */
    size_t cap;
    size_t held; /* bytes taken from the system, bookkeeping included */
    size_t used; /* bytes handed out since the last reset */
    bool exhausted;
};

lamina_arena *lamina_arena_new(size_t cap)
{
    lamina_arena *arena = calloc(1, sizeof(*arena));
    if (arena == NULL)
        return NULL;
    arena->cap = cap;
    arena->held = sizeof(*arena);
    return arena;
}

static void block_free(block *b)
{
    UNPOISON(b + 1, b->size);
    free(b);
}

/* The newest block becomes b, all of its memory free. */
static void block_open(lamina_arena *arena, block *b)
{
    arena->newest = b;
    arena->at = (char *)(b + 1);
    arena->end = arena->at + b->size;
    POISON(b + 1, b->size);
}

void lamina_arena_free(lamina_arena *arena)
{
    if (arena == NULL)
        return;
    for (block *b = arena->newest, *next; b != NULL; b = next) {
        next = b->next;
        block_free(b);
    }
    free(arena);
}

void lamina_arena_reset(lamina_arena *arena)
{
    arena->used = 0;
    arena->exhausted = false;
    block *b = arena->newest;
    if (b == NULL)
        return;
    while (b->next != NULL) {
        block *next = b->next;
        arena->held -= sizeof(*b) + b->size;
        block_free(b);
        b = next;
    }
    block_open(arena, b);
}

/* A new newest block with room for need bytes; false when the cap or the system refuses. */
static bool block_add(lamina_arena *arena, size_t need)
{
    size_t left = arena->cap > arena->held ? arena->cap - arena->held : 0;
    if (left < sizeof(block) || need > left - sizeof(block))
        return false;

    size_t size = arena->newest == NULL ? FIRST_BLOCK : arena->newest->size;
    if (arena->newest != NULL && size <= SIZE_MAX / 2)
        size *= 2;
    if (size < need)
        size = need;
    if (size > left - sizeof(block))
        size = left - sizeof(block);

    block *b = malloc(sizeof(*b) + size);
    if (b == NULL)
        return false;
    b->next = arena->newest;
    b->size = size;
    arena->held += sizeof(*b) + size;
    block_open(arena, b);
    return true;
}

void *lamina__arena_raw(lamina_arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT - GAP)
        goto refused;
    size_t need = ((size == 0 ? 1 : size) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + GAP;
    if (need > (size_t)(arena->end - arena->at) && !block_add(arena, need))
        goto refused;

    void *memory = arena->at;
    arena->at += need;
    arena->used += size;
    UNPOISON(memory, size);
    return memory;

refused:
    arena->exhausted = true;
    return NULL;
}

void *lamina_arena_alloc(lamina_arena *arena, size_t size)
{
    void *memory = lamina__arena_raw(arena, size);
    return memory != NULL ? memset(memory, 0, size) : NULL;
}

void *lamina_arena_array(lamina_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        arena->exhausted = true;
        return NULL;
    }
    return lamina_arena_alloc(arena, count * size);
}

lamina_str lamina_arena_copy(lamina_arena *arena, lamina_str text)
{
    if (text.len == SIZE_MAX) {
        arena->exhausted = true;
        return (lamina_str){0};
    }
    char *copy = lamina__arena_raw(arena, text.len + 1);
    if (copy == NULL)
        return (lamina_str){0};
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return (lamina_str){copy, text.len};
}

lamina_str lamina__arena_format(lamina_arena *arena, const char *format, va_list arguments)
{
    /* Nearly all texts fit the stack, and then they are formatted once. */
    char small[256];
    va_list again;
    va_copy(again, arguments);
    lamina_str result = {0};
    int len = vsnprintf(small, sizeof(small), format, arguments);
    if (len < 0)
        goto done;
    if ((size_t)len < sizeof(small)) {
        result = lamina_arena_copy(arena, (lamina_str){small, (size_t)len});
        goto done;
    }
    char *text = lamina__arena_raw(arena, (size_t)len + 1);
    if (text == NULL)
        goto done;
    vsnprintf(text, (size_t)len + 1, format, again);
    result = (lamina_str){text, (size_t)len};

done:
    va_end(again);
    return result;
}

lamina_str lamina_arena_format(lamina_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    lamina_str text = lamina__arena_format(arena, format, arguments);
    va_end(arguments);
    return text;
}

size_t lamina_arena_used(const lamina_arena *arena)
{
    return arena->used;
}

bool lamina_arena_is_exhausted(const lamina_arena *arena)
{
    return arena->exhausted;
}
