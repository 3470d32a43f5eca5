/* An object's birth and end; the process's own one. */
#include "encryption/encryption.h"

#include <stdlib.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"

#define KEY_AGE_S 300u
#define KEY_USES (UINT64_C(1) << 20)
/* Random nonces of 96 bits: NIST SP 800-38D, section 8.3. */
#define KEY_USES_CAP (UINT64_C(1) << 32)
#define KEY_BYTES (UINT64_C(1) << 32)
#define KEY_COUNT 16u
#define KEY_COUNT_CAP 256u
#define OPEN_KEY_COUNT 64u
#define OPEN_KEY_COUNT_CAP 1024u

#define OPTION(options, member, otherwise)                                                         \
    ((options) != NULL && LAMINA_HAS(options, member) && (options)->member ? (options)->member     \
                                                                           : (otherwise))

static lamina_status prepare(domain_encryption *made, const domain_encryption_options *options)
{
    uint32_t key_count = OPTION(options, key_count, KEY_COUNT);
    uint32_t open_key_count = OPTION(options, open_key_count, OPEN_KEY_COUNT);
    int64_t age_us = (int64_t)OPTION(options, key_age_s, KEY_AGE_S) * 1000000;
    made->key_uses = OPTION(options, key_uses, KEY_USES);
    made->key_bytes = OPTION(options, key_bytes, KEY_BYTES);
    if (made->provider.size < sizeof made->provider || key_count > KEY_COUNT_CAP ||
        open_key_count > OPEN_KEY_COUNT_CAP || made->key_uses > KEY_USES_CAP)
        return LAMINA_E_ARGUMENT;
    lamina_status status = encryption__key_cache_init(&made->sealing, key_count, age_us);
    return status == LAMINA_OK ? encryption__key_cache_init(&made->opening, open_key_count, age_us)
                               : status;
}

lamina_status domain_encryption_new(const domain_key_provider *provider,
                                    const domain_encryption_options *options,
                                    domain_encryption **encryption)
{
    *encryption = NULL;
    domain_encryption *made = calloc(1, sizeof *made);
    if (made == NULL) {
        provider->free(provider->self);
        return LAMINA_E_MEMORY;
    }
    made->provider = *provider;
    lamina_status status = prepare(made, options);
    if (status != LAMINA_OK) {
        domain_encryption_free(made);
        return status;
    }
    *encryption = made;
    return LAMINA_OK;
}

void domain_encryption_free(domain_encryption *encryption)
{
    if (encryption == NULL)
        return;
    encryption__key_cache_clear(&encryption->sealing);
    encryption__key_cache_clear(&encryption->opening);
    encryption->provider.free(encryption->provider.self);
    lamina_crypto_wipe(encryption, sizeof *encryption);
    free(encryption);
}

void domain_encryption_counts_read(const domain_encryption *encryption,
                                   domain_encryption_counts *counts)
{
    lamina_hand_over(counts, &encryption->counts, sizeof *counts);
}

/* Statuses of a provider that would blame the API's client for what is ours. */
static const struct translation {
    lamina_status from;
    lamina_status to;
} translations[] = {
    {LAMINA_E_NOT_FOUND, LAMINA_E_CONFIG},       {LAMINA_E_FORBIDDEN, LAMINA_E_CONFIG},
    {LAMINA_E_UNAUTHENTICATED, LAMINA_E_CONFIG}, {LAMINA_E_INVALID, LAMINA_E_CONFIG},
    {LAMINA_E_UPSTREAM, LAMINA_E_UNAVAILABLE},
};

lamina_status encryption__unavailable(lamina_context *context, lamina_status status)
{
    if (status == LAMINA_E_ARGUMENT || lamina_arena_is_exhausted(context->arena))
        return status;
    for (size_t i = 0; i < sizeof translations / sizeof *translations; i++)
        if (translations[i].from == status) {
            status = translations[i].to;
            break;
        }
    return lamina_fail(context, status, "encryption-key-unavailable",
                       "The key that protects stored values cannot be used now");
}

/* ---- the process's own ---- */

/* What a test put in place of it; NULL: nothing. */
static domain_encryption *replacement;
static domain_encryption *shared;

void domain_encryption_use(domain_encryption *encryption)
{
    replacement = encryption;
}

static void wipe_shared(void)
{
    domain_encryption_free(shared);
    shared = NULL;
}

static lamina_status open_provider(lamina_arena *arena, domain_key_provider *provider,
                                   lamina_str *reason)
{
    lamina_str kms = lamina_str_from(getenv("LAMINA_KMS_KEY_ID"));
    lamina_str file = lamina_str_from(getenv("LAMINA_KEY_FILE"));
    if (kms.len > 0)
        return domain_kms_open(NULL, arena, provider, reason);
    if (file.len > 0)
        return domain_key_file_open(file.ptr, arena, provider, reason);
    *reason = LAMINA_STR("neither LAMINA_KMS_KEY_ID nor LAMINA_KEY_FILE is set");
    return LAMINA_E_CONFIG;
}

domain_encryption *domain_encryption_shared(lamina_context *context)
{
    if (replacement != NULL)
        return replacement;
    if (shared != NULL)
        return shared;
    domain_key_provider provider = {.size = sizeof provider};
    lamina_str reason = LAMINA_STR("out of memory for the keys");
    lamina_status status = open_provider(context->arena, &provider, &reason);
    if (status == LAMINA_OK)
        status = domain_encryption_new(&provider, NULL, &shared);
    if (status != LAMINA_OK) {
        lamina_cause(context, status, "encryption: %.*s", LAMINA_FMT(reason));
        encryption__unavailable(context, status);
        return NULL;
    }
    atexit(wipe_shared);
    return shared;
}
