/*
 * Runtime.NeedMissing: built for a later minor, and cannot live without a table that it brought.
 */
#include "one_route.h"

static const lamina_need needs[] = {{LAMINA_LOG_1, "1.0"}, {"lamina.stream/1", "1.1"}};

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = sizeof(lamina_plugin),
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR + 1,
                                           .name = "newer-minor-unknown-need",
                                           .version = "1.0.0",
                                           .needs = needs,
                                           .need_count = 2,
                                           SERVES_ONE_ROUTE};
