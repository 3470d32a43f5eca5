/*
 * check.h - `bootstrap --check PLUGIN.so`: would this host serve that plugin?
 */
#ifndef HOST_CHECK_H
#define HOST_CHECK_H

/*
 * Opens and checks the plugin as a cold start does, up to but without its init(), and writes one line
 * of JSON to stdout: {"host":{"version","abiMajor","abiMinor"}} and either "plugin" (what
 * lamina_plugin_describe() writes) or "refusal" ({"type","message"}). Does not return: 0 when the plugin
 * would be served, 1 otherwise; the plugin's destructors do not run.
 */
_Noreturn void host__check(const char *path);

#endif
