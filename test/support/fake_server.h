/*
 * fake_server.h - a server on a free port of this machine that plays a script: one step a request,
 * bytes as they stand. For what only a real connection shows.
 */
#ifndef FAKE_SERVER_H
#define FAKE_SERVER_H

#include <stdbool.h>
#include <stddef.h>

/* What one request meets: it is read whole, answer is sent as it is, and the connection stays open or
   is closed. */
typedef struct fake_reply {
    const char *answer; /* NULL: nothing */
    bool close;
} fake_reply;

typedef struct fake_server fake_server;

/* Replies are borrowed until it stops. Requests beyond the script are answered with the last reply. */
fake_server *fake_server_start(const fake_reply *replies, size_t count);
void fake_server_stop(fake_server *server);

unsigned fake_server_port(const fake_server *server);
/* Whole requests so far, and connections. */
size_t fake_server_requests(fake_server *server);
size_t fake_server_connections(fake_server *server);
/* The bytes of a request, NUL-terminated; empty when it did not come. Borrowed until it stops. */
const char *fake_server_request(fake_server *server, size_t index);

#endif
