/* The list of all models: see domain/models.h. */
#include "domain/models.h"

#include "domain/models/partner.h"

const mapper_model *const domain_models[] = {&partner_model, NULL};
