/* crc32.h - the checksum that services send in x-amz-crc32. */
#ifndef AWS_CRC32_H
#define AWS_CRC32_H

#include "lamina/abi.h"

/* CRC-32 with zlib's polynomial (RFC 1952 section 8). */
uint32_t aws__crc32(lamina_str bytes);

#endif
