/* Several writes, all or none of them. */
#include "lamina/problem.h"
#include "mapper/action.h"
#include "mapper/item.h"
#include "mapper/model.h"

#define TOKEN_BYTES 16u

/* The member of TransactItems that carries out a verb. */
static const char *const members[] = {
    [MAPPER_OP_CREATE] = "Put",           [MAPPER_OP_PUT] = "Put",
    [MAPPER_OP_PATCH] = "Update",         [MAPPER_OP_REMOVE] = "Delete",
    [MAPPER_OP_CHECK] = "ConditionCheck",
};

/* What the transaction comes to when no condition failed, by the first code that says why. */
typedef struct cancellation {
    const char *code;
    lamina_status status;
} cancellation;

static const cancellation cancellations[] = {
    {"TransactionConflict", LAMINA_E_CONFLICT},
    {"ProvisionedThroughputExceeded", LAMINA_E_THROTTLED},
    {"ThrottlingError", LAMINA_E_THROTTLED},
    {"ItemCollectionSizeLimitExceeded", LAMINA_E_LIMIT},
    {"ValidationError", LAMINA_E_INTERNAL},
};

/* ---- preparing ---- */

static void revert(const mapper__action *actions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mapper__action_revert(&actions[i]);
}

static lamina_status prepare(lamina_context *context, const mapper_action *asked, size_t count,
                             mapper__action *actions)
{
    for (size_t i = 0; i < count; i++) {
        lamina_status status = mapper__action_prepare(
            &actions[i], context, asked[i].op, asked[i].model, asked[i].item, &asked[i].options);
        if (status == LAMINA_OK)
            continue;
        revert(actions, i);
        return lamina_cause(context, status, "action %zu of the transaction was refused", i);
    }
    return LAMINA_OK;
}

/* Table and key as text, by which two actions on one item are found. */
static lamina_status write_identity(const mapper__action *action, lamina_context *context,
                                    lamina_str *identity)
{
    mapper__request request;
    mapper__request_begin(&request, context, action->table);
    lamina_status status = mapper__request_key(&request, action->model, action->item);
    if (status == LAMINA_OK)
        status = lamina_text_status(request.json.text);
    if (status != LAMINA_OK)
        return status;
    *identity = lamina_arena_copy(context->arena, lamina_text_view(request.json.text));
    return identity->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}

static lamina_status check_distinct(lamina_context *context, const mapper__action *actions,
                                    size_t count)
{
    lamina_str identities[MAPPER_TRANSACTION_CAP];
    for (size_t i = 0; i < count; i++) {
        lamina_status status = write_identity(&actions[i], context, &identities[i]);
        if (status != LAMINA_OK)
            return status;
        for (size_t j = 0; j < i; j++)
            if (lamina_str_equal(identities[i], identities[j]))
                return lamina_cause(context, LAMINA_E_ARGUMENT,
                                    "actions %zu and %zu of the transaction are on one item", j, i);
    }
    return LAMINA_OK;
}

/* ---- sending ---- */

/* Random, and not made from the request id: Lambda may run one request again, and its second run
   carries other times, which the service would refuse under the token of the first. */
static lamina_status write_token(mapper__request *request)
{
    char bytes[TOKEN_BYTES];
    lamina_status status = lamina_random(request->context, bytes, sizeof bytes);
    if (status != LAMINA_OK)
        return status;
    lamina_json_write_name(&request->json, LAMINA_STR("ClientRequestToken"));
    lamina_json_write_raw(&request->json, LAMINA_STR("\""));
    lamina_text_add_hex(request->json.text, (lamina_str){bytes, sizeof bytes});
    lamina_text_add_char(request->json.text, '"');
    return LAMINA_OK;
}

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
        status = write_token(&request);
    if (status != LAMINA_OK)
        return status;
    return mapper__request_send(&request, "TransactWriteItems", DYNAMODB_REPEAT_SAFE, reply);
}

/* ---- judging ---- */

static lamina_status status_of(lamina_str code)
{
    for (size_t i = 0; i < sizeof cancellations / sizeof cancellations[0]; i++)
        if (lamina_str_is(code, cancellations[i].code))
            return cancellations[i].status;
    return LAMINA_E_CONFLICT;
}

/* Reasons stand in the order of the actions. All failed conditions are read, for the callers that asked
   for the current items; the first one speaks for the whole. */
static lamina_status judge(lamina_context *context, const mapper__action *actions, size_t count,
                           const lamina_json *reasons, uint32_t *failed)
{
    lamina_status verdict = LAMINA_OK;
    lamina_status otherwise = LAMINA_OK;
    const lamina_json *reason = lamina_json_first(reasons);
    for (size_t i = 0; i < count && reason != NULL; i++, reason = lamina_json_next(reason)) {
        lamina_str code = lamina_json_member_string(reason, "Code");
        if (lamina_str_is(code, "ConditionalCheckFailed")) {
            lamina_status one =
                mapper__action_verdict(&actions[i], context, lamina_json_member(reason, "Item"));
            if (verdict == LAMINA_OK)
                *failed = (uint32_t)i;
            verdict = verdict == LAMINA_OK ? one : verdict;
        } else if (otherwise == LAMINA_OK && code.len > 0 && !lamina_str_is(code, "None")) {
            otherwise = lamina_cause(context, status_of(code),
                                     "action %zu of the transaction: %.*s", i, LAMINA_FMT(code));
        }
    }
    if (verdict != LAMINA_OK)
        return verdict;
    return otherwise != LAMINA_OK ? otherwise : LAMINA_E_UPSTREAM;
}

static lamina_status transact(lamina_context *context, const mapper_action *asked, size_t count,
                              mapper__action *actions, uint32_t *failed)
{
    lamina_status status = prepare(context, asked, count, actions);
    if (status != LAMINA_OK)
        return status;
    mapper__reply reply = {.answer = NULL};
    status = check_distinct(context, actions, count);
    if (status == LAMINA_OK)
        status = send(context, actions, count, &reply);
    if (status == LAMINA_OK)
        return LAMINA_OK;
    revert(actions, count);
    if (reply.error.kind != DYNAMODB_ERROR_TRANSACTION_CANCELED)
        return status;
    return judge(context, actions, count,
                 lamina_json_member(reply.error.body, "CancellationReasons"), failed);
}

lamina_status mapper_transact(lamina_context *context, mapper_action *actions, size_t count,
                              uint32_t *failed)
{
    uint32_t ignored;
    if (failed == NULL)
        failed = &ignored;
    *failed = MAPPER_NO_ACTION;
    if (count == 0)
        return LAMINA_OK;
    if (actions == NULL || count > MAPPER_TRANSACTION_CAP)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a transaction of %zu actions", count);
    mapper__action *prepared = lamina_arena_array(context->arena, count, sizeof *prepared);
    if (prepared == NULL)
        return LAMINA_E_LIMIT;
    return transact(context, actions, count, prepared, failed);
}
