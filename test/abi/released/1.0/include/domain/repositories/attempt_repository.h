/*
 * domain/repositories/attempt_repository.h - back-off: who failed often waits, longer each time.
 *
 * A subject is whatever is tried or tries: an address that somebody logs in with, a source.
 * All since 1.0.
 */
#ifndef DOMAIN_REPOSITORIES_ATTEMPT_REPOSITORY_H
#define DOMAIN_REPOSITORIES_ATTEMPT_REPOSITORY_H

#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The subject of attempts on an e-mail address, whoever has it: all ways to write it are one. A hash, so that the table holds
   no addresses. LAMINA_E_LIMIT, LAMINA_E_INTERNAL. [invoke] Since 1.0. */
lamina_status attempt_subject_of_email(lamina_context *context, lamina_str email,
                                       lamina_str *subject);
/* The subject of attempts from an address of the network: an IPv4 address, or the first 64 bits of an IPv6 address, for whoever has one
   of these has them all. Any other text stands for itself. LAMINA_E_LIMIT. [invoke] Since 1.0. */
lamina_status attempt_subject_of_source(lamina_context *context, lamina_str address,
                                        lamina_str *subject);

/* The first attempts are free; behind them the wait is first_wait_s, twice as long after each further one, up to
   longest_wait_s. What was counted is forgotten memory_s after the last attempt. Frozen. Since 1.0. */
typedef struct attempt_policy {
    int64_t free_count;
    int64_t first_wait_s;
    int64_t longest_wait_s;
    int64_t memory_s;
} attempt_policy;

/*
 * Counts an attempt before it is made, so that many at once are not more than one after the other. *wait_us: it may not be
 * made (and was not counted) before so much time has passed; 0: go on. [invoke] Since 1.0.
 */
lamina_status attempt_repository_begin(lamina_context *context, lamina_str subject,
                                       const attempt_policy *policy, int64_t *wait_us);

/* It was a good one after all: takes count attempts back; of a subject with no more than that many, all is forgotten. [invoke] Since 1.0. */
lamina_status attempt_repository_forgive(lamina_context *context, lamina_str subject,
                                         int64_t count);

/* For attempt_repository_forgive(): all. */
#define ATTEMPT_ALL INT64_MAX

#ifdef __cplusplus
}
#endif
#endif
