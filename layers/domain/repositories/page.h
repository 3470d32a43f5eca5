/*
 * page.h - a page of a model's items, as repositories hand it out. Inside of the domain library only.
 */
#ifndef DOMAIN_REPOSITORIES_PAGE_H
#define DOMAIN_REPOSITORIES_PAGE_H

#include "domain/mapper.h"
#include "lamina/context.h"

/* Pointers, for an array of structs would be of no use to callers that were built with a shorter one. */
typedef struct domain__page {
    void **items; /* the model's structs, in the invocation's arena */
    size_t count;
    lamina_str cursor;
} domain__page;

/* One page of the query, whose limit is 1 to DOMAIN_PAGE_LIMIT_MAX (LAMINA_E_ARGUMENT). Other failures are those of
   mapper_query_page(). */
lamina_status domain__page_read(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, domain__page *page);

#endif
