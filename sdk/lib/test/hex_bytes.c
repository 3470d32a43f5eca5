/* Bytes of published test vectors: see hex_bytes.h. */
#include "hex_bytes.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

size_t hex_bytes(const char *hex, uint8_t *out)
{
    size_t len = strlen(hex) / 2;
    for (size_t i = 0; i < len; i++) {
        const char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        out[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return len;
}

lamina_str hex_view(const uint8_t *bytes, size_t len)
{
    return (lamina_str){.ptr = (const char *)bytes, .len = len};
}

void hex_expect(const uint8_t *found, const char *hex)
{
    uint8_t expected[256];
    size_t len = hex_bytes(hex, expected);
    cr_expect_arr_eq(found, expected, len, "expected %s", hex);
}
