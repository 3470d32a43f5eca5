/*
 * It calls a function that glibc has since 2.36, which Lambda does not have.
 */
#include <stdlib.h>

#include "one_route.h"

static lamina_status start(lamina_context *context, void **state)
{
    (void)context;
    (void)state;
    return arc4random() == 0 ? LAMINA_E_INTERNAL : LAMINA_OK;
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("newer-glibc"), SERVES_ONE_ROUTE,
                                           .init = start};
