/*
 * child_environment.h - the environment variables of what the stage starts.
 */
#ifndef LOCAL_CHILD_ENVIRONMENT_H
#define LOCAL_CHILD_ENVIRONMENT_H

#include "stage.h"

struct local_module;

/* As Lambda gives them to a function, and what the user added. database_port: of its way to the
   database; 0: the stage's endpoint. In the stage's scratch arena, closed
   by NULL; NULL when that is full. */
const char *const *local__child_environment(local_stage *stage, const struct local_module *module,
                                            uint16_t runtime_api_port, uint16_t database_port);
/* For the setup programs: the region, the credentials, the database, the keys of encrypted fields. Likewise. */
const char *const *local__tool_environment(local_stage *stage);
/* For a tool that opens plugins as a child does: the stage's own, and the sanitizer's library. In the
   scratch arena, whose content it leaves; NULL when that is full. */
const char *const *local__reader_environment(local_stage *stage);
/* The stage's own, for tools that the stage runs on the user's behalf. */
const char *const *local__own_environment(void);
/* AWS_REGION, or AWS_DEFAULT_REGION, or the region that stands for none. */
const char *local__region(void);

#endif
