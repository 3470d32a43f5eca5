/*
 * The inside of the plugin check: plugin_check.c looks at the entry, plugin_check_routes.c at its
 * routes and their records, plugin_check_events.c at its handlers of other events.
 */
#ifndef LAMINA_LIB_PLUGIN_CHECK_INSIDE_H
#define LAMINA_LIB_PLUGIN_CHECK_INSIDE_H

#include "lamina/check.h"

/* What every step of one check works on. */
typedef struct lamina__plugin_check {
    lamina_arena *arena;
    const lamina_plugin *plugin;
    const lamina_host *host;
    lamina_str file_name; /* without folder and .so */
    lamina_refusal *refusal;
} lamina__plugin_check;

/* All routes; the entry itself was found sound. LAMINA_OK, or LAMINA_E_CONFIG with the refusal. */
lamina_status lamina__plugin_check_routes(const lamina__plugin_check *check);

/* All handlers of other events; the entry and its routes were found sound. As above. */
lamina_status lamina__plugin_check_events(const lamina__plugin_check *check);

/* [a-z][a-z0-9_]*, at most 64: what a route and an event handler are called. NULL is none. */
bool lamina__is_operation(const char *name);

#endif
