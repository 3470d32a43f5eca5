/*
 * Accepted: built for a later minor, but content with what this host has.
 */
#include "one_route.h"

static const lamina_need needs[] = {{LAMINA_LOG_1, "1.0"}, {LAMINA_CLOCK_1, "1.0"}};

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = sizeof(lamina_plugin),
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR + 7,
                                           .name = "newer-minor-known-needs",
                                           .version = "1.0.0",
                                           .needs = needs,
                                           .need_count = 2,
                                           SERVES_ONE_ROUTE};
