/*
 * domain/mapper/key.h - the keys that templates make, for who asks by them.
 */
#ifndef DOMAIN_MAPPER_KEY_H
#define DOMAIN_MAPPER_KEY_H

#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The text that the template of a key field makes of a struct, in the arena: for the hash of a query,
 * or for a range. The verbs of domain/mapper/item.h need none of it.
 *
 *     contract wanted = {.partner_id = id};
 *     lamina_str hash;
 *     status = mapper_key_of(context, &contract_model, CONTRACT_PK, &wanted, &hash);
 *     mapper_query query = {.size = sizeof query, .hash = dynamodb_text(hash)};
 *
 * LAMINA_E_INVALID, with violations set, for a field that is missing or cannot be in a key;
 * LAMINA_E_ARGUMENT when no template fills that field; LAMINA_E_CONFIG for a wrong model;
 * LAMINA_E_LIMIT. Since 1.0.
 */
lamina_status mapper_key_of(lamina_context *context, const mapper_model *model, uint32_t field,
                            const void *item, lamina_str *key);

/*
 * The beginning of such a text: its first count fields, and all fixed text around them, up to the field
 * that follows. Of "YEAR#{year:04}#MONTH#{month:02}" with one field "YEAR#2026#MONTH#", for
 * mapper_begins_with(). Failures as above. Since 1.0.
 */
lamina_status mapper_key_prefix(lamina_context *context, const mapper_model *model, uint32_t field,
                                const void *item, uint32_t count, lamina_str *prefix);

#ifdef __cplusplus
}
#endif
#endif
