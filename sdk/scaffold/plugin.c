/*
 * The @module@ module: its routes, and the one symbol that the host looks for.
 */
#include "lamina/plugin.h"

#include "dtos.h"
#include "handlers.h"

static const char *const tags[] = {"@Name@", NULL};

/* A route is public or has a scope. Add a route, then its handler, then its service. */
static const lamina_route routes[] = {
    {.operation = "create_@name@",
     .method = "POST",
     .path = "/@segment@",
     .handler = create_@name@,
     .request = &create_@name@_record,
     .response = &@name@_dto_record,
     .summary = "Create one",
     .tags = tags,
     @access@},
};

static const lamina_need needs[] = {
    {LAMINA_LOG_1, "1.0"},
    {LAMINA_CLOCK_1, "1.0"},
    {LAMINA_RANDOM_1, "1.0"},
};

const lamina_plugin lamina_plugin_entry = {
    .magic = LAMINA_PLUGIN_MAGIC,
    .size = sizeof(lamina_plugin),
    .abi_major = LAMINA_ABI_MAJOR,
    .abi_minor = LAMINA_ABI_MINOR,
    .name = "@module@",
    .version = "1.0.0",
    .summary = "The @module@ module",
    .needs = needs,
    .need_count = sizeof needs / sizeof *needs,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .route_size = sizeof(lamina_route),
};
