/* Several writes, all or none of them. */
#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/cancellation.h"
#include "mapper/conflict.h"
#include "mapper/item.h"
#include "mapper/key_map.h"
#include "mapper/model.h"
#include "mapper/refusal.h"
#include "mapper/stored.h"
#include "mapper/transaction_token.h"

/* API Reference, TransactWriteItems: the items together. */
#define TRANSACTION_BYTES_CAP (4u << 20)

/* The member of TransactItems that carries out a verb. */
static const char *const members[] = {
    [MAPPER_OP_CREATE] = "Put",           [MAPPER_OP_PUT] = "Put",
    [MAPPER_OP_PATCH] = "Update",         [MAPPER_OP_REMOVE] = "Delete",
    [MAPPER_OP_CHECK] = "ConditionCheck", [MAPPER_OP_UPSERT] = "Update",
};

/* ---- preparing ---- */

static void revert(const mapper__action *actions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mapper__action_revert(&actions[i]);
}

/* Action i of a caller who may have known a longer or a shorter mapper_action. */
static const mapper_action *asked_at(const mapper_action *asked, size_t i)
{
    size_t size = asked->size != 0 ? asked->size : sizeof *asked;
    return (const mapper_action *)(const void *)((const char *)asked + i * size);
}

static const mapper_edits *edits_of(const mapper_action *asked)
{
    return asked->size == 0 || LAMINA_HAS(asked, edits) ? asked->edits : NULL;
}

static lamina_status prepare_one(lamina_context *context, const mapper_action *asked,
                                 mapper__action *action)
{
    const mapper_edits *edits = edits_of(asked);
    if (asked->op == MAPPER_OP_UPDATE)
        return mapper__action_prepare_edits(action, context, asked->model, asked->item, edits,
                                            &asked->options);
    if (edits != NULL)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "edits for another verb than update");
    lamina_status status = mapper__action_prepare(action, context, asked->op, asked->model,
                                                  asked->item, &asked->options);
    if (status != LAMINA_OK || !action->must_exist)
        return status;
    /* Alone, such an upsert is two requests: one for an item that is there, one for a new one. */
    mapper__action_revert(action);
    return LAMINA_E_UNSUPPORTED;
}

static lamina_status prepare(lamina_context *context, const mapper_action *asked, size_t count,
                             mapper__action *actions)
{
    for (size_t i = 0; i < count; i++) {
        lamina_status status = prepare_one(context, asked_at(asked, i), &actions[i]);
        if (status == LAMINA_OK)
            continue;
        revert(actions, i);
        return lamina_cause(context, status, "action %zu of the transaction was refused", i);
    }
    return LAMINA_OK;
}

static lamina_status check_distinct(lamina_context *context, const mapper__action *actions,
                                    size_t count)
{
    mapper__key_map map = {.slots = NULL};
    for (size_t i = 0; i < count; i++) {
        lamina_str member, identity;
        lamina_status status = mapper__key_describe(context, actions[i].table, actions[i].model,
                                                    actions[i].item, &member, &identity);
        if (status != LAMINA_OK)
            return status;
        size_t same = mapper__key_map_find(&map, identity);
        if (same != MAPPER__NO_ENTRY)
            return lamina_cause(context, LAMINA_E_ARGUMENT,
                                "actions %zu and %zu of the transaction are on one item", same, i);
        status = mapper__key_map_add(&map, context, identity, i);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

/* ---- sending ---- */

static lamina_status write_action(mapper__action *action, mapper__request *request)
{
    mapper__placeholders_init(&request->placeholders, request->context->arena);
    lamina_json_write_object(&request->json);
    lamina_json_write_name(&request->json, lamina_str_from(members[action->op]));
    lamina_json_write_object(&request->json);
    lamina_json_write_member_string(&request->json, "TableName", action->table);
    lamina_status status = mapper__action_write(action, request);
    lamina_json_write_object_end(&request->json);
    lamina_json_write_object_end(&request->json);
    return status;
}

/* In the service's arithmetic; written once more, for this is hardly ever asked. */
static lamina_status add_size(lamina_context *context, const mapper__action *action, size_t *size)
{
    lamina_text text;
    lamina_text_init(&text, TRANSACTION_BYTES_CAP);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &text);
    const lamina_json *item = NULL;
    lamina_status status = mapper__stored_write(context, action->model, action->item, &writer);
    if (status == LAMINA_OK)
        status = lamina_json_read(context->arena, lamina_text_view(&text), LAMINA_JSON_DEPTH_MAX,
                                  &item, NULL);
    *size += mapper__item_size(item);
    lamina_text_clear(&text);
    return status;
}

/* json_len: of all actions, which are never shorter than what they put is big. */
static lamina_status check_size(lamina_context *context, const mapper__action *actions,
                                size_t count, size_t json_len)
{
    size_t size = 0;
    lamina_status status = LAMINA_OK;
    if (json_len <= TRANSACTION_BYTES_CAP)
        return LAMINA_OK;
    for (size_t i = 0; i < count && status == LAMINA_OK; i++)
        if (actions[i].op == MAPPER_OP_CREATE || actions[i].op == MAPPER_OP_PUT)
            status = add_size(context, &actions[i], &size);
    if (status != LAMINA_OK || size <= TRANSACTION_BYTES_CAP)
        return status;
    return lamina_cause(context, LAMINA_E_LIMIT,
                        "the items of the transaction are %zu bytes large; 4 MB are allowed", size);
}

static lamina_status write_token(mapper__request *request)
{
    char token[MAPPER__TOKEN_LEN + 1];
    lamina_status status =
        mapper__transaction_token(request->context, lamina_text_view(request->json.text), token);
    if (status == LAMINA_OK)
        lamina_json_write_member_string(&request->json, "ClientRequestToken",
                                        lamina_str_from(token));
    return status;
}

static lamina_status send(lamina_context *context, mapper__action *actions, size_t count,
                          mapper__reply *reply)
{
    mapper__request request;
    mapper__request_begin(&request, context, (lamina_str){NULL, 0});
    lamina_json_write_name(&request.json, LAMINA_STR("TransactItems"));
    lamina_json_write_array(&request.json);
    lamina_status status = LAMINA_OK;
    for (size_t i = 0; i < count && status == LAMINA_OK; i++)
        status = write_action(&actions[i], &request);
    lamina_json_write_array_end(&request.json);
    if (status == LAMINA_OK)
        status = check_size(context, actions, count, request.json.text->len);
    if (status == LAMINA_OK)
        status = write_token(&request);
    *reply = (mapper__reply){.answer = NULL};
    if (status != LAMINA_OK)
        return status;
    return mapper__request_send(&request, "TransactWriteItems", DYNAMODB_REPEAT_SAFE, reply);
}

/* ---- judging ---- */

/* A condition that failed: what it met is known. */
static void judge_condition(lamina_context *context, const mapper__action *action, uint32_t number,
                            const lamina_json *reason, mapper_conflict *one)
{
    mapper__action_verdict(action, context, lamina_json_member(reason, "Item"), one);
    one->action = number;
    mapper__conflict_copy(action->conflict, one);
    mapper__conflict_cause(context, one);
}

/* Anything else: *one gets it when the action itself is to blame. */
static lamina_status judge_other(lamina_context *context, const mapper__action *action,
                                 uint32_t number, const lamina_json *reason, mapper_conflict *one)
{
    lamina_str code = lamina_json_member_string(reason, "Code");
    lamina_status status = mapper__cancellation_status(code);
    lamina_status by_stored = LAMINA_OK;
    if (lamina_str_is(code, "ValidationError"))
        by_stored =
            mapper__refusal_by_stored(context, lamina_json_member_string(reason, "Message"));
    if (by_stored == LAMINA_E_CONFLICT) {
        *one = mapper__conflict_of(action, context, MAPPER_CONFLICT_UNFIT, by_stored);
        one->action = number;
        mapper__conflict_copy(action->conflict, one);
        return mapper__conflict_cause(context, one);
    }
    return lamina_cause(context, by_stored != LAMINA_OK ? by_stored : status,
                        "action %u of the transaction: %.*s", number, LAMINA_FMT(code));
}

/* Reasons stand in the order of the actions. All failed conditions are read, for the callers that asked
   for the current items; the first one speaks for the whole, and any of them before other reasons. */
static lamina_status judge(lamina_context *context, const mapper__action *actions, size_t count,
                           const lamina_json *reasons, mapper_conflict *conflict)
{
    lamina_status otherwise = LAMINA_OK;
    mapper_conflict other = *conflict;
    const lamina_json *reason = lamina_json_first(reasons);
    for (uint32_t i = 0; i < count && reason != NULL; i++, reason = lamina_json_next(reason)) {
        lamina_str code = lamina_json_member_string(reason, "Code");
        mapper_conflict one = *conflict;
        if (lamina_str_is(code, "ConditionalCheckFailed")) {
            judge_condition(context, &actions[i], i, reason, &one);
            if (conflict->reason == MAPPER_CONFLICT_NONE)
                *conflict = one;
        } else if (otherwise == LAMINA_OK && code.len > 0 && !lamina_str_is(code, "None")) {
            otherwise = judge_other(context, &actions[i], i, reason, &other);
        }
    }
    if (conflict->reason != MAPPER_CONFLICT_NONE)
        return conflict->status;
    *conflict = other;
    if (otherwise == LAMINA_E_CONFLICT && other.reason == MAPPER_CONFLICT_NONE)
        conflict->reason = MAPPER_CONFLICT_CONTENTION;
    return conflict->status = otherwise != LAMINA_OK ? otherwise : LAMINA_E_UPSTREAM;
}

static lamina_status transact(lamina_context *context, const mapper_action *asked, size_t count,
                              mapper__action *actions, mapper_conflict *conflict)
{
    lamina_status status = prepare(context, asked, count, actions);
    if (status != LAMINA_OK)
        return status;
    uint32_t round = 0;
    mapper__reply reply = {.answer = NULL};
    status = check_distinct(context, actions, count);
    if (status == LAMINA_OK) {
        do
            status = send(context, actions, count, &reply);
        while (status != LAMINA_OK && mapper__cancellation_wait(context, &reply.error, &round));
    }
    if (status == LAMINA_OK) {
        mapper__transaction_done(context);
        return LAMINA_OK;
    }
    revert(actions, count);
    if (reply.error.kind == DYNAMODB_ERROR_TRANSACTION_CANCELED)
        return judge(context, actions, count, mapper__cancellation_reasons(&reply.error), conflict);
    if (reply.error.kind == DYNAMODB_ERROR_VALIDATION && status == LAMINA_E_CONFLICT) {
        conflict->reason = MAPPER_CONFLICT_UNFIT; /* DynamoDB Local does not say of which action */
        conflict->status = status;
    }
    return status;
}

lamina_status mapper_transact(lamina_context *context, mapper_action *actions, size_t count,
                              mapper_conflict *conflict)
{
    mapper_conflict found = {.size = sizeof found, .action = MAPPER_NO_ACTION};
    mapper__conflict_copy(conflict, &found);
    if (count == 0)
        return LAMINA_OK;
    if (actions == NULL || count > MAPPER_TRANSACTION_CAP)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a transaction of %zu actions", count);
    mapper__action *prepared = lamina_arena_array(context->arena, count, sizeof *prepared);
    if (prepared == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = transact(context, actions, count, prepared, &found);
    mapper__conflict_copy(conflict, &found);
    return status;
}
