/* Do models that share a table go together? */
#include <string.h>

#include "lamina/text.h"
#include "mapper/model.h"
#include "mapper/model_check.h"

static bool is_same_key(const mapper_model *a, uint32_t in_a, const mapper_model *b, uint32_t in_b)
{
    if (in_a == MAPPER_NO_FIELD || in_b == MAPPER_NO_FIELD)
        return in_a == in_b;
    const lamina_field *key = mapper__field(a, in_a), *other = mapper__field(b, in_b);
    return strcmp(key->name, other->name) == 0 &&
           strcmp(mapper__key_type(key->type), mapper__key_type(other->type)) == 0;
}

static bool is_same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static lamina_status check_index(const mapper__model_checker *checker, const mapper_model *other,
                                 const mapper_index *index)
{
    const mapper_index *same = mapper__index_named(other, index->name);
    if (same == NULL)
        return LAMINA_OK;
    if (!is_same_key(checker->model, index->hash_field, other, same->hash_field) ||
        !is_same_key(checker->model, index->range_field, other, same->range_field) ||
        (index->is_local != 0) != (same->is_local != 0) || index->projection != same->projection)
        return mapper__model_refuse(checker, index->name,
                                    "is another index than that of model %s in the same table",
                                    other->name);
    return LAMINA_OK;
}

static lamina_status check_pair(const mapper__model_checker *checker, const mapper_model *other)
{
    const mapper_model *model = checker->model;
    if (!lamina_str_equal(mapper_table_name(model), mapper_table_name(other)))
        return LAMINA_OK;
    if (!is_same_key(model, model->hash_field, other, other->hash_field) ||
        !is_same_key(model, model->range_field, other, other->range_field))
        return mapper__model_refuse(
            checker, "its key", "is another than that of model %s in the same table", other->name);
    if (is_same_text(model->discriminator_name, other->discriminator_name) &&
        is_same_text(model->discriminator_value, other->discriminator_value))
        return mapper__model_refuse(checker, "its discriminator",
                                    "is that of model %s in the same table", other->name);
    for (uint32_t i = 0; i < model->index_count; i++) {
        lamina_status status = check_index(checker, other, mapper__index(model, i));
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

lamina_status mapper_models_check(lamina_arena *arena, const mapper_model *const *models,
                                  lamina_str *reason)
{
    *reason = (lamina_str){NULL, 0};
    for (size_t i = 0; models[i] != NULL; i++) {
        lamina_status status = mapper_model_check(arena, models[i], reason);
        mapper__model_checker checker = {arena, models[i], reason};
        for (size_t j = 0; j < i && status == LAMINA_OK; j++)
            status = check_pair(&checker, models[j]);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}
