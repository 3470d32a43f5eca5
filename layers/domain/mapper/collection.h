/*
 * collection.h - several models in one table: whose is an item?
 *
 * A model owns an item that carries the model's discriminator, and whose key fields begin with the
 * fixed text with which the model's key templates begin ("ORDER#{id}"). A model with neither owns every
 * item of its table.
 */
#ifndef MAPPER_COLLECTION_H
#define MAPPER_COLLECTION_H

#include "domain/mapper.h"
#include "lamina/json.h"

/* item is a stored one: an object of attributes. False for NULL. */
bool mapper__model_owns(const mapper_model *model, const lamina_json *item);

/* The same of an item of which only some attributes were asked for: what is not there does not speak
   against the model. */
bool mapper__model_may_own(const mapper_model *model, const lamina_json *item);

/*
 * Of models that share a table, the one whose the item is: a discriminator says more than any fixed text
 * of keys, longer fixed text more than shorter; of equals the first. NULL when no model owns it.
 */
const mapper_model *mapper__model_of(const mapper_model *const *models, size_t count,
                                     const lamina_json *item);

#endif
