/*
 * partner_email.h - the claim on a partner's e-mail address (models/claim.h), in the partners' table. Inside of the
 * domain library only.
 */
#ifndef DOMAIN_MODELS_PARTNER_EMAIL_H
#define DOMAIN_MODELS_PARTNER_EMAIL_H

#include "domain/mapper.h"
#include "models/claim.h"

extern const mapper_model domain__partner_email_model;

/* The claim of that partner on that address, in the arena. LAMINA_E_LIMIT. */
lamina_status domain__partner_email_init(lamina_context *context, lamina_str address,
                                         lamina_str partner_id, claim *out);

#endif
