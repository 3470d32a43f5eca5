/*
 * Checks of partners as actions of transactions: see partner_check.h.
 */
#include "repositories/partner_check.h"

#include "domain/models/partner.h"

/* *key is what the action is about. */
static lamina_status key_of(lamina_context *context, lamina_str partner_id, partner **key)
{
    *key = partner_new(context);
    if (*key == NULL)
        return LAMINA_E_LIMIT;
    (*key)->partner_id = partner_id;
    return LAMINA_OK;
}

lamina_status domain__partner_count(lamina_context *context, lamina_str partner_id,
                                    const char *count, int by, mapper_action *action)
{
    partner *key;
    lamina_status status = key_of(context, partner_id, &key);
    if (status != LAMINA_OK)
        return status;
    mapper_edits *edits = mapper_edits_new(context);
    dynamodb_value one = dynamodb_number(LAMINA_STR("1"));
    if (by < 0)
        mapper_edit_decrement(edits, count, one);
    else
        mapper_edit_increment(edits, count, one);
    *action = (mapper_action){.size = sizeof(mapper_action),
                              .op = MAPPER_OP_UPDATE,
                              .model = &partner_model,
                              .item = key,
                              .options = {.size = sizeof(mapper_write)},
                              .edits = edits};
    return LAMINA_OK;
}

lamina_status domain__partner_is_not_suspended(lamina_context *context, lamina_str partner_id,
                                               mapper_action *action)
{
    /* Of an item that is not there, every "not equal" holds. */
    dynamodb_value suspended = dynamodb_text(LAMINA_STR(PARTNER_STATUS_SUSPENDED));
    const mapper_condition *condition = mapper_and(context, mapper_exists(context, "partnerId"),
                                                   mapper_not_equals(context, "status", suspended));
    partner *key;
    lamina_status status = key_of(context, partner_id, &key);
    if (status != LAMINA_OK)
        return status;
    *action = (mapper_action){.size = sizeof(mapper_action),
                              .op = MAPPER_OP_CHECK,
                              .model = &partner_model,
                              .item = key,
                              .options = {.size = sizeof(mapper_write), .condition = condition}};
    return LAMINA_OK;
}
