/*
 * loop.h - event after event, until somebody ends it.
 */
#ifndef HOST_LOOP_H
#define HOST_LOOP_H

#include "runtime_client.h"
#include "service.h"

/* Returns RUNTIME_STOPPED after SIGTERM or SIGINT; RUNTIME_FAILED when no event could be had several
   times in a row; RUNTIME_BROKEN when the Runtime API says that the environment is lost. [invoke] */
runtime_outcome host__loop_run(host_service *service, runtime_client *client);

#endif
