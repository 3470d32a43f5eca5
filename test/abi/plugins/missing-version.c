/*
 * Runtime.MissingSymbol: linked with a liblamina of the future, whose LAMINA_1.99 this one lacks.
 */
#include "one_route.h"

extern void lamina_from_the_future(void);

static lamina_status start(lamina_context *context, void **state)
{
    (void)context;
    (void)state;
    lamina_from_the_future();
    return LAMINA_OK;
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("missing-version"), SERVES_ONE_ROUTE,
                                           .init = start};
