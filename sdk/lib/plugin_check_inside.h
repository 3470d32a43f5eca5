/*
 * The inside of the plugin check: plugin_check.c looks at the entry, plugin_check_routes.c at its
 * routes and their records.
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

#endif
