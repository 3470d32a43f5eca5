/* What a condition that failed means to its verb, and what is stored instead: see action.h. */
#include <string.h>

#include "mapper/collection.h"
#include "mapper/conflict.h"
#include "mapper/item.h"
#include "mapper/model.h"
#include "mapper/stored.h"

/* The stored item as a struct; NULL when it does not fit the record, which the log says then. */
static void *decode(const mapper__action *action, lamina_context *context,
                    const lamina_json *stored)
{
    void *item = lamina_arena_alloc(context->arena, action->model->record->struct_size);
    if (item == NULL)
        return NULL;
    return mapper__item_read(context, action->model, stored, 0, item) == LAMINA_OK ? item : NULL;
}

/* By what is certain: an item that the verb does not bear, then a version, and what is left is the
   caller's own condition. */
static uint32_t reason_of(const mapper__action *action, bool is_there, bool is_over,
                          int64_t version)
{
    bool updates_or_removes = action->op == MAPPER_OP_PATCH || action->op == MAPPER_OP_REMOVE ||
                              action->op == MAPPER__OP_SAVE;
    bool shall_not_create = action->op == MAPPER__OP_UPSERT && (action->must_exist || is_over);
    if (action->op == MAPPER_OP_CREATE)
        return is_there ? MAPPER_CONFLICT_EXISTS : MAPPER_CONFLICT_CONDITION;
    if (!is_there && (updates_or_removes || shall_not_create || action->expected_version != 0))
        return MAPPER_CONFLICT_MISSING;
    if (action->expected_version != 0 && action->expected_version != version)
        return MAPPER_CONFLICT_VERSION;
    return MAPPER_CONFLICT_CONDITION;
}

/* A verb that may create an item is not told that there is none, but that it has not the version. */
static lamina_status status_of(const mapper__action *action, uint32_t reason)
{
    bool may_create = action->op == MAPPER_OP_PUT || action->op == MAPPER__OP_UPSERT;
    if (reason == MAPPER_CONFLICT_EXISTS)
        return LAMINA_E_CONFLICT;
    if (reason != MAPPER_CONFLICT_MISSING || (may_create && action->expected_version != 0))
        return LAMINA_E_PRECONDITION;
    return LAMINA_E_NOT_FOUND;
}

/* To verbs that need an item it is missing; to those that make one its key is taken. */
static lamina_status foreign_status(const mapper__action *action)
{
    switch (action->op) {
    case MAPPER_OP_CREATE:
    case MAPPER_OP_PUT:
    case MAPPER__OP_UPSERT: return LAMINA_E_CONFLICT;
    case MAPPER_OP_CHECK: return LAMINA_E_PRECONDITION;
    default: return LAMINA_E_NOT_FOUND;
    }
}

static int64_t version_of(const mapper_model *model, const void *item)
{
    return item == NULL || !mapper__has_field(model->version_field)
               ? 0
               : mapper__int64_of(model, model->version_field, item);
}

lamina_status mapper__action_verdict(const mapper__action *action, lamina_context *context,
                                     const lamina_json *stored, mapper_conflict *conflict)
{
    const mapper_model *model = action->model;
    if (lamina_json_type(stored) != LAMINA_JSON_OBJECT)
        stored = NULL;
    bool is_over = stored != NULL && mapper__is_expired(context, model, stored);
    bool is_there = stored != NULL && !is_over;
    bool is_foreign = is_there && !mapper__model_owns(model, stored);
    void *current = is_there && !is_foreign ? decode(action, context, stored) : NULL;
    if (action->current != NULL && current != NULL)
        memcpy(action->current, current, model->record->struct_size);
    if (is_foreign)
        mapper__stored_tell_foreign(context, model, foreign_status(action));
    int64_t version = version_of(model, current);
    uint32_t reason =
        is_foreign ? MAPPER_CONFLICT_FOREIGN : reason_of(action, is_there, is_over, version);
    *conflict = mapper__conflict_of(
        action, context, reason, is_foreign ? foreign_status(action) : status_of(action, reason));
    conflict->current = current;
    conflict->current_version = version;
    return conflict->status;
}
