/* Pages of items of several models that share a table. */
#include <string.h>

#include "lamina/problem.h"
#include "mapper/query_walk.h"

#define DEFAULT_LIMIT 100u
/* Escaping makes text six times longer at most, and an item has 400 KB. */
#define UNKNOWN_CAP (8u * 400u * 1024u)

/* All attributes of an item, as text. */
static lamina_unknown *keep_unknown(lamina_context *context, const lamina_json *item)
{
    lamina_unknown *kept = lamina_alloc(context, sizeof *kept);
    if (kept == NULL)
        return NULL;
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, UNKNOWN_CAP);
    lamina_json_write_init(&writer, &text);
    lamina_json_write_value(&writer, item);
    lamina_str object = lamina_text_view(&text);
    if (lamina_text_status(&text) == LAMINA_OK) /* without the braces around it */
        kept->attributes =
            lamina_arena_copy(context->arena, (lamina_str){object.ptr + 1, object.len - 2});
    lamina_text_clear(&text);
    return kept->attributes.ptr == NULL ? NULL : kept;
}

static lamina_status take(const mapper__walk *walk, const mapper_model *model,
                          const lamina_json *item, mapper_mixed_item *out)
{
    out->model = model;
    if (model == NULL) {
        out->item = keep_unknown(walk->context, item);
        return out->item == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    }
    out->item = lamina_alloc(walk->context, model->record->struct_size);
    return out->item == NULL ? LAMINA_E_LIMIT : mapper__walk_decode(walk, model, item, out->item);
}

static mapper_mixed_item *make_room(lamina_context *context, mapper_mixed_item *items, size_t count,
                                    size_t *room)
{
    if (count < *room)
        return items;
    size_t wanted = *room == 0 ? 16 : *room * 2;
    mapper_mixed_item *grown = lamina_arena_array(context->arena, wanted, sizeof *grown);
    if (grown == NULL)
        return NULL;
    if (count > 0)
        memcpy(grown, items, count * sizeof *grown);
    *room = wanted;
    return grown;
}

static lamina_status collect(mapper__walk *walk, mapper_mixed_page *page)
{
    uint32_t asked = walk->plan->query->limit;
    size_t limit = asked == 0 ? DEFAULT_LIMIT : asked;
    mapper_mixed_item *items = NULL;
    size_t count = 0, room = 0;
    while (count < limit) {
        const mapper_model *model = NULL;
        const lamina_json *item = NULL;
        lamina_status status = mapper__walk_next(walk, limit - count, &model, &item);
        if (status != LAMINA_OK)
            return status;
        if (item == NULL)
            break;
        items = make_room(walk->context, items, count, &room);
        status = items == NULL ? LAMINA_E_LIMIT : take(walk, model, item, &items[count]);
        if (status != LAMINA_OK)
            return status;
        count++;
    }
    page->items = items;
    page->count = count;
    return LAMINA_OK;
}

static lamina_status read_mixed(lamina_context *context, const mapper_model *const *models,
                                size_t model_count, const mapper_query *query,
                                mapper_mixed_page *page, uint32_t kind)
{
    if (page->size < sizeof *page)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "the size of a page was not set");
    *page = (mapper_mixed_page){.size = page->size};
    mapper__query_plan plan;
    mapper__walk walk;
    lamina_status status =
        mapper__query_plan_make_mixed(&plan, context, models, model_count, query, kind);
    if (status == LAMINA_OK)
        status = mapper__walk_begin(&walk, context, &plan);
    if (status == LAMINA_OK)
        status = collect(&walk, page);
    if (status != LAMINA_OK)
        return status;
    page->evaluated = walk.evaluated;
    page->requests = walk.requests;
    page->unknown = walk.unknown;
    return mapper__walk_is_over(&walk) ? LAMINA_OK : mapper__walk_cursor(&walk, &page->cursor);
}

lamina_status mapper_query_collection(lamina_context *context, const mapper_model *const *models,
                                      size_t model_count, const mapper_query *query,
                                      mapper_mixed_page *page)
{
    return read_mixed(context, models, model_count, query, page, MAPPER__QUERY);
}

lamina_status mapper_scan_collection(lamina_context *context, const mapper_model *const *models,
                                     size_t model_count, const mapper_query *query,
                                     mapper_mixed_page *page)
{
    return read_mixed(context, models, model_count, query, page, MAPPER__SCAN);
}
