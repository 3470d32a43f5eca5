/*
 * OpenSSL objects that are costly to get and cheap to use again: the algorithms, fetched once a
 * process, and the contexts, made once a thread and freed when it ends.
 */
#ifndef LAMINA_LIB_CRYPTO_THREAD_H
#define LAMINA_LIB_CRYPTO_THREAD_H

#include <openssl/evp.h>

typedef struct lamina__crypto_thread {
    const EVP_MD *sha256;
    const EVP_CIPHER *aes_256_gcm;
    EVP_MD_CTX *digest;
    EVP_MAC_CTX *hmac_sha256; /* its digest is chosen already */
    EVP_CIPHER_CTX *cipher;
} lamina__crypto_thread;

/* This thread's. NULL when the library cannot give it. */
const lamina__crypto_thread *lamina__crypto_thread_get(void);

#endif
