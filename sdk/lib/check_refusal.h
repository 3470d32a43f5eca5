/*
 * Building a refusal: what was found, what was expected, what to do.
 */
#ifndef LAMINA_LIB_CHECK_REFUSAL_H
#define LAMINA_LIB_CHECK_REFUSAL_H

#include "lamina/check.h"

/* Fills *refusal and returns LAMINA_E_CONFIG, for "return lamina__refuse(...)". A text that the arena
   has no room for is replaced by a static one. */
lamina_status lamina__refuse(lamina_arena *arena, lamina_refusal *refusal, const char *type,
                             const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
