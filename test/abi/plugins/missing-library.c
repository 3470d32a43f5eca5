/*
 * Runtime.MissingLibrary: linked with a library that is not shipped.
 */
#include "one_route.h"

extern void not_shipped(void);

static lamina_status start(lamina_context *context, void **state)
{
    (void)context;
    (void)state;
    not_shipped();
    return LAMINA_OK;
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("missing-library"), SERVES_ONE_ROUTE,
                                           .init = start};
