/*
 * console.h - the console in the browser, at /_lamina/ of the stage's own port: what it shows is asked for
 * below /_lamina/api/.
 *
 *     GET  /_lamina/                        the page, and the files beside it
 *     GET  /_lamina/pages/errors/X.md       the page of an error; problems/ likewise
 *     GET  /_lamina/api/state               modules, routes, processes, builds, database
 *     GET  /_lamina/api/invocations         the latest, the newest first
 *     GET  /_lamina/api/invocations/{id}    one, with event, result and log lines
 *     GET  /_lamina/api/openapi             the merged OpenAPI document of all modules
 *     GET  /_lamina/api/stream              server-sent events: "invocation" with an id, "state"
 *     POST /_lamina/api/dynamodb/{op}       ListTables, DescribeTable, Scan, Query or GetItem of the local
 *                                           database
 *
 * Nothing is written, and no other site is answered: a request must name a loopback host, and come, if it
 * says from where, from this page.
 */
#ifndef LOCAL_CONSOLE_H
#define LOCAL_CONSOLE_H

#include <event2/http.h>

#include "stage.h"

typedef struct local_console local_console;

/* NULL when out of memory. Listens to the stage's recorder. */
local_console *local__console_new(local_stage *stage);
/* Ends every stream. NULL is ignored. */
void local__console_free(local_console *console);

/* Is the request for the console? */
bool local__console_owns(struct evhttp_request *request);
/* Answers it, now or later. */
void local__console_serve(local_console *console, struct evhttp_request *request);

/* Modules, processes or builds changed: pages that look on are told. NULL is ignored. */
void local__console_changed(local_console *console);

#endif
