/* The list of all models: see domain/models.h. */
#include "domain/models.h"

#include "domain/models/audit_entry.h"
#include "domain/models/contract.h"
#include "domain/models/partner.h"

const mapper_model *const domain_models[] = {&audit_entry_model, &contract_model, &partner_model,
                                             NULL};
