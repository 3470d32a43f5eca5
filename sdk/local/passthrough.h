/*
 * passthrough.h - one process's own way to the database, whose connections the stage can close: on Lambda,
 * a process that was frozen finds the connections that it kept dead.
 */
#ifndef LOCAL_PASSTHROUGH_H
#define LOCAL_PASSTHROUGH_H

#include <event2/event.h>

#include "lamina/abi.h"

typedef struct local_passthrough local_passthrough;

/* Whether there can be one: plain http at a loopback address. NULL is no endpoint. */
bool local__passthrough_can(const char *endpoint);
/* Listens at a free port, and hands each connection's bytes on to the endpoint. NULL when there can be
   none, or the system refuses. */
local_passthrough *local__passthrough_new(struct event_base *base, const char *endpoint);
/* Closes all its connections; new ones are taken as before. NULL is ignored, here and below. */
void local__passthrough_drop(local_passthrough *passthrough);
void local__passthrough_free(local_passthrough *passthrough);
/* Of 127.0.0.1; 0 for NULL. */
uint16_t local__passthrough_port(const local_passthrough *passthrough);

#endif
