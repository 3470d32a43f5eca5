/* A model's parts: see model.h. */
#include "mapper/model.h"

#include <string.h>

#include "lamina/text.h"

const mapper_index *mapper__index_named(const mapper_model *model, const char *name)
{
    for (uint32_t i = 0; i < model->index_count; i++) {
        const mapper_index *index = mapper__index(model, i);
        if (strcmp(index->name, name) == 0)
            return index;
    }
    return NULL;
}

const mapper_access *mapper_access_find(const mapper_model *model, lamina_str name)
{
    for (uint32_t i = 0; i < model->access_count; i++)
        if (lamina_str_is(name, mapper__access(model, i)->name))
            return mapper__access(model, i);
    return NULL;
}

bool mapper__index_holds(const mapper_model *model, const mapper_index *index, uint32_t number)
{
    if (index == NULL || index->projection == MAPPER_PROJECT_ALL ||
        mapper__is_table_key(model, number) || number == index->hash_field ||
        number == index->range_field)
        return true;
    if (index->projection != MAPPER_PROJECT_INCLUDE)
        return false;
    for (uint32_t i = 0; i < index->included_count; i++)
        if (index->included[i] == number)
            return true;
    return false;
}

const char *mapper__key_type(uint32_t field_type)
{
    switch (field_type) {
    case LAMINA_TYPE_STRING:
    case LAMINA_TYPE_TIMESTAMP: return "S";
    case LAMINA_TYPE_INT64:
    case LAMINA_TYPE_DECIMAL:
    case LAMINA_TYPE_EPOCH: return "N";
    case LAMINA_TYPE_BINARY: return "B";
    default: return NULL;
    }
}

bool mapper__is_expired(lamina_context *context, const mapper_model *model, const lamina_json *item)
{
    if (model->ttl_field == MAPPER_NO_FIELD)
        return false;
    const lamina_json *attribute =
        lamina_json_member(item, mapper__field(model, model->ttl_field)->name);
    int64_t ends_s = 0;
    if (lamina_parse_int64(lamina_json_member_string(attribute, "N"), &ends_s) != LAMINA_OK)
        return false;
    return ends_s <= lamina_now_us(context) / 1000000;
}
