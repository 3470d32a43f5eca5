/*
 * Runtime.NotAPlugin: its size is less than any entry of this major has.
 */
#include "one_route.h"

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = 24,
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR,
                                           .name = "impossible-size",
                                           .version = "1.0.0",
                                           SERVES_ONE_ROUTE};
