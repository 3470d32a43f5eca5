/*
 * domain/mapper/encryption.h - encrypted fields of models, and how to find items by them.
 *
 * A field flagged LAMINA_FIELD_ENCRYPTED, of any type, is stored as a sealed value (domain/encryption.h), of
 * attribute type B, under keys of domain_encryption_shared(). It is bound to the model's name, the
 * item's key and the attribute's name, and opens nowhere else: not under another name of the field or
 * model. The table's name is not bound, so that a restored or renamed table can be read.
 *
 * Verbs, pages and transactions encrypt and decrypt without being told. Such a field is no key, no part
 * of one, and no condition looks into it: mapper_exists() and mapper_not_exists() of it are all. Absent
 * and null are stored as they are, visible. An item written under an older key is read all the same, and
 * written under the current one when it is put; domain_encryption_counts tells how many were read.
 */
#ifndef DOMAIN_MAPPER_ENCRYPTION_H
#define DOMAIN_MAPPER_ENCRYPTION_H

#include "domain/dynamodb.h"
#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The value that blind-index field number field of the model has in items whose source is text:
 *
 *     mapper_query query = {.size = sizeof query, .index = "by-iban"};
 *     lamina_status status = mapper_blind_value(context, &account_model, ACCOUNT_IBAN_INDEX, iban,
 *                                               &query.hash);
 *
 * Short ones (mapper_blind_index.length) may stand for other texts too: compare what is found. Borrowed
 * from the arena. LAMINA_E_ARGUMENT when the field is no blind index; LAMINA_E_LIMIT; statuses of
 * domain_blind_index(). Since 1.0.
 */
lamina_status mapper_blind_value(lamina_context *context, const mapper_model *model, uint32_t field,
                                 lamina_str text, dynamodb_value *value);

#ifdef __cplusplus
}
#endif
#endif
