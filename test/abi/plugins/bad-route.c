/*
 * Runtime.BadRoute: a greedy parameter that is not the last segment.
 */
#include "one_route.h"

static const lamina_route routes[] = {
    {.operation = "get_file",
     .method = "GET",
     .path = "/files/{path+}/content",
     .handler = answer_hello,
     .flags = LAMINA_ROUTE_PUBLIC},
};

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("bad-route"), .routes = routes,
                                           .route_count = 1, .route_size = sizeof(lamina_route)};
