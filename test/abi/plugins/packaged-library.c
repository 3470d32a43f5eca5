/*
 * It brings a library of its own, in lib/ beside it.
 */
#include "one_route.h"

int packaged(void);

static lamina_status start(lamina_context *context, void **state)
{
    (void)context;
    (void)state;
    return packaged() == 1 ? LAMINA_OK : LAMINA_E_INTERNAL;
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("packaged-library"), SERVES_ONE_ROUTE,
                                           .init = start};
