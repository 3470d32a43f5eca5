/*
 * Runtime.DuplicateRoute: two routes differ in the names of their parameters only.
 */
#include "one_route.h"

static const lamina_route routes[] = {
    {.operation = "get_one",
     .method = "GET",
     .path = "/things/{thingId}",
     .handler = answer_hello,
     .flags = LAMINA_ROUTE_PUBLIC},
    {.operation = "get_another",
     .method = "GET",
     .path = "/things/{id}",
     .handler = answer_hello,
     .flags = LAMINA_ROUTE_PUBLIC},
};

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("duplicate-route"), .routes = routes,
                                           .route_count = 2, .route_size = sizeof(lamina_route)};
