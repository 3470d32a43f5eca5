/*
 * Where models share a table: the service is asked for the model's own items, as far as it can be. Its
 * filters take no field of the key that is queried, so each mark of the model goes where it may stand.
 */
#include <string.h>

#include "mapper/key_template.h"
#include "mapper/model.h"
#include "mapper/query_plan.h"

static mapper__query_mark mark_of(const mapper_model *model, uint32_t field)
{
    mapper__query_mark mark = {.field = MAPPER_NO_FIELD};
    const mapper_key_template *template =
        field == MAPPER_NO_FIELD ? NULL : mapper__key_template_of(model, field);
    if (template == NULL)
        return mark;
    lamina_str fixed = {template->text, strcspn(template->text, "{")};
    if (fixed.len == 0)
        return mark;
    return (mapper__query_mark){
        .field = field, .is_whole = fixed.ptr[fixed.len] == '\0', .value = dynamodb_text(fixed)};
}

static bool carries(const mapper__query_mark *mark, lamina_str key)
{
    return mark->is_whole ? lamina_str_equal(key, mark->value.text)
                          : lamina_str_has_prefix(key, mark->value.text);
}

/* All that lies between texts with one beginning has it too; "less" and its like have an open end, where
   items of others may be. */
static void narrow_range(mapper__query_plan *plan, const mapper__query_mark *mark)
{
    const mapper_condition *range = plan->query->range;
    if (range == NULL) {
        plan->range_mark = *mark;
        return;
    }
    plan->may_meet_others = range->kind != MAPPER__EQUALS && range->kind != MAPPER__BETWEEN &&
                            range->kind != MAPPER__BEGINS_WITH;
    for (size_t i = 0; i < range->value_count; i++)
        if (!carries(mark, range->values[i].text))
            plan->may_meet_others = true;
}

static lamina_status narrow_by(mapper__query_plan *plan, lamina_context *context, uint32_t field,
                               mapper__query_mark *in_filter)
{
    mapper__query_mark mark = mark_of(plan->model, field);
    if (mark.field == MAPPER_NO_FIELD)
        return LAMINA_OK;
    bool is_queried = !plan->is_scan && (field == plan->hash_field || field == plan->range_field);
    if (!is_queried) {
        *in_filter = mark;
        return LAMINA_OK;
    }
    if (field == plan->range_field) {
        narrow_range(plan, &mark);
        return LAMINA_OK;
    }
    if (carries(&mark, plan->query->hash.text))
        return LAMINA_OK;
    return mapper__query_plan_refuse(plan, context, "no key of the model begins as the hash does",
                                     mapper__field(plan->model, field)->name);
}

lamina_status mapper__query_plan_narrow(mapper__query_plan *plan, lamina_context *context)
{
    const mapper_model *model = plan->model;
    plan->range_mark.field = MAPPER_NO_FIELD;
    plan->key_marks[0].field = MAPPER_NO_FIELD;
    plan->key_marks[1].field = MAPPER_NO_FIELD;
    if (plan->model_count > 0)
        return LAMINA_OK;
    plan->has_tag = model->discriminator_name != NULL &&
                    (plan->index == NULL || plan->index->projection == MAPPER_PROJECT_ALL);
    lamina_status status = narrow_by(plan, context, model->hash_field, &plan->key_marks[0]);
    if (status != LAMINA_OK)
        return status;
    return narrow_by(plan, context, model->range_field, &plan->key_marks[1]);
}

bool mapper__query_plan_sifts(const mapper__query_plan *plan)
{
    return plan->query->filter != NULL || plan->model_count > 0 || plan->has_tag ||
           plan->may_meet_others || plan->key_marks[0].field != MAPPER_NO_FIELD ||
           plan->key_marks[1].field != MAPPER_NO_FIELD;
}
