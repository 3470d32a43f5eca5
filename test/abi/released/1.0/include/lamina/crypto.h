/*
 * lamina/crypto.h - hashes, HMAC, authenticated encryption, password hashing, signatures and random
 * bytes, over OpenSSL's libcrypto, none of whose types shows.
 * All since 1.0.
 */
#ifndef LAMINA_CRYPTO_H
#define LAMINA_CRYPTO_H

#include "lamina/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a SHA-256. Since 1.0. */
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

/* ---- passwords ---- */

/* The cost of scrypt: N is 2 to the power of n_log2. It takes 128 * N * r bytes of memory while it
   runs, and time in proportion to N * r * p. Source: RFC 7914 section 2. Frozen. Since 1.0. */
typedef struct lamina_scrypt_cost {
    uint32_t n_log2; /* 1 to 20 */
    uint32_t r;      /* 1 to 32 */
    uint32_t p;      /* 1 to 16 */
    uint32_t reserved;
} lamina_scrypt_cost;

/* The most memory that lamina_scrypt() is ready to take. */
#define LAMINA_SCRYPT_MEMORY_CAP (256u << 20)

/*
 * scrypt, RFC 7914: out_len bytes (1 to 128) from a password and a salt. The memory is wiped before it
 * is given back. LAMINA_E_ARGUMENT for a cost outside of the bounds above, or over
 * LAMINA_SCRYPT_MEMORY_CAP; LAMINA_E_INTERNAL when the library fails or there is not that much memory; out is zeroed
 * then. [any-thread] Since 1.0.
 */
lamina_status lamina_scrypt(lamina_str password, lamina_str salt, const lamina_scrypt_cost *cost,
                            uint8_t *out, size_t out_len);

/* ---- signatures ---- */

/* Names of algorithms as JSON Web Signatures know them. Others may follow. Since 1.0. */
#define LAMINA_SIGN_EDDSA 1u /* Ed25519: RFC 8032 section 5.1, RFC 8037 section 3.1 */
#define LAMINA_SIGN_ES256 2u /* ECDSA on P-256 with SHA-256: RFC 7518 section 3.4 */

/* All have private keys and signatures of one length. Public keys: 32 bytes for Ed25519; for P-256 the
   64 bytes of the point's x and y, without any prefix. ES256's signature is R, then S, as JWS has it
   (RFC 7518 section 3.4), not the DER of X.509. */
#define LAMINA_SIGN_PRIVATE_LEN 32u
#define LAMINA_SIGN_PUBLIC_CAP 64u
#define LAMINA_SIGNATURE_LEN 64u

/* Bytes of a public key; 0 for an algorithm that is not known. [any-thread] Since 1.0. */
size_t lamina_sign_public_len(uint32_t algorithm);

/* A new pair from the system's random numbers; public_key takes LAMINA_SIGN_PUBLIC_CAP bytes. The caller wipes
   private_key (lamina_crypto_wipe) when it is stored. LAMINA_E_ARGUMENT for an algorithm that is not known, LAMINA_E_INTERNAL.
   [any-thread] Since 1.0. */
lamina_status lamina_sign_new(uint32_t algorithm, uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN],
                              uint8_t public_key[LAMINA_SIGN_PUBLIC_CAP]);
/* The public key of a private one. LAMINA_E_INVALID for bytes that are no private key (P-256: zero, or not below the order).
   [any-thread] Since 1.0. */
lamina_status lamina_sign_public(uint32_t algorithm,
                                 const uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN],
                                 uint8_t public_key[LAMINA_SIGN_PUBLIC_CAP]);
/* LAMINA_E_ARGUMENT, LAMINA_E_INVALID for bytes that are no private key, LAMINA_E_INTERNAL. [any-thread] Since 1.0. */
lamina_status lamina_sign(uint32_t algorithm, const uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN],
                          lamina_str message, uint8_t signature[LAMINA_SIGNATURE_LEN]);
/* LAMINA_OK for the signature of that message under that key; LAMINA_E_INVALID for any other, and for
   bytes that are no public key (of P-256: no point of the curve). LAMINA_E_ARGUMENT, LAMINA_E_INTERNAL. [any-thread] Since 1.0. */
lamina_status lamina_verify(uint32_t algorithm, const uint8_t *public_key, lamina_str message,
                            const uint8_t signature[LAMINA_SIGNATURE_LEN]);

/* ---- random bytes, comparing, wiping ---- */

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
