/*
 * Runtime.PluginInitFailed: passes every check, and then its init() says no.
 */
#include "one_route.h"

static lamina_status start(lamina_context *context, void **state)
{
    *state = NULL;
    return lamina_fail(context, LAMINA_E_CONFIG, "no-table-name",
                       "The variable ORDERS_TABLE is not set");
}

const lamina_plugin lamina_plugin_entry = {SOUND_ENTRY("init-fails"), SERVES_ONE_ROUTE,
                                           .init = start};
