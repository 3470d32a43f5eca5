/* What is asked of a query beyond its keys: fields and filters that are there to be read, segments. */
#include "lamina/text.h"
#include "mapper/model.h"
#include "mapper/query_plan.h"
#include "mapper/unknown.h"

/* API Reference, "Scan", TotalSegments. */
#define SEGMENT_CAP 1000000u

/* May an attribute of that name be in what is read? An index that does not hold all has fields alone. */
static bool is_held(const mapper__query_plan *plan, lamina_str name)
{
    if (plan->index == NULL || plan->index->projection == MAPPER_PROJECT_ALL)
        return true;
    uint32_t number = mapper__field_named(plan->model->record, name);
    return number < plan->model->record->field_count &&
           mapper__index_holds(plan->model, plan->index, number);
}

/* The first name in the condition that cannot be there; empty: all can. As deep as the condition. */
static lamina_str name_not_held(const mapper__query_plan *plan, const mapper_condition *condition)
{
    lamina_str none = {NULL, 0};
    if (condition->path.count > 0)
        return is_held(plan, condition->path.steps[0].name) ? none : condition->path.steps[0].name;
    lamina_str name = condition->a == NULL ? none : name_not_held(plan, condition->a);
    if (name.len > 0 || condition->b == NULL)
        return name;
    return name_not_held(plan, condition->b);
}

static lamina_status check_filter(const mapper__query_plan *plan, lamina_context *context)
{
    if (plan->query->filter == NULL)
        return LAMINA_OK;
    lamina_str name = name_not_held(plan, plan->query->filter);
    if (name.len == 0)
        return LAMINA_OK;
    return mapper__query_plan_refuse(plan, context, "the filter names what the index does not hold",
                                     name.ptr);
}

static lamina_status check_fields(const mapper__query_plan *plan, lamina_context *context)
{
    const mapper_query *query = plan->query;
    if (query->fields == NULL && query->field_count == 0)
        return LAMINA_OK;
    if (query->fields == NULL || query->field_count == 0)
        return mapper__query_plan_refuse(plan, context, "its fields are none", NULL);
    if (plan->model_count > 0)
        return mapper__query_plan_refuse(plan, context, "fields of several models", NULL);
    for (uint32_t i = 0; i < query->field_count; i++) {
        if (query->fields[i] >= plan->model->record->field_count)
            return mapper__query_plan_refuse(plan, context, "a field that there is not", NULL);
        const lamina_field *field = mapper__field(plan->model, query->fields[i]);
        if (!mapper__index_holds(plan->model, plan->index, query->fields[i]))
            return mapper__query_plan_refuse(plan, context, "the index does not hold a field",
                                             field->name);
    }
    return LAMINA_OK;
}

static lamina_status check_segment(const mapper__query_plan *plan, lamina_context *context)
{
    const mapper_query *query = plan->query;
    if (query->segment == 0 && query->segment_count == 0)
        return LAMINA_OK;
    if (!plan->is_scan)
        return mapper__query_plan_refuse(plan, context, "only a scan has segments", NULL);
    if (query->segment >= query->segment_count || query->segment_count > SEGMENT_CAP)
        return mapper__query_plan_refuse(plan, context, "there is no such segment", NULL);
    return LAMINA_OK;
}

lamina_status mapper__query_plan_check(const mapper__query_plan *plan, lamina_context *context)
{
    lamina_status status = check_filter(plan, context);
    if (status == LAMINA_OK)
        status = check_fields(plan, context);
    return status == LAMINA_OK ? check_segment(plan, context) : status;
}
