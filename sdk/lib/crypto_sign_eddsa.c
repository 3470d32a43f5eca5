/*
 * Ed25519 (RFC 8032 section 5.1). A private key is the seed of 32 bytes: any bytes are one.
 */
#include <openssl/evp.h>

#include "crypto_sign.h"

enum { PUBLIC_LEN = 32 };

static bool is_private(const uint8_t *private_key)
{
    (void)private_key;
    return true;
}

static EVP_PKEY *private_of(const uint8_t *private_key)
{
    return EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, private_key,
                                           LAMINA_SIGN_PRIVATE_LEN);
}

static bool derive_public(const uint8_t *private_key, uint8_t *public_key)
{
    EVP_PKEY *key = private_of(private_key);
    size_t len = PUBLIC_LEN;
    bool done =
        key != NULL && EVP_PKEY_get_raw_public_key(key, public_key, &len) == 1 && len == PUBLIC_LEN;
    EVP_PKEY_free(key); /* wipes */
    return done;
}

static const unsigned char *bytes_of(lamina_str text)
{
    return (const unsigned char *)(text.ptr != NULL ? text.ptr : "");
}

static bool sign(const uint8_t *private_key, lamina_str message, uint8_t *signature)
{
    EVP_PKEY *key = private_of(private_key);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t len = LAMINA_SIGNATURE_LEN;
    bool done = key != NULL && context != NULL &&
                EVP_DigestSignInit_ex(context, NULL, NULL, NULL, NULL, key, NULL) == 1 &&
                EVP_DigestSign(context, signature, &len, bytes_of(message), message.len) == 1 &&
                len == LAMINA_SIGNATURE_LEN;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return done;
}

static lamina_status verify(const uint8_t *public_key, lamina_str message, const uint8_t *signature)
{
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, public_key, PUBLIC_LEN);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ready = key != NULL && context != NULL &&
                 EVP_DigestVerifyInit_ex(context, NULL, NULL, NULL, NULL, key, NULL) == 1;
    /* Refuses a second half that is not below the group's order: a signature has one form. */
    bool genuine = ready && EVP_DigestVerify(context, signature, LAMINA_SIGNATURE_LEN,
                                             bytes_of(message), message.len) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    if (!ready)
        return LAMINA_E_INTERNAL;
    return genuine ? LAMINA_OK : LAMINA_E_INVALID;
}

const lamina__signer lamina__signer_eddsa = {
    .public_len = PUBLIC_LEN,
    .is_private = is_private,
    .derive_public = derive_public,
    .sign = sign,
    .verify = verify,
};
