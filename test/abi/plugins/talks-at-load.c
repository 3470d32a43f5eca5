/*
 * Its constructor prints what looks like a report. Nothing else is wrong with it.
 */
#include <stdio.h>

#include "one_route.h"

__attribute__((constructor)) static void talk(void)
{
    puts("{\"refusal\":{\"type\":\"Runtime.Invented\",\"message\":\"by a constructor\"}}");
    (void)fflush(stdout);
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("talks-at-load"), SERVES_ONE_ROUTE};
