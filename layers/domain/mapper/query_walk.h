/*
 * query_walk.h - a walk over the raw items of a query, through as many of the service's pages as it
 * takes: a filter lets items fall away, and the service ends each of its pages after 1 MB. Pages, counts,
 * iterators and mixed pages all go this way.
 */
#ifndef MAPPER_QUERY_WALK_H
#define MAPPER_QUERY_WALK_H

#include "mapper/query_plan.h"

typedef struct mapper__walk {
    const mapper__query_plan *plan;
    lamina_context *context;
    lamina_str binding; /* of its cursors */
    const lamina_json
        *from; /* the key that the service's last page began behind; NULL: the start */
    const lamina_json
        *after; /* the key that it ended with; NULL: none was read, or it was the last */
    const lamina_json *next; /* of its items, the one to look at next; NULL: all were seen */
    const lamina_json *last; /* of its items, the one looked at last; NULL: none */
    bool has_ended;          /* the service has no more pages */
    size_t ask;              /* items that were asked for last */
    uint64_t counted;        /* by the service, in all */
    uint64_t evaluated;
    uint64_t requests;
    uint64_t unknown; /* items of no model */
} mapper__walk;

/* Begins where the query's cursor says. plan is borrowed. LAMINA_E_SYNTAX, with "invalid-cursor" set. */
lamina_status mapper__walk_begin(mapper__walk *walk, lamina_context *context,
                                 const mapper__query_plan *plan);

/* Do bounds and deadline allow one more of the service's pages, and is there one? */
bool mapper__walk_may_read(const mapper__walk *walk);
/* Reads it; wanted is how many items are missing, 0: as many as fit. */
lamina_status mapper__walk_read(mapper__walk *walk, size_t wanted);

/* The next item that is one of the models', and whose; NULL where the walk ends, or is ended by a
   bound. With MAPPER_QUERY_REPORT_UNKNOWN those of no model too, and *model is NULL then. */
lamina_status mapper__walk_next(mapper__walk *walk, size_t wanted, const mapper_model **model,
                                const lamina_json **item);

/* A cursor of this place; empty before everything. */
lamina_status mapper__walk_cursor(const mapper__walk *walk, lamina_str *cursor);
/* Is there nothing behind this place, as far as the service has told? */
bool mapper__walk_is_over(const mapper__walk *walk);

/* Reads an item that the walk came to into a struct of its model. */
lamina_status mapper__walk_decode(const mapper__walk *walk, const mapper_model *model,
                                  const lamina_json *item, void *out);

#endif
