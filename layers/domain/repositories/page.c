/*
 * Pages of models: see page.h.
 */
#include "repositories/page.h"

#include "domain/page.h"

lamina_status domain__page_read(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, domain__page *page)
{
    if (query->limit < 1 || query->limit > DOMAIN_PAGE_LIMIT_MAX)
        return LAMINA_E_ARGUMENT;
    mapper_page read = {.size = sizeof read};
    lamina_status status = mapper_query_page(context, model, query, &read);
    if (status != LAMINA_OK)
        return status;

    void **items = lamina_arena_array(context->arena, read.count, sizeof *items);
    if (items == NULL)
        return LAMINA_E_LIMIT;
    for (size_t i = 0; i < read.count; i++)
        items[i] = (char *)read.items + i * model->record->struct_size;
    *page = (domain__page){.items = items, .count = read.count, .cursor = read.cursor};
    return LAMINA_OK;
}
