/*
 * domain/mapper/explain.h - what an operation would send, without sending it.
 *
 *     const mapper_explanation *step = NULL;
 *     mapper_explain_begin(context);
 *     mapper_query_page(context, &partner_model, &query, &page); (it returns LAMINA_E_UNSENT)
 *     if (mapper_explain_end(context, &step) > 0)
 *         printf("%s on %s: %.*s\n", step->operation, step->index, LAMINA_FMT(step->request));
 *
 * Between begin and end every operation of the mapper checks and builds all that it would otherwise,
 * and then returns LAMINA_E_UNSENT in place of an answer. What it refuses before it sends, it refuses
 * then too. Structs stay as they were: stamps are taken back. Neither network nor credentials are
 * needed. An operation that would send several requests, each depending on the answer of the one
 * before, shows the first.
 */
#ifndef DOMAIN_MAPPER_EXPLAIN_H
#define DOMAIN_MAPPER_EXPLAIN_H

#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One request that was not sent. Borrowed from the invocation's arena. Grows at the end. Since 1.0. */
typedef struct mapper_explanation {
    uint32_t size;         /* sizeof(mapper_explanation) of the library */
    uint32_t repeat;       /* DYNAMODB_REPEAT_*: may it be sent again when no answer came? */
    const char *operation; /* "Query" */
    const char *model;     /* its name; "" for several, or none */
    lamina_str table;      /* empty for several */
    lamina_str index;      /* empty: the table itself */
    lamina_str request;    /* JSON, as it would be sent */
    size_t item_count;     /* whole items that it would write, those of a batch or a transaction */
    size_t item_bytes; /* their size, as the service counts it; the service's cap is 400 KB each */
    size_t largest_item_bytes;
    /* Bytes of the keys and values that it carries besides whole items: an estimate of what an update
       adds to its item. */
    size_t value_bytes;
} mapper_explanation;

/* Begins anew when it had begun. Ends with the invocation at the latest. LAMINA_E_UNSUPPORTED in a
   context without notes (lamina/log.h), as in init(). LAMINA_E_LIMIT when the arena is full. The
   invocation's log line says how many requests were not sent ("dynamodb_explained"). [invoke] Since 1.0. */
lamina_status mapper_explain_begin(lamina_context *context);

/* From now on requests are sent again. The number of explanations, in the order of the calls;
   *explanations is the first, and may be NULL if not asked for. 0 without a begin. [invoke] Since 1.0. */
size_t mapper_explain_end(lamina_context *context, const mapper_explanation **explanations);

#ifdef __cplusplus
}
#endif
#endif
