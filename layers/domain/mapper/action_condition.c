/* The condition under which a write happens: the verb's own, the version's, the caller's. */
#include "mapper/action.h"
#include "mapper/encryption.h"
#include "mapper/model.h"

static void add(mapper__request *request, const char *text)
{
    lamina_text_add(request->expression, lamina_str_from(text));
}

static void add_name(mapper__request *request, const mapper__action *action, uint32_t number)
{
    mapper__name_add(&request->placeholders,
                     lamina_str_from(mapper__field(action->model, number)->name),
                     request->expression);
}

static void add_and(mapper__request *request)
{
    if (request->expression->len > 0)
        add(request, " AND ");
}

/* "#ttl <= :now": true only for an item that has a time to live, and whose is over. */
static void add_is_over(mapper__request *request, const mapper__action *action)
{
    add_name(request, action, action->model->ttl_field);
    add(request, " <= ");
    mapper__number_add(&request->placeholders, lamina_now_us(request->context) / 1000000,
                       request->expression);
}

static void add_must_be_missing(mapper__request *request, const mapper__action *action)
{
    bool ends = mapper__has_field(action->model->ttl_field);
    add(request, ends ? "(attribute_not_exists(" : "attribute_not_exists(");
    add_name(request, action, action->model->hash_field);
    add(request, ")");
    if (!ends)
        return;
    add(request, " OR ");
    add_is_over(request, action);
    add(request, ")");
}

static void add_must_exist(mapper__request *request, const mapper__action *action)
{
    add(request, "attribute_exists(");
    add_name(request, action, action->model->hash_field);
    add(request, ")");
    if (!mapper__has_field(action->model->ttl_field))
        return;
    add(request, " AND (NOT ");
    add_is_over(request, action);
    add(request, ")");
}

static void add_is_ours(mapper__request *request, const mapper_model *model)
{
    mapper__name_add(&request->placeholders, lamina_str_from(model->discriminator_name),
                     request->expression);
    add(request, " = ");
    mapper__text_add(&request->placeholders, model->discriminator_value, request->expression);
}

/* Nothing of another model is ever replaced. */
static void add_is_not_foreign(mapper__request *request, const mapper__action *action)
{
    if (action->model->discriminator_name == NULL)
        return;
    add_and(request);
    add(request, "(attribute_not_exists(");
    add_name(request, action, action->model->hash_field);
    add(request, ") OR ");
    add_is_ours(request, action->model);
    add(request, ")");
}

/* What is past its time would show through what an upsert leaves alone. */
static void add_is_not_over(mapper__request *request, const mapper__action *action)
{
    if (!mapper__has_field(action->model->ttl_field))
        return;
    add_and(request);
    add(request, "(NOT ");
    add_is_over(request, action);
    add(request, ")");
}

/* What the verb itself asks for. */
static void add_condition_of_verb(mapper__request *request, const mapper__action *action)
{
    switch (action->op) {
    case MAPPER_OP_CREATE: add_must_be_missing(request, action); return;
    case MAPPER_OP_PUT: add_is_not_foreign(request, action); return;
    case MAPPER_OP_CHECK: return;
    case MAPPER__OP_CLEAR: add_is_over(request, action); return;
    case MAPPER__OP_UPSERT:
        if (action->must_exist)
            break;
        add_is_not_foreign(request, action);
        add_is_not_over(request, action);
        return;
    default: break;
    }
    add_must_exist(request, action);
    if (action->model->discriminator_name == NULL)
        return;
    add_and(request);
    add_is_ours(request, action->model);
}

/* Is what the write leaves behind something that the write would take again, with the same result? */
static bool is_repeatable(const mapper__action *action)
{
    if (action->op == MAPPER__OP_CLEAR)
        return true;
    if (action->condition != NULL || action->expected_version != 0 || action->edits != NULL)
        return false;
    return action->op == MAPPER_OP_PUT ||
           (action->op == MAPPER__OP_UPSERT && !mapper__has_field(action->model->version_field) &&
            !action->must_exist);
}

lamina_status mapper__action_write_condition(const mapper__action *action, mapper__request *request)
{
    add_condition_of_verb(request, action);
    if (action->expected_version != 0) {
        add_and(request);
        add_name(request, action, action->model->version_field);
        add(request, " = ");
        mapper__number_add(&request->placeholders, action->expected_version, request->expression);
    }
    if (action->condition == NULL)
        return LAMINA_OK;
    lamina_status status =
        mapper__condition_spares_encrypted(request->context, action->model, action->condition);
    if (status != LAMINA_OK)
        return status;
    add_and(request);
    return mapper__condition_write(action->condition, &request->placeholders, request->expression);
}

lamina_status mapper__action_condition(mapper__action *action, mapper__request *request)
{
    lamina_status status = mapper__action_write_condition(action, request);
    action->conditional = request->expression->len > 0;
    action->is_repeatable = is_repeatable(action);
    return status == LAMINA_OK ? mapper__request_expression(request, "ConditionExpression")
                               : status;
}
