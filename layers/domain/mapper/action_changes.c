/* What a write puts into the item: defaults filled, and of an update the fields that change. */
#include "lamina/record_json.h"
#include "mapper/action.h"
#include "mapper/key_fill.h"
#include "mapper/model.h"

/* Was the member never filled? Of a number or a boolean that cannot be seen. */
static bool is_forgotten(const lamina_field *field, const void *member)
{
    switch (field->type) {
    case LAMINA_TYPE_STRING:
    case LAMINA_TYPE_BINARY:
    case LAMINA_TYPE_DECIMAL:
    case LAMINA_TYPE_JSON: return ((const lamina_str *)member)->ptr == NULL;
    case LAMINA_TYPE_RECORD: return *(const void *const *)member == NULL;
    default: return false;
    }
}

/* Fields that hold something: marked ones, and required ones that were not forgotten. */
static uint64_t fields_held(const mapper_model *model, const void *item)
{
    const lamina_presence *has = item;
    uint64_t held = has->present;
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        const lamina_field *field = mapper__field(model, i);
        if ((field->flags & LAMINA_FIELD_REQUIRED) != 0 && !lamina_is_null(has, i) &&
            !is_forgotten(field, mapper__member(field, item)))
            held |= UINT64_C(1) << i;
    }
    return held;
}

static uint64_t fields_with_flag(const mapper_model *model, uint32_t flag)
{
    uint64_t fields = 0;
    for (uint32_t i = 0; i < model->record->field_count; i++)
        if ((mapper__field(model, i)->flags & flag) != 0)
            fields |= UINT64_C(1) << i;
    return fields;
}

/* ---- defaults ---- */

static lamina_status fill(const mapper__action *action, lamina_context *context, uint32_t flags)
{
    return lamina_record_fill(context->arena, action->model->record, flags, action->item);
}

/* An item that was read has a version or a created stamp, if its model has. */
static bool is_new(const mapper__action *action)
{
    return action->saved_version == 0 && action->saved_created == 0;
}

/* What is marked can be told from what is not, by who fills keys too. A default that is for new items
   only, or that a key is made of, cannot be part of an update: then the item must exist, and who
   creates it fills all. */
static lamina_status fill_upsert(mapper__action *action, lamina_context *context)
{
    const mapper_model *model = action->model;
    lamina_presence *has = action->item;
    uint64_t held = has->present |= fields_held(model, action->item);
    uint64_t absent = ~(held | has->null | action->edited);
    lamina_status status = fill(action, context, 0);
    if (status != LAMINA_OK)
        return status;
    action->defaults = has->present & ~held & ~action->edited;
    action->must_exist = (absent & fields_with_flag(model, LAMINA_FIELD_DEFAULT_NEW)) != 0 ||
                         (action->defaults & mapper__keys_sources(model)) != 0;
    if (!action->must_exist)
        return LAMINA_OK;
    has->present &= held;
    action->defaults = 0;
    return LAMINA_OK;
}

lamina_status mapper__action_fill(mapper__action *action, lamina_context *context)
{
    switch (action->op) {
    case MAPPER_OP_CREATE: return fill(action, context, LAMINA_FILL_NEW);
    case MAPPER_OP_PUT: return fill(action, context, is_new(action) ? LAMINA_FILL_NEW : 0);
    case MAPPER__OP_UPSERT: return fill_upsert(action, context);
    default: return LAMINA_OK;
    }
}

/* ---- what an update changes ---- */

static void change_marked(mapper__action *action)
{
    const lamina_presence *has = action->item;
    uint64_t open = ~mapper__changes_withheld(action->model);
    action->changes = (mapper__changes){.set = has->present & open, .removed = has->null & open};
}

/* Everything that a put would write, except that defaults do not replace what is stored. Required
   fields are part of it, though they hold nothing: so that it is told. */
static void change_held(mapper__action *action)
{
    const mapper_model *model = action->model;
    const lamina_presence *has = action->item;
    uint64_t open = ~(mapper__changes_withheld(model) | action->edited);
    uint64_t required = fields_with_flag(model, LAMINA_FIELD_REQUIRED) & ~has->null;
    action->changes = (mapper__changes){.set = (has->present | required) & ~action->defaults & open,
                                        .removed = has->null & open,
                                        .initial = action->defaults & open,
                                        .is_tagged = true};
    if (mapper__has_field(model->created_field))
        action->changes.initial |= UINT64_C(1) << model->created_field;
}

/* Stamps are no change of their own, but go along with one. */
static lamina_status change_compared(mapper__action *action, lamina_context *context)
{
    const mapper_model *model = action->model;
    uint64_t updated =
        mapper__has_field(model->updated_field) ? UINT64_C(1) << model->updated_field : 0;
    uint64_t open = ~(mapper__changes_withheld(model) | updated);
    mapper__changes *changes = &action->changes;
    lamina_status status = mapper__snapshot_compare(action->loaded, context, action->item, changes);
    changes->set &= open;
    changes->nulled &= open;
    changes->removed &= open;
    if ((changes->set | changes->nulled | changes->removed) != 0)
        changes->set |= updated;
    return status;
}

lamina_status mapper__action_choose(mapper__action *action, lamina_context *context)
{
    switch (action->op) {
    case MAPPER__OP_UPSERT: change_held(action); return LAMINA_OK;
    case MAPPER__OP_SAVE: return change_compared(action, context);
    case MAPPER_OP_PATCH: change_marked(action); return LAMINA_OK;
    default: return LAMINA_OK;
    }
}
