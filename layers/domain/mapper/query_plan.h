/*
 * query_plan.h - a query or scan, checked and ready to be asked page by page.
 */
#ifndef MAPPER_QUERY_PLAN_H
#define MAPPER_QUERY_PLAN_H

#include "domain/mapper.h"
#include "mapper/request.h"

typedef struct mapper__query_plan {
    const mapper_model *model;
    const mapper_query *query;
    const mapper_index *index; /* NULL: the table */
    lamina_str table;
    uint32_t hash_field;
    uint32_t range_field; /* or MAPPER_NO_FIELD */
    bool is_scan;
    int64_t now_s; /* what is over by then is left out */
} mapper__query_plan;

/* LAMINA_E_ARGUMENT, and a cause that says what cannot be asked. */
lamina_status mapper__query_plan_make(mapper__query_plan *plan, lamina_context *context,
                                      const mapper_model *model, const mapper_query *query,
                                      bool is_scan);

/* Everything but where to start and how much to read. */
lamina_status mapper__query_plan_write(const mapper__query_plan *plan, mapper__request *request);

/* What the query is known by, in the arena: the same for each of its pages, another for every other. */
lamina_status mapper__query_plan_binding(const mapper__query_plan *plan, lamina_context *context,
                                         lamina_str *binding);

/* Follows the service's pages from start (NULL: the beginning). *next is the key to go on from, NULL
   when there is no more. */
lamina_status mapper__page_read(const mapper__query_plan *plan, lamina_context *context,
                                const lamina_json *start, mapper_page *page, lamina_str *next);

#endif
