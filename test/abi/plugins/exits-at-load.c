/*
 * Its constructor ends the process as if all were well.
 */
#include <stdlib.h>

#include "one_route.h"

__attribute__((constructor)) static void leave(void)
{
    exit(0);
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("exits-at-load"), SERVES_ONE_ROUTE};
