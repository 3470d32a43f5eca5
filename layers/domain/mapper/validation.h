/*
 * validation.h - what is checked before anything is sent. Each sets the violations on the error object
 * and answers LAMINA_E_INVALID, or LAMINA_E_LIMIT when the arena is full.
 */
#ifndef MAPPER_VALIDATION_H
#define MAPPER_VALIDATION_H

#include "domain/mapper.h"
#include "mapper/expression.h"

/* A whole item: its record's rules, the service's, and those of keys. */
lamina_status mapper__validate_item(lamina_context *context, const mapper_model *model,
                                    const void *item);
/* The key and what an update changes; nothing is said about what it leaves alone. */
lamina_status mapper__validate_changes(lamina_context *context, const mapper_model *model,
                                       const void *item, const mapper__changes *changes);
/* The key alone. */
lamina_status mapper__validate_key(lamina_context *context, const mapper_model *model,
                                   const void *item);
/* json: the whole item as an object of attributes. */
lamina_status mapper__validate_size(lamina_context *context, lamina_str json);
/* The same of the fields, a bit each, that an update sets: the least that the item will be. */
lamina_status mapper__validate_set_size(lamina_context *context, const mapper_model *model,
                                        const void *item, uint64_t fields);

#endif
