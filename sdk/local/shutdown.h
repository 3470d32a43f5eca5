/*
 * shutdown.h - the orderly end: no new connections, requests in flight, children, database.
 */
#ifndef LOCAL_SHUTDOWN_H
#define LOCAL_SHUTDOWN_H

#include "stage.h"

typedef struct local_shutdown local_shutdown;

/* Watches for SIGINT, SIGTERM and SIGHUP from now on; a second one does not wait. NULL when out of memory. */
local_shutdown *local__shutdown_new(local_stage *stage);
void local__shutdown_free(local_shutdown *shutdown);

/* Begins to stop; the first exit status that was given counts. */
void local__shutdown_begin(local_stage *stage, int exit_status);
int local__shutdown_status(const local_shutdown *shutdown);

#endif
