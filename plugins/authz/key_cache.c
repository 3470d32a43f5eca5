/* The public keys, kept in the process: see key_cache.h. */
#include "key_cache.h"

#include <string.h>

#include "domain/ids.h"
#include "domain/repositories/signing_key_repository.h"
#include "lamina/text.h"

#define SECOND_US INT64_C(1000000)

/* Keys beyond these are the oldest retired ones. */
enum { KEY_COUNT = 32, KEEP_S = 60, AGAIN_S = 5 };

typedef struct kept_key {
    char kid[DOMAIN_ULID_LEN];
    uint8_t public_key[LAMINA_SIGN_PUBLIC_CAP];
    uint32_t algorithm;
} kept_key;

static struct {
    kept_key keys[KEY_COUNT];
    size_t count;
    bool is_filled;
    int64_t filled_us; /* by the monotonic clock */
} cache;

static bool keep(kept_key *kept, const signing_key *key)
{
    kept->algorithm = domain_token_algorithm_named(key->algorithm);
    if (kept->algorithm == 0 || key->kid.len != sizeof kept->kid ||
        key->public_key.len != lamina_sign_public_len(kept->algorithm))
        return false;
    memcpy(kept->kid, key->kid.ptr, sizeof kept->kid);
    memcpy(kept->public_key, key->public_key.ptr, key->public_key.len);
    return true;
}

static lamina_status fill(lamina_context *context)
{
    signing_key_list list = {.size = sizeof list};
    lamina_status status = signing_key_repository_list(context, &list);
    if (status != LAMINA_OK)
        return status;
    cache.count = 0;
    for (size_t i = list.count; i > 0 && cache.count < KEY_COUNT; i--)
        cache.count += keep(&cache.keys[cache.count], list.items[i - 1]);
    cache.is_filled = true;
    cache.filled_us = lamina_monotonic_us(context);
    return LAMINA_OK;
}

static const kept_key *find(lamina_str kid)
{
    for (size_t i = 0; i < cache.count; i++)
        if (lamina_str_equal((lamina_str){cache.keys[i].kid, sizeof cache.keys[i].kid}, kid))
            return &cache.keys[i];
    return NULL;
}

static bool is_older_than(const lamina_context *context, int64_t seconds)
{
    return !cache.is_filled ||
           lamina_monotonic_us(context) - cache.filled_us >= seconds * SECOND_US;
}

lamina_status key_cache_find(lamina_context *context, void *self, lamina_str kid,
                             domain_token_key *key)
{
    (void)self;
    lamina_status status = LAMINA_OK;
    if (is_older_than(context, KEEP_S))
        status = fill(context);
    if (status == LAMINA_OK && find(kid) == NULL && is_older_than(context, AGAIN_S))
        status = fill(context);
    if (status != LAMINA_OK)
        return status;
    const kept_key *kept = find(kid);
    if (kept == NULL)
        return LAMINA_E_NOT_FOUND;
    key->algorithm = kept->algorithm;
    key->kid = (lamina_str){kept->kid, sizeof kept->kid};
    key->public_key =
        (lamina_str){(const char *)kept->public_key, lamina_sign_public_len(kept->algorithm)};
    return LAMINA_OK;
}
