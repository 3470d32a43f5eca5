/*
 * model_table.h - a table of its own for a test, in DynamoDB Local.
 */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H

#include "domain/mapper.h"

/* Points the environment at DynamoDB Local, creates the model's table under a name that nobody else
   uses, and sets the model's variable to it. Aborts, with the reason, when that fails. */
void model_table_use(lamina_context *context, const mapper_model *model);

/* The same for each table of a list of models that NULL closes, such as domain_models: for what writes
   to several of them in one transaction. */
void model_table_use_each(lamina_context *context, const mapper_model *const *models);

#endif
