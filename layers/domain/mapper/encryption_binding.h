/* encryption_binding.h - where an encrypted attribute stands, as bytes. */
#ifndef MAPPER_ENCRYPTION_BINDING_H
#define MAPPER_ENCRYPTION_BINDING_H

#include "domain/mapper.h"
#include "lamina/json.h"

/*
 * What is authenticated with an attribute of the item whose key attributes are in key, for any order of
 * them, and whatever notation the service returns a number in. In the arena. LAMINA_E_UPSTREAM when a key
 * attribute is missing or no key; LAMINA_E_LIMIT.
 */
lamina_status mapper__binding_make(lamina_context *context, const mapper_model *model,
                                   const lamina_json *key, const char *attribute,
                                   lamina_str *binding);

#endif
