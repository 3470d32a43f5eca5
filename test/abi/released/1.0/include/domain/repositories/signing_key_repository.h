/*
 * domain/repositories/signing_key_repository.h - the keys that sign access tokens, and their rotation.
 *
 * There is always one key that signs, one that will be next, and those that have signed before, as long as a
 * token of theirs can be valid. All of them are published: who keeps the list for a while knows the next one already when it
 * signs for the first time.
 */
#ifndef DOMAIN_REPOSITORIES_SIGNING_KEY_REPOSITORY_H
#define DOMAIN_REPOSITORIES_SIGNING_KEY_REPOSITORY_H

#include "domain/models/signing_key.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Keys in the invocation's arena. Grows at the end. Since 1.0. */
typedef struct signing_key_list {
    uint32_t size; /* the caller's sizeof(signing_key_list), set before the call */
    uint32_t reserved;
    signing_key *const *items;
    size_t count;
} signing_key_list;

/* All keys, in the order in which they were made, without their private halves: nothing is decrypted. None before the
   first token was signed; of more than 100 the oldest are left out. [invoke] Since 1.0. */
lamina_status signing_key_repository_list(lamina_context *context, signing_key_list *out);

/* The key that signs, with its private half; wipe that (lamina_crypto_wipe) when it has signed. The first call of all makes the
   first two keys, of that algorithm (LAMINA_SIGN_*). [invoke] Since 1.0. */
lamina_status signing_key_repository_current(lamina_context *context, uint32_t algorithm,
                                             signing_key **out);

/*
 * The next key signs from now on; the one that did is published for keep_s more seconds; a new next one is made, of that
 * algorithm. All or nothing; "signing-key-busy" (409) when somebody else does the same. [invoke] Since 1.0.
 */
lamina_status signing_key_repository_rotate(lamina_context *context, uint32_t algorithm,
                                            int64_t keep_s);

/* Takes a retired key away at once: no token of its can be accepted any more. For one whose private half is known to
   others: rotate first. "signing-key-not-found" (404), "signing-key-in-use" (409) for one that is not retired. [invoke] Since 1.0. */
lamina_status signing_key_repository_remove(lamina_context *context, lamina_str kid);

#ifdef __cplusplus
}
#endif
#endif
