/*
 * startup.h - what happens between the first line of main and the first request: the plugins are
 * looked at, the database comes up, the setup program runs, the stage opens.
 */
#ifndef LOCAL_STARTUP_H
#define LOCAL_STARTUP_H

#include "stage.h"

typedef struct local_startup local_startup;

/* NULL when out of memory. */
local_startup *local__startup_new(local_stage *stage);
void local__startup_free(local_startup *startup);

/* Takes the next step; each step calls this when it is done. A step that fails stops the stage. */
void local__startup_next(local_stage *stage);

#endif
