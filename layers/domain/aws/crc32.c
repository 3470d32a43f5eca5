/*
 * CRC-32 with the reflected polynomial 0xEDB88320 (RFC 1952 section 8), eight bytes a step: an answer
 * may be a megabyte, and a byte a step would cost more than its signature.
 */
#include "aws/crc32.h"

#include <pthread.h>

#define POLYNOMIAL 0xEDB88320u
#define SLICES 8u

/* slices[n][b]: what byte b contributes when n further bytes follow it. */
static uint32_t slices[SLICES][256];

static void fill_slices(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ ((crc & 1u) != 0 ? POLYNOMIAL : 0u);
        slices[0][byte] = crc;
    }
    for (uint32_t n = 1; n < SLICES; n++)
        for (uint32_t byte = 0; byte < 256; byte++)
            slices[n][byte] = (slices[n - 1][byte] >> 8) ^ slices[0][slices[n - 1][byte] & 0xffu];
}

/* Little-endian by construction, whatever the machine is. */
static uint32_t read_word(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static uint32_t add_eight(uint32_t crc, const unsigned char *bytes)
{
    uint32_t low = read_word(bytes) ^ crc;
    uint32_t high = read_word(bytes + 4);
    return slices[7][low & 0xffu] ^ slices[6][low >> 8 & 0xffu] ^ slices[5][low >> 16 & 0xffu] ^
           slices[4][low >> 24] ^ slices[3][high & 0xffu] ^ slices[2][high >> 8 & 0xffu] ^
           slices[1][high >> 16 & 0xffu] ^ slices[0][high >> 24];
}

uint32_t aws__crc32(lamina_str bytes)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fill_slices);

    const unsigned char *at = (const unsigned char *)bytes.ptr;
    size_t left = bytes.len;
    uint32_t crc = 0xffffffffu;
    for (; left >= 8; left -= 8, at += 8)
        crc = add_eight(crc, at);
    for (; left > 0; left--, at++)
        crc = (crc >> 8) ^ slices[0][(crc ^ *at) & 0xffu];
    return crc ^ 0xffffffffu;
}
