/*
 * listener.h - TCP sockets that listen on this machine alone.
 */
#ifndef LOCAL_LISTENER_H
#define LOCAL_LISTENER_H

#include <event2/event.h>
#include <event2/http.h>

#include "lamina/abi.h"

/*
 * Lets http accept connections at a loopback address; *port 0 takes any free port and tells which.
 * NULL, with errno set (EADDRINUSE, ...), when that is not possible.
 */
struct evhttp_bound_socket *local__listen(struct evhttp *http, const char *address, uint16_t *port);

/* A port that was free a moment ago, for a program that cannot choose one itself; 0: none. */
uint16_t local__free_port(void);

#endif
