/*
 * domain/mapper/table.h - tables made from models, for local use and tests. Deployed ones come from a template.
 */
#ifndef DOMAIN_MAPPER_TABLE_H
#define DOMAIN_MAPPER_TABLE_H

#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Creates the table with its keys and indexes (PAY_PER_REQUEST), waits until it is active, and sets
   the time to live. LAMINA_E_CONFLICT when it exists; LAMINA_E_TIMEOUT when it is not active before the
   deadline. Since 1.0. */
lamina_status mapper_table_create(lamina_context *context, const mapper_model *model);
lamina_status mapper_table_exists(lamina_context *context, const mapper_model *model, bool *exists);
lamina_status mapper_table_remove(lamina_context *context, const mapper_model *model);

#ifdef __cplusplus
}
#endif
#endif
