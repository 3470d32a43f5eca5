/* Data keys that are kept: see key_cache.h. */
#include "encryption/key_cache.h"

#include <stdlib.h>
#include <string.h>

lamina_status encryption__key_cache_init(encryption__key_cache *cache, size_t count, int64_t age_us)
{
    *cache = (encryption__key_cache){.count = count, .age_us = age_us};
    cache->keys = calloc(count, sizeof *cache->keys);
    return cache->keys == NULL ? LAMINA_E_MEMORY : LAMINA_OK;
}

void encryption__key_wipe(encryption__key *key)
{
    free(key->texts);
    lamina_crypto_wipe(key, sizeof *key);
}

void encryption__key_cache_clear(encryption__key_cache *cache)
{
    for (size_t i = 0; cache->keys != NULL && i < cache->count; i++)
        encryption__key_wipe(&cache->keys[i]);
    free(cache->keys);
    cache->keys = NULL;
}

/* A clock that was set back tells nothing of the age, so that the key counts as too old. */
static bool is_too_old(const encryption__key_cache *cache, const encryption__key *key,
                       int64_t now_us)
{
    return now_us < key->made_us || now_us - key->made_us >= cache->age_us;
}

static encryption__key *find(const encryption__key_cache *cache,
                             const uint8_t lookup[LAMINA_SHA256_LEN])
{
    for (size_t i = 0; i < cache->count; i++)
        if (cache->keys[i].is_used && memcmp(cache->keys[i].lookup, lookup, LAMINA_SHA256_LEN) == 0)
            return &cache->keys[i];
    return NULL;
}

encryption__key *encryption__key_cache_find(encryption__key_cache *cache,
                                            const uint8_t lookup[LAMINA_SHA256_LEN], int64_t now_us)
{
    encryption__key *key = find(cache, lookup);
    if (key == NULL)
        return NULL;
    if (is_too_old(cache, key, now_us)) {
        encryption__key_wipe(key);
        return NULL;
    }
    key->last_use = ++cache->ticks;
    return key;
}

encryption__key *encryption__key_cache_place(encryption__key_cache *cache,
                                             const uint8_t lookup[LAMINA_SHA256_LEN],
                                             int64_t now_us)
{
    encryption__key *key = find(cache, lookup);
    for (size_t i = 0; key == NULL && i < cache->count; i++)
        if (!cache->keys[i].is_used || is_too_old(cache, &cache->keys[i], now_us))
            key = &cache->keys[i];
    if (key == NULL) {
        key = &cache->keys[0];
        for (size_t i = 1; i < cache->count; i++)
            if (cache->keys[i].last_use < key->last_use)
                key = &cache->keys[i];
    }
    encryption__key_wipe(key);
    key->is_used = true;
    memcpy(key->lookup, lookup, LAMINA_SHA256_LEN);
    key->made_us = now_us;
    key->last_use = ++cache->ticks;
    return key;
}
