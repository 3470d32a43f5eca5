/*
 * scrypt (RFC 7914), for passwords.
 */
#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "crypto_thread.h"
#include "lamina/crypto.h"

enum { N_LOG2_MAX = 20, R_MAX = 32, P_MAX = 16, OUT_MAX = 128 };

static bool is_between(uint32_t value, uint32_t maximum)
{
    return value >= 1 && value <= maximum;
}

/* What OpenSSL allocates: V of N blocks, X and T of one each, B of p (RFC 7914 sections 5 and 6). */
static uint64_t memory_of(const lamina_scrypt_cost *cost)
{
    return UINT64_C(128) * cost->r * ((UINT64_C(1) << cost->n_log2) + 2 + cost->p);
}

static bool is_payable(const lamina_scrypt_cost *cost)
{
    return is_between(cost->n_log2, N_LOG2_MAX) && is_between(cost->r, R_MAX) &&
           is_between(cost->p, P_MAX) &&
           UINT64_C(128) * cost->r * (UINT64_C(1) << cost->n_log2) <= LAMINA_SCRYPT_MEMORY_CAP;
}

/* OpenSSL's parameters are not const, though it only reads these. */
static void *bytes_of(lamina_str text)
{
    return (void *)(uintptr_t)(text.ptr != NULL ? text.ptr : "");
}

static bool derive(EVP_KDF_CTX *context, lamina_str password, lamina_str salt,
                   const lamina_scrypt_cost *cost, uint8_t *out, size_t out_len)
{
    uint64_t n = UINT64_C(1) << cost->n_log2, memory = memory_of(cost);
    uint32_t r = cost->r, p = cost->p;
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, bytes_of(password),
                                          password.len),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, bytes_of(salt), salt.len),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
        OSSL_PARAM_construct_end(),
    };
    return EVP_KDF_derive(context, out, out_len, params) == 1;
}

lamina_status lamina_scrypt(lamina_str password, lamina_str salt, const lamina_scrypt_cost *cost,
                            uint8_t *out, size_t out_len)
{
    if (!is_payable(cost) || out_len < 1 || out_len > OUT_MAX)
        return LAMINA_E_ARGUMENT;
    lamina__crypto_start();
    /* Fetched each time: it costs microseconds where the work costs milliseconds. */
    EVP_KDF *scrypt = EVP_KDF_fetch(NULL, "SCRYPT", NULL);
    EVP_KDF_CTX *context = scrypt == NULL ? NULL : EVP_KDF_CTX_new(scrypt);
    bool done = context != NULL && derive(context, password, salt, cost, out, out_len);
    EVP_KDF_CTX_free(context); /* wipes its copy of the password */
    EVP_KDF_free(scrypt);
    if (done)
        return LAMINA_OK;
    lamina_crypto_wipe(out, out_len);
    return LAMINA_E_INTERNAL;
}
