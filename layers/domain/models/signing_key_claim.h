/*
 * signing_key_claim.h - the item that says that there are signing keys: of two that make the first ones at
 * once, one succeeds. Beside the keys' ring in their table. Inside of the domain library only.
 */
#ifndef DOMAIN_MODELS_SIGNING_KEY_CLAIM_H
#define DOMAIN_MODELS_SIGNING_KEY_CLAIM_H

#include "domain/mapper.h"

typedef struct signing_key_claim {
    lamina_presence has;
    lamina_str ring;
    lamina_str kid;
} signing_key_claim;

extern const mapper_model domain__signing_key_claim_model;

/* There is one such item. */
signing_key_claim domain__signing_key_claim(void);

#endif
