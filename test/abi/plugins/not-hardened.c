/*
 * Linked as rules.mk says: bound lazily, an executable stack, tables that stay writable.
 */
#include "one_route.h"

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("not-hardened"), SERVES_ONE_ROUTE};
