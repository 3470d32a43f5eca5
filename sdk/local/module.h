/*
 * module.h - the plugins that are served, and which paths of the API are theirs.
 *
 * A module's stack attaches "/<prefix>" and "/<prefix>/{proxy+}" to the API for each first segment
 * of its routes; so does the stage.
 */
#ifndef LOCAL_MODULE_H
#define LOCAL_MODULE_H

#include "lamina/route_template.h"
#include "pool.h"
#include "stage.h"

typedef struct local_route {
    const char *method;
    const char *path;
    const char *scope; /* NULL: public */
    lamina_route_template template;
} local_route;

/* A handler of events other than HTTP. */
typedef struct local_event {
    const char *kind; /* "sqs" */
    const char *operation;
} local_event;

/* All texts live as long as the modules. */
typedef struct local_module {
    const char *name;
    const char *version;
    const char *file;      /* as the user named it */
    const char *folder;    /* absolute: LAMBDA_TASK_ROOT */
    const char *layer;     /* absolute */
    const char *bootstrap; /* absolute */
    const char *function_arn;
    local_route *routes;
    size_t route_count;
    local_event *events;
    size_t event_count;
    const char **prefixes; /* without '/' */
    size_t prefix_count;
    local_pool *pool;
    const char *described; /* what `lamina routes` last said of it; NULL: only at the start */
} local_module;

typedef struct local_modules {
    lamina_arena *arena;
    local_module *items;
    size_t count;
} local_modules;

/*
 * Reads what `lamina routes --json` printed about the plugins of the options. NULL, and the reason
 * was printed, when it makes no API: two modules with one prefix, a route that has none.
 */
local_modules *local__modules_new(local_stage *stage, lamina_str routes_json);
/* Takes over what `lamina routes --json` says of a plugin whose file has changed. A failure leaves the module
   as it was, and the reason was printed. */
lamina_status local__module_learn(local_modules *modules, local_module *module,
                                  lamina_str routes_json);
/* NULL is ignored. */
void local__modules_free(local_modules *modules);
/* The module of a path's first segment, or NULL. */
const local_module *local__modules_find(const local_modules *modules, lamina_str prefix);
/* The route that the host will serve this with, or NULL: then it answers 404 or 405. HEAD is GET's. */
const local_route *local__module_route(const local_module *module, lamina_str method,
                                       lamina_str path);
/* The module's handler of that kind of event, or NULL. */
const local_event *local__module_event(const local_module *module, const char *kind);

#endif
