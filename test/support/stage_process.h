/*
 * stage_process.h - the real local stage as a child of a test.
 *
 *     stage_process *stage = stage_start(&(stage_options){.plugins = {"echo"}});
 *     lamina_http_answer answer = stage_get(client, stage, "/request");
 *     cr_assert_eq(stage_stop(stage), 0);
 *
 * Everything aborts the test, with the stage's own words, when it cannot be done.
 */
#ifndef STAGE_PROCESS_H
#define STAGE_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

#include "lamina/http_client.h"

/* A plugin that stands in for authz: it lets in who says who it is. Tokens of a caller without and with a
   tenant are "Bearer test:ada:-:partner:read,partner:write" and "Bearer test:ada:<tenant>:partner:read"
   (test/abi/plugins/test-authorizer.c). */
#define STAGE_AUTHORIZER "test-authorizer"

typedef struct stage_options {
    const char *plugins[8];    /* a test plugin's name ("echo"), or a path when it has a slash */
    const char *db;            /* NULL: none; "memory" starts a DynamoDB Local of its own */
    const char *folder;        /* to start it in; NULL: the test's own */
    const char *arguments[80]; /* further options: "--timeout", "2" */
} stage_options;

typedef struct stage_process stage_process;

/* Starts the stage at a free port and waits until it serves. It dies with the test. */
stage_process *stage_start(const stage_options *options);
/* "http://127.0.0.1:40123/v1" */
const char *stage_url(const stage_process *stage);
unsigned stage_port(const stage_process *stage);
pid_t stage_pid(const stage_process *stage);
/* Sends SIGTERM, waits for the end and returns the exit status; frees the struct. */
int stage_stop(stage_process *stage);

/* Starts the stage, expects it to end by itself and returns its exit status; the texts are the
   caller's to free. */
int stage_run(const stage_options *options, char **output, char **errors);

/* All that it wrote to stdout or stderr so far; the caller frees it. */
char *stage_output(const stage_process *stage);
char *stage_errors(const stage_process *stage);
/* Waits until its stdout or stderr contains the text, for 20 s at most. */
void stage_wait_for_output(const stage_process *stage, const char *text);
void stage_wait_for_error(const stage_process *stage, const char *text);

/* The ids of its child processes; returns how many there are, of which cap are written. */
size_t stage_children(const stage_process *stage, pid_t *ids, size_t cap);
/* Waits until it has none, for 20 s at most. */
void stage_wait_for_no_children(const stage_process *stage);
/* Waits until a process is gone or a zombie, for 20 s at most. */
void stage_wait_for_end_of(pid_t id);

typedef struct stage_call {
    const char *method;
    const char *path; /* under the stage: "/partners" */
    lamina_str body;
    lamina_param headers[8];
} stage_call;

/* The answer is borrowed until the client's next call. */
lamina_http_answer stage_send(lamina_http_client *client, const stage_process *stage,
                              const stage_call *call);
/* GET, with nothing else to say. */
lamina_http_answer stage_get(lamina_http_client *client, const stage_process *stage,
                             const char *path);
/* The value of a header, or "" when there is none; borrowed likewise. */
lamina_str stage_header(const lamina_http_answer *answer, const char *name);

/* Writes bytes to the front as they are, and reads until it closes the connection. The caller frees
   the text. */
char *stage_raw(const stage_process *stage, lamina_str bytes);

#endif
