/*
 * user_email.h - the claim on a user's e-mail address (models/claim.h), in the users' table. It is also how a user
 * is found who logs in. Inside of the domain library only.
 */
#ifndef DOMAIN_MODELS_USER_EMAIL_H
#define DOMAIN_MODELS_USER_EMAIL_H

#include "models/claim.h"

extern const mapper_model domain__user_email_model;

/* The claim of that user on that address; user_id may be empty for one that is looked up.
   LAMINA_E_LIMIT. */
lamina_status domain__user_email_init(lamina_context *context, lamina_str address,
                                      lamina_str user_id, claim *out);

#endif
