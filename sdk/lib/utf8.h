/*
 * utf8.h - one step through UTF-8 text (RFC 3629).
 */
#ifndef LAMINA_UTF8_H
#define LAMINA_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of the valid sequence that begins at at, 1 to 4; 0 when what stands there is not one. at is
   before end. */
size_t lamina__utf8_step(const char *at, const char *end);

/* Writes the code point, which is no surrogate and at most U+10FFFF; returns its bytes, 1 to 4. */
size_t lamina__utf8_put(char *out, uint32_t code_point);

#endif
