/*
 * Checks of partners as actions of transactions: see partner_check.h.
 */
#include "repositories/partner_check.h"

#include "domain/models/partner.h"

static lamina_status check(lamina_context *context, lamina_str partner_id,
                           const mapper_condition *condition, mapper_action *action)
{
    partner *key = partner_new(context);
    if (key == NULL)
        return LAMINA_E_LIMIT;
    key->partner_id = partner_id;
    *action = (mapper_action){.size = sizeof(mapper_action),
                              .op = MAPPER_OP_CHECK,
                              .model = &partner_model,
                              .item = key,
                              .options = {.size = sizeof(mapper_write), .condition = condition}};
    return LAMINA_OK;
}

lamina_status domain__partner_exists(lamina_context *context, lamina_str partner_id,
                                     mapper_action *action)
{
    return check(context, partner_id, mapper_exists(context, "partnerId"), action);
}

lamina_status domain__partner_is_not_suspended(lamina_context *context, lamina_str partner_id,
                                               mapper_action *action)
{
    /* Of an item that is not there, every "not equal" holds. */
    dynamodb_value suspended = dynamodb_text(LAMINA_STR(PARTNER_STATUS_SUSPENDED));
    const mapper_condition *condition = mapper_and(context, mapper_exists(context, "partnerId"),
                                                   mapper_not_equals(context, "status", suspended));
    return check(context, partner_id, condition, action);
}
