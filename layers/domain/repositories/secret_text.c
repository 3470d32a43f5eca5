/* Random texts that are recognised by their hash: see secret_text.h. */
#include "repositories/secret_text.h"

#include "lamina/text.h"

enum { RANDOM_LEN = 32 };

lamina_status domain__secret_text_new(lamina_context *context, lamina_str *text)
{
    uint8_t bytes[RANDOM_LEN];
    lamina_status status = lamina_random(context, bytes, sizeof bytes);
    if (status != LAMINA_OK)
        return status;
    lamina_text buffer;
    lamina_text_init(&buffer, 2 * DOMAIN__SECRET_TEXT_LEN);
    lamina_text_add_base64url(&buffer, (lamina_str){(const char *)bytes, sizeof bytes});
    *text = lamina_arena_copy(context->arena, lamina_text_view(&buffer));
    lamina_crypto_wipe(buffer.ptr, buffer.len);
    lamina_text_clear(&buffer);
    lamina_crypto_wipe(bytes, sizeof bytes);
    return text->len == DOMAIN__SECRET_TEXT_LEN ? LAMINA_OK : LAMINA_E_LIMIT;
}

lamina_status domain__secret_text_hash(lamina_context *context, lamina_str text, lamina_str *hash)
{
    uint8_t *bytes = lamina_alloc(context, LAMINA_SHA256_LEN);
    if (bytes == NULL)
        return LAMINA_E_LIMIT;
    *hash = (lamina_str){(const char *)bytes, LAMINA_SHA256_LEN};
    return lamina_sha256(text, bytes);
}

bool domain__secret_text_is(lamina_str hash, lamina_str other)
{
    return hash.len == LAMINA_SHA256_LEN && other.len == LAMINA_SHA256_LEN &&
           lamina_crypto_equal(hash.ptr, other.ptr, LAMINA_SHA256_LEN);
}
