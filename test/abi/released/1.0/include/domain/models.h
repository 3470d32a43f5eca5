/*
 * domain/models.h - all models of the domain, for what concerns tables: creating them for local use
 * and tests, comparing them with a template.
 */
#ifndef DOMAIN_MODELS_H
#define DOMAIN_MODELS_H

#include "domain/mapper.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Closed by NULL. Of models that share a table, the one that describes the table's indexes comes
   first. Since 1.0. */
extern const mapper_model *const domain_models[];

#ifdef __cplusplus
}
#endif
#endif
