/* signature.h - Signature Version 4. */
#ifndef AWS_SIGNATURE_H
#define AWS_SIGNATURE_H

#include "lamina/crypto.h"
#include "lamina/text.h"

#define AWS__AMZ_DATE_LEN 16u /* "20150830T123600Z" */

/* The key derived from secret, day, region and service; good for all requests of that day. */
typedef struct aws__signing_key {
    uint8_t bytes[LAMINA_SHA256_LEN];
    char day[8];
    uint64_t secret_generation; /* of the credentials it came from; 0: nothing was derived yet */
    char region[64];
    char service[32];
} aws__signing_key;

/* Keeps the derived key and the buffers between requests. Zero it before init. */
typedef struct aws__signer {
    aws__signing_key key;
    lamina_text canonical;
    lamina_text authorization;
} aws__signer;

/* What is signed. Borrowed during the call. */
typedef struct aws__signing {
    lamina_str method;
    lamina_str path;             /* already encoded */
    const lamina_param *headers; /* names in lower case, ascending, x-amz-date among them */
    size_t header_count;
    lamina_str body;
    lamina_str access_key_id;
    lamina_str secret_access_key;
    uint64_t secret_generation; /* another number for another secret, never 0 */
    lamina_str region;
    lamina_str service;
    lamina_str amz_date; /* as in the x-amz-date header */
} aws__signing;

void aws__signer_init(aws__signer *signer);
/* Wipes the key, frees the buffers. */
void aws__signer_clear(aws__signer *signer);

/* "YYYYMMDDTHHMMSSZ" and a NUL. LAMINA_E_INVALID outside of the years 1 to 9999. */
lamina_status aws__amz_date(int64_t time_us, char out[AWS__AMZ_DATE_LEN + 1]);

/* The Authorization header's value, borrowed until the signer's next use. LAMINA_E_INVALID when a
   member cannot be signed; LAMINA_E_LIMIT, LAMINA_E_MEMORY, LAMINA_E_INTERNAL. */
lamina_status aws__sign(aws__signer *signer, const aws__signing *signing,
                        lamina_str *authorization);

#endif
