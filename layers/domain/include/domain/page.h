/*
 * domain/page.h - what every list of the API asks for: a page of so many items, by a cursor.
 *
 * A list that is asked for nothing else has domain_page_query_record for its query. One with filters of its own has
 * a record of its own, whose first fields are these, with domain_page_limit_range and the same default.
 */
#ifndef DOMAIN_PAGE_H
#define DOMAIN_PAGE_H

#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Items on a page: unless told otherwise, and at most. Since 1.0. */
#define DOMAIN_PAGE_LIMIT_DEFAULT "20" /* a field's default_json */
#define DOMAIN_PAGE_LIMIT_MAX 100u
/* From 1 to DOMAIN_PAGE_LIMIT_MAX. Since 1.0. */
extern const lamina_range domain_page_limit_range;

/* The longest cursor that any page gives, in characters. Since 1.0. */
#define DOMAIN_PAGE_CURSOR_MAX 4096u

/* The fields of domain_page_query_record. Since 1.0. */
enum { DOMAIN_PAGE_QUERY_LIMIT, DOMAIN_PAGE_QUERY_CURSOR };

/* Which page. Grows at the end. Since 1.0. */
typedef struct domain_page_query {
    lamina_presence has;
    int64_t limit;
    lamina_str cursor; /* that the page before gave; empty: the first page */
} domain_page_query;

extern const lamina_record domain_page_query_record;

#ifdef __cplusplus
}
#endif
#endif
