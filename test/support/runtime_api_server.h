/*
 * runtime_api_server.h - a Lambda Runtime API for tests: hands out scripted events and keeps what a
 * runtime posts. It runs in a thread of the test, on a free port of the loopback interface.
 */
#ifndef LAMINA_TEST_RUNTIME_API_SERVER_H
#define LAMINA_TEST_RUNTIME_API_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How one GET /next is answered. */
typedef struct runtime_api_event {
    const char *body;       /* copied; NULL: none */
    size_t body_len;        /* 0: strlen(body) */
    const char *request_id; /* NULL: "request-<n>"; "": the header is left out */
    const char *headers;    /* further lines, each closed by CRLF; NULL: a deadline and an ARN */
    int status;             /* 0: 200 */
    bool chunked;           /* otherwise Content-Length */
    bool hang_up;           /* close the connection instead of answering */
    bool close_after;       /* close it behind the answer, without a word before */
} runtime_api_event;

/* What was posted; NUL-terminated, borrowed until runtime_api_stop(). */
typedef struct runtime_api_post {
    char *path;
    char *headers; /* the lines between the request line and the content */
    char *body;
    size_t body_len;
} runtime_api_post;

typedef struct runtime_api_server runtime_api_server;

/* Fails the test when it cannot listen. */
runtime_api_server *runtime_api_start(void);
void runtime_api_stop(runtime_api_server *server);

/* "127.0.0.1:41234" */
const char *runtime_api_address(const runtime_api_server *server);

/* Adds an answer to a later /next; when none is left, /next stays open. */
void runtime_api_push(runtime_api_server *server, const runtime_api_event *event);
void runtime_api_push_json(runtime_api_server *server, const char *json);

/* What posts are answered with from now on; 202 at first. 0 hangs up instead, once. -1 keeps the
   runtime waiting until another status is set, which then answers it. */
void runtime_api_set_post_status(runtime_api_server *server, int status);

/* Waits until so many posts came, and returns the one of that index. Fails the test after 20 s. */
const runtime_api_post *runtime_api_wait_post(runtime_api_server *server, size_t index);
/* Waits until a runtime waits for an event that is not there. Fails the test after 20 s. */
void runtime_api_wait_idle(runtime_api_server *server);

size_t runtime_api_post_count(runtime_api_server *server);
size_t runtime_api_next_count(runtime_api_server *server);
size_t runtime_api_connection_count(runtime_api_server *server);

#endif
