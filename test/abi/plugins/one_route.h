/*
 * The least that a plugin can serve: one public route. Test plugins that are about something else
 * include it.
 */
#ifndef LAMINA_TEST_ONE_ROUTE_H
#define LAMINA_TEST_ONE_ROUTE_H

#include "lamina/lamina.h"

static lamina_status answer_hello(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    (void)context;
    (void)request;
    response->content_type = LAMINA_STR("text/plain");
    response->raw_body = LAMINA_STR("hello");
    return LAMINA_OK;
}

__attribute__((unused)) static const lamina_route one_route[] = {
    {.operation = "hello",
     .method = "GET",
     .path = "/hello",
     .handler = answer_hello,
     .flags = LAMINA_ROUTE_PUBLIC},
};

/* The members of an entry that is sound; what a test plugin gets wrong it sets behind them. */
#define SOUND_ENTRY(plugin_name)                                                                   \
    .magic = LAMINA_PLUGIN_MAGIC, .size = sizeof(lamina_plugin), .abi_major = LAMINA_ABI_MAJOR,    \
    .abi_minor = LAMINA_ABI_MINOR, .name = plugin_name, .version = "1.0.0"
#define SERVES_ONE_ROUTE .routes = one_route, .route_count = 1, .route_size = sizeof(lamina_route)

#endif
