/*
 * Runtime.NotAPlugin: says that it is longer than the symbol in its own file.
 */
#include "one_route.h"

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = sizeof(lamina_plugin) + 64,
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR,
                                           .name = "overstated-size",
                                           .version = "1.0.0",
                                           SERVES_ONE_ROUTE};
