/*
 * domain/encryption.h - values that only holders of a key can read: envelope encryption with AES-256-GCM.
 *
 * Each value is encrypted under a data key, and carries that data key itself, wrapped by a key provider
 * (KMS, or a key file for the local stage and tests). docs/encryption.md has the format, byte for byte.
 *
 * The mapper does this for fields flagged LAMINA_FIELD_ENCRYPTED. For other text:
 *
 *     const domain_sealing sealing = {.size = sizeof sealing, .associated = LAMINA_STR("note\0" "42"),
 *                                     .key_context = (lamina_param[]){{LAMINA_STR("purpose"),
 *                                                                      LAMINA_STR("notes")}},
 *                                     .key_context_count = 1};
 *     lamina_str sealed;
 *     lamina_status status = domain_seal(domain_encryption_shared(context), context, &sealing,
 *                                        LAMINA_STR("the text"), &sealed);
 *
 * An object of this header is used by one thread at a time, as a DynamoDB client is.
 * All since 1.0.
 */
#ifndef DOMAIN_ENCRYPTION_H
#define DOMAIN_ENCRYPTION_H

#include "domain/aws.h"
#include "lamina/abi.h"
#include "lamina/context.h"
#include "lamina/crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- key providers ---- */

#define DOMAIN_KEY_ID_CAP 2048u
#define DOMAIN_WRAPPED_KEY_CAP 6144u
/* Pairs of a key context, the tenant included, and the bytes of all names and values. */
#define DOMAIN_KEY_CONTEXT_CAP 8u
#define DOMAIN_KEY_CONTEXT_BYTES_CAP 4096u

/* What a data key is bound to: the provider unwraps it for the same pairs only. Not secret: KMS writes
   them into its audit log. Sorted by name, names differ. Frozen. Since 1.0. */
typedef struct domain_key_context {
    const lamina_param *pairs;
    size_t count;
} domain_key_context;

/* A new data key. The texts are borrowed from the context's arena. Frozen. Since 1.0. */
typedef struct domain_data_key {
    uint8_t plain[LAMINA_AEAD_KEY_LEN];
    lamina_str key_id; /* of the key that wrapped it, 1 to DOMAIN_KEY_ID_CAP bytes */
    lamina_str wrapped;
} domain_data_key;

/*
 * Holds the keys that wrap data keys. The functions answer LAMINA_OK or: LAMINA_E_INVALID (unwrap: no key
 * of that id, another context, or the bytes were changed), LAMINA_E_CONFIG (not set up, not permitted,
 * disabled), LAMINA_E_UNAVAILABLE, LAMINA_E_TIMEOUT, LAMINA_E_THROTTLED, LAMINA_E_LIMIT, and leave the reason as a
 * lamina_cause(), never a key. Grows at the end. Since 1.0.
 */
typedef struct domain_key_provider {
    uint32_t size;     /* sizeof(domain_key_provider) */
    uint32_t reserved; /* 0 */
    void *self;
    /* The id that generate() gives now; empty when that is not known yet. Borrowed until the next call. */
    lamina_str (*current_key_id)(void *self);
    lamina_status (*generate)(void *self, lamina_context *context, const domain_key_context *bound,
                              domain_data_key *key);
    lamina_status (*unwrap)(void *self, lamina_context *context, const domain_key_context *bound,
                            lamina_str key_id, lamina_str wrapped,
                            uint8_t key[LAMINA_AEAD_KEY_LEN]);
    /* The key of blind indexes: one for all time, and none of the others. */
    lamina_status (*index_key)(void *self, lamina_context *context,
                               uint8_t key[LAMINA_AEAD_KEY_LEN]);
    void (*free)(void *self); /* wipes, too */
} domain_key_provider;

/*
 * Keys from a file, for local use and tests: lines of "key <id> <32 bytes in base64>", the first of which
 * is current, and one "index <32 bytes in base64>"; '#' begins a comment. It must be a regular file of
 * the user's own that nobody else may read or write (0600). LAMINA_E_CONFIG, and *reason (in the arena)
 * says why, with the line, never with what stands there. Since 1.0.
 */
lamina_status domain_key_file_open(const char *path, lamina_arena *arena,
                                   domain_key_provider *provider, lamina_str *reason);

/* NULL or zero: as the environment says. Grows at the end. Since 1.0. */
typedef struct domain_kms_options {
    uint32_t size; /* sizeof(domain_kms_options) */
    uint32_t request_timeout_ms;
    const char *key_id;   /* id, ARN or alias; NULL: LAMINA_KMS_KEY_ID */
    const char *endpoint; /* NULL: AWS_ENDPOINT_URL_KMS, AWS_ENDPOINT_URL, or the region's own */
    const aws_transport *transport; /* borrowed for the provider's life; NULL: libcurl */
    const char *index_key;          /* base64 of the wrapped index key; NULL: LAMINA_INDEX_KEY */
} domain_kms_options;

/* Keys of AWS KMS: GenerateDataKey and Decrypt, with the key context as the encryption context. The region
   is the key's, if key_id is an ARN. Nothing is sent yet. LAMINA_E_CONFIG, LAMINA_E_MEMORY, and
   *reason. Since 1.0. */
lamina_status domain_kms_open(const domain_kms_options *options, lamina_arena *arena,
                              domain_key_provider *provider, lamina_str *reason);

/* ---- encryption ---- */

typedef struct domain_encryption domain_encryption;

/* Zero: as said. Grows at the end. Since 1.0. */
typedef struct domain_encryption_options {
    uint32_t size;      /* sizeof(domain_encryption_options) */
    uint32_t key_age_s; /* a data key is used this long, for either way; 0: 300 */
    uint64_t key_uses;  /* values encrypted under one data key; 0: 2^20, and never more than 2^32 */
    uint64_t key_bytes; /* bytes encrypted under one; 0: 2^32 */
    uint32_t key_count; /* data keys kept for encrypting, one a key context; 0: 16, at most 256 */
    uint32_t open_key_count; /* data keys kept for decrypting; 0: 64, at most 1024 */
} domain_encryption_options;

/* Takes the provider over, and frees it with itself, or at once when it fails (LAMINA_E_MEMORY,
   LAMINA_E_ARGUMENT). options may be NULL. Since 1.0. */
lamina_status domain_encryption_new(const domain_key_provider *provider,
                                    const domain_encryption_options *options,
                                    domain_encryption **encryption);
/* Wipes all keys. Since 1.0. */
void domain_encryption_free(domain_encryption *encryption);

/* The process's own, made on first use from LAMINA_KMS_KEY_ID, or else LAMINA_KEY_FILE; wiped when the process
   ends. NULL after telling why on the context's error object (code "encryption-key-unavailable").
   [init] [invoke] Since 1.0. */
domain_encryption *domain_encryption_shared(lamina_context *context);
/* For tests: domain_encryption_shared() gives this one from now on; NULL: the process's own. Borrowed. Since 1.0. */
void domain_encryption_use(domain_encryption *encryption);

/* What a value is bound to: it opens for the same alone. Grows at the end. Since 1.0. */
typedef struct domain_sealing {
    uint32_t size;         /* sizeof(domain_sealing) */
    uint32_t reserved;     /* 0 */
    lamina_str associated; /* where the value stands: authenticated, not stored; any bytes */
    /* Pairs for the provider, in any order, not "tenant": that one is added from the context, if there
       is a tenant, so that no tenant's data key serves another. */
    const lamina_param *key_context;
    size_t key_context_count;
} domain_sealing;

/*
 * *sealed and *plain are in the context's arena. Failures of the provider are LAMINA_E_CONFIG,
 * LAMINA_E_UNAVAILABLE, LAMINA_E_TIMEOUT, LAMINA_E_THROTTLED or LAMINA_E_LIMIT with code "encryption-key-unavailable".
 * domain_open(): a value that was changed, cut, moved from where it was sealed for, or whose key is
 * not the provider's, is LAMINA_E_UPSTREAM with code "encrypted-value-damaged"; the cause says which,
 * as far as it can be known, and never the value. LAMINA_E_ARGUMENT for a key context that is none;
 * LAMINA_E_LIMIT when the arena is full. encryption NULL is LAMINA_E_CONFIG, so that
 * domain_encryption_shared() need not be asked twice. Since 1.0.
 */
lamina_status domain_seal(domain_encryption *encryption, lamina_context *context,
                          const domain_sealing *sealing, lamina_str plain, lamina_str *sealed);
lamina_status domain_open(domain_encryption *encryption, lamina_context *context,
                          const domain_sealing *sealing, lamina_str sealed, lamina_str *plain);

/* Would a value that is sealed now look the same: this format, under the current key? Sends nothing: where
   the provider does not know its current key yet, any key is taken for it. Since 1.0. */
bool domain_encryption_is_current(const domain_encryption *encryption, lamina_str sealed);
/* Does it begin as a sealed value does? Says nothing about whether it is one. Since 1.0. */
bool domain_is_sealed(lamina_str bytes);

/* What an object has done so far. Grows at the end. Since 1.0. */
typedef struct domain_encryption_counts {
    uint32_t size; /* the caller's sizeof(domain_encryption_counts), set before the call */
    uint32_t reserved;
    uint64_t sealed;
    uint64_t opened;
    uint64_t stale;     /* of those opened, the ones that were not current: to be saved again */
    uint64_t generated; /* data keys asked of the provider */
    uint64_t unwrapped; /* likewise */
} domain_encryption_counts;
void domain_encryption_counts_read(const domain_encryption *encryption,
                                   domain_encryption_counts *counts);

/*
 * A blind index: the first length bytes (8 to 32) of HMAC-SHA256 of text under the index key, in hexadecimal
 * digits in the arena. Equal texts of one label and tenant give equal values, and so it leaks which
 * are equal, and how often: not for texts that are few or guessable by their frequency. Statuses as
 * of domain_seal(). Since 1.0.
 */
lamina_status domain_blind_index(domain_encryption *encryption, lamina_context *context,
                                 lamina_str label, lamina_str text, uint32_t length,
                                 lamina_str *value);

#ifdef __cplusplus
}
#endif
#endif
