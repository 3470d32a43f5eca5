/*
 * key_cache.h - the public keys, kept in the process: a token is read without asking the database each
 * time. The plugin serves one invocation at a time (LAMINA_SERIAL), so nothing is locked.
 */
#ifndef AUTHZ_KEY_CACHE_H
#define AUTHZ_KEY_CACHE_H

#include "domain/token.h"

/* A domain_token_key_fn. Keys are read anew after a minute, and when a kid is not among them, but no more often
   than once in five seconds for that: made-up names shall not reach the database. */
lamina_status key_cache_find(lamina_context *context, void *self, lamina_str kid,
                             domain_token_key *key);

#endif
