/* One write: see action.h. */
#include "mapper/action.h"

#include <string.h>

#include "lamina/problem.h"
#include "mapper/conflict.h"
#include "mapper/encryption.h"
#include "mapper/item.h"
#include "mapper/key_fill.h"
#include "mapper/model.h"
#include "mapper/stored.h"
#include "mapper/validation.h"

static bool writes_item(uint32_t op)
{
    return op == MAPPER_OP_CREATE || op == MAPPER_OP_PUT || mapper__action_updates(op);
}

/* ---- stamps ---- */

static void save(mapper__action *action)
{
    const mapper_model *model = action->model;
    action->saved_has = *mapper__presence(action->item);
    if (mapper__has_field(model->version_field))
        action->saved_version = mapper__int64_of(model, model->version_field, action->item);
    if (mapper__has_field(model->created_field))
        action->saved_created = mapper__int64_of(model, model->created_field, action->item);
    if (mapper__has_field(model->updated_field))
        action->saved_updated = mapper__int64_of(model, model->updated_field, action->item);
}

void mapper__action_revert(const mapper__action *action)
{
    const mapper_model *model = action->model;
    if (!writes_item(action->op))
        return;
    *mapper__presence(action->item) = action->saved_has;
    if (mapper__has_field(model->version_field))
        *mapper__int64(model, model->version_field, action->item) = action->saved_version;
    if (mapper__has_field(model->created_field))
        *mapper__int64(model, model->created_field, action->item) = action->saved_created;
    if (mapper__has_field(model->updated_field))
        *mapper__int64(model, model->updated_field, action->item) = action->saved_updated;
}

static void put_stamp(const mapper__action *action, uint32_t number, int64_t value)
{
    if (!mapper__has_field(number))
        return;
    *mapper__int64(action->model, number, action->item) = value;
    lamina_mark(mapper__presence(action->item), number);
}

/* 0: the service counts on from what is stored. */
static int64_t next_version(const mapper__action *action, int64_t now_us)
{
    if (action->op == MAPPER_OP_CREATE)
        return 1;
    if (action->expected_version != 0)
        return action->expected_version + 1;
    return action->op == MAPPER_OP_PUT ? now_us : 0;
}

static void stamp(const mapper__action *action, int64_t now_us)
{
    const mapper_model *model = action->model;
    put_stamp(action, model->version_field, next_version(action, now_us));
    put_stamp(action, model->updated_field, now_us);
    bool may_be_new = action->op == MAPPER_OP_PUT || action->op == MAPPER__OP_UPSERT;
    if (action->op == MAPPER_OP_CREATE || (may_be_new && action->saved_created == 0))
        put_stamp(action, model->created_field, now_us);
}

/* ---- preparing ---- */

/* An update reaches keys of indexes that are stored; what is written whole, or compared as a whole, has
   all of them. */
static lamina_status fill_keys(const mapper__action *action, lamina_context *context)
{
    const mapper_model *model = action->model;
    if (action->op == MAPPER__OP_UPSERT && mapper__has_field(model->created_field) &&
        action->saved_created == 0 &&
        (mapper__keys_sources(model) >> model->created_field & 1u) != 0)
        return lamina_cause(context, LAMINA_E_ARGUMENT,
                            "table %.*s: upsert cannot make a key of %s, which the item may have",
                            LAMINA_FMT(action->table),
                            mapper__field(model, model->created_field)->name);
    bool is_partial = action->op == MAPPER_OP_PATCH || action->op == MAPPER__OP_UPSERT;
    lamina_status status = mapper__blind_fill(context, is_partial, action->model, action->item);
    if (status != LAMINA_OK)
        return status;
    return is_partial ? mapper__keys_patch(context, action->model, action->item)
                      : mapper__keys_fill(context, action->model, action->item);
}

static bool changes_something(const mapper__changes *changes)
{
    return (changes->set | changes->nulled | changes->removed) != 0;
}

static lamina_status validate(const mapper__action *action, lamina_context *context)
{
    if (mapper__action_updates(action->op))
        return mapper__validate_changes(context, action->model, action->item, &action->changes);
    if (writes_item(action->op))
        return mapper__validate_item(context, action->model, action->item);
    return mapper__validate_key(context, action->model, action->item);
}

static lamina_status check_arguments(const mapper__action *action, lamina_context *context)
{
    if (action->model == NULL || action->item == NULL || action->op == 0)
        return lamina_cause(context, LAMINA_E_ARGUMENT,
                            "a write without a model, an item or a known verb");
    if (action->op == MAPPER_OP_CHECK && action->condition == NULL)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a check without a condition");
    return mapper__model_use(context, action->model);
}

static int64_t expected_version(const mapper__action *action, uint32_t flags)
{
    if (!mapper__has_field(action->model->version_field) ||
        (flags & MAPPER_WRITE_ANY_VERSION) != 0 || action->op == MAPPER_OP_CREATE ||
        action->op == MAPPER_OP_CHECK)
        return 0;
    return mapper__int64_of(action->model, action->model->version_field, action->item);
}

static lamina_status prepare(mapper__action *action, lamina_context *context,
                             const mapper_write *options)
{
    const mapper_model *model = action->model;
    if (action->named == NULL)
        action->named = action->item;
    if (options != NULL) {
        action->condition = options->condition;
        action->current = options->current;
        action->conflict = options->conflict;
        mapper__conflict_copy(action->conflict, &(mapper_conflict){.action = MAPPER_NO_ACTION});
    }
    lamina_status status = check_arguments(action, context);
    if (status != LAMINA_OK)
        return status;
    action->table = mapper_table_name(model);
    action->expected_version = expected_version(action, options == NULL ? 0 : options->flags);
    if (action->expected_version == INT64_MAX)
        return LAMINA_E_PRECONDITION; /* no item has had that many versions */
    if (action->current != NULL)
        memset(action->current, 0, model->record->struct_size);
    if (!writes_item(action->op))
        return validate(action, context);
    save(action);
    stamp(action, lamina_now_us(context));
    status = mapper__action_fill(action, context);
    if (status == LAMINA_OK)
        status = fill_keys(action, context);
    if (status == LAMINA_OK)
        status = mapper__action_choose(action, context);
    if (status == LAMINA_OK)
        status = validate(action, context);
    if (status != LAMINA_OK)
        mapper__action_revert(action);
    return status;
}

lamina_status mapper__action_prepare(mapper__action *action, lamina_context *context, uint32_t op,
                                     const mapper_model *model, void *item,
                                     const mapper_write *options)
{
    *action = (mapper__action){.op = op <= MAPPER_OP_UPSERT ? op : 0, .model = model, .item = item};
    return prepare(action, context, options);
}

lamina_status mapper__action_prepare_upsert(mapper__action *action, lamina_context *context,
                                            const mapper_model *model, void *item,
                                            const mapper_write *options)
{
    *action = (mapper__action){.op = MAPPER__OP_UPSERT, .model = model, .item = item};
    return prepare(action, context, options);
}

lamina_status mapper__action_prepare_update(mapper__action *action, lamina_context *context,
                                            const mapper_model *model, void *item,
                                            const mapper_write *options)
{
    action->model = model;
    action->item = item;
    return prepare(action, context, options);
}

lamina_status mapper__action_prepare_save(mapper__action *action, lamina_context *context,
                                          const mapper_snapshot *loaded, void *item,
                                          const mapper_write *options, bool *is_changed)
{
    *action = (mapper__action){.op = MAPPER__OP_SAVE,
                               .model = mapper__snapshot_model(loaded),
                               .item = item,
                               .loaded = loaded};
    lamina_status status = prepare(action, context, options);
    *is_changed = status == LAMINA_OK && changes_something(&action->changes);
    if (status == LAMINA_OK && !*is_changed)
        mapper__action_revert(action);
    return status;
}

/* ---- writing ---- */

static lamina_status write_item(const mapper__action *action, mapper__request *request)
{
    lamina_json_write_name(&request->json, LAMINA_STR("Item"));
    return mapper__stored_write(request->context, action->model, action->item, &request->json);
}

static lamina_status write_stored(const mapper__action *action, mapper__request *request)
{
    if (action->op == MAPPER_OP_CREATE || action->op == MAPPER_OP_PUT)
        return write_item(action, request);
    lamina_status status = mapper__request_key(request, action->model, action->item);
    if (status != LAMINA_OK || !mapper__action_updates(action->op))
        return status;
    mapper__update_write(action->model, action->item, &action->changes, action->edits,
                         action->expected_version != 0, &request->placeholders,
                         request->expression);
    return mapper__request_expression(request, "UpdateExpression");
}

lamina_status mapper__action_write_subject(const mapper__action *action, mapper__request *request)
{
    mapper__action stored = *action;
    lamina_status status = LAMINA_OK;
    if (mapper__action_updates(action->op))
        status = mapper__encrypt(request->context, action->changes.set | action->changes.initial,
                                 &stored.model, &stored.item);
    else if (writes_item(action->op))
        status = mapper__encrypt(request->context, mapper__fields_held(action->model, action->item),
                                 &stored.model, &stored.item);
    return status == LAMINA_OK ? write_stored(&stored, request) : status;
}

/* What is set is part of the item from then on: too large, whatever else is stored. json_len: of all
   that the action has written, which is never shorter. */
static lamina_status check_set_size(const mapper__action *action, lamina_context *context,
                                    size_t json_len)
{
    if (json_len <= MAPPER__ITEM_CAP || !mapper__action_updates(action->op))
        return LAMINA_OK;
    return mapper__validate_set_size(context, action->model, action->item, action->changes.set);
}

lamina_status mapper__action_write(mapper__action *action, mapper__request *request)
{
    size_t start = request->json.text->len;
    mapper__request_about(request, action->model);
    lamina_status status = mapper__action_write_subject(action, request);
    if (status == LAMINA_OK)
        status = mapper__action_condition(action, request);
    if (status == LAMINA_OK)
        status = mapper__placeholders_write(&request->placeholders, &request->json);
    if (status == LAMINA_OK)
        status = check_set_size(action, request->context, request->json.text->len - start);
    if (status == LAMINA_OK && action->conditional)
        lamina_json_write_member_string(&request->json, "ReturnValuesOnConditionCheckFailure",
                                        LAMINA_STR("ALL_OLD"));
    if (status == LAMINA_E_ARGUMENT || status == LAMINA_E_LIMIT)
        return lamina_cause(request->context, status,
                            "table %.*s: the write could not be put into words",
                            LAMINA_FMT(action->table));
    return status;
}
