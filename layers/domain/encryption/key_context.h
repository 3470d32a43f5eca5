/*
 * key_context.h - what a data key is bound to: the caller's pairs and the tenant, in one order.
 */
#ifndef ENCRYPTION_KEY_CONTEXT_H
#define ENCRYPTION_KEY_CONTEXT_H

#include "domain/encryption.h"

/* Sorts, adds the tenant, and checks. In the arena. LAMINA_E_ARGUMENT; LAMINA_E_LIMIT. */
lamina_status encryption__key_context_make(lamina_context *context, const domain_sealing *sealing,
                                           domain_key_context *bound);

/* One text for each context and no other: the number of pairs, then each name and value behind its
   length. In the arena; LAMINA_E_LIMIT. */
lamina_status encryption__key_context_encode(lamina_context *context,
                                             const domain_key_context *bound, lamina_str *text);

#endif
