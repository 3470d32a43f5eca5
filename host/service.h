/*
 * service.h - a plugin that was loaded and checked, with all that serving requests with it needs.
 */
#ifndef HOST_SERVICE_H
#define HOST_SERVICE_H

#include "event_table.h"
#include "lamina/arena.h"
#include "lamina/plugin.h"
#include "lamina/text.h"
#include "router.h"

/* One invocation may hold this much at most: its event, its answer, and what the plugin allocates. */
#define SERVICE_ARENA_CAP (64u * 1024u * 1024u)
/* A buffer that grew beyond this is given back after the invocation instead of kept. */
#define SERVICE_KEPT_CAP (1024u * 1024u)

typedef struct host_service {
    const lamina_host *host;
    const lamina_plugin *plugin;
    void *state; /* what the plugin's init() left */
    host_router router;
    host_event_table events;
    lamina_str cors_origin; /* whose pages may read answers; empty: nobody is told so */
    bool access_log;
    bool warm; /* an invocation was served before */
    /* Kept between invocations, empty at the start of each. */
    lamina_arena *arena;
    lamina_arena *record_arena; /* of one record of a batch; NULL until the first */
    lamina_text content;        /* a record or a problem as JSON */
    lamina_text answer;         /* what is posted */
    lamina_text authorizer;     /* the authorizer's context as JSON */
} host_service;

/* The arena and the buffers; plugin, state, router and events are the caller's to fill. LAMINA_E_MEMORY. [init] */
lamina_status host__service_init(host_service *service);
void host__service_clear(host_service *service);

/* Makes sure that there is a record_arena, which most functions never need. LAMINA_E_MEMORY. [invoke] */
lamina_status host__service_need_record_arena(host_service *service);

/* Makes all that is kept empty again: before each invocation. */
void host__service_reset(host_service *service);

#endif
