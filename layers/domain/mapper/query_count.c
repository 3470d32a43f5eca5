/* Counting the items of a query or a scan. */
#include "lamina/problem.h"
#include "mapper/query_walk.h"

/* The service counts; it is asked page after page, for each of its pages ends after 1 MB too. */
static lamina_status count_by_service(mapper__walk *walk, uint64_t *count)
{
    lamina_status status = LAMINA_OK;
    while (status == LAMINA_OK && mapper__walk_may_read(walk))
        status = mapper__walk_read(walk, 0);
    *count = walk->counted;
    return status;
}

/* The service cannot tell the model's items from others: their keys are read and looked at. */
static lamina_status count_by_key(mapper__walk *walk, uint64_t *count)
{
    const mapper_model *model = NULL;
    const lamina_json *item = NULL;
    for (;;) {
        lamina_status status = mapper__walk_next(walk, 0, &model, &item);
        if (status != LAMINA_OK || item == NULL)
            return status;
        ++*count;
    }
}

static lamina_status count_all(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_count *count, uint32_t kind)
{
    if (count->size < sizeof *count)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "the size of a count was not set");
    *count = (mapper_count){.size = count->size};
    mapper__query_plan plan;
    mapper__walk walk;
    lamina_status status = mapper__query_plan_make(&plan, context, model, query, kind);
    if (status != LAMINA_OK)
        return status;
    plan.is_count = true;
    status = mapper__walk_begin(&walk, context, &plan);
    if (status != LAMINA_OK)
        return status;
    uint64_t found = 0;
    status = plan.may_meet_others ? count_by_key(&walk, &found) : count_by_service(&walk, &found);
    if (status != LAMINA_OK)
        return status;
    count->count = found;
    count->evaluated = walk.evaluated;
    count->requests = walk.requests;
    return mapper__walk_is_over(&walk) ? LAMINA_OK : mapper__walk_cursor(&walk, &count->cursor);
}

lamina_status mapper_query_count(lamina_context *context, const mapper_model *model,
                                 const mapper_query *query, mapper_count *count)
{
    return count_all(context, model, query, count, MAPPER__QUERY);
}

lamina_status mapper_scan_count(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, mapper_count *count)
{
    return count_all(context, model, query, count, MAPPER__SCAN);
}
