/*
 * invocation.h - one invocation: its context, its exchange, its answer to the Runtime API.
 */
#ifndef HOST_INVOCATION_H
#define HOST_INVOCATION_H

#include "runtime_client.h"
#include "service.h"

/* Serves event, which was read into service->arena, and posts what came of it. The outcome is that of
   the post. [invoke] */
runtime_outcome host__invocation_serve(host_service *service, runtime_client *client,
                                       const runtime_event *event);

#endif
