/*
 * Runtime.PluginTooNew: built for the next major, of which a host may read 16 bytes. The rest is junk.
 */
#include "one_route.h"

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = 16,
                                           .abi_major = LAMINA_ABI_MAJOR + 1,
                                           .abi_minor = 3,
                                           .name = (const char *)1,
                                           .version = (const char *)1};
