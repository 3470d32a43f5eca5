/*
 * The algorithms of the process and the contexts of the thread. Nothing of it exists before the
 * first hash: OpenSSL's start costs more than a cold start can give away.
 */
#include "crypto_thread.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>
#include <pthread.h>
#include <stdlib.h>

static struct {
    EVP_MD *sha256;
    EVP_MAC *hmac;
    pthread_key_t key; /* frees a thread's contexts when it ends */
    int is_ready;
} shared;

static __thread lamina__crypto_thread *mine;

static void free_thread(void *memory)
{
    lamina__crypto_thread *thread = memory;
    EVP_MD_CTX_free(thread->digest);
    EVP_MAC_CTX_free(thread->hmac_sha256);
    EVP_CIPHER_CTX_free(thread->cipher);
    free(thread);
}

/* Without openssl.cnf: reading it takes a third of OpenSSL's start, and neither a file of the system
   nor OPENSSL_CONF is to decide which code runs in here. */
void lamina__crypto_start(void)
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

static void fetch_shared(void)
{
    lamina__crypto_start();
    shared.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    shared.hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    shared.is_ready = shared.sha256 != NULL && shared.hmac != NULL &&
                      pthread_key_create(&shared.key, free_thread) == 0;
}

static EVP_MAC_CTX *new_hmac(void)
{
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(shared.hmac);
    if (context == NULL || EVP_MAC_CTX_set_params(context, params) == 1)
        return context;
    EVP_MAC_CTX_free(context);
    return NULL;
}

static lamina__crypto_thread *new_thread(void)
{
    lamina__crypto_thread *thread = calloc(1, sizeof *thread);
    if (thread == NULL)
        return NULL;
    thread->sha256 = shared.sha256;
    thread->digest = EVP_MD_CTX_new();
    thread->hmac_sha256 = new_hmac();
    thread->cipher = EVP_CIPHER_CTX_new();
    if (thread->digest != NULL && thread->hmac_sha256 != NULL && thread->cipher != NULL &&
        pthread_setspecific(shared.key, thread) == 0)
        return thread;
    free_thread(thread);
    return NULL;
}

const lamina__crypto_thread *lamina__crypto_thread_get(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (mine != NULL)
        return mine;
    if (pthread_once(&once, fetch_shared) != 0 || !shared.is_ready)
        return NULL;
    mine = new_thread();
    return mine;
}

static EVP_CIPHER *aes_256_gcm;

static void fetch_aes_256_gcm(void)
{
    aes_256_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
}

const EVP_CIPHER *lamina__crypto_aes_256_gcm(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    return pthread_once(&once, fetch_aes_256_gcm) == 0 ? aes_256_gcm : NULL;
}
