/*
 * dynamodb_local.h - Amazon's DynamoDB Local as a child of the stage.
 */
#ifndef LOCAL_DYNAMODB_LOCAL_H
#define LOCAL_DYNAMODB_LOCAL_H

#include "stage.h"

typedef struct local_database local_database;

/*
 * Starts it at a free port; when it answers, stage->endpoint is set and the startup goes on. When it
 * ends by itself, then or later, the stage stops. NULL, and the reason was printed, when it cannot
 * even be tried.
 */
local_database *local__database_start(local_stage *stage);
/* Where it listens on this machine; 0 for NULL, and before it answers. */
uint16_t local__database_port(const local_database *database);
/* NULL is ignored. */
void local__database_free(local_database *database);

#endif
