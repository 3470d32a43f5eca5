/* What a query asks, checked: see query_plan.h. */
#include "mapper/query_plan.h"

#include <string.h>

#include "lamina/problem.h"
#include "mapper/encryption.h"
#include "mapper/key.h"
#include "mapper/model.h"

lamina_status mapper__query_plan_refuse(const mapper__query_plan *plan, lamina_context *context,
                                        const char *reason, const char *detail)
{
    return lamina_cause(context, LAMINA_E_ARGUMENT, "%s of model %s: %s%s%s",
                        plan->is_scan ? "scan" : "query", plan->model->name, reason,
                        detail == NULL ? "" : ": ", detail == NULL ? "" : detail);
}

static lamina_status refuse(const mapper__query_plan *plan, lamina_context *context,
                            const char *reason)
{
    return mapper__query_plan_refuse(plan, context, reason, NULL);
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
        return mapper__query_plan_refuse(plan, context, "it has no index of that name",
                                         plan->query->index);
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

static bool is_key_value(const mapper__query_plan *plan, uint32_t field,
                         const dynamodb_value *value, size_t cap)
{
    return value->type == value_type(plan->model, field) && value->text.len > 0 &&
           value->text.len <= cap;
}

/* One comparison on the range field itself: all that the service takes in a key condition. */
static bool is_range_condition(const mapper__query_plan *plan, const mapper_condition *condition)
{
    if (plan->range_field == MAPPER_NO_FIELD || condition->is_of_size ||
        condition->kind == MAPPER__NOT_EQUALS || condition->kind == MAPPER__IN ||
        (condition->kind > MAPPER__BETWEEN && condition->kind != MAPPER__BEGINS_WITH))
        return false;
    for (size_t i = 0; i < condition->value_count; i++)
        if (!is_key_value(plan, plan->range_field, &condition->values[i], MAPPER__RANGE_CAP))
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
    if (plan->query->hash.type != 0)
        return refuse(plan, context, "it has no hash value: ask by a query");
    if (plan->query->range != NULL)
        return refuse(plan, context, "it has no range; a filter can say it");
    if (plan->query->descending != 0)
        return refuse(plan, context, "it has no order");
    return LAMINA_OK;
}

static lamina_status check_query(const mapper__query_plan *plan, lamina_context *context)
{
    const mapper_query *query = plan->query;
    const char *hash = mapper__field(plan->model, plan->hash_field)->name;
    if (query->hash.type == 0)
        return mapper__query_plan_refuse(plan, context, "it needs a value of the hash field", hash);
    if (query->hash.type != value_type(plan->model, plan->hash_field))
        return mapper__query_plan_refuse(
            plan, context, "the hash value is not of the type of the hash field", hash);
    if (!is_key_value(plan, plan->hash_field, &query->hash, MAPPER__HASH_CAP))
        return mapper__query_plan_refuse(plan, context, "the hash value is empty or too long",
                                         hash);
    if (query->range != NULL && !is_range_condition(plan, query->range))
        return refuse(plan, context, "range must be one comparison of the range field");
    if (query->filter != NULL && names_key(plan, query->filter))
        return refuse(plan, context, "a filter cannot name the key that is queried");
    return LAMINA_OK;
}

static lamina_status check_conditions(const mapper__query_plan *plan, lamina_context *context)
{
    const mapper_condition *conditions[] = {plan->query->range, plan->query->filter};
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++) {
        if (conditions[i] != NULL && conditions[i]->status != LAMINA_OK)
            return lamina_cause(context, conditions[i]->status,
                                "model %s: a condition could not be built", plan->model->name);
        lamina_status status =
            mapper__condition_spares_encrypted(context, plan->model, conditions[i]);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

static lamina_status make(mapper__query_plan *plan, lamina_context *context)
{
    const mapper_query *query = plan->query;
    if (query->size < sizeof *query)
        return refuse(plan, context, "its size was not set");
    plan->table = mapper_table_name(plan->model);
    plan->now_s = lamina_now_us(context) / 1000000;
    lamina_status status = check_conditions(plan, context);
    if (status == LAMINA_OK)
        status = choose_index(plan, context);
    if (status == LAMINA_OK)
        status = plan->is_scan ? check_scan(plan, context) : check_query(plan, context);
    if (status == LAMINA_OK)
        status = mapper__query_plan_check(plan, context);
    return status == LAMINA_OK ? mapper__query_plan_narrow(plan, context) : status;
}

lamina_status mapper__query_plan_make(mapper__query_plan *plan, lamina_context *context,
                                      const mapper_model *model, const mapper_query *query,
                                      uint32_t kind)
{
    lamina_status status = mapper__model_use(context, model);
    if (status != LAMINA_OK)
        return status;
    *plan = (mapper__query_plan){.model = model, .query = query, .is_scan = kind == MAPPER__SCAN};
    return make(plan, context);
}

/* ---- several models ---- */

static bool is_same_key(const mapper_model *a, uint32_t field_a, const mapper_model *b,
                        uint32_t field_b)
{
    if (field_a == MAPPER_NO_FIELD || field_b == MAPPER_NO_FIELD)
        return field_a == field_b;
    return strcmp(mapper__field(a, field_a)->name, mapper__field(b, field_b)->name) == 0 &&
           value_type(a, field_a) == value_type(b, field_b);
}

static bool has_same_index(const mapper__query_plan *plan, const mapper_model *other)
{
    if (plan->index == NULL)
        return true;
    const mapper_index *index = mapper__index_named(other, plan->index->name);
    return index != NULL &&
           is_same_key(plan->model, plan->index->hash_field, other, index->hash_field) &&
           is_same_key(plan->model, plan->index->range_field, other, index->range_field);
}

static lamina_status check_other(const mapper__query_plan *plan, lamina_context *context,
                                 const mapper_model *other)
{
    const mapper_model *model = plan->model;
    if (!lamina_str_equal(plan->table, mapper_table_name(other)))
        return mapper__query_plan_refuse(plan, context, "this model has another table",
                                         other->name);
    if (!is_same_key(model, model->hash_field, other, other->hash_field) ||
        !is_same_key(model, model->range_field, other, other->range_field))
        return mapper__query_plan_refuse(plan, context, "this model has other keys", other->name);
    if (!has_same_index(plan, other))
        return mapper__query_plan_refuse(plan, context, "this model has no such index",
                                         other->name);
    return LAMINA_OK;
}

lamina_status mapper__query_plan_make_mixed(mapper__query_plan *plan, lamina_context *context,
                                            const mapper_model *const *models, size_t count,
                                            const mapper_query *query, uint32_t kind)
{
    if (models == NULL || count == 0)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a query over no models");
    for (size_t i = 0; i < count; i++) {
        lamina_status status = mapper__model_use(context, models[i]);
        if (status != LAMINA_OK)
            return status;
    }
    *plan = (mapper__query_plan){.model = models[0],
                                 .models = models,
                                 .model_count = count,
                                 .query = query,
                                 .is_scan = kind == MAPPER__SCAN};
    lamina_status status = make(plan, context);
    for (size_t i = 1; i < count && status == LAMINA_OK; i++)
        status = check_other(plan, context, models[i]);
    return status;
}
