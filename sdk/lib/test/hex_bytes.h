/*
 * hex_bytes.h - bytes of published test vectors, which are printed in hexadecimal.
 */
#ifndef HEX_BYTES_H
#define HEX_BYTES_H

#include "lamina/abi.h"

/* Hexadecimal text to bytes; returns their number. */
size_t hex_bytes(const char *hex, uint8_t *out);

lamina_str hex_view(const uint8_t *bytes, size_t len);

/* Expects the bytes that hex says, 256 at most. */
void hex_expect(const uint8_t *found, const char *hex);

#endif
