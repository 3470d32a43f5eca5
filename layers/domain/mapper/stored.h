/*
 * stored.h - items as the table has them: a model's struct to all attributes of its item, and back.
 */
#ifndef MAPPER_STORED_H
#define MAPPER_STORED_H

#include "domain/mapper.h"
#include "lamina/json.h"

/*
 * Writes the whole item as a JSON object, the value of a member whose name stands there: fields,
 * discriminator, unknown attributes. The struct has been checked, but for its size: LAMINA_E_INVALID
 * with violations when it has more than 400 KB; LAMINA_E_LIMIT.
 */
lamina_status mapper__stored_write(lamina_context *context, const mapper_model *model,
                                   const void *item, lamina_json_writer *writer);

/*
 * Reads an item that was stored under a key of the model into *out, as mapper__item_read() does with these
 * flags. LAMINA_E_NOT_FOUND, and *out is untouched, when there is none (NULL), when its time to live is
 * over, or when it is another model's; the last with a cause for the log.
 */
lamina_status mapper__stored_read(lamina_context *context, const mapper_model *model,
                                  const lamina_json *item, uint32_t flags, void *out);

/* A cause for the log: the key belongs to an item of another model. Returns status. */
lamina_status mapper__stored_tell_foreign(lamina_context *context, const mapper_model *model,
                                          lamina_status status);

#endif
