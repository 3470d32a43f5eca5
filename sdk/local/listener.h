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

struct evconnlistener;

/* Likewise for connections that carry no HTTP, at any free port of 127.0.0.1. */
struct evconnlistener *
local__listen_raw(struct event_base *base,
                  void (*on_connection)(struct evconnlistener *listener, evutil_socket_t fd,
                                        struct sockaddr *from, int from_len, void *arg),
                  void *arg, uint16_t *port);

/* A port that was free a moment ago, for a program that cannot choose one itself; 0: none. */
uint16_t local__free_port(void);

#endif
