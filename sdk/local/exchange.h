/*
 * exchange.h - one request that a function answers: from the event to the HTTP answer.
 */
#ifndef LOCAL_EXCHANGE_H
#define LOCAL_EXCHANGE_H

#include <event2/http.h>
#include <sys/queue.h>

#include "module.h"

typedef struct local_exchange local_exchange;
TAILQ_HEAD(local_exchanges, local_exchange);

/* Everything is borrowed for the call. */
typedef struct local_forward {
    const local_module *module;
    const local_ids *ids;
    lamina_str path;   /* without the stage */
    const char *query; /* NULL: none */
    int64_t now_ms;
    uint16_t port; /* of the front */
} local_forward;

/* Answers the request, sooner or later, and until then stands in the list. */
void local__exchange_begin(local_stage *stage, struct local_exchanges *list,
                           struct evhttp_request *request, const local_forward *forward);
size_t local__exchanges_count(const struct local_exchanges *list);
/* Forgets them all without an answer: their requests are about to be freed with the server. */
void local__exchanges_drop(struct local_exchanges *list);

#endif
