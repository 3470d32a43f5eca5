/* encryption.h - what an object of the room keeps, and how its parts fail. */
#ifndef ENCRYPTION_ENCRYPTION_H
#define ENCRYPTION_ENCRYPTION_H

#include "domain/encryption.h"
#include "encryption/key_cache.h"

struct domain_encryption {
    domain_key_provider provider;
    encryption__key_cache sealing; /* keys for encrypting, by key context */
    encryption__key_cache opening; /* keys for decrypting, by key context and wrapped key */
    uint64_t key_uses;
    uint64_t key_bytes;
    bool has_index_key;
    uint8_t index_key[LAMINA_AEAD_KEY_LEN];
    domain_encryption_counts counts;
};

/* A key to encrypt len bytes under, counted as one more use. Borrowed until the next call. */
lamina_status encryption__sealing_key(domain_encryption *encryption, lamina_context *context,
                                      const domain_key_context *bound, size_t len,
                                      const encryption__key **out);
/* The data key behind a wrapped one. Borrowed likewise. LAMINA_E_INVALID: the provider did not make it,
   or not for this context. */
lamina_status encryption__opening_key(domain_encryption *encryption, lamina_context *context,
                                      const domain_key_context *bound, lamina_str key_id,
                                      lamina_str wrapped, const encryption__key **out);

/* The provider did not give a key: tells it, and returns a status that does not blame the API's
   client. */
lamina_status encryption__unavailable(lamina_context *context, lamina_status status);

#endif
