/*
 * dispatch.h - an event that is not HTTP turned into one answer: handler, view, call, encode. It knows
 * nothing of the Runtime API.
 */
#ifndef HOST_DISPATCH_H
#define HOST_DISPATCH_H

#include "event_kind.h"
#include "lamina/plugin.h"
#include "lamina/problem.h"
#include "service.h"

/* How far one event has come. Everything is borrowed until the service's next reset. */
typedef struct host_dispatch {
    host_service *service;
    lamina_context *context;
    const lamina_json *root;
    const event_kind *kind;
    const lamina_event_handler *handler;
    lamina_str fault;       /* why there is no answer, when it is not by the handler's word */
    lamina_problem problem; /* why the handler failed, those words for the log alone among them */
    size_t records;         /* that were tried: 1 but for batches */
    size_t failed;
    const char *verdict; /* of an authorizer: "allow"; NULL for other kinds */
} host_dispatch;

/*
 * Runs it. LAMINA_OK: service->answer is what to post. Otherwise the invocation fails, and *failure
 * says with what: Function.BadEvent for an event that is malformed or that no handler serves,
 * Function.AnswerFailed for what a handler answered against the rules, Function.Unauthorized for an
 * authorizer that knows nobody, and the name of the problem when a handler failed. [invoke]
 */
lamina_status host__dispatch_run(host_dispatch *d, host_service *service, lamina_context *context,
                                 const host_incoming *incoming, lamina_refusal *failure);

/* One INFO line "event", unless LAMINA_ACCESS_LOG is off. [invoke] */
void host__dispatch_log(const host_dispatch *d, const lamina_refusal *failure, int64_t duration_us);

/* ---- the inside: one function a kind ---- */

/*
 * Serves d with d->handler and writes service->answer. A failure of the handler is on the context's
 * error object; d->fault is set otherwise, with LAMINA_E_SYNTAX for a malformed event and
 * LAMINA_E_INTERNAL for an answer that breaks the rules. [invoke]
 */
typedef lamina_status (*dispatch_fn)(host_dispatch *d);

lamina_status host__dispatch_authorizer(host_dispatch *d);
lamina_status host__dispatch_direct(host_dispatch *d);
lamina_status host__dispatch_bus(host_dispatch *d);
lamina_status host__dispatch_records(host_dispatch *d);

/* The end of a view's reading: LAMINA_OK, or the reader's status with its fault in d. */
lamina_status host__dispatch_read(host_dispatch *d, const event_reader *reader);

/* Sets d->fault for an answer that breaks the rules, and returns LAMINA_E_INTERNAL. */
lamina_status host__dispatch_blame(host_dispatch *d, const char *what, lamina_str detail);

/* Writes null: what a kind is answered whose sender reads no answer. */
lamina_status host__dispatch_write_null(host_dispatch *d);

#endif
