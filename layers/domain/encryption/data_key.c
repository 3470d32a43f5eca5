/*
 * Data keys: from a cache, or from the provider. One serves many values, but not for long: a key that was taken
 * back at the provider shall stop working here too.
 */
#include <stdlib.h>
#include <string.h>

#include "encryption/encryption.h"
#include "encryption/format.h"
#include "encryption/key_context.h"
#include "lamina/problem.h"

static lamina_status hash(lamina_context *context, const domain_key_context *bound,
                          lamina_str key_id, lamina_str wrapped, uint8_t lookup[LAMINA_SHA256_LEN])
{
    lamina_str encoded = {NULL, 0};
    lamina_status status = encryption__key_context_encode(context, bound, &encoded);
    if (status != LAMINA_OK)
        return status;
    size_t len = encoded.len + 4 + key_id.len + wrapped.len;
    uint8_t *bytes = lamina_alloc(context, len);
    if (bytes == NULL)
        return LAMINA_E_LIMIT;
    memcpy(bytes, encoded.ptr, encoded.len);
    encryption__text_write(encryption__text_write(bytes + encoded.len, key_id), wrapped);
    return lamina_sha256((lamina_str){(const char *)bytes, len}, lookup);
}

static bool is_in_bounds(const domain_encryption *encryption, const encryption__key *key,
                         size_t len)
{
    return key->uses < encryption->key_uses && key->bytes < encryption->key_bytes &&
           len <= encryption->key_bytes - key->bytes;
}

/* What is encrypted now is likely to be read again soon. */
static lamina_status keep_for_opening(domain_encryption *encryption, lamina_context *context,
                                      const domain_key_context *bound, const domain_data_key *made)
{
    uint8_t lookup[LAMINA_SHA256_LEN];
    lamina_status status = hash(context, bound, made->key_id, made->wrapped, lookup);
    if (status != LAMINA_OK)
        return status;
    encryption__key *key =
        encryption__key_cache_place(&encryption->opening, lookup, lamina_now_us(context));
    memcpy(key->plain, made->plain, sizeof key->plain);
    return LAMINA_OK;
}

static lamina_status keep_for_sealing(domain_encryption *encryption, lamina_context *context,
                                      const uint8_t lookup[LAMINA_SHA256_LEN],
                                      const domain_data_key *made, encryption__key **out)
{
    size_t id_len = made->key_id.len, wrapped_len = made->wrapped.len;
    if (id_len == 0 || id_len > DOMAIN_KEY_ID_CAP || wrapped_len == 0 ||
        wrapped_len > DOMAIN_WRAPPED_KEY_CAP) {
        lamina_cause(context, LAMINA_E_CONFIG,
                     "the key provider gave a data key whose id or bytes cannot be stored");
        return LAMINA_E_CONFIG;
    }
    char *texts = malloc(id_len + wrapped_len);
    if (texts == NULL)
        return LAMINA_E_MEMORY;
    memcpy(texts, made->key_id.ptr, id_len);
    memcpy(texts + id_len, made->wrapped.ptr, wrapped_len);
    encryption__key *key =
        encryption__key_cache_place(&encryption->sealing, lookup, lamina_now_us(context));
    key->texts = texts;
    key->key_id = (lamina_str){texts, id_len};
    key->wrapped = (lamina_str){texts + id_len, wrapped_len};
    memcpy(key->plain, made->plain, sizeof key->plain);
    *out = key;
    return LAMINA_OK;
}

static lamina_status generate(domain_encryption *encryption, lamina_context *context,
                              const domain_key_context *bound,
                              const uint8_t lookup[LAMINA_SHA256_LEN], encryption__key **key)
{
    domain_data_key made = {.key_id = {NULL, 0}};
    lamina_status status =
        encryption->provider.generate(encryption->provider.self, context, bound, &made);
    if (status == LAMINA_OK)
        status = keep_for_sealing(encryption, context, lookup, &made, key);
    if (status == LAMINA_OK)
        status = keep_for_opening(encryption, context, bound, &made);
    lamina_crypto_wipe(made.plain, sizeof made.plain);
    encryption->counts.generated += status == LAMINA_OK;
    return status;
}

lamina_status encryption__sealing_key(domain_encryption *encryption, lamina_context *context,
                                      const domain_key_context *bound, size_t len,
                                      const encryption__key **out)
{
    uint8_t lookup[LAMINA_SHA256_LEN];
    const lamina_str none = {NULL, 0};
    lamina_status status = hash(context, bound, none, none, lookup);
    if (status != LAMINA_OK)
        return status;
    encryption__key *key =
        encryption__key_cache_find(&encryption->sealing, lookup, lamina_now_us(context));
    if (key == NULL || !is_in_bounds(encryption, key, len))
        status = generate(encryption, context, bound, lookup, &key);
    if (status != LAMINA_OK)
        return status;
    key->uses++;
    key->bytes += len;
    *out = key;
    return LAMINA_OK;
}

lamina_status encryption__opening_key(domain_encryption *encryption, lamina_context *context,
                                      const domain_key_context *bound, lamina_str key_id,
                                      lamina_str wrapped, const encryption__key **out)
{
    uint8_t lookup[LAMINA_SHA256_LEN], plain[LAMINA_AEAD_KEY_LEN];
    lamina_status status = hash(context, bound, key_id, wrapped, lookup);
    if (status != LAMINA_OK)
        return status;
    *out = encryption__key_cache_find(&encryption->opening, lookup, lamina_now_us(context));
    if (*out != NULL)
        return LAMINA_OK;
    const domain_key_provider *provider = &encryption->provider;
    status = provider->unwrap(provider->self, context, bound, key_id, wrapped, plain);
    if (status != LAMINA_OK)
        return status;
    encryption__key *key =
        encryption__key_cache_place(&encryption->opening, lookup, lamina_now_us(context));
    memcpy(key->plain, plain, sizeof plain);
    lamina_crypto_wipe(plain, sizeof plain);
    encryption->counts.unwrapped++;
    *out = key;
    return LAMINA_OK;
}
