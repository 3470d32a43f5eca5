/*
 * Runtime.BadEntry: file and name do not agree.
 */
#include "one_route.h"

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("another-name"), SERVES_ONE_ROUTE};
