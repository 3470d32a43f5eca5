/*
 * validation.h - what is checked before anything is sent. Each sets the violations on the error object
 * and answers LAMINA_E_INVALID, or LAMINA_E_LIMIT when the arena is full.
 */
#ifndef MAPPER_VALIDATION_H
#define MAPPER_VALIDATION_H

#include "domain/mapper.h"

/* A whole item: its record's rules, the service's, and those of keys. */
lamina_status mapper__validate_item(lamina_context *context, const mapper_model *model,
                                    const void *item);
/* The key and the marked fields of a patch. */
lamina_status mapper__validate_patch(lamina_context *context, const mapper_model *model,
                                     const void *item);
/* The key alone. */
lamina_status mapper__validate_key(lamina_context *context, const mapper_model *model,
                                   const void *item);
/* json_len: of the item as attribute JSON, which is never shorter than the item is big. */
lamina_status mapper__validate_size(lamina_context *context, const mapper_model *model,
                                    const void *item, size_t json_len);

#endif
