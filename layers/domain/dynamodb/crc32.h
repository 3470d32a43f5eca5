/* crc32.h - the checksum that DynamoDB sends in x-amz-crc32. */
#ifndef DYNAMODB_CRC32_H
#define DYNAMODB_CRC32_H

#include "lamina/abi.h"

/* CRC-32 with zlib's polynomial (RFC 1952 section 8). */
uint32_t dynamodb__crc32(lamina_str bytes);

#endif
