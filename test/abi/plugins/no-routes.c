/*
 * Runtime.BadEntry: serves nothing.
 */
#include "one_route.h"

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("no-routes")};
