/*
 * plugin_loader.h - from the settings to a plugin that runs: open, check, route, init.
 */
#ifndef HOST_PLUGIN_LOADER_H
#define HOST_PLUGIN_LOADER_H

#include "lamina/check.h"
#include "service.h"
#include "settings.h"

/*
 * Opens $LAMBDA_TASK_ROOT/<plugin>.so, checks it, builds the router and runs the plugin's init().
 * What they allocate is in lasting, which must live as long as the process. Refusals: those of
 * lamina/check.h, Runtime.OperationNotFound, Runtime.PluginInitFailed. [init]
 */
lamina_status host__plugin_load(const host_settings *settings, lamina_arena *lasting,
                                host_service *service, lamina_refusal *refusal);

/* Runs shutdown() of service->plugin, if it has one. [shutdown] */
void host__plugin_shutdown(host_service *service);

#endif
