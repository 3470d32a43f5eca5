/*
 * claim_actions.h - taking and dropping claims on unique texts (models/claim.h) in a transaction. Inside of
 * the domain library only.
 */
#ifndef DOMAIN_REPOSITORIES_CLAIM_ACTIONS_H
#define DOMAIN_REPOSITORIES_CLAIM_ACTIONS_H

#include "models/claim.h"

/* Refused when there is one already; *holder, which may be NULL, gets it. */
mapper_action domain__claim_take(const mapper_model *model, claim *taken, claim *holder);

/* Refused when it is missing or another's. */
mapper_action domain__claim_drop(lamina_context *context, const mapper_model *model,
                                 claim *dropped);

#endif
