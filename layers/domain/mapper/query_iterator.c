/* Walks for callers, item by item. */
#include "lamina/problem.h"
#include "mapper/query_walk.h"

/* What one request reads, unless the query says so: a page's worth. */
#define DEFAULT_READ 100u

struct mapper_iterator {
    mapper__query_plan plan;
    mapper__walk walk;
    uint64_t handed_out;
};

static lamina_status begin(lamina_context *context, const mapper_model *model,
                           const mapper_query *query, mapper_iterator **iterator, uint32_t kind)
{
    *iterator = NULL;
    mapper_iterator *made = lamina_alloc(context, sizeof *made);
    if (made == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = mapper__query_plan_make(&made->plan, context, model, query, kind);
    if (status == LAMINA_OK)
        status = mapper__walk_begin(&made->walk, context, &made->plan);
    if (status == LAMINA_OK)
        *iterator = made;
    return status;
}

lamina_status mapper_query_each(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, mapper_iterator **iterator)
{
    return begin(context, model, query, iterator, MAPPER__QUERY);
}

lamina_status mapper_scan_each(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_iterator **iterator)
{
    return begin(context, model, query, iterator, MAPPER__SCAN);
}

/* How many items the next request is to bring; 0: the walk has handed out all that it may. */
static size_t items_wanted(const mapper_iterator *iterator)
{
    const mapper_query *query = iterator->plan.query;
    size_t read = query->page_size == 0 ? DEFAULT_READ : query->page_size;
    if (query->limit == 0)
        return read;
    uint64_t left = query->limit - iterator->handed_out;
    return left < read ? (size_t)left : read;
}

lamina_status mapper_iterator_next(mapper_iterator *iterator, void **item)
{
    *item = NULL;
    mapper__walk *walk = &iterator->walk;
    size_t wanted = items_wanted(iterator);
    if (wanted == 0)
        return LAMINA_OK;
    const mapper_model *model = NULL;
    const lamina_json *found = NULL;
    lamina_status status = mapper__walk_next(walk, wanted, &model, &found);
    if (status != LAMINA_OK || found == NULL)
        return status;
    void *out = lamina_alloc(walk->context, model->record->struct_size);
    status = out == NULL ? LAMINA_E_LIMIT : mapper__walk_decode(walk, model, found, out);
    if (status != LAMINA_OK)
        return status;
    iterator->handed_out++;
    *item = out;
    return LAMINA_OK;
}

bool mapper_iterator_has_ended(const mapper_iterator *iterator)
{
    return mapper__walk_is_over(&iterator->walk);
}

lamina_status mapper_iterator_cursor(mapper_iterator *iterator, lamina_str *cursor)
{
    return mapper__walk_cursor(&iterator->walk, cursor);
}
