/*
 * user_email.h - the claim on an e-mail address: a small item in the users' table, as partner_email.h
 * has it for partners. It is also how a user is found who logs in. Inside of the domain library only.
 */
#ifndef DOMAIN_MODELS_USER_EMAIL_H
#define DOMAIN_MODELS_USER_EMAIL_H

#include "domain/mapper.h"

/* The fields of the record, in the order of its table. */
enum { USER_EMAIL_KEY, USER_EMAIL_OWNER, USER_EMAIL_FIELD_COUNT };

typedef struct user_email {
    lamina_presence has;
    lamina_str key;   /* models/email_key.h */
    lamina_str owner; /* the id of the user whose address it is */
} user_email;

extern const mapper_model domain__user_email_model;

/* The claim of that user on that address; user_id may be empty for one that is looked up.
   LAMINA_E_LIMIT. */
lamina_status domain__user_email_init(lamina_context *context, lamina_str address,
                                      lamina_str user_id, user_email *claim);

#endif
