/*
 * fit.c - asks the rules in their order, and keeps what they found.
 */
#include "fit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef void (*rule_fn)(cli_fit *fit, cli_finding *finding);

#define FOR_PLUGINS 0x1u
#define FOR_LAYER 0x2u
#define ONLY_IF_LOADABLE                                                                           \
    0x4u /* pointless when a rule before said that the loader would refuse it */

static const struct {
    const char *name;
    rule_fn ask;
    unsigned flags;
} rules[] = {
    {"libraries", cli__fit_libraries, FOR_PLUGINS | FOR_LAYER},
    {"glibc", cli__fit_glibc, FOR_PLUGINS | FOR_LAYER},
    {"symbols", cli__fit_symbols, FOR_PLUGINS | FOR_LAYER},
    {"exports", cli__fit_exports, FOR_PLUGINS},
    {"hardening", cli__fit_hardening, FOR_PLUGINS | FOR_LAYER},
    {"entry", cli__fit_entry, FOR_PLUGINS | ONLY_IF_LOADABLE},
};

/* ---- messages ---- */

void cli__fit_refuse(cli_fit *fit, cli_finding *finding, const char *type, const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    const int len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    finding->result = CLI_FIT_REFUSED;
    finding->type = type;
    finding->text =
        lamina_arena_format(fit->arena, "%s: %s", fit->object.file, len < 0 ? "" : text);
    if (!finding->text.ptr)
        finding->text = LAMINA_STR("there is no memory left to say why");
}

#define NAMES_SHOWN 8u

void cli__names_init(cli_names *names)
{
    *names = (cli_names){0};
    lamina_text_init(&names->text, 4096);
}

void cli__names_add(cli_names *names, const char *format, ...)
{
    char name[512];
    va_list args;
    if (names->count++ >= NAMES_SHOWN)
        return;
    va_start(args, format);
    const int len = vsnprintf(name, sizeof(name), format, args);
    va_end(args);
    lamina_text_add_format(&names->text, "%s%s", names->count > 1 ? ", " : "", len < 0 ? "" : name);
}

lamina_str cli__names_take(cli_names *names, lamina_arena *arena)
{
    if (names->count > NAMES_SHOWN)
        lamina_text_add_format(&names->text, " and %zu more", names->count - NAMES_SHOWN);
    const lamina_str list = lamina_arena_copy(arena, lamina_text_view(&names->text));
    lamina_text_clear(&names->text);
    return list.ptr ? list : LAMINA_STR("");
}

/* ---- asking ---- */

static cli_finding *add_finding(cli_fit *fit, const char *rule)
{
    cli_finding *finding = &fit->findings[fit->finding_count++];
    *finding = (cli_finding){.rule = rule, .result = CLI_FIT_OK, .text = LAMINA_STR("")};
    return finding;
}

static void skip(cli_finding *finding, lamina_str why)
{
    finding->result = CLI_FIT_SKIPPED;
    finding->text = why;
}

/* Is it a whole shared object, and for the layer's architecture? */
static bool open_plugin(cli_fit *fit, cli_finding *finding)
{
    lamina_refusal refusal;
    if (cli__elf_open(fit->arena, fit->path, &fit->object, &refusal)) {
        finding->result = CLI_FIT_REFUSED;
        finding->type = refusal.type;
        finding->text = refusal.message;
        return false;
    }
    const unsigned wanted = fit->layer->bootstrap.machine;
    const char *found = cli__elf_machine_name(fit->arena, fit->object.machine);
    if (fit->object.machine != wanted) {
        const char *other = cli__elf_machine_name(fit->arena, wanted);
        cli__fit_refuse(
            fit, finding, "Runtime.WrongArchitecture",
            "built for %s; the layer is for %s. Build the plugin for %s, or take the layer "
            "of its architecture.",
            found, other, other);
        return false;
    }
    if (fit->object.traits & CLI_ELF_PROGRAM) {
        cli__fit_refuse(
            fit, finding, "Runtime.NotAPlugin",
            "is a program, and a program cannot be loaded. Link the plugin with -shared.");
        return false;
    }
    finding->text = lamina_arena_format(fit->arena, "a whole shared object for %s", found);
    return true;
}

static bool ask(cli_fit *fit, unsigned who)
{
    bool is_loadable = true;
    bool fits = true;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        if (!(rules[i].flags & who))
            continue;
        cli_finding *finding = add_finding(fit, rules[i].name);
        if ((rules[i].flags & ONLY_IF_LOADABLE) && !is_loadable) {
            skip(finding, LAMINA_STR("not asked, because the loader would refuse the file"));
            continue;
        }
        rules[i].ask(fit, finding);
        if (strcmp(finding->result, CLI_FIT_REFUSED) != 0)
            continue;
        fits = false;
        if (!strncmp(finding->type, "Runtime.", 8))
            is_loadable = false;
    }
    return fits;
}

bool cli__fit_plugin(cli_fit *fit)
{
    if (!open_plugin(fit, add_finding(fit, "file")))
        return false;
    return ask(fit, FOR_PLUGINS);
}

bool cli__fit_layer_object(cli_fit *fit, const cli_elf *object)
{
    fit->object = *object;
    fit->object.elf = NULL; /* the layer's to close */
    return ask(fit, FOR_LAYER);
}

void cli__fit_clear(cli_fit *fit)
{
    cli__elf_close(&fit->object);
    for (size_t i = 0; i < fit->package_count; i++)
        cli__elf_close(&fit->package[i]);
}
