/*
 * AES-256-GCM: ciphertext, then the 16 bytes of the tag.
 */
#include <limits.h>

#include "crypto_thread.h"
#include "lamina/crypto.h"

/* OpenSSL counts in int. */
static bool is_too_long(lamina_str text)
{
    return text.len > INT_MAX - LAMINA_AEAD_TAG_LEN;
}

static const unsigned char *bytes_of(lamina_str text)
{
    return (const unsigned char *)(text.ptr != NULL ? text.ptr : "");
}

/* Feeds what is authenticated only, then what is en- or decrypted. */
static bool update(EVP_CIPHER_CTX *cipher, lamina_str associated, lamina_str text, uint8_t *out)
{
    int len = 0;
    if (associated.len > 0 &&
        EVP_CipherUpdate(cipher, NULL, &len, bytes_of(associated), (int)associated.len) != 1)
        return false;
    return text.len == 0 || EVP_CipherUpdate(cipher, out, &len, bytes_of(text), (int)text.len) == 1;
}

static bool seal(EVP_CIPHER_CTX *cipher, lamina_str associated, lamina_str plain, uint8_t *out)
{
    int len = 0;
    return update(cipher, associated, plain, out) &&
           EVP_EncryptFinal_ex(cipher, out + plain.len, &len) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, LAMINA_AEAD_TAG_LEN,
                               out + plain.len) == 1;
}

lamina_status lamina_aead_seal(const uint8_t key[LAMINA_AEAD_KEY_LEN],
                               const uint8_t nonce[LAMINA_AEAD_NONCE_LEN], lamina_str associated,
                               lamina_str plain, uint8_t *out)
{
    const lamina__crypto_thread *thread = lamina__crypto_thread_get();
    const EVP_CIPHER *algorithm = lamina__crypto_aes_256_gcm();
    if (thread == NULL || algorithm == NULL)
        return LAMINA_E_INTERNAL;
    if (is_too_long(associated) || is_too_long(plain))
        return LAMINA_E_LIMIT;

    /* The default nonce of GCM is 12 bytes. */
    bool done = EVP_EncryptInit_ex2(thread->cipher, algorithm, key, nonce, NULL) == 1 &&
                seal(thread->cipher, associated, plain, out);
    EVP_CIPHER_CTX_reset(thread->cipher); /* keeps no key in memory */
    if (done)
        return LAMINA_OK;
    lamina_crypto_wipe(out, plain.len + LAMINA_AEAD_TAG_LEN);
    return LAMINA_E_INTERNAL;
}

lamina_status lamina_aead_open(const uint8_t key[LAMINA_AEAD_KEY_LEN],
                               const uint8_t nonce[LAMINA_AEAD_NONCE_LEN], lamina_str associated,
                               lamina_str sealed, uint8_t *out)
{
    if (sealed.len < LAMINA_AEAD_TAG_LEN)
        return LAMINA_E_INVALID;
    const lamina__crypto_thread *thread = lamina__crypto_thread_get();
    const EVP_CIPHER *algorithm = lamina__crypto_aes_256_gcm();
    if (thread == NULL || algorithm == NULL)
        return LAMINA_E_INTERNAL;
    if (is_too_long(associated) || is_too_long(sealed))
        return LAMINA_E_LIMIT;

    lamina_str text = {.ptr = sealed.ptr, .len = sealed.len - LAMINA_AEAD_TAG_LEN};
    uint8_t tag[LAMINA_AEAD_TAG_LEN];
    for (size_t i = 0; i < sizeof tag; i++)
        tag[i] = (uint8_t)sealed.ptr[text.len + i];

    int len = 0;
    bool ready = EVP_DecryptInit_ex2(thread->cipher, algorithm, key, nonce, NULL) == 1 &&
                 update(thread->cipher, associated, text, out) &&
                 EVP_CIPHER_CTX_ctrl(thread->cipher, EVP_CTRL_AEAD_SET_TAG, sizeof tag, tag) == 1;
    bool genuine = ready && EVP_DecryptFinal_ex(thread->cipher, out + text.len, &len) == 1;
    EVP_CIPHER_CTX_reset(thread->cipher);
    if (genuine)
        return LAMINA_OK;
    lamina_crypto_wipe(out, text.len);
    return ready ? LAMINA_E_INVALID : LAMINA_E_INTERNAL;
}
