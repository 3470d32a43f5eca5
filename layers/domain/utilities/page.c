/*
 * The query of a list: see domain/page.h.
 */
#include "domain/page.h"

const lamina_range domain_page_limit_range = {.minimum = 1, .maximum = DOMAIN_PAGE_LIMIT_MAX};

static const lamina_field fields[] = {
    [DOMAIN_PAGE_QUERY_LIMIT] = {.name = "limit",
                                 .type = LAMINA_TYPE_INT64,
                                 .offset = offsetof(domain_page_query, limit),
                                 .range = &domain_page_limit_range,
                                 .default_json = DOMAIN_PAGE_LIMIT_DEFAULT,
                                 .summary = "Items on a page at most"},
    [DOMAIN_PAGE_QUERY_CURSOR] = {.name = "cursor",
                                  .type = LAMINA_TYPE_STRING,
                                  .offset = offsetof(domain_page_query, cursor),
                                  .max_length = DOMAIN_PAGE_CURSOR_MAX,
                                  .summary = "What the page before gave; without it, the first"},
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
