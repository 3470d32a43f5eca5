/*
 * Runtime.BadRecord: a field lies outside of its struct.
 */
#include "one_route.h"

typedef struct thing {
    lamina_presence has;
    lamina_str name;
} thing;

static const lamina_field fields[] = {
    {.name = "name", .type = LAMINA_TYPE_STRING, .offset = sizeof(thing)},
};

static const lamina_record record = {.size = sizeof(lamina_record),
                                     .name = "Thing",
                                     .struct_size = sizeof(thing),
                                     .field_size = sizeof(lamina_field),
                                     .fields = fields,
                                     .field_count = 1};

static const lamina_route routes[] = {
    {.operation = "create_thing",
     .method = "POST",
     .path = "/things",
     .handler = answer_hello,
     .request = &record,
     .flags = LAMINA_ROUTE_PUBLIC},
};

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("bad-record"), .routes = routes,
                                           .route_count = 1, .route_size = sizeof(lamina_route)};
