/*
 * It shows more of itself than its entry.
 */
#include "one_route.h"

LAMINA_EXPORT extern const int one_more;
const int one_more = 1;

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("two-symbols"), SERVES_ONE_ROUTE};
