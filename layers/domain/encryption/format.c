/* A sealed value's bytes: see format.h. Every length is checked: the bytes may be anybody's. */
#include "encryption/format.h"

#include <string.h>

#define FIXED_LEN 3u /* magic, version, algorithm */
#define LENGTH_LEN 2u

/* What is left to read. */
typedef struct rest {
    const char *ptr;
    size_t len;
} rest;

static bool take(rest *from, size_t len, lamina_str *out)
{
    if (from->len < len)
        return false;
    *out = (lamina_str){from->ptr, len};
    from->ptr += len;
    from->len -= len;
    return true;
}

/* A text behind its length, which is 1 to cap. */
static bool take_text(rest *from, size_t cap, lamina_str *out)
{
    lamina_str length;
    if (!take(from, LENGTH_LEN, &length))
        return false;
    const uint8_t *bytes = (const uint8_t *)length.ptr;
    size_t len = (size_t)bytes[0] << 8 | bytes[1];
    return len > 0 && len <= cap && take(from, len, out);
}

const char *encryption__value_read(lamina_str bytes, encryption__value *value)
{
    rest left = {bytes.ptr, bytes.len};
    lamina_str fixed, nonce;
    if (!take(&left, FIXED_LEN, &fixed))
        return "is cut short";
    const uint8_t *about = (const uint8_t *)fixed.ptr;
    if (about[0] != ENCRYPTION__MAGIC)
        return "does not begin as an encrypted value does";
    if (about[1] != ENCRYPTION__VERSION)
        return "is of a format version that this one does not know";
    if (about[2] != ENCRYPTION__AES_256_GCM)
        return "is of an algorithm that this version does not know";
    if (!take_text(&left, DOMAIN_KEY_ID_CAP, &value->key_id) ||
        !take_text(&left, DOMAIN_WRAPPED_KEY_CAP, &value->wrapped) ||
        !take(&left, LAMINA_AEAD_NONCE_LEN, &nonce) || left.len < LAMINA_AEAD_TAG_LEN)
        return "is cut short";
    value->header = (lamina_str){bytes.ptr, (size_t)(left.ptr - bytes.ptr)};
    value->nonce = (const uint8_t *)nonce.ptr;
    value->sealed = (lamina_str){left.ptr, left.len};
    return NULL;
}

size_t encryption__header_len(size_t key_id_len, size_t wrapped_len)
{
    return FIXED_LEN + LENGTH_LEN + key_id_len + LENGTH_LEN + wrapped_len + LAMINA_AEAD_NONCE_LEN;
}

uint8_t *encryption__text_write(uint8_t *out, lamina_str text)
{
    out[0] = (uint8_t)(text.len >> 8);
    out[1] = (uint8_t)text.len;
    if (text.len > 0)
        memcpy(out + LENGTH_LEN, text.ptr, text.len);
    return out + LENGTH_LEN + text.len;
}

void encryption__header_write(uint8_t *out, lamina_str key_id, lamina_str wrapped)
{
    out[0] = ENCRYPTION__MAGIC;
    out[1] = ENCRYPTION__VERSION;
    out[2] = ENCRYPTION__AES_256_GCM;
    encryption__text_write(encryption__text_write(out + FIXED_LEN, key_id), wrapped);
}
