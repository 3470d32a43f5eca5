/* The verbs that write one item. */
#include "mapper/conflict.h"
#include "mapper/item.h"

/* The operation that carries out a verb. */
static const char *const operations[] = {
    [MAPPER_OP_CREATE] = "PutItem",     [MAPPER_OP_PUT] = "PutItem",
    [MAPPER_OP_PATCH] = "UpdateItem",   [MAPPER_OP_REMOVE] = "DeleteItem",
    [MAPPER__OP_UPSERT] = "UpdateItem", [MAPPER__OP_SAVE] = "UpdateItem",
    [MAPPER__OP_CLEAR] = "DeleteItem",
};

/* How often an upsert that met others is tried again. */
#define UPSERT_CAP 4

static lamina_status refuse(const mapper__action *action, lamina_context *context,
                            const dynamodb_error *error)
{
    mapper_conflict conflict;
    mapper__action_verdict(action, context, lamina_json_member(error->body, "Item"), &conflict);
    mapper__conflict_copy(action->conflict, &conflict);
    return mapper__conflict_cause(context, &conflict);
}

/* The service did not take it, whatever the conditions. */
static void tell_conflict(const mapper__action *action, lamina_context *context,
                          const dynamodb_error *error)
{
    bool is_unfit = error->kind == DYNAMODB_ERROR_VALIDATION;
    const mapper_conflict conflict = mapper__conflict_of(
        action, context, is_unfit ? MAPPER_CONFLICT_UNFIT : MAPPER_CONFLICT_CONTENTION,
        LAMINA_E_CONFLICT);
    mapper__conflict_copy(action->conflict, &conflict);
}

static lamina_status send(mapper__action *action, lamina_context *context, mapper__reply *reply)
{
    mapper__request request;
    mapper__request_begin(&request, context, action->table);
    lamina_status status = mapper__action_write(action, &request);
    if (status != LAMINA_OK)
        return status;
    if (mapper__action_updates(action->op))
        lamina_json_write_member_string(&request.json, "ReturnValues", LAMINA_STR("ALL_NEW"));
    /* Repeated after it has happened, a conditional write meets its own result and seems to fail. */
    uint32_t repeat = action->is_repeatable ? DYNAMODB_REPEAT_SAFE : DYNAMODB_REPEAT_UNSAFE;
    status = mapper__request_send(&request, operations[action->op], repeat, reply);
    if (status == LAMINA_E_CONFLICT)
        tell_conflict(action, context, &reply->error);
    if (status == LAMINA_E_CONFLICT && action->op == MAPPER_OP_CREATE)
        return LAMINA_E_UNAVAILABLE; /* a transaction of others; a conflict would mean that it exists */
    return status == LAMINA_E_PRECONDITION ? refuse(action, context, &reply->error) : status;
}

lamina_status mapper__action_carry_out(mapper__action *action, lamina_context *context)
{
    mapper__reply reply;
    lamina_status status = send(action, context, &reply);
    if (status != LAMINA_OK) {
        mapper__action_revert(action);
        return status;
    }
    if (!mapper__action_updates(action->op))
        return LAMINA_OK;
    return mapper__item_read(context, action->model, lamina_json_member(reply.answer, "Attributes"),
                             0, action->item);
}

static lamina_status write(lamina_context *context, uint32_t op, const mapper_model *model,
                           void *item, const mapper_write *options)
{
    mapper__action action;
    lamina_status status = mapper__action_prepare(&action, context, op, model, item, options);
    return status == LAMINA_OK ? mapper__action_carry_out(&action, context) : status;
}

lamina_status mapper_create(lamina_context *context, const mapper_model *model, void *item,
                            const mapper_write *options)
{
    return write(context, MAPPER_OP_CREATE, model, item, options);
}

lamina_status mapper_put(lamina_context *context, const mapper_model *model, void *item,
                         const mapper_write *options)
{
    return write(context, MAPPER_OP_PUT, model, item, options);
}

lamina_status mapper_patch(lamina_context *context, const mapper_model *model, void *item,
                           const mapper_write *options)
{
    return write(context, MAPPER_OP_PATCH, model, item, options);
}

lamina_status mapper_remove(lamina_context *context, const mapper_model *model, const void *key,
                            const mapper_write *options)
{
    return write(context, MAPPER_OP_REMOVE, model, (void *)key,
                 options); /* a remove stamps nothing */
}

/* ---- upsert ---- */

/* LAMINA_E_NOT_FOUND: create it; what is there, if anything, counts as missing. */
static lamina_status upsert_existing(lamina_context *context, const mapper_model *model, void *item,
                                     const mapper_write *options)
{
    mapper__action action;
    lamina_status status = mapper__action_prepare_upsert(&action, context, model, item, options);
    return status == LAMINA_OK ? mapper__action_carry_out(&action, context) : status;
}

lamina_status mapper_upsert(lamina_context *context, const mapper_model *model, void *item,
                            const mapper_write *options)
{
    lamina_status status = LAMINA_E_ARGUMENT;
    for (int i = 0; i < UPSERT_CAP; i++) {
        status = upsert_existing(context, model, item, options);
        if (status != LAMINA_E_NOT_FOUND)
            return status;
        status = mapper_create(context, model, item, options);
        if (status != LAMINA_E_CONFLICT)
            return status;
    }
    return status;
}

/* ---- clear ---- */

lamina_status mapper__action_clear(lamina_context *context, const mapper_model *model,
                                   const void *key)
{
    mapper__action action;
    lamina_status status =
        mapper__action_prepare(&action, context, MAPPER_OP_REMOVE, model, (void *)key, NULL);
    if (status != LAMINA_OK)
        return status;
    action.op = MAPPER__OP_CLEAR;
    action.expected_version = 0; /* whatever it is at */
    return mapper__action_carry_out(&action, context);
}

/* ---- save ---- */

lamina_status mapper_save(lamina_context *context, const mapper_snapshot *loaded, void *item,
                          const mapper_write *options)
{
    mapper__action action;
    bool is_changed = false;
    lamina_status status =
        mapper__action_prepare_save(&action, context, loaded, item, options, &is_changed);
    return status == LAMINA_OK && is_changed ? mapper__action_carry_out(&action, context) : status;
}
