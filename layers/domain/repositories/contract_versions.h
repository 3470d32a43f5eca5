/*
 * contract_versions.h - the versions of a contract's text, for the files of the contract repository.
 */
#ifndef DOMAIN_REPOSITORIES_CONTRACT_VERSIONS_H
#define DOMAIN_REPOSITORIES_CONTRACT_VERSIONS_H

#include "domain/mapper.h"
#include "domain/models/contract.h"
#include "lamina/context.h"

/* The action that writes version 0: what the contract says as it is signed. LAMINA_E_LIMIT. */
lamina_status domain__contract_first_version(lamina_context *context, const contract *stored,
                                             mapper_action *action);

#endif
