/* Edits checked against each other and the model, and parted: whole fields go the way of a patch. */
#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/encryption.h"
#include "mapper/item.h"
#include "mapper/key_fill.h"
#include "mapper/key_template.h"
#include "mapper/model.h"
#include "mapper/unknown.h"
#include "mapper/update_edits.h"

static lamina_status refuse(lamina_context *context, const mapper_model *model,
                            const mapper__edit *edit, const char *reason)
{
    return lamina_cause(context, LAMINA_E_ARGUMENT, "update of model %s: %s %s", model->name,
                        edit->text, reason);
}

/* ---- against each other ---- */

static bool is_same_step(const mapper__step *a, const mapper__step *b)
{
    if (a->name.ptr == NULL || b->name.ptr == NULL)
        return a->name.ptr == b->name.ptr && a->index == b->index;
    return lamina_str_equal(a->name, b->name);
}

/* Is one path the other, or the beginning of it? The service takes no two such. */
static bool overlap(const mapper__path *a, const mapper__path *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (!is_same_step(&a->steps[i], &b->steps[i]))
            return false;
    return true;
}

static lamina_status check_distinct(const mapper_edits *edits, lamina_context *context,
                                    const mapper_model *model)
{
    for (size_t i = 1; i < edits->count; i++)
        for (size_t j = 0; j < i; j++)
            if (overlap(&edits->items[i].path, &edits->items[j].path))
                return lamina_cause(context, LAMINA_E_ARGUMENT,
                                    "update of model %s: paths %s and %s overlap", model->name,
                                    edits->items[j].text, edits->items[i].text);
    return LAMINA_OK;
}

/* ---- against the model ---- */

static bool is_filled(const mapper_model *model, uint32_t number)
{
    if (mapper__key_template_of(model, number) != NULL)
        return true;
    for (uint32_t i = 0; i < model->blind_index_count; i++)
        if (mapper__blind_index(model, i)->field == number)
            return true;
    return false;
}

static const char *reason_against_field(const mapper_model *model, uint32_t number)
{
    if (mapper__is_table_key(model, number))
        return "is a key of the table, which never changes";
    if (number == model->version_field)
        return "is the version, which grows by itself";
    if (number == model->created_field || number == model->updated_field)
        return "is a stamp, which is set by itself";
    return is_filled(model, number) ? "is filled by the mapper" : NULL;
}

/* Parts of what the mapper makes something else of cannot be changed behind its back. */
static const char *reason_against_part(const mapper_model *model, uint32_t number)
{
    if ((mapper__field(model, number)->flags & LAMINA_FIELD_ENCRYPTED) != 0)
        return "is encrypted: it can only be set or removed as a whole";
    if ((mapper__keys_sources(model) >> number & 1u) != 0)
        return "is what a key is made of: it can only be set or removed as a whole";
    return NULL;
}

/* NULL as a value, which a patch cannot say, is written as other edits are. */
static bool is_whole(const mapper__edit *edit)
{
    return edit->path.count == 1 &&
           (edit->kind == MAPPER__EDIT_REMOVE ||
            (edit->kind == MAPPER__EDIT_SET && edit->value.type != DYNAMODB_NULL));
}

static lamina_status check_unknown(lamina_context *context, const mapper_model *model,
                                   const mapper__edit *edit)
{
    if (model->discriminator_name != NULL &&
        lamina_str_is(edit->path.steps[0].name, model->discriminator_name))
        return refuse(context, model, edit, "tells whose the item is, which never changes");
    return mapper__keeps_unknown(model->record)
               ? LAMINA_OK
               : refuse(context, model, edit, "is no field of the record");
}

static lamina_status sort_out(lamina_context *context, const mapper_model *model,
                              mapper__edit *edit, uint64_t *edited)
{
    uint32_t number = mapper__field_named(model->record, edit->path.steps[0].name);
    if (number == model->record->field_count)
        return check_unknown(context, model, edit);
    const char *reason = reason_against_field(model, number);
    edit->is_whole = is_whole(edit);
    if (reason == NULL && !edit->is_whole)
        reason = reason_against_part(model, number);
    if (reason != NULL)
        return refuse(context, model, edit, reason);
    if (edit->is_whole)
        return LAMINA_OK;
    *edited |= UINT64_C(1) << number;
    return mapper__edit_check(context, model, edit);
}

/* ---- whole fields ---- */

static lamina_status take_set(const mapper_edits *edits, lamina_context *context,
                              const mapper_model *model, void *item)
{
    dynamodb_value *values = lamina_arena_array(context->arena, edits->count, sizeof *values);
    if (values == NULL)
        return LAMINA_E_LIMIT;
    dynamodb_value attributes = {.type = DYNAMODB_M, .items = values};
    for (size_t i = 0; i < edits->count; i++) {
        const mapper__edit *edit = &edits->items[i];
        if (!edit->is_whole || edit->kind != MAPPER__EDIT_SET)
            continue;
        values[attributes.count] = edit->value;
        values[attributes.count++].name = edit->path.steps[0].name;
    }
    return mapper__edit_probe(context, model, model->record, &attributes, item);
}

static lamina_status take_removed(const mapper_edits *edits, lamina_context *context,
                                  const mapper_model *model, void *item)
{
    for (size_t i = 0; i < edits->count; i++) {
        const mapper__edit *edit = &edits->items[i];
        if (!edit->is_whole || edit->kind != MAPPER__EDIT_REMOVE)
            continue;
        uint32_t number = mapper__field_named(model->record, edit->path.steps[0].name);
        if ((mapper__field(model, number)->flags & LAMINA_FIELD_REQUIRED) != 0)
            return refuse(context, model, edit, "is required");
        lamina_mark_null(item, number);
    }
    return LAMINA_OK;
}

lamina_status mapper__edits_take(mapper_edits *edits, lamina_context *context,
                                 const mapper_model *model, void *item, uint64_t *edited)
{
    *edited = 0;
    if (edits->status != LAMINA_OK)
        return lamina_cause(context, edits->status,
                            "update of model %s: an edit could not be built", model->name);
    if (edits->count == 0)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "update of model %s: there are no edits",
                            model->name);
    lamina_status status = check_distinct(edits, context, model);
    for (size_t i = 0; i < edits->count && status == LAMINA_OK; i++)
        status = sort_out(context, model, &edits->items[i], edited);
    if (status == LAMINA_OK)
        status = take_set(edits, context, model, item);
    return status == LAMINA_OK ? take_removed(edits, context, model, item) : status;
}
