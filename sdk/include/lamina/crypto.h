/*
 * lamina/crypto.h - hashes, HMAC, authenticated encryption and random bytes, over OpenSSL's libcrypto,
 * none of whose types shows.
 */
#ifndef LAMINA_CRYPTO_H
#define LAMINA_CRYPTO_H

#include "lamina/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define LAMINA_SHA256_LEN 32u

/* FIPS 180-4. LAMINA_E_INTERNAL when the library fails. [any-thread] Since 1.0. */
lamina_status lamina_sha256(lamina_str bytes, uint8_t out[LAMINA_SHA256_LEN]);
/* RFC 2104. [any-thread] Since 1.0. */
lamina_status lamina_hmac_sha256(lamina_str key, lamina_str bytes, uint8_t out[LAMINA_SHA256_LEN]);

/* AES-256-GCM (NIST SP 800-38D): 32-byte key, 12-byte nonce never used twice with one key, 16-byte
   tag. Since 1.0. */
#define LAMINA_AEAD_KEY_LEN 32u
#define LAMINA_AEAD_NONCE_LEN 12u
#define LAMINA_AEAD_TAG_LEN 16u

/* out takes plain.len + LAMINA_AEAD_TAG_LEN bytes: the ciphertext, then the tag. associated is
   authenticated and not sent. [any-thread] Since 1.0. */
lamina_status lamina_aead_seal(const uint8_t key[LAMINA_AEAD_KEY_LEN],
                               const uint8_t nonce[LAMINA_AEAD_NONCE_LEN], lamina_str associated,
                               lamina_str plain, uint8_t *out);
/* out takes sealed.len - LAMINA_AEAD_TAG_LEN bytes. LAMINA_E_INVALID when anything was changed or
   the key is another; out is zeroed then. [any-thread] Since 1.0. */
lamina_status lamina_aead_open(const uint8_t key[LAMINA_AEAD_KEY_LEN],
                               const uint8_t nonce[LAMINA_AEAD_NONCE_LEN], lamina_str associated,
                               lamina_str sealed, uint8_t *out);

/* Cryptographic random bytes of the system; code that has a context uses lamina_random(). Since 1.0. */
lamina_status lamina_crypto_random(void *out, size_t len);
/* Compares in time that depends on len alone. Since 1.0. */
bool lamina_crypto_equal(const void *a, const void *b, size_t len);
/* Zeroes memory in a way that no optimiser removes. Since 1.0. */
void lamina_crypto_wipe(void *memory, size_t len);

#ifdef __cplusplus
}
#endif
#endif
