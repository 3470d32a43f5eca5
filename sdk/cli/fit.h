/*
 * fit.h - does a shared object fit a layer? One rule, one finding; every rule is asked, so that an
 * author sees all that is wrong at once.
 */
#ifndef CLI_FIT_H
#define CLI_FIT_H

#include "lamina/json.h"
#include "layer_image.h"

/* glibc of Lambda's provided.al2023, and the newest whose symbols may be asked for. */
#define CLI_GLIBC_MAJOR 2
#define CLI_GLIBC_MINOR 34

#define CLI_FIT_OK "ok"
#define CLI_FIT_REFUSED "refused"
#define CLI_FIT_SKIPPED "skipped"

typedef struct cli_finding {
    const char *rule;
    const char *result; /* CLI_FIT_* */
    const char *type;   /* of a refusal: "Runtime.MissingLibrary"; docs/errors has a page of it */
    lamina_str text;
} cli_finding;

#define CLI_FIT_RULE_CAP 8u
#define CLI_FIT_PROVIDER_CAP 128u

typedef struct cli_fit {
    lamina_arena *arena;
    const cli_layer *layer;
    const char *emulator; /* runs bootstrap of another architecture; NULL: none */
    int limit_ms;         /* of opening the plugin */
    const char *path;
    cli_elf object;
    const cli_elf *providers[CLI_FIT_PROVIDER_CAP]; /* what the loader would search for symbols */
    size_t provider_count;
    cli_elf package[CLI_FIT_PROVIDER_CAP]; /* libraries that lie beside the plugin */
    size_t package_count;
    const lamina_json *entry; /* what the plugin says of itself; NULL when it was not opened */
    const lamina_json *host;  /* what bootstrap says of itself; likewise */
    cli_finding findings[CLI_FIT_RULE_CAP];
    size_t finding_count;
} cli_fit;

/* Asks every rule of the plugin at fit->path; arena, layer, path, emulator and limit_ms are set by the
   caller, the rest is zero. True when none refused. cli__fit_clear() afterwards. */
bool cli__fit_plugin(cli_fit *fit);
/* The same of an object of the layer itself, which is borrowed. */
bool cli__fit_layer_object(cli_fit *fit, const cli_elf *object);
void cli__fit_clear(cli_fit *fit);

/* ---- rules, for fit.c: each fills the finding, which says "ok" when it comes ---- */

void cli__fit_libraries(cli_fit *fit, cli_finding *finding);
void cli__fit_glibc(cli_fit *fit, cli_finding *finding);
void cli__fit_symbols(cli_fit *fit, cli_finding *finding);
void cli__fit_exports(cli_fit *fit, cli_finding *finding);
void cli__fit_hardening(cli_fit *fit, cli_finding *finding);
void cli__fit_entry(cli_fit *fit, cli_finding *finding);

void cli__fit_refuse(cli_fit *fit, cli_finding *finding, const char *type, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A list of names for a message: "a, b", and "and 12 more" behind the eighth. */
typedef struct cli_names {
    lamina_text text;
    size_t count;
} cli_names;

void cli__names_init(cli_names *names);
void cli__names_add(cli_names *names, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* In the arena; ends the list. */
lamina_str cli__names_take(cli_names *names, lamina_arena *arena);

#endif
