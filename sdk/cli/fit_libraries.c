/*
 * fit_libraries.c - is every library there, now and on Lambda: in the layer, beside the plugin, or
 * glibc's and not too new?
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fit.h"

/* ---- which libraries the loader would find ---- */

static bool is_provider(const cli_fit *fit, const char *soname)
{
    for (size_t i = 0; i < fit->provider_count; i++)
        if (!strcmp(fit->providers[i]->soname, soname))
            return true;
    return false;
}

static bool is_file(const char *path)
{
    return access(path, F_OK) == 0;
}

/* In the package, the plugin's folder and lib/ in it: both are in Lambda's LD_LIBRARY_PATH. NULL and no
   refusal: it is not there. */
static const cli_elf *open_packaged(cli_fit *fit, const char *soname, cli_finding *finding)
{
    static const char *const places[] = {"", "lib/"};
    const int folder_len = (int)(fit->object.file - fit->object.path);
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const lamina_str path = lamina_arena_format(fit->arena, "%.*s%s%s", folder_len,
                                                    fit->object.path, places[i], soname);
        if (!path.ptr || !is_file(path.ptr) || fit->package_count == CLI_FIT_PROVIDER_CAP)
            continue;
        cli_elf *library = &fit->package[fit->package_count++];
        lamina_refusal refusal;
        if (cli__elf_open(fit->arena, path.ptr, library, &refusal)) {
            cli__fit_refuse(fit, finding, "Runtime.PluginNotLoadable",
                            "needs a library of its package that is damaged: %.*s",
                            LAMINA_FMT(refusal.message));
            return NULL;
        }
        library->soname = soname;
        return library;
    }
    return NULL;
}

/* Adds what object needs, and reports in missing what is nowhere. */
static void add_needed(cli_fit *fit, const cli_elf *object, cli_names *missing,
                       cli_finding *finding)
{
    for (size_t i = 0; i < object->needed_count; i++) {
        const char *name = object->needed[i];
        if (cli__is_glibc(name) || is_provider(fit, name) ||
            fit->provider_count == CLI_FIT_PROVIDER_CAP)
            continue;
        const cli_elf *found = cli__layer_library(fit->layer, name);
        /* A name with a slash is a path of the machine that linked it. */
        if (!found && !strchr(name, '/'))
            found = open_packaged(fit, name, finding);
        if (found && found->machine == fit->object.machine)
            fit->providers[fit->provider_count++] = found;
        else if (finding->type == NULL && object == &fit->object)
            cli__names_add(missing, "%s", name);
        else if (finding->type == NULL)
            cli__names_add(missing, "%s (needed by %s)", name, object->file);
    }
}

static lamina_str provider_names(cli_fit *fit)
{
    cli_names names;
    cli__names_init(&names);
    for (size_t i = 0; i < fit->provider_count; i++)
        cli__names_add(&names, "%s%s", fit->providers[i]->soname,
                       cli__layer_library(fit->layer, fit->providers[i]->soname) ? ""
                                                                                 : " (package)");
    return cli__names_take(&names, fit->arena);
}

/* bootstrap's own libraries are searched for every plugin. */
void cli__fit_libraries(cli_fit *fit, cli_finding *finding)
{
    cli_names missing;
    cli__names_init(&missing);
    add_needed(fit, &fit->layer->bootstrap, &missing, finding);
    add_needed(fit, &fit->object, &missing, finding);
    for (size_t i = 0; i < fit->provider_count; i++)
        add_needed(fit, fit->providers[i], &missing, finding);
    const size_t count = missing.count;
    const lamina_str list = cli__names_take(&missing, fit->arena);
    if (count > 0 && finding->type == NULL)
        cli__fit_refuse(
            fit, finding, "Runtime.MissingLibrary",
            "needs %.*s, which %s neither in the layer, nor in the package, nor glibc's. Put "
            "it into lib/ beside the plugin, built for glibc %d.%d or older, or link it "
            "statically (libstdc++ and libgcc_s: -static-libstdc++ -static-libgcc).",
            LAMINA_FMT(list), count == 1 ? "is" : "are", CLI_GLIBC_MAJOR, CLI_GLIBC_MINOR);
    else if (finding->type == NULL)
        finding->text = provider_names(fit);
}

/* ---- glibc's versions ---- */

/* "GLIBC_2.34" -> 2034; -1 for a name that is no version of ours (GLIBC_PRIVATE). */
static long version_number(const char *name)
{
    lamina_str rest = lamina_str_from(name);
    lamina_str part;
    int64_t numbers[3] = {0};
    if (!lamina_str_has_prefix(rest, LAMINA_STR("GLIBC_")))
        return -1;
    rest.ptr += 6;
    rest.len -= 6;
    for (size_t i = 0; i < 3 && rest.len > 0; i++) {
        lamina_str_cut(&rest, '.', &part);
        if (lamina_parse_int64_between(part, 0, 999, &numbers[i]))
            return -1;
    }
    return rest.len > 0 ? -1 : (long)(numbers[0] * 1000 + numbers[1]);
}

typedef struct glibc_use {
    long newest;
    cli_names too_new;
} glibc_use;

static void add_symbols_of(const cli_elf *object, const char *version, glibc_use *use)
{
    for (size_t i = 0; i < object->symbol_count; i++) {
        const cli_elf_symbol *symbol = &object->symbols[i];
        if (!symbol->is_defined && symbol->version && !strcmp(symbol->version, version))
            cli__names_add(&use->too_new, "%s (%s)", symbol->name, version);
    }
}

static void add_use(const cli_elf *object, glibc_use *use)
{
    for (size_t i = 0; i < object->required_count; i++) {
        const cli_elf_version *asked = &object->required[i];
        if (!cli__is_glibc(asked->library) || asked->is_weak)
            continue;
        const long number = version_number(asked->name);
        if (number >= 0 && number <= CLI_GLIBC_MAJOR * 1000 + CLI_GLIBC_MINOR) {
            use->newest = number > use->newest ? number : use->newest;
            continue;
        }
        const size_t before = use->too_new.count;
        add_symbols_of(object, asked->name, use);
        if (use->too_new.count == before)
            cli__names_add(&use->too_new, "%s", asked->name);
    }
    if (object->traits & CLI_ELF_PACKED_RELOCATIONS)
        cli__names_add(&use->too_new, "packed relocations (glibc 2.36)");
}

void cli__fit_glibc(cli_fit *fit, cli_finding *finding)
{
    glibc_use use = {0};
    cli__names_init(&use.too_new);
    add_use(&fit->object, &use);
    for (size_t i = 0; i < fit->package_count; i++)
        add_use(&fit->package[i], &use);
    const size_t count = use.too_new.count;
    const lamina_str list = cli__names_take(&use.too_new, fit->arena);
    if (count > 0)
        cli__fit_refuse(
            fit, finding, "Runtime.MissingSymbol",
            "asks glibc for %.*s; Lambda's provided.al2023 has glibc %d.%d. Build it on the "
            "system that Lambda has, Amazon Linux 2023, or do without.",
            LAMINA_FMT(list), CLI_GLIBC_MAJOR, CLI_GLIBC_MINOR);
    else if (use.newest > 0)
        finding->text = lamina_arena_format(
            fit->arena, "asks for %ld.%ld at most; Lambda has %d.%d", use.newest / 1000,
            use.newest % 1000, CLI_GLIBC_MAJOR, CLI_GLIBC_MINOR);
    else
        finding->text = LAMINA_STR("asks for no version");
}
