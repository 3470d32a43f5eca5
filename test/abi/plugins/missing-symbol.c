/*
 * Runtime.MissingSymbol: calls what no library has. Linked without -z defs, which would find it.
 */
#include "one_route.h"

extern void lamina_no_such_function(void);

static lamina_status start(lamina_context *context, void **state)
{
    (void)context;
    (void)state;
    lamina_no_such_function();
    return LAMINA_OK;
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("missing-symbol"), SERVES_ONE_ROUTE,
                                           .init = start};
