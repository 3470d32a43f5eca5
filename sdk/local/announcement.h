/*
 * announcement.h - what the user reads when the stage has opened.
 */
#ifndef LOCAL_ANNOUNCEMENT_H
#define LOCAL_ANNOUNCEMENT_H

#include "stage.h"

/* The routes, the data, the address, how to stop. */
void local__announce(const local_stage *stage);

#endif
