/*
 * ES256: ECDSA on P-256 with SHA-256, with keys and signatures as fixed-length numbers (RFC 7518
 * sections 3.4 and 6.2), where OpenSSL has points behind a prefix and signatures in DER.
 */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/params.h>
#include <string.h>

#include "crypto_sign.h"

enum {
    NUMBER_LEN = 32, /* of a coordinate, of the private number, of each half of a signature */
    PUBLIC_LEN = 2 * NUMBER_LEN,
    POINT_LEN = 1 + PUBLIC_LEN, /* SEC 1 section 2.3.3: 04, x, y */
    DER_CAP = 80                /* a sequence of two integers of up to 33 bytes has 72 */
};

/* The order n of the group (SP 800-186 section 3.2.1.3): a private key is 1 to n - 1. */
static const uint8_t order[NUMBER_LEN] = {
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

/* Both comparisons take the same time for all numbers: the borrow of a subtraction, and an or. */
static bool is_private(const uint8_t *private_key)
{
    unsigned any = 0, borrow = 0;
    for (size_t i = NUMBER_LEN; i > 0; i--) {
        any |= private_key[i - 1];
        borrow = ((unsigned)private_key[i - 1] - order[i - 1] - borrow) >> 8 & 1u;
    }
    return any != 0 && borrow != 0;
}

static const unsigned char *bytes_of(lamina_str text)
{
    return (const unsigned char *)(text.ptr != NULL ? text.ptr : "");
}

/* The generator times the private number. */
static bool derive_point(const EC_GROUP *group, const BIGNUM *number, uint8_t point[POINT_LEN])
{
    BN_CTX *scratch = BN_CTX_secure_new();
    EC_POINT *product = EC_POINT_new(group);
    bool done = scratch != NULL && product != NULL &&
                EC_POINT_mul(group, product, number, NULL, NULL, scratch) == 1 &&
                EC_POINT_point2oct(group, product, POINT_CONVERSION_UNCOMPRESSED, point, POINT_LEN,
                                   scratch) == POINT_LEN;
    EC_POINT_clear_free(product);
    BN_CTX_free(scratch);
    return done;
}

static bool derive_public(const uint8_t *private_key, uint8_t *public_key)
{
    uint8_t point[POINT_LEN];
    EC_GROUP *group = EC_GROUP_new_by_curve_name_ex(NULL, NULL, NID_X9_62_prime256v1);
    BIGNUM *number = BN_secure_new();
    bool done = group != NULL && number != NULL &&
                BN_bin2bn(private_key, NUMBER_LEN, number) != NULL &&
                derive_point(group, number, point);
    BN_clear_free(number);
    EC_GROUP_free(group);
    if (done)
        memcpy(public_key, point + 1, PUBLIC_LEN);
    return done;
}

/* A key of OpenSSL's from its parts; private_key may be NULL. *wrong: the parts are no key. */
static EVP_PKEY *new_key(const uint8_t *private_key, const uint8_t *public_key, bool *wrong)
{
    uint8_t point[POINT_LEN] = {4}, number[NUMBER_LEN];
    char group[] = "P-256";
    memcpy(point + 1, public_key, PUBLIC_LEN);
    OSSL_PARAM params[4] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
        OSSL_PARAM_construct_end(),
        OSSL_PARAM_construct_end(),
    };
    for (size_t i = 0; private_key != NULL && i < NUMBER_LEN; i++)
        number[i] = private_key[NUMBER_LEN - 1 - i]; /* OpenSSL's numbers: least byte first */
    if (private_key != NULL)
        params[2] = OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, number, sizeof number);

    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    bool ready = context != NULL && EVP_PKEY_fromdata_init(context) == 1;
    int part = private_key != NULL ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    *wrong = ready && EVP_PKEY_fromdata(context, &key, part, params) != 1;
    EVP_PKEY_CTX_free(context);
    lamina_crypto_wipe(number, sizeof number);
    return key;
}

/* DER's two numbers, each padded to its fixed length. */
static bool to_raw(const uint8_t *der, size_t der_len, uint8_t *signature)
{
    ECDSA_SIG *parsed = d2i_ECDSA_SIG(NULL, &der, (long)der_len);
    bool done =
        parsed != NULL &&
        BN_bn2binpad(ECDSA_SIG_get0_r(parsed), signature, NUMBER_LEN) == NUMBER_LEN &&
        BN_bn2binpad(ECDSA_SIG_get0_s(parsed), signature + NUMBER_LEN, NUMBER_LEN) == NUMBER_LEN;
    ECDSA_SIG_free(parsed);
    return done;
}

static bool sign_with(EVP_PKEY *key, lamina_str message, uint8_t *signature)
{
    uint8_t der[DER_CAP];
    size_t len = sizeof der;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context != NULL &&
                EVP_DigestSignInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) == 1 &&
                EVP_DigestSign(context, der, &len, bytes_of(message), message.len) == 1 &&
                to_raw(der, len, signature);
    EVP_MD_CTX_free(context);
    return done;
}

static bool sign(const uint8_t *private_key, lamina_str message, uint8_t *signature)
{
    uint8_t public_key[PUBLIC_LEN];
    bool wrong = false;
    if (!derive_public(private_key, public_key))
        return false;
    EVP_PKEY *key = new_key(private_key, public_key, &wrong);
    bool done = key != NULL && sign_with(key, message, signature);
    EVP_PKEY_free(key);
    return done;
}

/* The DER of two numbers of fixed length; its length, 0 on failure. The caller frees it. */
static size_t to_der(const uint8_t *signature, unsigned char **der)
{
    ECDSA_SIG *built = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature, NUMBER_LEN, NULL);
    BIGNUM *s = BN_bin2bn(signature + NUMBER_LEN, NUMBER_LEN, NULL);
    int len = 0;
    if (built != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(built, r, s) == 1) {
        r = s = NULL; /* taken */
        len = i2d_ECDSA_SIG(built, der);
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(built);
    return len > 0 ? (size_t)len : 0;
}

static lamina_status verify_with(EVP_PKEY *key, lamina_str message, const uint8_t *signature)
{
    unsigned char *der = NULL;
    size_t len = to_der(signature, &der);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ready = len > 0 && context != NULL &&
                 EVP_DigestVerifyInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) == 1;
    bool genuine =
        ready && EVP_DigestVerify(context, der, len, bytes_of(message), message.len) == 1;
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    if (!ready)
        return LAMINA_E_INTERNAL;
    return genuine ? LAMINA_OK : LAMINA_E_INVALID;
}

static lamina_status verify(const uint8_t *public_key, lamina_str message, const uint8_t *signature)
{
    bool wrong = false;
    EVP_PKEY *key = new_key(NULL, public_key, &wrong);
    if (key == NULL)
        return wrong ? LAMINA_E_INVALID : LAMINA_E_INTERNAL;
    lamina_status status = verify_with(key, message, signature);
    EVP_PKEY_free(key);
    return status;
}

const lamina__signer lamina__signer_es256 = {
    .public_len = PUBLIC_LEN,
    .is_private = is_private,
    .derive_public = derive_public,
    .sign = sign,
    .verify = verify,
};
