/*
 * settings.h - what the environment tells the host, read once and strictly.
 */
#ifndef HOST_SETTINGS_H
#define HOST_SETTINGS_H

#include "lamina/arena.h"
#include "lamina/check.h"

/* Bytes of the longest names and texts that are accepted. */
#define HOST_PLUGIN_NAME_CAP 64u
#define HOST_OPERATION_CAP 128u
#define HOST_RUNTIME_API_CAP 255u
#define HOST_TASK_ROOT_CAP 1024u

/* Views of the environment or of the arena that was read into. */
typedef struct host_settings {
    lamina_str runtime_api; /* AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9001" */
    lamina_str task_root;   /* LAMBDA_TASK_ROOT */
    lamina_str plugin;      /* of _HANDLER, NUL-terminated: "partner" */
    lamina_str operation;   /* of _HANDLER, NUL-terminated: "get_partner"; empty: all of them */
    int32_t log_level;      /* LAMINA_LOG_LEVEL, or else AWS_LAMBDA_LOG_LEVEL; INFO */
    lamina_str cors_origin; /* LAMINA_CORS_ALLOW_ORIGIN: "*", an origin, or empty */
    bool access_log;        /* LAMINA_ACCESS_LOG: on (the default) or off */
} host_settings;

/*
 * Reads all of them. What could be read before the first refusal is filled, so that the refusal can
 * be reported to the Runtime API. Refusals: Runtime.BadSetting, Runtime.HandlerMissing,
 * Runtime.BadHandler.
 */
lamina_status host__settings_read(lamina_arena *arena, host_settings *settings,
                                  lamina_refusal *refusal);

#endif
