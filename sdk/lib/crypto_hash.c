/*
 * SHA-256 and HMAC-SHA-256.
 */
#include "crypto_thread.h"
#include "lamina/crypto.h"

static const unsigned char *bytes_of(lamina_str text)
{
    return (const unsigned char *)(text.ptr != NULL ? text.ptr : "");
}

lamina_status lamina_sha256(lamina_str bytes, uint8_t out[LAMINA_SHA256_LEN])
{
    const lamina__crypto_thread *thread = lamina__crypto_thread_get();
    if (thread == NULL)
        return LAMINA_E_INTERNAL;
    if (EVP_DigestInit_ex2(thread->digest, thread->sha256, NULL) != 1 ||
        EVP_DigestUpdate(thread->digest, bytes_of(bytes), bytes.len) != 1 ||
        EVP_DigestFinal_ex(thread->digest, out, NULL) != 1)
        return LAMINA_E_INTERNAL;
    return LAMINA_OK;
}

lamina_status lamina_hmac_sha256(lamina_str key, lamina_str bytes, uint8_t out[LAMINA_SHA256_LEN])
{
    const lamina__crypto_thread *thread = lamina__crypto_thread_get();
    if (thread == NULL)
        return LAMINA_E_INTERNAL;
    size_t len = 0;
    if (EVP_MAC_init(thread->hmac_sha256, bytes_of(key), key.len, NULL) != 1 ||
        EVP_MAC_update(thread->hmac_sha256, bytes_of(bytes), bytes.len) != 1 ||
        EVP_MAC_final(thread->hmac_sha256, out, &len, LAMINA_SHA256_LEN) != 1)
        return LAMINA_E_INTERNAL;
    return len == LAMINA_SHA256_LEN ? LAMINA_OK : LAMINA_E_INTERNAL;
}
