/* Pages of a query or a scan, with cursors that clients can keep. */
#include "lamina/problem.h"
#include "mapper/cursor.h"
#include "mapper/query_plan.h"

/* A start key is flat: {"id":{"S":"..."}}. */
#define KEY_DEPTH_CAP 4u

static lamina_status open_cursor(lamina_context *context, lamina_str cursor, lamina_str binding,
                                 const lamina_json **start)
{
    *start = NULL;
    if (cursor.len == 0)
        return LAMINA_OK;
    lamina_str key = {NULL, 0};
    lamina_status status = mapper__cursor_open(context, cursor, binding, &key);
    if (status != LAMINA_OK)
        return status;
    return lamina_json_read(context->arena, key, KEY_DEPTH_CAP, start, NULL);
}

static lamina_status read_page(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_page *page, bool is_scan)
{
    if (page->size < sizeof *page)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "the size of a page was not set");
    page->items = NULL;
    page->count = 0;
    page->cursor = (lamina_str){NULL, 0};
    mapper__query_plan plan;
    lamina_str binding = {NULL, 0};
    const lamina_json *start = NULL;
    lamina_status status = mapper__query_plan_make(&plan, context, model, query, is_scan);
    if (status == LAMINA_OK)
        status = mapper__query_plan_binding(&plan, context, &binding);
    if (status == LAMINA_OK)
        status = open_cursor(context, query->cursor, binding, &start);
    if (status != LAMINA_OK)
        return status;
    lamina_str next = {NULL, 0};
    status = mapper__page_read(&plan, context, start, page, &next);
    if (status != LAMINA_OK || next.len == 0)
        return status;
    return mapper__cursor_seal(context, next, binding, &page->cursor);
}

lamina_status mapper_query_page(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, mapper_page *page)
{
    return read_page(context, model, query, page, false);
}

lamina_status mapper_scan_page(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_page *page)
{
    return read_page(context, model, query, page, true);
}
