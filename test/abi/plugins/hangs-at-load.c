/*
 * Its constructor never returns, and leaves a child behind that holds every descriptor.
 */
#include <unistd.h>

#include "one_route.h"

__attribute__((constructor)) static void hang(void)
{
    (void)fork();
    for (;;)
        pause();
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("hangs-at-load"), SERVES_ONE_ROUTE};
