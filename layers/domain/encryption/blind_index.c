/*
 * Blind indexes: a keyed hash in place of a text, by which it can be looked up. Each label and tenant has
 * a key of its own, so that values of two fields or tenants cannot be compared.
 */
#include <string.h>

#include "encryption/encryption.h"
#include "encryption/format.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#define LENGTH_LEAST 8u
#define PURPOSE "lamina blind index 1"

static lamina_status ensure_index_key(domain_encryption *encryption, lamina_context *context)
{
    if (encryption->has_index_key)
        return LAMINA_OK;
    const domain_key_provider *provider = &encryption->provider;
    lamina_status status = provider->index_key(provider->self, context, encryption->index_key);
    encryption->has_index_key = status == LAMINA_OK;
    return status == LAMINA_OK ? LAMINA_OK : encryption__unavailable(context, status);
}

static lamina_str key_view(const uint8_t key[LAMINA_SHA256_LEN])
{
    return (lamina_str){(const char *)key, LAMINA_SHA256_LEN};
}

/* HMAC(index key, purpose, tenant, label), each behind its length. */
static lamina_status derive(const domain_encryption *encryption, lamina_context *context,
                            lamina_str label, uint8_t key[LAMINA_SHA256_LEN])
{
    const lamina_str parts[] = {LAMINA_STR(PURPOSE), context->tenant_id, label};
    size_t len = 0;
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].len > UINT16_MAX)
            return lamina_cause(context, LAMINA_E_ARGUMENT,
                                "the label of a blind index is too long");
        len += 2 + parts[i].len;
    }
    uint8_t *bytes = lamina_alloc(context, len);
    if (bytes == NULL)
        return LAMINA_E_LIMIT;
    uint8_t *out = bytes;
    for (size_t i = 0; i < 3; i++)
        out = encryption__text_write(out, parts[i]);
    return lamina_hmac_sha256(key_view(encryption->index_key),
                              (lamina_str){(const char *)bytes, len}, key);
}

static lamina_status write_digits(lamina_context *context, lamina_str bytes, lamina_str *value)
{
    lamina_text text;
    lamina_text_init(&text, 2 * LAMINA_SHA256_LEN);
    lamina_text_add_hex(&text, bytes);
    lamina_status status = lamina_text_status(&text);
    if (status == LAMINA_OK) {
        *value = lamina_arena_copy(context->arena, lamina_text_view(&text));
        status = value->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    }
    lamina_text_clear(&text);
    return status;
}

lamina_status domain_blind_index(domain_encryption *encryption, lamina_context *context,
                                 lamina_str label, lamina_str text, uint32_t length,
                                 lamina_str *value)
{
    uint8_t key[LAMINA_SHA256_LEN], hash[LAMINA_SHA256_LEN];
    *value = (lamina_str){NULL, 0};
    if (encryption == NULL)
        return LAMINA_E_CONFIG; /* domain_encryption_shared() has told why */
    if (length < LENGTH_LEAST || length > LAMINA_SHA256_LEN)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a blind index has 8 to 32 bytes");
    lamina_status status = ensure_index_key(encryption, context);
    if (status == LAMINA_OK)
        status = derive(encryption, context, label, key);
    if (status == LAMINA_OK)
        status = lamina_hmac_sha256(key_view(key), text, hash);
    if (status == LAMINA_OK)
        status = write_digits(context, (lamina_str){(const char *)hash, length}, value);
    lamina_crypto_wipe(key, sizeof key);
    return status;
}
