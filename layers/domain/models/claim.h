/*
 * claim.h - a claim on a text that only one thing may have: a small item in the thing's own table that
 * exists as long as the thing has the text. DynamoDB has no unique constraint but that of the key; this
 * makes the text one. Inside of the domain library only.
 *
 * The claim is written and removed in the transaction that writes or removes the thing. It lacks the keys
 * of the table's indexes, so that no list shows it, and its key is no ULID, so that nobody reads it as a
 * thing.
 */
#ifndef DOMAIN_MODELS_CLAIM_H
#define DOMAIN_MODELS_CLAIM_H

#include "domain/mapper.h"

/* The fields of each claim's record, in the order of its table. */
enum { CLAIM_KEY, CLAIM_OWNER, CLAIM_FIELD_COUNT };

#define CLAIM_OWNER_NAME "ownerId"

typedef struct claim {
    lamina_presence has;
    lamina_str key;   /* "email#" and the text, letters of ASCII in lower case */
    lamina_str owner; /* the id of the thing whose text it is */
} claim;

/* Are these the same text, for the purpose of being unique? Letters of ASCII compare without case.
   Others compare as they are, for folding them depends on language. */
bool domain__claim_is_same(lamina_str a, lamina_str b);

/* The key: the prefix and the text, letters of ASCII in lower case, in the arena; {NULL, 0} when that is full. */
lamina_str domain__claim_key(lamina_context *context, lamina_str prefix, lamina_str text);

/* The claim of that owner, in the arena; the prefix, "email#", tells claims on one text from those on
   another. owner may be empty for a claim that is looked up. LAMINA_E_LIMIT. */
lamina_status domain__claim_init(lamina_context *context, lamina_str prefix, lamina_str text,
                                 lamina_str owner, claim *out);

#endif
