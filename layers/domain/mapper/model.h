/*
 * model.h - reaching a model's parts: fields by number, members of structs, indexes by name.
 */
#ifndef MAPPER_MODEL_H
#define MAPPER_MODEL_H

#include "domain/mapper.h"

/* Before anything else is done with a model that a caller gave: is it there, and sound? Checked once in
   a process. LAMINA_E_ARGUMENT; LAMINA_E_CONFIG with the reason as the cause. */
lamina_status mapper__model_use(lamina_context *context, const mapper_model *model);

/* Field of that number; the model was checked, so the number is inside of the table. */
static inline const lamina_field *mapper__field(const mapper_model *model, uint32_t number)
{
    return lamina_record_field(model->record, number);
}

static inline bool mapper__has_field(uint32_t number)
{
    return number != MAPPER_NO_FIELD;
}

/* Where a field's member is in a struct. */
static inline const void *mapper__member(const lamina_field *field, const void *item)
{
    return (const char *)item + field->offset;
}

static inline lamina_presence *mapper__presence(void *item)
{
    return item;
}

/* The member of an INT64, TIMESTAMP or EPOCH field. */
static inline int64_t *mapper__int64(const mapper_model *model, uint32_t number, void *item)
{
    return (int64_t *)(void *)((char *)item + mapper__field(model, number)->offset);
}

static inline int64_t mapper__int64_of(const mapper_model *model, uint32_t number, const void *item)
{
    return *(const int64_t *)mapper__member(mapper__field(model, number), item);
}

/* Index i of a model whose writer may have known a longer or shorter mapper_index. */
static inline const mapper_index *mapper__index(const mapper_model *model, uint32_t i)
{
    return (const mapper_index *)(const void *)((const char *)model->indexes +
                                                (size_t)i * model->index_size);
}

/* Access i of a model whose writer may have known a longer or shorter mapper_access. */
static inline const mapper_access *mapper__access(const mapper_model *model, uint32_t i)
{
    return (const mapper_access *)(const void *)((const char *)model->accesses +
                                                 (size_t)i * model->access_size);
}

/* Is the field among those that items in the index carry? index NULL: the table. */
bool mapper__index_holds(const mapper_model *model, const mapper_index *index, uint32_t number);

/* NULL when the model has none of that name. */
const mapper_index *mapper__index_named(const mapper_model *model, const char *name);

/* "S", "N" or "B" for what can be a key, NULL for all other types. */
const char *mapper__key_type(uint32_t field_type);

/* Is it the hash or range field of the table? */
static inline bool mapper__is_table_key(const mapper_model *model, uint32_t number)
{
    return number == model->hash_field || number == model->range_field;
}

/* Is the item's time to live over? False without such a field, or when the attribute is no number. */
bool mapper__is_expired(lamina_context *context, const mapper_model *model,
                        const lamina_json *item);

#endif
