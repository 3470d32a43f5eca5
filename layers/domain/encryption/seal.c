/* Values sealed and opened: AES-256-GCM under a data key that travels with the value, wrapped. */
#include <string.h>

#include "encryption/encryption.h"
#include "encryption/format.h"
#include "encryption/key_context.h"
#include "lamina/problem.h"
#include "lamina/text.h"

/* What is authenticated: the header, which tells its own length, then what the caller binds to. */
static lamina_status join(lamina_context *context, lamina_str header, lamina_str associated,
                          lamina_str *both)
{
    char *bytes = lamina_alloc(context, header.len + associated.len);
    if (bytes == NULL)
        return LAMINA_E_LIMIT;
    memcpy(bytes, header.ptr, header.len);
    if (associated.len > 0)
        memcpy(bytes + header.len, associated.ptr, associated.len);
    *both = (lamina_str){bytes, header.len + associated.len};
    return LAMINA_OK;
}

static lamina_status check(domain_encryption *encryption, lamina_context *context,
                           const domain_sealing *sealing, domain_key_context *bound)
{
    if (encryption == NULL)
        return LAMINA_E_CONFIG; /* domain_encryption_shared() has told why */
    if (sealing == NULL || sealing->size < sizeof *sealing)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a sealing without its size");
    return encryption__key_context_make(context, sealing, bound);
}

lamina_status domain_seal(domain_encryption *encryption, lamina_context *context,
                          const domain_sealing *sealing, lamina_str plain, lamina_str *sealed)
{
    domain_key_context bound;
    const encryption__key *key = NULL;
    *sealed = (lamina_str){NULL, 0};
    lamina_status status = check(encryption, context, sealing, &bound);
    if (status != LAMINA_OK)
        return status;
    status = encryption__sealing_key(encryption, context, &bound, plain.len, &key);
    if (status != LAMINA_OK)
        return encryption__unavailable(context, status);
    size_t header_len = encryption__header_len(key->key_id.len, key->wrapped.len);
    if (plain.len > SIZE_MAX / 2)
        return LAMINA_E_LIMIT;
    size_t len = header_len + plain.len + LAMINA_AEAD_TAG_LEN;
    uint8_t *out = lamina_alloc(context, len);
    if (out == NULL)
        return LAMINA_E_LIMIT;
    uint8_t *nonce = out + header_len - LAMINA_AEAD_NONCE_LEN;
    encryption__header_write(out, key->key_id, key->wrapped);
    status = lamina_random(context, nonce, LAMINA_AEAD_NONCE_LEN);
    lamina_str both = {NULL, 0};
    if (status == LAMINA_OK)
        status =
            join(context, (lamina_str){(const char *)out, header_len}, sealing->associated, &both);
    if (status == LAMINA_OK)
        status = lamina_aead_seal(key->plain, nonce, both, plain, out + header_len);
    if (status != LAMINA_OK)
        return status;
    encryption->counts.sealed++;
    *sealed = (lamina_str){(const char *)out, len};
    return LAMINA_OK;
}

/* One answer for all that is wrong with a value; the cause tells them apart. */
static lamina_status damaged(lamina_context *context, const char *why)
{
    lamina_fail(context, LAMINA_E_UPSTREAM, "encrypted-value-damaged",
                "A stored value cannot be decrypted");
    return lamina_cause(context, LAMINA_E_UPSTREAM, "an encrypted value %s", why);
}

static lamina_status find_key(domain_encryption *encryption, lamina_context *context,
                              const domain_key_context *bound, const encryption__value *value,
                              const encryption__key **key)
{
    lamina_status status =
        encryption__opening_key(encryption, context, bound, value->key_id, value->wrapped, key);
    if (status == LAMINA_E_INVALID)
        return damaged(context, "has a data key that the key provider does not unwrap for it");
    return status == LAMINA_OK ? LAMINA_OK : encryption__unavailable(context, status);
}

lamina_status domain_open(domain_encryption *encryption, lamina_context *context,
                          const domain_sealing *sealing, lamina_str sealed, lamina_str *plain)
{
    domain_key_context bound;
    encryption__value value;
    const encryption__key *key = NULL;
    *plain = (lamina_str){NULL, 0};
    lamina_status status = check(encryption, context, sealing, &bound);
    if (status != LAMINA_OK)
        return status;
    const char *fault = encryption__value_read(sealed, &value);
    if (fault != NULL)
        return damaged(context, fault);
    status = find_key(encryption, context, &bound, &value, &key);
    lamina_str both = {NULL, 0};
    if (status == LAMINA_OK)
        status = join(context, value.header, sealing->associated, &both);
    if (status != LAMINA_OK)
        return status;
    size_t len = value.sealed.len - LAMINA_AEAD_TAG_LEN;
    uint8_t *out = lamina_alloc(context, len + 1);
    if (out == NULL)
        return LAMINA_E_LIMIT;
    status = lamina_aead_open(key->plain, value.nonce, both, value.sealed, out);
    if (status == LAMINA_E_INVALID)
        return damaged(context, "was changed, or stands where it was not written");
    if (status != LAMINA_OK)
        return status;
    encryption->counts.opened++;
    encryption->counts.stale += !domain_encryption_is_current(encryption, sealed);
    *plain = (lamina_str){(const char *)out, len};
    return LAMINA_OK;
}

bool domain_is_sealed(lamina_str bytes)
{
    encryption__value value;
    return encryption__value_read(bytes, &value) == NULL;
}

bool domain_encryption_is_current(const domain_encryption *encryption, lamina_str sealed)
{
    encryption__value value;
    if (encryption__value_read(sealed, &value) != NULL)
        return false;
    lamina_str current = encryption->provider.current_key_id(encryption->provider.self);
    return current.len == 0 || lamina_str_equal(current, value.key_id);
}
