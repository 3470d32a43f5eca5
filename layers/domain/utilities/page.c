/*
 * The query of a list, and its answer: see domain/page.h.
 */
#include "domain/page.h"

#include "lamina/record_json.h"

const lamina_range domain_page_limit_range = {.minimum = 1, .maximum = DOMAIN_PAGE_LIMIT_MAX};

static const lamina_field fields[] = {
    [DOMAIN_PAGE_QUERY_LIMIT] = DOMAIN_PAGE_LIMIT_FIELD(domain_page_query),
    [DOMAIN_PAGE_QUERY_CURSOR] = DOMAIN_PAGE_CURSOR_FIELD(domain_page_query),
};

const lamina_record domain_page_query_record = {
    .size = sizeof(lamina_record),
    .name = "PageQuery",
    .struct_size = sizeof(domain_page_query),
    .field_size = sizeof(lamina_field),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .summary = "Which page of a list",
};

lamina_status domain_page_show(lamina_context *context, const lamina_record *stored,
                               const void *const *items, size_t count, lamina_str cursor,
                               const lamina_record *shown, const domain_page_answer **answer)
{
    domain_page_answer *page = lamina_alloc(context, sizeof *page);
    if (page == NULL)
        return LAMINA_E_LIMIT;
    if (cursor.len > 0) {
        page->cursor = cursor;
        lamina_mark(&page->has, DOMAIN_PAGE_ANSWER_CURSOR);
    }
    *answer = page;
    return lamina_record_copy_each(context->arena, stored, items, count, shown, &page->items);
}
