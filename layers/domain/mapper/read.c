/* Reading one item. */
#include "lamina/problem.h"
#include "mapper/request.h"
#include "mapper/stored.h"
#include "mapper/validation.h"

lamina_status mapper_get(lamina_context *context, const mapper_model *model, const void *key,
                         const mapper_read *options, void *out)
{
    lamina_status status = mapper__validate_key(context, model, key);
    if (status != LAMINA_OK)
        return status;
    mapper__request request;
    mapper__request_begin(&request, context, mapper_table_name(model));
    status = mapper__request_key(&request, model, key);
    if (status != LAMINA_OK)
        return status;
    if (options != NULL && options->consistent != 0) {
        lamina_json_write_name(&request.json, LAMINA_STR("ConsistentRead"));
        lamina_json_write_boolean(&request.json, true);
    }
    mapper__reply reply;
    status = mapper__request_send(&request, "GetItem", DYNAMODB_REPEAT_SAFE, &reply);
    if (status != LAMINA_OK)
        return status;
    return mapper__stored_read(context, model, lamina_json_member(reply.answer, "Item"), 0, out);
}
