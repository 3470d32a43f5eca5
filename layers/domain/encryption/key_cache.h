/*
 * key_cache.h - data keys that are kept, bounded in number and age. What leaves is wiped.
 */
#ifndef ENCRYPTION_KEY_CACHE_H
#define ENCRYPTION_KEY_CACHE_H

#include "domain/encryption.h"

typedef struct encryption__key {
    bool is_used;
    uint8_t lookup[LAMINA_SHA256_LEN]; /* what it is found by */
    uint8_t plain[LAMINA_AEAD_KEY_LEN];
    int64_t made_us;
    uint64_t last_use;
    uint64_t uses;
    uint64_t bytes;
    char *texts;       /* of a key for encrypting: id, then wrapped key */
    lamina_str key_id; /* into texts */
    lamina_str wrapped;
} encryption__key;

typedef struct encryption__key_cache {
    encryption__key *keys;
    size_t count;
    int64_t age_us;
    uint64_t ticks; /* counts uses, for "least recently used" */
} encryption__key_cache;

/* LAMINA_E_MEMORY. */
lamina_status encryption__key_cache_init(encryption__key_cache *cache, size_t count,
                                         int64_t age_us);
void encryption__key_cache_clear(encryption__key_cache *cache);

/* NULL: there is none, or it was too old and was wiped. */
encryption__key *encryption__key_cache_find(encryption__key_cache *cache,
                                            const uint8_t lookup[LAMINA_SHA256_LEN],
                                            int64_t now_us);
/* An empty place for a key of that lookup: that of an older one, or of the least recently used. */
encryption__key *encryption__key_cache_place(encryption__key_cache *cache,
                                             const uint8_t lookup[LAMINA_SHA256_LEN],
                                             int64_t now_us);
void encryption__key_wipe(encryption__key *key);

#endif
