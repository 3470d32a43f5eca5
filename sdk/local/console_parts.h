/*
 * console_parts.h - what the console's files share.
 */
#ifndef LOCAL_CONSOLE_PARTS_H
#define LOCAL_CONSOLE_PARTS_H

#include <sys/queue.h>

#include "console.h"
#include "lamina/json.h"
#include "reply.h"

typedef struct console_stream console_stream;

struct local_console {
    local_stage *stage;
    TAILQ_HEAD(, console_stream) streams;
};

/* Answers with that content, never cached. */
void local__console_reply(struct evhttp_request *request, int64_t status, const char *type,
                          lamina_str body);
/* Answers {"message": why}. */
void local__console_refuse(struct evhttp_request *request, int64_t status, const char *why);

/* ---- one for each kind of path; rest stands behind the kind's prefix ---- */

void local__console_state(local_console *console, struct evhttp_request *request, lamina_str rest);
void local__console_invocations(local_console *console, struct evhttp_request *request,
                                lamina_str rest);
void local__console_openapi(local_console *console, struct evhttp_request *request,
                            lamina_str rest);
void local__console_stream(local_console *console, struct evhttp_request *request, lamina_str rest);
void local__console_database(local_console *console, struct evhttp_request *request,
                             lamina_str rest);
void local__console_page(local_console *console, struct evhttp_request *request, lamina_str rest);
void local__console_file(local_console *console, struct evhttp_request *request, lamina_str rest);

/* ---- streams ---- */

/* To every page that looks on: an event of that name, with that text as its data. */
void local__console_send(local_console *console, const char *event, lamina_str data);
void local__console_end_streams(local_console *console);

#endif
