/*
 * lamina/etag.h - optimistic locking over HTTP: versions as entity tags, and the conditions If-Match
 * and If-None-Match (RFC 9110 sections 8.8.3, 13.1.1, 13.1.2).
 *
 * The tag of version 3 is "3", a strong one. Services get a lamina_conditions and need not know that
 * it came from a header; for that reason this header includes no lamina/http.h.
 *
 *     lamina_conditions expected;
 *     lamina_status status = lamina_request_conditions(context, request, &expected);
 *     ...
 *     if (!lamina_conditions_hold(&expected, stored->version))
 *         return lamina_fail(context, LAMINA_E_PRECONDITION, ...);
 */
#ifndef LAMINA_ETAG_H
#define LAMINA_ETAG_H

#include "lamina/abi.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

struct lamina_request;
struct lamina_response;

/* The versions that a caller accepts. Borrowed from the arena. Frozen. Since 1.0. */
typedef struct lamina_versions {
    uint64_t any;         /* bool: every version will do, and items is not used */
    const int64_t *items; /* of the tags that can be a version's; count 0: none will do */
    size_t count;
} lamina_versions;

/* Is this one of them? [any-thread] Since 1.0. */
bool lamina_versions_have(const lamina_versions *versions, int64_t version);

/*
 * The versions that If-Match accepts: any, when the header is absent or "*". Weak tags and tags that
 * no version has match nothing. A header that breaks the grammar is LAMINA_E_SYNTAX with the code
 * "invalid-precondition"; LAMINA_E_LIMIT when the arena is full. [invoke] Since 1.0.
 */
lamina_status lamina_request_if_match(lamina_context *context, const struct lamina_request *request,
                                      lamina_versions *out);

/*
 * The versions that the client has already, by If-None-Match: none, when the header is absent. Weak
 * tags count as well (a GET compares weakly). Failures as above. [invoke] Since 1.0.
 */
lamina_status lamina_request_if_none_match(lamina_context *context,
                                           const struct lamina_request *request,
                                           lamina_versions *out);

/* Where a thing must be for something to happen to it: at an accepted version that is not refused. It
   holds for every method (RFC 9110 section 13.2.2). Borrowed from the arena. Frozen. Since 1.0. */
typedef struct lamina_conditions {
    lamina_versions accepted; /* by If-Match */
    lamina_versions refused;  /* by If-None-Match */
} lamina_conditions;

/* Both headers. Failures as above. [invoke] Since 1.0. */
lamina_status lamina_request_conditions(lamina_context *context,
                                        const struct lamina_request *request,
                                        lamina_conditions *out);

/* conditions may be NULL: nothing is asked, and every version will do. [any-thread] Since 1.0. */
bool lamina_conditions_hold(const lamina_conditions *conditions, int64_t version);

/* Is there a version for which they do not hold? NULL: no. [any-thread] Since 1.0. */
bool lamina_conditions_restrict(const lamina_conditions *conditions);

/*
 * Answers a GET of what is at this version: body and ETag; status 304 and the ETag alone, when the client
 * has that version; LAMINA_E_PRECONDITION, when it accepts others only. Further failures are those of
 * lamina_response_header(). [invoke] Since 1.0.
 */
lamina_status lamina_response_if_changed(const lamina_context *context,
                                         struct lamina_response *response,
                                         const lamina_conditions *conditions, const void *body,
                                         int64_t version);

/* Sets the answer's ETag to the version's tag. Failures are those of lamina_response_header().
   [invoke] Since 1.0. */
lamina_status lamina_response_etag(const lamina_context *context, struct lamina_response *response,
                                   int64_t version);

#ifdef __cplusplus
}
#endif
#endif
