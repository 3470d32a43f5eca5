/*
 * The system's random bytes, for lamina.random/1 and lamina_crypto_random(). getrandom(2) is asked
 * and not OpenSSL: it needs no library to be initialised at cold start and no reseeding after a
 * snapshot was restored.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/random.h>

#include "lamina/crypto.h"
#include "lamina/log.h"

lamina_status lamina_crypto_random(void *out, size_t len)
{
    unsigned char *at = out;
    while (len > 0) {
        ssize_t got = getrandom(at, len, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return LAMINA_E_INTERNAL;
        at += got;
        len -= (size_t)got;
    }
    return LAMINA_OK;
}

const lamina_random_1 *lamina_random_table(void)
{
    static const lamina_random_1 table = {.fill = lamina_crypto_random};
    return &table;
}
