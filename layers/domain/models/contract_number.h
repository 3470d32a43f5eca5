/*
 * contract_number.h - the claim of a contract on its number, unique in the partner (models/claim.h). Inside
 * of the domain library only.
 */
#ifndef DOMAIN_MODELS_CONTRACT_NUMBER_H
#define DOMAIN_MODELS_CONTRACT_NUMBER_H

#include "domain/models/contract.h"
#include "models/claim.h"

extern const mapper_model domain__contract_number_model;

/* The claim of that contract on its number, in the arena. LAMINA_E_LIMIT. */
lamina_status domain__contract_number_init(lamina_context *context, const contract *item,
                                           claim *out);

#endif
