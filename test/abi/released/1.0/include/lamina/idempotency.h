/*
 * lamina/idempotency.h - the header Idempotency-Key: by it a client says that a request is the one that it
 * sent before, so that it may be sent again when no answer came. Source: IETF HTTPAPI working group,
 * "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header).
 *
 * What is done once under a key is for the service to see to (domain/idempotency.h); it gets the key and
 * need not know that it came from a header. For that reason this header includes no lamina/http.h.
 *
 *     lamina_str key;
 *     lamina_status status = lamina_request_idempotency_key(context, request, &key);
 *     if (status != LAMINA_OK)
 *         return status;
 * All since 1.0.
 */
#ifndef LAMINA_IDEMPOTENCY_H
#define LAMINA_IDEMPOTENCY_H

#include "lamina/abi.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

struct lamina_request;
struct lamina_response;

/* The longest key, in characters. A UUID has 36. */
#define LAMINA_IDEMPOTENCY_KEY_MAX 255u

/*
 * The key that the request must have: 1 to LAMINA_IDEMPOTENCY_KEY_MAX visible characters of ASCII, as a
 * structured string in quotes, as the draft asks, or bare, as most clients send it; "k" and k are one
 * key. Within quotes '"' and '\' stand behind a '\'; a bare key has none of '"', '\', ',' and ';'. Borrowed from the
 * request or the arena. LAMINA_E_SYNTAX (400) with the code "idempotency-key-missing" when there is none, and
 * "invalid-idempotency-key" when it is anything else, or there are two. LAMINA_E_LIMIT.
 * [invoke] Since 1.0.
 */
lamina_status lamina_request_idempotency_key(lamina_context *context,
                                             const struct lamina_request *request, lamina_str *key);

/* Says on the answer that it is one given before: Idempotency-Replayed: true. Failures are those of
   lamina_response_header(). [invoke] Since 1.0. */
lamina_status lamina_response_replayed(const lamina_context *context,
                                       struct lamina_response *response);

#ifdef __cplusplus
}
#endif
#endif
