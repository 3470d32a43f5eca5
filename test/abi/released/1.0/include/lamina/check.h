/*
 * lamina/check.h - what is checked of a plugin before any function of it runs. The host refuses with
 * it, and `lamina routes` and `lamina check` tell the same in advance.
 * All since 1.0.
 */
#ifndef LAMINA_CHECK_H
#define LAMINA_CHECK_H

#include "lamina/abi.h"
#include "lamina/arena.h"
#include "lamina/json.h"
#include "lamina/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Why a plugin is refused: a name that Lambda keeps ("Runtime.PluginTooNew"), and a text that says
   what was found, what was expected and what to do. Borrowed from the arena. Frozen. Since 1.0. */
typedef struct lamina_refusal {
    const char *type; /* static: "Runtime.<Name>"; each has a page docs/errors/<Name>.md */
    lamina_str message;
} lamina_refusal;

/*
 * Opens the shared object at path and looks the entry up. Refusals: Runtime.PluginNotFound (no such
 * file), Runtime.WrongArchitecture (an ELF of another machine), Runtime.NotAPlugin (no shared object,
 * or no entry in it), Runtime.MissingLibrary, Runtime.MissingSymbol, Runtime.PluginNotLoadable (any
 * other answer of the loader). A plugin that was opened stays open for the life of the process, but
 * one that is refused is closed. dlopen runs the plugin's constructors: this detects mistakes, it is
 * no sandbox. LAMINA_OK, or LAMINA_E_CONFIG with *refusal. [init] Since 1.0.
 */
lamina_status lamina_plugin_open(lamina_arena *arena, const char *path, void **handle,
                                 const lamina_plugin **plugin, lamina_refusal *refusal);

/*
 * Checks an entry against what host serves. file_name (without folder and .so) must be the entry's
 * name. Refusals: Runtime.NotAPlugin (wrong magic or an impossible size), Runtime.PluginTooNew (a
 * later major), Runtime.PluginTooOld (an earlier one), Runtime.NeedMissing (with the host version that
 * brought each), Runtime.BadEntry (a name, version or table that breaks plugin.h's rules),
 * Runtime.BadRoute, Runtime.DuplicateRoute, Runtime.BadEventHandler, Runtime.DuplicateOperation,
 * Runtime.BadRecord. Strings of the entry are read, none of
 * its functions is called. [init] Since 1.0.
 */
lamina_status lamina_plugin_check(lamina_arena *arena, const lamina_plugin *plugin,
                                  const lamina_host *host, lamina_str file_name,
                                  lamina_refusal *refusal);

/* Route i of a plugin whose writer may have known a shorter or longer lamina_route. Since 1.0. */
const lamina_route *lamina_plugin_route(const lamina_plugin *plugin, uint32_t i);

/* Handler i of a plugin whose writer may have known a shorter or longer lamina_event_handler. Since 1.0. */
const lamina_event_handler *lamina_plugin_event(const lamina_plugin *plugin, uint32_t i);

/* The word for a LAMINA_EVENT_*: "authorizer", "direct", "sqs", "dynamodb", "sns", "s3", "eventbridge",
   "schedule"; "unknown kind" for another number. Static text. [any-thread] Since 1.0. */
const char *lamina_event_kind_name(uint32_t kind);

/*
 * Writes what a plugin that was checked says of itself, as members of an object that the caller opened:
 * name, version, summary, abiMajor, abiMinor, needs ([{id, since}]), routes (an array of what
 * lamina_route_describe() writes), events ([{operation, kind}]). Later versions may write more.
 * [init] Since 1.0.
 */
void lamina_plugin_describe(const lamina_plugin *plugin, lamina_json_writer *writer);

/* The same of one route: method, path, operation, scope and summary (null when there is none). Since
   1.0. */
void lamina_route_describe(const lamina_route *route, lamina_json_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
