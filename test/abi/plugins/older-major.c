/*
 * Runtime.PluginTooOld: built for the major before.
 */
#include "one_route.h"

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = sizeof(lamina_plugin),
                                           .abi_major = LAMINA_ABI_MAJOR - 1,
                                           .abi_minor = 9,
                                           .name = "older-major",
                                           .version = "0.9.0",
                                           SERVES_ONE_ROUTE};
