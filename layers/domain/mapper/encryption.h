/*
 * encryption.h - encrypted fields on their way to the table and back. Models without any cost one look at
 * their fields.
 */
#ifndef MAPPER_ENCRYPTION_H
#define MAPPER_ENCRYPTION_H

#include "domain/mapper.h"
#include "lamina/json.h"

/*
 * Before an item is written: in place of *model and *item come a model whose encrypted fields are BINARY,
 * and a struct that holds them sealed; both in the arena, both the same as before when no field is
 * encrypted. fields: those that are written, a bit each. Statuses of domain_seal().
 */
lamina_status mapper__encrypt(lamina_context *context, uint64_t fields, const mapper_model **model,
                              void **item);

/* The fields that a whole item is written with. */
uint64_t mapper__fields_held(const mapper_model *model, const void *item);

/* The attribute that was sealed, of an encrypted field; item has at least the table's key. Statuses of
   domain_open(); LAMINA_E_UPSTREAM, told, when it is no sealed value. */
lamina_status mapper__decrypt(lamina_context *context, const mapper_model *model,
                              const lamina_json *item, const lamina_field *field,
                              const lamina_json *attribute, const lamina_json **plain);

/* Fills the blind indexes before a write; in a patch those alone whose source is marked. */
lamina_status mapper__blind_fill(lamina_context *context, bool marked_only,
                                 const mapper_model *model, void *item);

/* Blind index i of a model whose writer may have known a longer or shorter one. */
static inline const mapper_blind_index *mapper__blind_index(const mapper_model *model, uint32_t i)
{
    return (const mapper_blind_index *)(const void *)((const char *)model->blind_indexes +
                                                      (size_t)i * model->blind_index_size);
}

/* The encrypted field of that attribute name, or NULL. */
const lamina_field *mapper__encrypted_named(const mapper_model *model, lamina_str name);

/* Does a condition look into an encrypted field? Then LAMINA_E_ARGUMENT, and the cause names it.
   condition may be NULL. */
lamina_status mapper__condition_spares_encrypted(lamina_context *context, const mapper_model *model,
                                                 const mapper_condition *condition);

#endif
