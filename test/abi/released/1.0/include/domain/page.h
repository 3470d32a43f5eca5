/*
 * domain/page.h - what every list of the API asks for, and what it answers: a page of so many items, by a cursor.
 *
 * A list that is asked for nothing else has domain_page_query_record for its query. One with filters of its own has
 * a record of its own, with DOMAIN_PAGE_LIMIT_FIELD() and DOMAIN_PAGE_CURSOR_FIELD() in it. Its answer is a
 * domain_page_answer, by a record whose fields are DOMAIN_PAGE_ANSWER_FIELDS().
 */
#ifndef DOMAIN_PAGE_H
#define DOMAIN_PAGE_H

#include "lamina/context.h"
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

/* The rows of a query's members limit (int64_t) and cursor (lamina_str). Since 1.0. */
#define DOMAIN_PAGE_LIMIT_FIELD(struct_type)                                                       \
    LAMINA_FIELD(struct_type, limit, "limit", INT64, .range = &domain_page_limit_range,            \
                 .default_json = DOMAIN_PAGE_LIMIT_DEFAULT, .summary = "Items on a page at most")
#define DOMAIN_PAGE_CURSOR_FIELD(struct_type)                                                      \
    LAMINA_FIELD(struct_type, cursor, "cursor", STRING, .max_length = DOMAIN_PAGE_CURSOR_MAX,      \
                 .summary = "What the page before gave; without it, the first")

/* The fields of domain_page_query_record. Since 1.0. */
enum { DOMAIN_PAGE_QUERY_LIMIT, DOMAIN_PAGE_QUERY_CURSOR };

/* Which page. Grows at the end. Since 1.0. */
typedef struct domain_page_query {
    lamina_presence has;
    int64_t limit;
    lamina_str cursor; /* that the page before gave; empty: the first page */
} domain_page_query;

/* Of a list that is asked for nothing else. Since 1.0. */
extern const lamina_record domain_page_query_record;

/* The fields of a page in an answer. Since 1.0. */
enum { DOMAIN_PAGE_ANSWER_ITEMS, DOMAIN_PAGE_ANSWER_CURSOR, DOMAIN_PAGE_ANSWER_FIELD_COUNT };

/* A page. Grows at the end. Since 1.0. */
typedef struct domain_page_answer {
    lamina_presence has;
    lamina_list items; /* structs of the items' record */
    lamina_str cursor; /* of the next page; absent: there is none */
} domain_page_answer;

/* The table of a page whose items are that record's. Since 1.0. */
#define DOMAIN_PAGE_ANSWER_FIELDS(item_record)                                                     \
    {                                                                                              \
        [DOMAIN_PAGE_ANSWER_ITEMS] =                                                               \
            LAMINA_FIELD(domain_page_answer, items, "items", LIST, .flags = LAMINA_FIELD_REQUIRED, \
                         .item_type = LAMINA_TYPE_RECORD, .record = (item_record)),                \
        [DOMAIN_PAGE_ANSWER_CURSOR] = LAMINA_FIELD(domain_page_answer, cursor, "cursor", STRING,   \
                                                   .summary = "Of the next page; absent on the "   \
                                                              "last"),                             \
    }

/*
 * The page that shows what a repository found: count structs of the record stored, copied to structs of the record
 * shown by the names that both have (lamina_record_copy_each()). A cursor that is empty is left out. **answer is in the
 * invocation's arena and borrows the texts. LAMINA_E_LIMIT. [invoke] Since 1.0.
 */
lamina_status domain_page_show(lamina_context *context, const lamina_record *stored,
                               const void *const *items, size_t count, lamina_str cursor,
                               const lamina_record *shown, const domain_page_answer **answer);

#ifdef __cplusplus
}
#endif
#endif
