/*
 * Its constructor crashes, before anybody can ask the entry anything.
 */
#include <stdlib.h>

#include "one_route.h"

__attribute__((constructor)) static void crash(void)
{
    abort();
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("crashes-at-load"), SERVES_ONE_ROUTE};
