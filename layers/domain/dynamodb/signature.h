/* signature.h - Signature Version 4. */
#ifndef DYNAMODB_SIGNATURE_H
#define DYNAMODB_SIGNATURE_H

#include "lamina/crypto.h"
#include "lamina/text.h"

#define DYNAMODB__AMZ_DATE_LEN 16u /* "20150830T123600Z" */

/* The key derived from secret, day, region and service; good for all requests of that day. */
typedef struct dynamodb__signing_key {
    uint8_t bytes[LAMINA_SHA256_LEN];
    char day[8];
    uint64_t secret_generation; /* of the credentials it came from; 0: nothing was derived yet */
    char region[64];
    char service[32];
} dynamodb__signing_key;

/* Keeps the derived key and the buffers between requests. Zero it before init. */
typedef struct dynamodb__signer {
    dynamodb__signing_key key;
    lamina_text canonical;
    lamina_text authorization;
} dynamodb__signer;

/* What is signed. Borrowed during the call. */
typedef struct dynamodb__signing {
    lamina_str method;
    lamina_str path;             /* already encoded; "/" for DynamoDB */
    const lamina_param *headers; /* names in lower case, ascending, x-amz-date among them */
    size_t header_count;
    lamina_str body;
    lamina_str access_key_id;
    lamina_str secret_access_key;
    uint64_t secret_generation; /* another number for another secret, never 0 */
    lamina_str region;
    lamina_str service;
    lamina_str amz_date; /* as in the x-amz-date header */
} dynamodb__signing;

void dynamodb__signer_init(dynamodb__signer *signer);
/* Wipes the key, frees the buffers. */
void dynamodb__signer_clear(dynamodb__signer *signer);

/* "YYYYMMDDTHHMMSSZ" and a NUL. LAMINA_E_INVALID outside of the years 1 to 9999. */
lamina_status dynamodb__amz_date(int64_t time_us, char out[DYNAMODB__AMZ_DATE_LEN + 1]);

/* The Authorization header's value, borrowed until the signer's next use. LAMINA_E_INVALID when a
   member cannot be signed; LAMINA_E_LIMIT, LAMINA_E_MEMORY, LAMINA_E_INTERNAL. */
lamina_status dynamodb__sign(dynamodb__signer *signer, const dynamodb__signing *signing,
                             lamina_str *authorization);

#endif
