/*
 * Signatures: which algorithm, and what all of them have in common.
 */
#include "crypto_sign.h"

#include "crypto_thread.h"

static const lamina__signer *const signers[] = {
    [LAMINA_SIGN_EDDSA] = &lamina__signer_eddsa,
    [LAMINA_SIGN_ES256] = &lamina__signer_es256,
};

static const lamina__signer *signer_of(uint32_t algorithm)
{
    return algorithm < sizeof signers / sizeof *signers ? signers[algorithm] : NULL;
}

size_t lamina_sign_public_len(uint32_t algorithm)
{
    const lamina__signer *signer = signer_of(algorithm);
    return signer == NULL ? 0 : signer->public_len;
}

lamina_status lamina_sign_public(uint32_t algorithm,
                                 const uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN],
                                 uint8_t public_key[LAMINA_SIGN_PUBLIC_CAP])
{
    const lamina__signer *signer = signer_of(algorithm);
    if (signer == NULL)
        return LAMINA_E_ARGUMENT;
    lamina__crypto_start();
    if (!signer->is_private(private_key))
        return LAMINA_E_INVALID;
    return signer->derive_public(private_key, public_key) ? LAMINA_OK : LAMINA_E_INTERNAL;
}

lamina_status lamina_sign_new(uint32_t algorithm, uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN],
                              uint8_t public_key[LAMINA_SIGN_PUBLIC_CAP])
{
    /* Drawn again until it is one: of P-256, one draw in 2^32 is not. The system's random numbers are
       asked, not OpenSSL's, which after a snapshot was restored would repeat themselves. */
    lamina_status status;
    do {
        status = lamina_crypto_random(private_key, LAMINA_SIGN_PRIVATE_LEN);
        if (status == LAMINA_OK)
            status = lamina_sign_public(algorithm, private_key, public_key);
    } while (status == LAMINA_E_INVALID);
    if (status != LAMINA_OK)
        lamina_crypto_wipe(private_key, LAMINA_SIGN_PRIVATE_LEN);
    return status;
}

lamina_status lamina_sign(uint32_t algorithm, const uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN],
                          lamina_str message, uint8_t signature[LAMINA_SIGNATURE_LEN])
{
    const lamina__signer *signer = signer_of(algorithm);
    if (signer == NULL)
        return LAMINA_E_ARGUMENT;
    lamina__crypto_start();
    if (!signer->is_private(private_key))
        return LAMINA_E_INVALID;
    return signer->sign(private_key, message, signature) ? LAMINA_OK : LAMINA_E_INTERNAL;
}

lamina_status lamina_verify(uint32_t algorithm, const uint8_t *public_key, lamina_str message,
                            const uint8_t signature[LAMINA_SIGNATURE_LEN])
{
    const lamina__signer *signer = signer_of(algorithm);
    if (signer == NULL)
        return LAMINA_E_ARGUMENT;
    lamina__crypto_start();
    return signer->verify(public_key, message, signature);
}
