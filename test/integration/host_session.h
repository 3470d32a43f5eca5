/*
 * host_session.h - bootstrap with the echo plugin, and what it answers, for tests.
 */
#ifndef LAMINA_TEST_HOST_SESSION_H
#define LAMINA_TEST_HOST_SESSION_H

#include "lamina/json.h"
#include "runtime_api_child.h"
#include "runtime_api_server.h"

typedef struct host_session {
    runtime_api_server *server;
    runtime_api_child child;
    lamina_arena *arena;
    size_t posts; /* that were looked at */
} host_session;

/* options->api and ->handler may be left out: the session's own server, and "echo". */
void host_session_open(host_session *session, const runtime_api_child_options *options);
/* Stops the child, which must end well unless it was waited for already, and everything else. */
void host_session_close(host_session *session);

/* The next post, which must be an answer to an invocation, as JSON. */
const lamina_json *host_session_answer(host_session *session);
/* Pushes an event and returns its answer. */
const lamina_json *host_session_ask(host_session *session, const char *event);
/* The next post, which must be a failed invocation; its text. */
const char *host_session_failure(host_session *session);

/* A REST event of that method and path; members are "" or ",\"body\":...". Borrowed from the arena. */
const char *host_session_rest(host_session *session, const char *method, const char *path,
                              const char *members);

/* The text of sdk/cli/events/<name>.json, or of host/test/events. Borrowed from the arena. */
const char *host_session_sample(host_session *session, const char *name);

/* Of an answer. */
int64_t host_session_status(const lamina_json *answer);
lamina_str host_session_header(const lamina_json *answer, const char *name);
/* The answer's body as JSON. */
const lamina_json *host_session_body(host_session *session, const lamina_json *answer);

/* Does what the child wrote so far contain this? */
bool host_session_logged(const host_session *session, const char *part);

#endif
