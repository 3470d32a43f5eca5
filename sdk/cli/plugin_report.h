/*
 * plugin_report.h - what a plugin's entry says, asked in a process of its own: opening a plugin runs
 * its constructors, and those may do anything, to crash among them.
 */
#ifndef CLI_PLUGIN_REPORT_H
#define CLI_PLUGIN_REPORT_H

#include "lamina/json.h"
#include "lamina/plugin.h"

/* Writes one JSON value about a plugin that the host would accept; runs in the child. A failure is told
   as the end of that process. */
typedef lamina_status (*cli_plugin_answer_fn)(lamina_arena *arena, const lamina_plugin *plugin,
                                              const void *subject, lamina_json_writer *json);

/*
 * Opens and checks the plugin as the host would and asks it. LAMINA_OK, and *answer is what question
 * wrote. Otherwise *refusal says why not, as below. Both in the arena.
 */
lamina_status cli__plugin_ask(lamina_arena *arena, const char *path, cli_plugin_answer_fn question,
                              const void *subject, const lamina_json **answer, lamina_str *refusal);

/*
 * Opens and checks the plugin as the host would, and reads what it serves. LAMINA_OK, and *routes is
 * an array of objects with the members plugin, module, version, method, path, operation, scope (null
 * when public), summary; behind them one for each handler of other events, with the members plugin,
 * module, version, event ("sqs"), operation, summary. Otherwise *refusal says why, with the type that the host would give
 * ("Runtime.PluginTooNew: ..."). Both in the arena.
 */
lamina_status cli__plugin_report(lamina_arena *arena, const char *path, const lamina_json **routes,
                                 lamina_str *refusal);

#endif
