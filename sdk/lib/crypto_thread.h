/*
 * OpenSSL objects that are costly to get and cheap to use again: the algorithms, fetched once a
 * process, and the contexts, made once a thread and freed when it ends.
 */
#ifndef LAMINA_LIB_CRYPTO_THREAD_H
#define LAMINA_LIB_CRYPTO_THREAD_H

#include <openssl/evp.h>

typedef struct lamina__crypto_thread {
    const EVP_MD *sha256;
    EVP_MD_CTX *digest;
    EVP_MAC_CTX *hmac_sha256; /* its digest is chosen already */
    EVP_CIPHER_CTX *cipher;
} lamina__crypto_thread;

/* To be called before anything else of OpenSSL, TLS among it. */
void lamina__crypto_start(void);

/* This thread's. NULL when the library cannot give it. */
const lamina__crypto_thread *lamina__crypto_thread_get(void);

/* AES-256-GCM, fetched apart from the rest: it costs as much again, and few modules encrypt. NULL when
   the library cannot give it. */
const EVP_CIPHER *lamina__crypto_aes_256_gcm(void);

#endif
