/* What a query asks, checked: see query_plan.h. */
#include "mapper/query_plan.h"

#include "lamina/problem.h"
#include "mapper/encryption.h"
#include "mapper/model.h"

static lamina_status refuse(const mapper__query_plan *plan, lamina_context *context,
                            const char *reason)
{
    return lamina_cause(context, LAMINA_E_ARGUMENT, "%s of model %s: %s",
                        plan->is_scan ? "scan" : "query", plan->model->name, reason);
}

static lamina_status choose_index(mapper__query_plan *plan, lamina_context *context)
{
    const mapper_model *model = plan->model;
    plan->hash_field = model->hash_field;
    plan->range_field = model->range_field;
    if (plan->query->index == NULL)
        return LAMINA_OK;
    plan->index = mapper__index_named(model, plan->query->index);
    if (plan->index == NULL)
        return refuse(plan, context, "it has no index of that name");
    if (plan->query->consistent != 0 && plan->index->is_local == 0)
        return refuse(plan, context, "a global index is never read consistently");
    plan->hash_field = plan->index->hash_field;
    plan->range_field = plan->index->range_field;
    return LAMINA_OK;
}

/* The name of a key type as values have it. */
static uint32_t value_type(const mapper_model *model, uint32_t number)
{
    switch (mapper__key_type(mapper__field(model, number)->type)[0]) {
    case 'S': return DYNAMODB_S;
    case 'N': return DYNAMODB_N;
    default: return DYNAMODB_B;
    }
}

/* One comparison on the range field itself: all that the service takes in a key condition. */
static bool is_range_condition(const mapper__query_plan *plan, const mapper_condition *condition)
{
    if (plan->range_field == MAPPER_NO_FIELD || condition->is_of_size ||
        condition->kind == MAPPER__NOT_EQUALS || condition->kind == MAPPER__IN ||
        (condition->kind > MAPPER__BETWEEN && condition->kind != MAPPER__BEGINS_WITH))
        return false;
    for (size_t i = 0; i < condition->value_count; i++)
        if (condition->values[i].type != value_type(plan->model, plan->range_field))
            return false;
    return condition->path.count == 1 &&
           lamina_str_is(condition->path.steps[0].name,
                         mapper__field(plan->model, plan->range_field)->name);
}

static bool names_key(const mapper__query_plan *plan, const mapper_condition *filter)
{
    const mapper_model *model = plan->model;
    return mapper__condition_names(filter, mapper__field(model, plan->hash_field)->name) ||
           (plan->range_field != MAPPER_NO_FIELD &&
            mapper__condition_names(filter, mapper__field(model, plan->range_field)->name));
}

static lamina_status check_scan(const mapper__query_plan *plan, lamina_context *context)
{
    if (plan->query->range != NULL)
        return refuse(plan, context, "it has no range; a filter can say it");
    return LAMINA_OK;
}

static lamina_status check_query(const mapper__query_plan *plan, lamina_context *context)
{
    const mapper_query *query = plan->query;
    if (query->hash.type != value_type(plan->model, plan->hash_field))
        return refuse(plan, context, "the hash value is not of the type of the hash field");
    if (query->range != NULL && !is_range_condition(plan, query->range))
        return refuse(plan, context, "range must be one comparison of the range field");
    if (query->filter != NULL && names_key(plan, query->filter))
        return refuse(plan, context, "a filter cannot name the key that is queried");
    return LAMINA_OK;
}

lamina_status mapper__query_plan_make(mapper__query_plan *plan, lamina_context *context,
                                      const mapper_model *model, const mapper_query *query,
                                      bool is_scan)
{
    lamina_status status = mapper__model_use(context, model);
    if (status != LAMINA_OK)
        return status;
    *plan = (mapper__query_plan){.model = model,
                                 .query = query,
                                 .table = mapper_table_name(model),
                                 .is_scan = is_scan,
                                 .now_s = lamina_now_us(context) / 1000000};
    const mapper_condition *conditions[] = {query->range, query->filter};
    for (size_t i = 0; i < 2; i++)
        if (conditions[i] != NULL && conditions[i]->status != LAMINA_OK)
            return conditions[i]->status;
    for (size_t i = 0; i < 2; i++) {
        status = mapper__condition_spares_encrypted(context, model, conditions[i]);
        if (status != LAMINA_OK)
            return status;
    }
    status = choose_index(plan, context);
    if (status != LAMINA_OK)
        return status;
    return is_scan ? check_scan(plan, context) : check_query(plan, context);
}
