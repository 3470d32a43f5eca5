/*
 * lamina/abi.h - the words that every other ABI header is written in.
 *
 * The rules of the ABI, in short (docs/abi.md has them with reasons):
 *   - A released line never changes its meaning.
 *   - Data structs begin with their size and grow at the end only; a reader asks LAMINA_HAS before it
 *     reads a member that is younger than the struct. No struct has padding (-Werror=padded).
 *   - Arrays of structs travel with the size of their element.
 *   - A struct marked "frozen" never grows.
 *   - Function tables are frozen under their id; a change is a new id.
 *   - No allocator, FILE, or object of a third library crosses the border.
 *
 * Words used for ownership: "borrowed" (yours to read until the given moment), "owned" (you free it),
 * "taken" (the callee frees it). Phases: [init], [invoke], [shutdown], [any-thread].
 * All since 1.0.
 */
#ifndef LAMINA_ABI_H
#define LAMINA_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lamina/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The ABI that these headers speak. A host serves every minor up to its own of one major. */
#define LAMINA_ABI_MAJOR 1u
#define LAMINA_ABI_MINOR 0u

/* The release that these headers belong to. Host, libraries and tools are released together; for
   messages only, never for decisions. */
#define LAMINA_VERSION "1.0.0"

/* Makes a symbol visible outside its shared object; everything else is built hidden. */
#define LAMINA_EXPORT __attribute__((visibility("default")))

/* Has this object, which its writer stamped with a size, got that member? */
#ifdef __cplusplus
#define LAMINA_HAS(obj, member)                                                                    \
    ((obj)->size >= reinterpret_cast<uintptr_t>(&(obj)->member) -                                  \
                        reinterpret_cast<uintptr_t>(obj) + sizeof((obj)->member))
#else
#define LAMINA_HAS(obj, member)                                                                    \
    ((obj)->size >= offsetof(__typeof__(*(obj)), member) + sizeof((obj)->member))
#endif

/*
 * Fills a size-first struct of a reader, who may have been built with a shorter or a longer one: what
 * both know is copied, and the reader's size stays. A reader of size 0 gets nothing. The built-in,
 * because these headers need no C library. Since 1.0.
 */
static inline void lamina_hand_over(void *reader, const void *from, uint32_t from_size)
{
    uint32_t size;
    __builtin_memcpy(&size, reader, sizeof size);
    if (size < sizeof size)
        return;
    __builtin_memcpy(reader, from, size < from_size ? size : from_size);
    __builtin_memcpy(reader, &size, sizeof size);
}

/*
 * A view of bytes: UTF-8 text unless said otherwise, not NUL-terminated, owned by somebody else.
 * ptr may be NULL when len is 0. Frozen. Since 1.0.
 */
typedef struct lamina_str {
    const char *ptr;
    size_t len; /* bytes */
} lamina_str;

/* A view of a string literal. The C++ form needs no compound literal. */
#ifdef __cplusplus
#define LAMINA_STR(literal) (lamina_str{"" literal, sizeof(literal) - 1})
#else
#define LAMINA_STR(literal) ((lamina_str){.ptr = "" literal, .len = sizeof(literal) - 1})
#endif

/* For printf's "%.*s": lamina views carry their length. */
#define LAMINA_FMT(str) (int)(str).len, (str).ptr

/*
 * A contiguous array of elements; what they are and how wide, the record's field says.
 * items may be NULL when count is 0. Borrowed. Frozen. Since 1.0.
 */
typedef struct lamina_list {
    const void *items;
    size_t count; /* elements */
} lamina_list;

/* A name and its value: header, query parameter, path parameter. Borrowed. Frozen. Since 1.0. */
typedef struct lamina_param {
    lamina_str name;
    lamina_str value;
} lamina_param;

#ifdef __cplusplus
}
#endif
#endif
