/*
 * exchange.h - one event turned into one answer: route, guard, decode, handler, encode. It knows
 * nothing of the Runtime API.
 */
#ifndef HOST_EXCHANGE_H
#define HOST_EXCHANGE_H

#include "answer.h"
#include "event.h"
#include "identity.h"
#include "lamina/http.h"
#include "lamina/problem.h"
#include "service.h"

/* How far one exchange has come. Everything is borrowed until the service's next reset. */
typedef struct host_exchange {
    host_service *service;
    lamina_context *context;
    host_event event;
    router_match match;
    host_identity identity;
    lamina_request request;
    lamina_response response;
    bool query_refused;     /* the failure is one of the query string, not of the body */
    lamina_str fault;       /* why the event is malformed; empty when it is not */
    lamina_status failure;  /* what was answered with a problem; LAMINA_OK when nothing was */
    lamina_problem problem; /* its words, those for the log alone among them */
    host_answer answer;
} host_exchange;

/*
 * Runs it. LAMINA_OK: service->answer is what to post, be it the handler's answer or a problem.
 * Otherwise there is no answer for a client, and x->fault says why: LAMINA_E_SYNTAX for an event that
 * is malformed or none of HTTP, LAMINA_E_LIMIT for one that is too large, LAMINA_E_INTERNAL when even
 * a problem could not be written. [invoke]
 */
lamina_status host__exchange_run(host_exchange *x, host_service *service, lamina_context *context,
                                 const host_incoming *incoming);

#endif
