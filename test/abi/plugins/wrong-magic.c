/*
 * Runtime.NotAPlugin: the entry is something else.
 */
#include "one_route.h"

const lamina_plugin lamina_plugin_entry = {.magic = 0x0BADF00Du,
                                           .size = sizeof(lamina_plugin),
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR,
                                           .name = "wrong-magic",
                                           .version = "1.0.0",
                                           SERVES_ONE_ROUTE};
