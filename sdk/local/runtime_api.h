/*
 * runtime_api.h - the Lambda Runtime API, served to one child at a port of its own.
 */
#ifndef LOCAL_RUNTIME_API_H
#define LOCAL_RUNTIME_API_H

#include "child.h"

typedef struct local_runtime_api local_runtime_api;

/* NULL when out of memory or ports. */
local_runtime_api *local__runtime_api_new(struct event_base *base, local_child *child);
/* Closes every connection. Not to be called from inside of a request's callback. NULL is ignored. */
void local__runtime_api_free(local_runtime_api *api);
uint16_t local__runtime_api_port(const local_runtime_api *api);

/* Answers the GET /next that waits. When none does any more, the invocation's time limit tells. */
void local__runtime_api_send_event(local_runtime_api *api, const local_invocation *invocation);

#endif
