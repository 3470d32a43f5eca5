/*
 * format.h - a sealed value, byte for byte (docs/encryption.md): magic, version, algorithm, key id and
 * wrapped data key with their lengths, nonce, ciphertext, tag. Numbers are big-endian.
 */
#ifndef ENCRYPTION_FORMAT_H
#define ENCRYPTION_FORMAT_H

#include "domain/encryption.h"

#define ENCRYPTION__MAGIC 0xE7u
#define ENCRYPTION__VERSION 1u
#define ENCRYPTION__AES_256_GCM 1u

/* Its parts. Borrowed. */
typedef struct encryption__value {
    lamina_str header; /* all that stands before the ciphertext */
    lamina_str key_id;
    lamina_str wrapped;
    const uint8_t *nonce;
    lamina_str sealed; /* ciphertext and tag */
} encryption__value;

/* Static text that says what is wrong, or NULL. */
const char *encryption__value_read(lamina_str bytes, encryption__value *value);

size_t encryption__header_len(size_t key_id_len, size_t wrapped_len);
/* Writes all but the nonce, which are the last LAMINA_AEAD_NONCE_LEN bytes. */
void encryption__header_write(uint8_t *out, lamina_str key_id, lamina_str wrapped);

/* Length and bytes; returns what follows. text is shorter than 64 KB. */
uint8_t *encryption__text_write(uint8_t *out, lamina_str text);

#endif
