/*
 * The algorithms behind lamina_sign(): one table each, so that choosing one is a look-up.
 */
#ifndef LAMINA_LIB_CRYPTO_SIGN_H
#define LAMINA_LIB_CRYPTO_SIGN_H

#include "lamina/crypto.h"

/* All lengths are those of lamina/crypto.h. */
typedef struct lamina__signer {
    size_t public_len;
    /* Are these bytes a private key? */
    bool (*is_private)(const uint8_t *private_key);
    bool (*derive_public)(const uint8_t *private_key, uint8_t *public_key);
    bool (*sign)(const uint8_t *private_key, lamina_str message, uint8_t *signature);
    /* LAMINA_OK, LAMINA_E_INVALID, LAMINA_E_INTERNAL. */
    lamina_status (*verify)(const uint8_t *public_key, lamina_str message,
                            const uint8_t *signature);
} lamina__signer;

extern const lamina__signer lamina__signer_eddsa; /* crypto_sign_eddsa.c */
extern const lamina__signer lamina__signer_es256; /* crypto_sign_es256.c */

#endif
