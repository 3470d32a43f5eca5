/*
 * front.h - the HTTP side of the API: what API Gateway does before a function is asked.
 */
#ifndef LOCAL_FRONT_H
#define LOCAL_FRONT_H

#include "stage.h"

typedef struct local_front local_front;

/* Listens where the options say; until the stage is open every request is told to come later. NULL,
   and the reason was printed, when that is not possible. */
local_front *local__front_new(local_stage *stage);
/* Closes everything without an answer. NULL is ignored. */
void local__front_free(local_front *front);
uint16_t local__front_port(const local_front *front);

/* Takes no new connection. */
void local__front_stop(local_front *front);
/* Requests that functions work on. */
size_t local__front_count(const local_front *front);

#endif
