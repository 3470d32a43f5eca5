/*
 * Comparing and wiping secrets.
 */
#include <openssl/crypto.h>

#include "lamina/crypto.h"

bool lamina_crypto_equal(const void *a, const void *b, size_t len)
{
    return len == 0 || CRYPTO_memcmp(a, b, len) == 0;
}

void lamina_crypto_wipe(void *memory, size_t len)
{
    if (len > 0)
        OPENSSL_cleanse(memory, len);
}
