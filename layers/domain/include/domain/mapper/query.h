/*
 * domain/mapper/query.h - pages of items, and their cursors.
 */
#ifndef DOMAIN_MAPPER_QUERY_H
#define DOMAIN_MAPPER_QUERY_H

#include "domain/mapper/condition.h"
#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Grows at the end. Since 1.0. */
typedef struct mapper_query {
    uint32_t size;       /* sizeof(mapper_query) */
    uint32_t limit;      /* items returned at most; 0: 100. May differ from page to page */
    const char *index;   /* NULL: the table */
    dynamodb_value hash; /* of the table's or index's hash field; not used by a scan */
    const mapper_condition *range;  /* one comparison, between or begins-with on the range field */
    const mapper_condition *filter; /* applied by the service to what it has read, and paid for; a
                                       query's names no key field of the table or index */
    lamina_str cursor;              /* of the page before; empty: from the start */
    uint32_t descending;            /* bool; not used by a scan */
    uint32_t consistent;            /* bool; not on a global index */
} mapper_query;

/* Borrowed from the invocation's arena. Grows at the end. Since 1.0. */
typedef struct mapper_page {
    uint32_t size; /* the caller's sizeof(mapper_page), set before the call */
    uint32_t reserved;
    void *items; /* an array of the model's structs */
    size_t count;
    /* Of the next page; empty: there is none. URL-safe, encrypted, bound to model, index, hash,
       direction and filter. */
    lamina_str cursor;
} mapper_page;

/*
 * One page of up to limit items; follows the service's pages as far as the deadline allows, so that a
 * page may be short, or empty, and yet have a cursor. Only an empty cursor is the end. A page that
 * ends with the very last item may have a cursor too, to an empty page: knowing better would cost one
 * more read each time. Expired items are left out, except from an index of keys alone, which does not
 * hold their time; of items from such an index only the key fields are present.
 *
 * A cursor that was changed, has expired (24 hours), or belongs to another query is LAMINA_E_SYNTAX
 * with the code "invalid-cursor" (HTTP 400) set on the error object. The key that seals cursors is
 * LAMINA_CURSOR_KEY, 32 bytes in base64; a bad one is LAMINA_E_CONFIG. Without it each process makes
 * its own, warns, and its cursors end with it. A query that cannot be (an unknown index, a hash value
 * of another type than the key's, range on another field) is LAMINA_E_ARGUMENT. Since 1.0.
 */
lamina_status mapper_query_page(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, mapper_page *page);
lamina_status mapper_scan_page(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_page *page);

#ifdef __cplusplus
}
#endif
#endif
