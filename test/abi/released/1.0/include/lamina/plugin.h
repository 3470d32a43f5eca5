/*
 * lamina/plugin.h - the one symbol that a plugin exports.
 *
 *     const lamina_plugin lamina_plugin_entry = {
 *         .magic = LAMINA_PLUGIN_MAGIC, .size = sizeof(lamina_plugin),
 *         .abi_major = LAMINA_ABI_MAJOR, .abi_minor = LAMINA_ABI_MINOR,
 *         .name = "partner", .version = "1.0.0",
 *         .routes = routes, .route_count = 5, .route_size = sizeof(lamina_route)};
 *
 * The host opens the plugin with dlopen(RTLD_NOW | RTLD_LOCAL), checks this struct, the needs and
 * the routes, and only then runs a function of the plugin. A plugin is never unloaded. This header
 * is part of the ABI.
 * All since 1.0.
 */
#ifndef LAMINA_PLUGIN_H
#define LAMINA_PLUGIN_H

#include "lamina/abi.h"
#include "lamina/context.h"
#include "lamina/event.h"
#include "lamina/host.h"
#include "lamina/http.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "LMNA" in memory on a little-endian machine. */
#define LAMINA_PLUGIN_MAGIC 0x414E4D4Cu
#define LAMINA_PLUGIN_SYMBOL "lamina_plugin_entry"

/*
 * Serves one request. Returns LAMINA_OK when response is filled; otherwise the host answers
 * problem+json from the invocation's error object (lamina/problem.h), or from the status alone;
 * nothing of response, its headers included, is sent then.
 * [invoke] Since 1.0.
 */
typedef lamina_status (*lamina_handler_fn)(lamina_context *context, const lamina_request *request,
                                           lamina_response *response);

/* Flags of a route. Since 1.0. */
#define LAMINA_ROUTE_PUBLIC                                                                        \
    0x1u /* needs no authorizer; a route has this or a scope, never neither */

/*
 * One operation. A path template's parameters are whole segments in braces, "/partners/{partnerId}";
 * the last may be greedy, "{path+}". Two routes of one method whose templates match the same paths
 * are a duplicate and refused. A literal segment wins over a parameter. Grows at the end. Since 1.0.
 */
typedef struct lamina_route {
    const char *operation; /* unique in the plugin: _HANDLER=partner.get_partner serves it alone */
    const char *method;    /* GET, POST, PUT, PATCH or DELETE; HEAD and OPTIONS are the host's */
    const char *path;
    lamina_handler_fn handler;
    const lamina_record *query;    /* of the query string; NULL: not decoded */
    const lamina_record *request;  /* of the body; NULL: none is expected, raw_body has what came */
    const lamina_record *response; /* of the answer; NULL: raw_body is the answer */
    const char *scope;             /* one scope that the caller must hold; NULL: see flags */
    const char *summary;           /* one line for people */
    const char *const *tags;       /* closed by NULL; NULL: none */
    uint32_t flags;                /* LAMINA_ROUTE_* */
    uint32_t body_cap;             /* bytes of content accepted; 0: the host's 1 MiB */
} lamina_route;

/* A table that the plugin cannot live without, and the host version that brought it, so that an
   older host can say what it lacks. Frozen. Since 1.0. */
typedef struct lamina_need {
    const char *id;    /* LAMINA_LOG_1, ... */
    const char *since; /* "1.0" */
} lamina_need;

/* How many invocations of one process the plugin can serve at once. Version 1 hosts run one. */
#define LAMINA_SERIAL 0u
#define LAMINA_CONCURRENT 1u

/*
 * The entry. Its first 16 bytes hold for every major, for ever. Grows at the end. Since 1.0.
 */
typedef struct lamina_plugin {
    uint32_t magic;      /* LAMINA_PLUGIN_MAGIC */
    uint32_t size;       /* sizeof(lamina_plugin) as the plugin was built */
    uint32_t abi_major;  /* LAMINA_ABI_MAJOR */
    uint32_t abi_minor;  /* LAMINA_ABI_MINOR */
    const char *name;    /* [a-z][a-z0-9-]*, the file's name without .so */
    const char *version; /* of the plugin: "1.4.2" */
    const char *summary; /* one line for people; may be NULL */
    const lamina_need *needs;
    uint32_t need_count;
    uint32_t route_count;
    const lamina_route *routes;
    uint32_t route_size;  /* sizeof(lamina_route) */
    uint32_t concurrency; /* LAMINA_SERIAL or LAMINA_CONCURRENT */
    /* Called once before the first invocation; may be NULL. *state is handed to every invocation.
       A failure ends the process with Runtime.PluginInitFailed. [init] */
    lamina_status (*init)(lamina_context *context, void **state);
    /* Best effort: Lambda may end the process without it. May be NULL. [shutdown] */
    void (*shutdown)(void *state);
    /* Handlers of events other than HTTP; NULL and 0: none. A plugin has a route or one of these. */
    const lamina_event_handler *events;
    uint32_t event_count;
    uint32_t event_size; /* sizeof(lamina_event_handler) */
    /* Reserved in 1.0, must be NULL: snapshot hooks. */
    lamina_status (*before_snapshot)(void *state);
    lamina_status (*after_restore)(void *state);
} lamina_plugin;

/* The symbol, declared here so that a wrong type does not compile. */
extern LAMINA_EXPORT const lamina_plugin lamina_plugin_entry;

#ifdef __cplusplus
}
#endif
#endif
