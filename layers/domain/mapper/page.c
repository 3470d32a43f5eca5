/* Pages of a query or a scan, with cursors that clients can keep. */
#include <string.h>

#include "lamina/problem.h"
#include "mapper/model.h"
#include "mapper/query_walk.h"

#define DEFAULT_LIMIT 100u

/* The structs of a page, in one array. */
typedef struct page_items {
    char *items;
    size_t count;
    size_t room;
    size_t limit;
} page_items;

/* The first room is for what the service has just sent. */
static void *take_room(page_items *page, const mapper__walk *walk)
{
    size_t size = walk->plan->model->record->struct_size;
    if (page->count == page->room) {
        size_t wanted = page->room * 2;
        for (const lamina_json *item = walk->last; item != NULL && wanted < page->limit;
             item = lamina_json_next(item))
            wanted++;
        wanted = wanted < page->limit ? wanted : page->limit;
        char *items = lamina_arena_array(walk->context->arena, wanted, size);
        if (items == NULL)
            return NULL;
        if (page->count > 0)
            memcpy(items, page->items, page->count * size);
        page->items = items;
        page->room = wanted;
    }
    return page->items + page->count * size;
}

static lamina_status collect(mapper__walk *walk, page_items *page)
{
    while (page->count < page->limit) {
        const mapper_model *model = NULL;
        const lamina_json *item = NULL;
        lamina_status status = mapper__walk_next(walk, page->limit - page->count, &model, &item);
        if (status != LAMINA_OK || item == NULL)
            return status;
        void *out = take_room(page, walk);
        status = out == NULL ? LAMINA_E_LIMIT : mapper__walk_decode(walk, model, item, out);
        if (status != LAMINA_OK)
            return status;
        page->count++;
    }
    return LAMINA_OK;
}

static lamina_status read_page(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_page *page, uint32_t kind)
{
    if (page->size < sizeof *page)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "the size of a page was not set");
    *page = (mapper_page){.size = page->size};
    mapper__query_plan plan;
    mapper__walk walk;
    page_items found = {.limit = query->limit == 0 ? DEFAULT_LIMIT : query->limit};
    lamina_status status = mapper__query_plan_make(&plan, context, model, query, kind);
    if (status == LAMINA_OK)
        status = mapper__walk_begin(&walk, context, &plan);
    if (status == LAMINA_OK)
        status = collect(&walk, &found);
    if (status != LAMINA_OK)
        return status;
    page->items = found.items;
    page->count = found.count;
    page->evaluated = walk.evaluated;
    page->requests = walk.requests;
    return mapper__walk_is_over(&walk) ? LAMINA_OK : mapper__walk_cursor(&walk, &page->cursor);
}

lamina_status mapper_query_page(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, mapper_page *page)
{
    return read_page(context, model, query, page, MAPPER__QUERY);
}

lamina_status mapper_scan_page(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_page *page)
{
    return read_page(context, model, query, page, MAPPER__SCAN);
}

lamina_status mapper_query_by_access(lamina_context *context, const mapper_model *model,
                                     const char *access, dynamodb_value hash,
                                     const mapper_query *options, mapper_page *page)
{
    lamina_status status = mapper__model_use(context, model);
    if (status != LAMINA_OK)
        return status;
    const mapper_access *found = mapper_access_find(model, lamina_str_from(access));
    if (found == NULL)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "model %s has no access %s", model->name,
                            access == NULL ? "without a name" : access);
    mapper_query query = {.size = sizeof query};
    if (options != NULL)
        memcpy(&query, options, options->size < sizeof query ? options->size : sizeof query);
    query.size = sizeof query;
    query.index = found->index;
    query.hash = hash;
    query.descending = found->descending;
    return mapper_query_page(context, model, &query, page);
}
