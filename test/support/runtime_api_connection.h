/*
 * runtime_api_connection.h - one runtime's connection to the tests' Runtime API: HTTP in, HTTP out.
 */
#ifndef LAMINA_TEST_RUNTIME_API_CONNECTION_H
#define LAMINA_TEST_RUNTIME_API_CONNECTION_H

#include "runtime_api_server.h"

typedef struct runtime_api_connection {
    int fd; /* -1: free */
    bool wants_event;
    bool wants_status; /* its post was not answered yet */
    char *in;
    size_t in_len;
    size_t in_room;
} runtime_api_connection;

/* Views into the connection's buffer. */
typedef struct runtime_api_request {
    bool is_get;
    const char *path;
    size_t path_len;
    const char *headers; /* the lines between the request line and the content */
    size_t headers_len;
    const char *body;
    size_t body_len;
    size_t len; /* of the whole request */
} runtime_api_request;

void runtime_api_connection_drop(runtime_api_connection *c);

/* Reads what is there. False when the other side is gone; the connection is dropped then. */
bool runtime_api_connection_receive(runtime_api_connection *c);
/* The first request in the buffer, if it is whole; runtime_api_connection_pass() removes it. */
bool runtime_api_connection_request(const runtime_api_connection *c, runtime_api_request *request);
void runtime_api_connection_pass(runtime_api_connection *c, const runtime_api_request *request);

/* Answers a /next, as the event says; number makes up its id when it has none. */
void runtime_api_connection_send_event(runtime_api_connection *c, const runtime_api_event *event,
                                       size_t number);
/* Answers a post. */
void runtime_api_connection_send_status(const runtime_api_connection *c, int status);

#endif
