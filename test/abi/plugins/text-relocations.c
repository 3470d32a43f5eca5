/*
 * An address lies in its code, which the loader would have to write to.
 */
#include "one_route.h"

__asm__(".text\n\t.balign 8\n\t.8byte lamina_plugin_entry\n");

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("text-relocations"), SERVES_ONE_ROUTE};
