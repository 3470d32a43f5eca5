/*
 * reload.h - a plugin whose file has changed is served by new processes, and with --watch and --build the
 * file changes whenever a source does. What runs is let finish; what cannot be loaded changes nothing.
 */
#ifndef LOCAL_RELOAD_H
#define LOCAL_RELOAD_H

#include "lamina/json.h"
#include "stage.h"

typedef struct local_reload local_reload;

/* Begins to watch the plugins of stage->modules, and the folders of --watch. NULL, and the reason was
   printed, when that is not possible. */
local_reload *local__reload_new(local_stage *stage);
/* NULL is ignored. */
void local__reload_free(local_reload *reload);

/* {"state":"ok" | "building" | "failed","output":"what the compiler said"}, or null when nothing is built. */
void local__reload_write(const local_reload *reload, lamina_json_writer *writer);

#endif
