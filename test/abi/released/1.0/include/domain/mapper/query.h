/*
 * domain/mapper/query.h - queries and scans: pages with cursors, walks item by item, counts, named
 * accesses, and items of several models at once.
 *
 *     mapper_query query = {.size = sizeof query, .limit = 20, .hash = dynamodb_text(id),
 *                           .range = mapper_begins_with(context, "sk", LAMINA_STR("ORDER#")),
 *                           .cursor = cursor_of_the_client};
 *     mapper_page page = {.size = sizeof page};
 *     lamina_status status = mapper_query_page(context, &order_model, &query, &page);
 *     for (size_t i = 0; status == LAMINA_OK && i < page.count; i++)
 *         show(&((const order *)page.items)[i]);
 *
 * A query reads the items under one hash value, in the order of the range; a scan reads the whole table
 * or index. Neither ever becomes the other: a query without a hash value is refused, and so is a scan
 * with one.
 * All since 1.0.
 */
#ifndef DOMAIN_MAPPER_QUERY_H
#define DOMAIN_MAPPER_QUERY_H

#include "domain/mapper/condition.h"
#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of mapper_query.flags: items that are none of the models' are handed out too; see
   mapper_query_collection(). */
#define MAPPER_QUERY_REPORT_UNKNOWN 0x1u

/*
 * What is asked. Four bounds, each on its own: limit (items returned), page_size (items that one request
 * reads), page_cap (requests), evaluated_cap (items that the service reads in all; a filter is applied
 * to what was read, and what was read is paid for). Where one of them ends the reading, a cursor says
 * where to go on. Grows at the end. Since 1.0.
 */
typedef struct mapper_query {
    uint32_t size;  /* sizeof(mapper_query) */
    uint32_t limit; /* items returned at most. 0: 100 of a page, all of a walk. May differ from page
                            to page. Not used by a count */
    const char *index;              /* NULL: the table */
    dynamodb_value hash;            /* of the table's or index's hash field; none for a scan */
    const mapper_condition *range;  /* one comparison, between or begins-with on the range field */
    const mapper_condition *filter; /* applied by the service to what it has read, and paid for; a
                                       query's names no key field of the table or index, and nothing
                                       that the index does not hold */
    lamina_str cursor;              /* of the page before; empty: from the start */
    uint32_t descending;            /* bool; a scan has no order */
    uint32_t consistent;            /* bool; not on a global index */
    /* The fields that are read, by number; all others are absent then. The key fields, of the table and
       of the index, always come. NULL: all. See below what a struct that was read in part is good for. */
    const uint32_t *fields;
    uint32_t field_count;
    uint32_t page_size;     /* items that one request reads at most; 0: as many as are missing */
    uint32_t page_cap;      /* requests at most; 0: no bound */
    uint32_t flags;         /* MAPPER_QUERY_* */
    uint64_t evaluated_cap; /* items that the service reads at most; 0: no bound */
    uint32_t segment;       /* of a parallel scan: which one, from 0 ... */
    uint32_t
        segment_count; /* ... of how many, to 1,000,000; 0: the scan is one. Its cursors belong to it */
} mapper_query;

/* Borrowed from the invocation's arena. Grows at the end. Since 1.0. */
typedef struct mapper_page {
    uint32_t size; /* the caller's sizeof(mapper_page), set before the call */
    uint32_t reserved;
    void *items; /* an array of the model's structs */
    size_t count;
    /* Of the next page; empty: there is none. URL-safe, encrypted, bound to model, index, hash,
       direction, filter and segment. */
    lamina_str cursor;
    uint64_t evaluated; /* items that the service read */
    uint64_t requests;
} mapper_page;

/*
 * One page of up to limit items; follows the service's pages as far as the bounds and the deadline
 * allow, so that a page may be short, or empty, and yet have a cursor. Only an empty cursor is the end.
 * A page that ends with the very last item may have a cursor too, to an empty page: knowing better would
 * cost one more read each time. Expired items are left out, except from an index that does not hold
 * their time; of items from such an index only the fields that it holds are present.
 *
 * Where models share a table, only the model's own items are handed out: those that carry its
 * discriminator, and whose keys begin as its key templates do. The service is told to leave the others
 * out, so a page is not short for them.
 *
 * A struct that was read in part, by fields or from an index, has version 0 unless the version is among
 * what was read: a write of it compares no version. It can be patched (what is not marked stays) or
 * removed, and its key is whole; a put would lose what was not read.
 *
 * A cursor that was changed, has expired (24 hours), or belongs to another query is LAMINA_E_SYNTAX
 * with the code "invalid-cursor" (HTTP 400) set on the error object. The key that seals cursors is
 * LAMINA_CURSOR_KEY, 32 bytes in base64; a bad one is LAMINA_E_CONFIG. Without it each process makes
 * its own, warns, and its cursors end with it. A query that cannot be is LAMINA_E_ARGUMENT, and the
 * cause says why: an unknown index, a hash value that is missing, empty, too long or of another type
 * than the key's, range on another field, a filter or fields that the index does not hold. Since 1.0.
 */
lamina_status mapper_query_page(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, mapper_page *page);
lamina_status mapper_scan_page(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_page *page);

/*
 * A page of one of the model's accesses: its index and its direction, and that hash value. options may
 * be NULL; its index, hash and descending are not used. LAMINA_E_ARGUMENT when the model has no access
 * of that name; otherwise as above. Since 1.0.
 *
 *     status = mapper_query_by_access(context, &order_model, "by-status", dynamodb_text(LAMINA_STR("open")),
 *                                     NULL, &page);
 */
lamina_status mapper_query_by_access(lamina_context *context, const mapper_model *model,
                                     const char *access, dynamodb_value hash,
                                     const mapper_query *options, mapper_page *page);

/* ---- counts ---- */

/* Grows at the end. Since 1.0. */
typedef struct mapper_count {
    uint32_t size; /* the caller's sizeof(mapper_count), set before the call */
    uint32_t reserved;
    uint64_t count;     /* of items that a page would hand out */
    uint64_t evaluated; /* items that the service read for it, and that are paid for */
    uint64_t requests;
    lamina_str
        cursor; /* empty: all were counted; otherwise a bound or the deadline came first, and a
                          count from here goes on */
} mapper_count;

/* How many items there are; none of them travels. query.limit is not used, the other bounds are.
   Failures as above. Since 1.0. */
lamina_status mapper_query_count(lamina_context *context, const mapper_model *model,
                                 const mapper_query *query, mapper_count *count);
lamina_status mapper_scan_count(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, mapper_count *count);

/* ---- walks, item by item ---- */

/*
 * A walk over all items, page after page behind the scenes; lives in the invocation's arena, and so does
 * what it hands out.
 *
 *     mapper_iterator *each = NULL;
 *     order *item = NULL;
 *     lamina_status status = mapper_query_each(context, &order_model, &query, &each);
 *     while (status == LAMINA_OK &&
 *            (status = mapper_iterator_next(each, (void **)&item)) == LAMINA_OK && item != NULL)
 *         handle(item);
 */
typedef struct mapper_iterator mapper_iterator;

/* Begins a walk; nothing is sent yet. *query is borrowed until the walk ends. Failures as those of a
   page, and *iterator is NULL then. Since 1.0. */
lamina_status mapper_query_each(lamina_context *context, const mapper_model *model,
                                const mapper_query *query, mapper_iterator **iterator);
lamina_status mapper_scan_each(lamina_context *context, const mapper_model *model,
                               const mapper_query *query, mapper_iterator **iterator);

/* The next item in *item; NULL at the end, or where a bound or the deadline ends the walk: see
   mapper_iterator_has_ended(). After a failure the walk can be tried again. Since 1.0. */
lamina_status mapper_iterator_next(mapper_iterator *iterator, void **item);

/* Is there nothing more, for the service said so? False too while nobody has asked. Since 1.0. */
bool mapper_iterator_has_ended(const mapper_iterator *iterator);

/*
 * A cursor of this very place, for a walk or a page of the same query: right behind the item that was
 * handed out last, or what the query began with before the first (empty: the start). Behind the last
 * item it leads to nothing more, and is not empty. LAMINA_E_LIMIT, LAMINA_E_CONFIG. Since 1.0.
 */
lamina_status mapper_iterator_cursor(mapper_iterator *iterator, lamina_str *cursor);

/* ---- several models of one table ---- */

/* An item and whose it is. model NULL: none of the models'; item is then a lamina_unknown with all its
   attributes. Frozen. Since 1.0. */
typedef struct mapper_mixed_item {
    const mapper_model *model;
    void *item;
} mapper_mixed_item;

/* Borrowed from the invocation's arena. Grows at the end. Since 1.0. */
typedef struct mapper_mixed_page {
    uint32_t size; /* the caller's sizeof(mapper_mixed_page), set before the call */
    uint32_t reserved;
    const mapper_mixed_item *items;
    size_t count;
    lamina_str cursor;
    uint64_t evaluated;
    uint64_t requests;
    uint64_t unknown; /* items that are none of the models', left out or reported */
} mapper_mixed_page;

/*
 * One query over several models of one table: each item goes to the model whose discriminator it
 * carries, or with whose fixed text its keys begin. Items of no model are left out, or reported with
 * MAPPER_QUERY_REPORT_UNKNOWN. All models have the same table and the same key attributes, and the
 * index, if one is asked for, with the same keys: LAMINA_E_ARGUMENT otherwise. Numbers in query.fields
 * would mean other fields in each model and are refused; a filter names fields of the first. Since 1.0.
 *
 *     static const mapper_model *const models[] = {&customer_model, &order_model};
 *     status = mapper_query_collection(context, models, 2, &query, &page);
 *     for (size_t i = 0; i < page.count; i++)
 *         if (page.items[i].model == &order_model)
 *             show_order(page.items[i].item);
 */
lamina_status mapper_query_collection(lamina_context *context, const mapper_model *const *models,
                                      size_t model_count, const mapper_query *query,
                                      mapper_mixed_page *page);
lamina_status mapper_scan_collection(lamina_context *context, const mapper_model *const *models,
                                     size_t model_count, const mapper_query *query,
                                     mapper_mixed_page *page);

#ifdef __cplusplus
}
#endif
#endif
