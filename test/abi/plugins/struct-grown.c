/*
 * Accepted: built with headers of the future, in which the entry and the route have grown. A host
 * reads what it knows and steps over the rest.
 */
#include "lamina/abi.h"

/* The entry is declared by its type of today; this file defines it with the one of tomorrow. */
#define lamina_plugin_entry lamina_plugin_entry_of_today
#include "one_route.h"
#undef lamina_plugin_entry

typedef struct grown_route {
    lamina_route known;
    const char *deprecated_since;
    uint64_t timeout_ms;
} grown_route;

typedef struct grown_plugin {
    lamina_plugin known;
    const char *owner;
    uint64_t warmth;
} grown_plugin;

#define GROWN_ROUTE(name, where)                                                                   \
    {                                                                                              \
        .known = {.operation = name,                                                               \
                  .method = "GET",                                                                 \
                  .path = where,                                                                   \
                  .handler = answer_hello,                                                         \
                  .flags = LAMINA_ROUTE_PUBLIC},                                                   \
        .deprecated_since = "1.9", .timeout_ms = 250                                               \
    }

static const grown_route routes[] = {
    GROWN_ROUTE("hello", "/hello"),
    GROWN_ROUTE("hello_again", "/hello/again"),
};

LAMINA_EXPORT extern const grown_plugin lamina_plugin_entry;

const grown_plugin lamina_plugin_entry = {
    .known = {.magic = LAMINA_PLUGIN_MAGIC,
              .size = sizeof(grown_plugin),
              .abi_major = LAMINA_ABI_MAJOR,
              .abi_minor = LAMINA_ABI_MINOR + 4,
              .name = "struct-grown",
              .version = "2.0.0",
              .routes = (const lamina_route *)(const void *)routes,
              .route_count = 2,
              .route_size = sizeof(grown_route)},
    .owner = "team of tomorrow",
    .warmth = 1};
