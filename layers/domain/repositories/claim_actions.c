/*
 * Claims as actions of transactions: see claim_actions.h.
 */
#include "repositories/claim_actions.h"

mapper_action domain__claim_take(const mapper_model *model, claim *taken, claim *holder)
{
    return (mapper_action){.size = sizeof(mapper_action),
                           .op = MAPPER_OP_CREATE,
                           .model = model,
                           .item = taken,
                           .options = {.size = sizeof(mapper_write), .current = holder}};
}

mapper_action domain__claim_drop(lamina_context *context, const mapper_model *model, claim *dropped)
{
    const mapper_condition *is_ours =
        mapper_equals(context, CLAIM_OWNER_NAME, dynamodb_text(dropped->owner));
    return (mapper_action){.size = sizeof(mapper_action),
                           .op = MAPPER_OP_REMOVE,
                           .model = model,
                           .item = dropped,
                           .options = {.size = sizeof(mapper_write), .condition = is_ours}};
}
