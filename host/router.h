/*
 * router.h - which route serves a method and a path.
 *
 * A path is matched raw, segment by segment, and only then are its parameters percent-decoded, once:
 * "%2F" stays inside of a parameter. One slash at the end is ignored. A literal segment wins over a
 * parameter, an empty segment matches none.
 */
#ifndef HOST_ROUTER_H
#define HOST_ROUTER_H

#include "lamina/check.h"
#include "lamina/plugin.h"
#include "lamina/route_template.h"
#include "lamina/text.h"

typedef struct router_entry {
    const lamina_route *route;
    lamina_route_template path;
    uint32_t methods; /* the bits of the methods that it serves */
} router_entry;

/* Sorted, the most specific path first; in the arena of host__router_init(). */
typedef struct host_router {
    router_entry *entries;
    size_t count;
} host_router;

typedef struct router_match {
    const lamina_route *route;
    const lamina_param *params; /* decoded */
    size_t param_count;
    uint32_t
        allowed; /* bits of the methods that the path has, when this method is not among them */
} router_match;

/* Takes all routes of a plugin that was checked, or the one of that operation: none, when it is that of
   a handler of other events. Refusals: Runtime.BadRoute, Runtime.BadEntry. [init] */
lamina_status host__router_init(lamina_arena *arena, const lamina_plugin *plugin,
                                lamina_str operation, host_router *router, lamina_refusal *refusal);

/*
 * LAMINA_OK; LAMINA_E_NOT_FOUND; LAMINA_E_METHOD with match->allowed; LAMINA_E_SYNTAX when the path's
 * percent-encoding is broken, or a parameter is no UTF-8 text or has a NUL in it; LAMINA_E_LIMIT when
 * the arena is full. HEAD is served by the route of GET. [invoke]
 */
lamina_status host__router_find(const host_router *router, lamina_arena *arena, lamina_str method,
                                lamina_str path, router_match *match);

/* The value of the Allow header: "GET, HEAD, OPTIONS, POST". [invoke] */
void host__router_write_allowed(uint32_t allowed, lamina_text *out);

#endif
