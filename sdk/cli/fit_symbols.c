/*
 * fit_symbols.c - does somebody define each symbol that the object refers to, under the version that it
 * was linked with?
 */
#include <stdio.h>
#include <string.h>

#include "fit.h"

/* The loader's rule (glibc, do_lookup_x): a version must match, or the definition has none; who asks for
   none takes what is not hidden. */
static bool is_answer(const cli_elf_symbol *defined, const cli_elf_symbol *asked)
{
    if (!defined->is_defined || strcmp(defined->name, asked->name) != 0)
        return false;
    if (!asked->version)
        return !defined->is_hidden_version;
    return !defined->version || !strcmp(defined->version, asked->version);
}

static bool is_defined_by(const cli_elf *object, const cli_elf_symbol *asked)
{
    for (size_t i = 0; i < object->symbol_count; i++)
        if (is_answer(&object->symbols[i], asked))
            return true;
    return false;
}

/* The library of a version decides; a symbol without one may come from any. */
static bool is_provided(const cli_fit *fit, const cli_elf_symbol *asked)
{
    if (is_defined_by(&fit->object, asked))
        return true;
    for (size_t i = 0; i < fit->provider_count; i++)
        if (is_defined_by(fit->providers[i], asked))
            return true;
    return false;
}

static void add_missing_symbols(const cli_fit *fit, cli_names *missing, size_t *found)
{
    for (size_t i = 0; i < fit->object.symbol_count; i++) {
        const cli_elf_symbol *asked = &fit->object.symbols[i];
        if (asked->is_defined || (asked->library && cli__is_glibc(asked->library)))
            continue;
        if (is_provided(fit, asked))
            *found += 1;
        else if (asked->is_weak)
            continue;
        else if (asked->version)
            cli__names_add(missing, "%s (%s of %s)", asked->name, asked->version, asked->library);
        else
            cli__names_add(missing, "%s", asked->name);
    }
}

static bool defines_version(const cli_elf *library, const char *name)
{
    for (size_t i = 0; i < library->defined_count; i++)
        if (!strcmp(library->defined[i].name, name))
            return true;
    return library->defined_count == 0; /* without versions: the loader takes any */
}

/* The loader asks for the nodes too, used or not. */
static void add_missing_versions(const cli_fit *fit, cli_names *missing)
{
    for (size_t i = 0; i < fit->object.required_count; i++) {
        const cli_elf_version *asked = &fit->object.required[i];
        for (size_t p = 0; p < fit->provider_count && !asked->is_weak; p++)
            if (!strcmp(fit->providers[p]->soname, asked->library) &&
                !defines_version(fit->providers[p], asked->name))
                cli__names_add(missing, "version %s of %s", asked->name, asked->library);
    }
}

void cli__fit_symbols(cli_fit *fit, cli_finding *finding)
{
    cli_names missing;
    size_t found = 0;
    cli__names_init(&missing);
    add_missing_symbols(fit, &missing, &found);
    if (missing.count == 0)
        add_missing_versions(fit, &missing);
    const size_t count = missing.count;
    const lamina_str list = cli__names_take(&missing, fit->arena);
    if (count > 0)
        cli__fit_refuse(
            fit, finding, "Runtime.MissingSymbol",
            "refers to %.*s, which no library of this layer has. Take a layer that has it, "
            "or build the plugin with the SDK of this layer; a function of the plugin's own "
            "is missing from the link, which -Wl,-z,defs finds at build time.",
            LAMINA_FMT(list));
    else
        finding->text = lamina_arena_format(fit->arena, "%zu found in the layer", found);
}

/* ---- what it gives to others ---- */

static bool is_entry(const cli_elf_symbol *symbol)
{
    return !strcmp(symbol->name, LAMINA_PLUGIN_SYMBOL);
}

void cli__fit_exports(cli_fit *fit, cli_finding *finding)
{
    cli_names extra;
    const cli_elf_symbol *entry = NULL;
    cli__names_init(&extra);
    for (size_t i = 0; i < fit->object.symbol_count; i++) {
        const cli_elf_symbol *symbol = &fit->object.symbols[i];
        if (symbol->is_defined && is_entry(symbol))
            entry = symbol;
        else if (symbol->is_defined)
            cli__names_add(&extra, "%s", symbol->name);
    }
    const size_t count = extra.count;
    const lamina_str list = cli__names_take(&extra, fit->arena);
    if (!entry)
        cli__fit_refuse(fit, finding, "Runtime.NotAPlugin",
                        "exports no " LAMINA_PLUGIN_SYMBOL
                        ". Define it as lamina/plugin.h shows, and "
                        "not static; a library is linked by plugins and is no plugin.");
    else if (entry->type != STT_OBJECT || entry->size < 16)
        cli__fit_refuse(fit, finding, "Runtime.NotAPlugin",
                        "its " LAMINA_PLUGIN_SYMBOL
                        " is no data of 16 bytes or more. Define it with the type lamina_plugin.");
    else if (count > 0)
        cli__fit_refuse(
            fit, finding, "Check.ExportsTooMuch",
            "exports %.*s beside " LAMINA_PLUGIN_SYMBOL
            ". Compile with -fvisibility=hidden, as `make plugin` does; for what comes out "
            "of static libraries link with -Wl,--exclude-libs,ALL.",
            LAMINA_FMT(list));
    else
        finding->text = LAMINA_STR(LAMINA_PLUGIN_SYMBOL " alone");
}
