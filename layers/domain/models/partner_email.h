/*
 * partner_email.h - the claim on an e-mail address: a small item in the partners' table that exists
 * as long as a partner has the address. DynamoDB has no unique constraint but that of the key; this
 * makes the address one. Inside of the domain library only.
 *
 * The claim is written and removed in the transaction that writes or removes the partner. It has no
 * collection, so that the index which lists partners does not see it, and its key is no ULID, so
 * that nobody reads it as a partner.
 */
#ifndef DOMAIN_MODELS_PARTNER_EMAIL_H
#define DOMAIN_MODELS_PARTNER_EMAIL_H

#include "domain/mapper.h"

/* The fields of the record, in the order of its table. */
enum { PARTNER_EMAIL_KEY, PARTNER_EMAIL_OWNER, PARTNER_EMAIL_FIELD_COUNT };

#define PARTNER_EMAIL_OWNER_NAME "ownerId"

typedef struct partner_email {
    lamina_presence has;
    lamina_str key;   /* "email#" and the address in lower case */
    lamina_str owner; /* the id of the partner whose address it is */
} partner_email;

extern const mapper_model domain__partner_email_model;

/* Are these the same address, for the purpose of being unique? Letters of ASCII compare without
   case. Others compare as they are: folding them depends on language, and a mail server may well
   tell them apart. */
bool domain__partner_email_is_same(lamina_str a, lamina_str b);

/* The claim of that partner on that address, in the arena. LAMINA_E_LIMIT. */
lamina_status domain__partner_email_init(lamina_context *context, lamina_str address,
                                         lamina_str partner_id, partner_email *claim);

#endif
