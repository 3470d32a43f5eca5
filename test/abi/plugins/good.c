/*
 * Nothing is wrong with it.
 */
#include "one_route.h"

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("good"), SERVES_ONE_ROUTE};
