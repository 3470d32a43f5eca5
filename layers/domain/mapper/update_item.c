/* Updates: edits of a stored item, carried out as a patch, or an upsert, that does more than set fields. */
#include <string.h>

#include "lamina/problem.h"
#include "mapper/action.h"
#include "mapper/conflict.h"
#include "mapper/key_template.h"
#include "mapper/model.h"
#include "mapper/update_edits.h"
#include "mapper/validation.h"

/* How often an upsert that meets what is past its time is tried. */
#define UPSERT_CAP 4

static uint64_t bit_of(uint32_t number)
{
    return number == MAPPER_NO_FIELD ? 0 : UINT64_C(1) << number;
}

/* The table's key and what it is made of. */
static uint64_t fields_of_key(const mapper_model *model)
{
    uint64_t fields = bit_of(model->hash_field) | bit_of(model->range_field);
    for (uint32_t i = 0; i < model->key_template_count; i++) {
        const mapper_key_template *template = mapper__key_template(model, i);
        if (mapper__is_table_key(model, template->field))
            fields |= mapper__key_sources(model, template);
    }
    return fields;
}

static size_t size_of_member(const lamina_field *field)
{
    switch (field->type) {
    case LAMINA_TYPE_STRING:
    case LAMINA_TYPE_BINARY:
    case LAMINA_TYPE_DECIMAL: return sizeof(lamina_str);
    default: return sizeof(int64_t);
    }
}

/* Everything of the key's struct that says which item, and which version of it. */
static void copy_key(const mapper_model *model, const void *key, void *item)
{
    lamina_presence *has = item;
    const lamina_presence *key_has = key;
    uint64_t fields = fields_of_key(model) & ~has->present;
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        if ((fields >> i & 1u) == 0)
            continue;
        const lamina_field *field = mapper__field(model, i);
        memcpy((char *)item + field->offset, mapper__member(field, key), size_of_member(field));
    }
    has->present |= key_has->present & fields;
    if (mapper__has_field(model->version_field))
        *mapper__int64(model, model->version_field, item) =
            mapper__int64_of(model, model->version_field, key);
}

/* A new item must be whole, and no edit but those given can make it so. */
static lamina_status check_new(lamina_context *context, const mapper_model *model, const void *item,
                               uint64_t edited)
{
    const lamina_presence *has = item;
    uint64_t given = has->present | edited | fields_of_key(model) | bit_of(model->version_field) |
                     bit_of(model->created_field) | bit_of(model->updated_field);
    for (uint32_t i = 0; i < model->record->field_count; i++)
        if ((mapper__field(model, i)->flags & LAMINA_FIELD_REQUIRED) != 0 && (given >> i & 1u) == 0)
            return lamina_cause(context, LAMINA_E_ARGUMENT,
                                "update of model %s: an upsert needs field %s", model->name,
                                mapper__field(model, i)->name);
    return LAMINA_OK;
}

static lamina_status prepare(mapper__action *action, lamina_context *context,
                             const mapper_model *model, void *item, const mapper_write *options)
{
    if (action->op == MAPPER_OP_PATCH)
        return mapper__action_prepare_update(action, context, model, item, options);
    lamina_status status = check_new(context, model, item, action->edited);
    if (status == LAMINA_OK)
        status = mapper__action_prepare_update(action, context, model, item, options);
    if (status == LAMINA_OK && action->must_exist)
        return lamina_cause(
            context, LAMINA_E_ARGUMENT,
            "update of model %s: an upsert needs every field that has a default for "
            "new items",
            model->name);
    return status;
}

/* A copy, for edits are changed while they are parted. */
static lamina_status copy_edits(lamina_context *context, const mapper_edits *edits,
                                mapper_edits **copy)
{
    *copy = lamina_alloc(context, sizeof **copy);
    mapper__edit *items = lamina_arena_array(context->arena, edits->count, sizeof *items);
    if (*copy == NULL || items == NULL)
        return LAMINA_E_LIMIT;
    if (edits->count > 0)
        memcpy(items, edits->items, edits->count * sizeof *items);
    **copy = *edits;
    (*copy)->items = items;
    return LAMINA_OK;
}

lamina_status mapper__action_prepare_edits(mapper__action *action, lamina_context *context,
                                           const mapper_model *model, const void *key,
                                           const mapper_edits *edits, const mapper_write *options)
{
    lamina_status status = mapper__model_use(context, model);
    if (status != LAMINA_OK)
        return status;
    if (key == NULL || edits == NULL)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "update of model %s without key or edits",
                            model->name);
    void *item = lamina_alloc(context, model->record->struct_size);
    mapper_edits *taken = NULL;
    status = copy_edits(context, edits, &taken);
    if (item == NULL || status != LAMINA_OK)
        return LAMINA_E_LIMIT;
    bool is_upsert = options != NULL && (options->flags & MAPPER_WRITE_UPSERT) != 0;
    *action = (mapper__action){
        .op = is_upsert ? MAPPER__OP_UPSERT : MAPPER_OP_PATCH, .edits = taken, .named = key};
    status = mapper__edits_take(taken, context, model, item, &action->edited);
    if (status != LAMINA_OK)
        return status;
    copy_key(model, key, item);
    return prepare(action, context, model, item, options);
}

static lamina_status update_once(lamina_context *context, const mapper_model *model,
                                 const void *key, const mapper_edits *edits,
                                 const mapper_write *options, void *out)
{
    mapper__action action;
    lamina_status status =
        mapper__action_prepare_edits(&action, context, model, key, edits, options);
    if (status == LAMINA_OK)
        status = mapper__action_carry_out(&action, context);
    if (status == LAMINA_OK && out != NULL)
        memcpy(out, action.item, model->record->struct_size);
    return status;
}

/* An upsert misses its item when what is there is past its time, and then makes room for a new one. */
lamina_status mapper_update(lamina_context *context, const mapper_model *model, const void *key,
                            const mapper_edits *edits, const mapper_write *options, void *out)
{
    bool is_upsert = options != NULL && (options->flags & MAPPER_WRITE_UPSERT) != 0;
    lamina_status status = update_once(context, model, key, edits, options, out);
    for (int i = 1; i < UPSERT_CAP && is_upsert && status == LAMINA_E_NOT_FOUND; i++) {
        status = mapper__action_clear(context, model, key);
        if (status != LAMINA_OK && status != LAMINA_E_PRECONDITION)
            return status;
        status = update_once(context, model, key, edits, options, out);
    }
    return status;
}
