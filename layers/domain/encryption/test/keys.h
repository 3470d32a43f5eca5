/*
 * keys.h - key files and encryptions for the tests of this room.
 */
#ifndef KEYS_H
#define KEYS_H

#include "domain/encryption.h"
#include "test_context.h"

/* Bytes 0 to 31, and 32 to 63. */
#define KEYS_FIRST "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define KEYS_SECOND "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="

#define KEYS_LINES "key test-key-1 " KEYS_FIRST "\nindex " KEYS_SECOND "\n"

/* A file of this content and mode in /tmp; removed by keys_clear(). */
const char *keys_file(const char *content, unsigned mode);
void keys_clear(void);

/* An encryption over such a file; the caller frees it. options may be NULL. Fails the test. */
domain_encryption *keys_open(lamina_context *context, const char *content,
                             const domain_encryption_options *options);

/* A provider that counts, and whose keys are all different; free it by way of an encryption. */
typedef struct keys_counting {
    size_t generated;
    size_t unwrapped;
    lamina_status status; /* of both, when not LAMINA_OK */
} keys_counting;
domain_key_provider keys_counting_provider(keys_counting *counting);

#endif
