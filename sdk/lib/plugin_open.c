/*
 * Opening a plugin: dlopen, and the loader's answers as refusals with a name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <string.h>

#include "check_refusal.h"
#include "lamina/check.h"
#include "lamina/text.h"
#include "plugin_image.h"

/* The entry's first members, the only ones that every major has. */
enum { PREAMBLE_SIZE = 16 };

/* ------------------------------------------------------------------------- the loader's messages */

/* The text between two others: "undefined symbol: NAME, version V" has NAME. False when it has not. */
static bool between(const char *text, const char *before, const char *after, lamina_str *out)
{
    const char *start = strstr(text, before);
    if (start == NULL)
        return false;
    start += strlen(before);
    const char *end = strstr(start, after);
    *out = (lamina_str){.ptr = start, .len = end != NULL ? (size_t)(end - start) : strlen(start)};
    return out->len > 0;
}

static lamina_str base_name(lamina_str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/')
            return (lamina_str){.ptr = path.ptr + i, .len = path.len - i};
    return path;
}

/* "libfoo.so.2: cannot open shared object file: No such file or directory" */
static bool refuse_library(lamina_arena *arena, const char *file, const char *said,
                           lamina_refusal *refusal)
{
    const char *mark = strstr(said, ": cannot open shared object file");
    if (mark == NULL)
        return false;
    lamina_str library = {.ptr = said, .len = (size_t)(mark - said)};
    lamina__refuse(arena, refusal, "Runtime.MissingLibrary",
                   "%s: needs the shared library %.*s, which is neither in the layer nor in the "
                   "deployment package. Put it into lib/ of the package, or link it statically.",
                   file, LAMINA_FMT(library));
    return true;
}

/* "plugin.so: undefined symbol: NAME", and ", version V" behind it when it has one */
static bool refuse_symbol(lamina_arena *arena, const char *file, const char *said,
                          lamina_refusal *refusal)
{
    lamina_str symbol;
    if (!between(said, "undefined symbol: ", ",", &symbol) &&
        !between(said, "undefined symbol: ", " (", &symbol))
        return false;
    lamina__refuse(arena, refusal, "Runtime.MissingSymbol",
                   "%s: calls %.*s, which no library of this layer has. Link the plugin with "
                   "-Wl,-z,defs, which finds this at build time, or deploy a layer that has it "
                   "(the loader says: %s).",
                   file, LAMINA_FMT(symbol), said);
    return true;
}

/* "/opt/lib/liblamina.so.1: version `LAMINA_1.1' not found (required by ./partner.so)" */
static bool refuse_version(lamina_arena *arena, const char *file, const char *said,
                           lamina_refusal *refusal)
{
    lamina_str version;
    const char *mark = strstr(said, ": version `");
    if (mark == NULL || !between(said, ": version `", "'", &version))
        return false;
    lamina_str library = base_name((lamina_str){.ptr = said, .len = (size_t)(mark - said)});
    const char *cure =
        lamina_str_has_prefix(version, LAMINA_STR("GLIBC_"))
            ? "Build it on the system that Lambda has, Amazon Linux 2023 (glibc 2.34)"
            : "Deploy a layer that has it, or build the plugin with the SDK of this "
              "layer";
    lamina__refuse(arena, refusal, "Runtime.MissingSymbol",
                   "%s: was built with a newer %.*s: it needs version %.*s of it, which the one "
                   "here does not have. %s (the loader says: %s).",
                   file, LAMINA_FMT(library), LAMINA_FMT(version), cure, said);
    return true;
}

/* What the loader says of files that are no shared object, though they look like one. */
static bool refuse_damaged(lamina_arena *arena, const char *file, const char *said,
                           lamina_refusal *refusal)
{
    static const char *const marks[] = {
        "file too short",          "invalid ELF header",      "cannot read file data",
        "ELF load command",        "cannot dynamically load", "object file has no",
        "only ET_DYN and ET_EXEC", "ELF file's phentsize",
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strstr(said, marks[i]) == NULL)
            continue;
        lamina__refuse(arena, refusal, "Runtime.NotAPlugin",
                       "%s: is no shared object that can be loaded (the loader says: %s). Build it "
                       "again and deploy that file.",
                       file, said);
        return true;
    }
    return false;
}

static lamina_status refuse_said(lamina_arena *arena, const char *file, const char *said,
                                 lamina_refusal *refusal)
{
    typedef bool refuse_fn(lamina_arena *, const char *, const char *, lamina_refusal *);
    static refuse_fn *const known[] = {refuse_library, refuse_symbol, refuse_version,
                                       refuse_damaged};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i](arena, file, said, refusal))
            return LAMINA_E_CONFIG;
    return lamina__refuse(arena, refusal, "Runtime.PluginNotLoadable",
                          "%s: cannot be loaded (the loader says: %s).", file, said);
}

/* ------------------------------------------------------------------------------------- the entry */

/* The symbol's size as its own file has it: a size member that says more would be read past its end. */
static bool is_entry_whole(const lamina_plugin *plugin, size_t *found)
{
    Dl_info info;
    void *extra = NULL;
    if (dladdr1(plugin, &info, &extra, RTLD_DL_SYMENT) == 0 || extra == NULL)
        return true; /* the loader cannot tell: the checks that follow must do */
    *found = (size_t)((const ElfW(Sym) *)extra)->st_size;
    if (*found < PREAMBLE_SIZE)
        return false;
    return plugin->magic != LAMINA_PLUGIN_MAGIC || *found >= plugin->size;
}

static lamina_status find_entry(lamina_arena *arena, void *handle, const char *file,
                                const lamina_plugin **plugin, lamina_refusal *refusal)
{
    const lamina_plugin *found = dlsym(handle, LAMINA_PLUGIN_SYMBOL);
    if (found == NULL)
        return lamina__refuse(arena, refusal, "Runtime.NotAPlugin",
                              "%s: is a shared object without the symbol " LAMINA_PLUGIN_SYMBOL
                              ". A plugin defines it as lamina/plugin.h shows; a library is linked "
                              "by plugins and is no Handler.",
                              file);
    size_t size = 0;
    if (!is_entry_whole(found, &size))
        return lamina__refuse(
            arena, refusal, "Runtime.NotAPlugin",
            "%s: its " LAMINA_PLUGIN_SYMBOL
            " is %zu bytes long, less than it says itself. Define it with the type "
            "lamina_plugin and .size = sizeof(lamina_plugin).",
            file, size);
    *plugin = found;
    return LAMINA_OK;
}

lamina_status lamina_plugin_open(lamina_arena *arena, const char *path, void **handle,
                                 const lamina_plugin **plugin, lamina_refusal *refusal)
{
    *handle = NULL;
    *plugin = NULL;
    *refusal = (lamina_refusal){0};
    /* Without a slash dlopen would look for a library of that name instead. */
    if (strchr(path, '/') == NULL) {
        path = lamina_arena_format(arena, "./%s", path).ptr;
        if (path == NULL)
            return lamina__refuse(arena, refusal, "Runtime.PluginNotLoadable", "out of memory");
    }
    const char *file = strrchr(path, '/') + 1;
    lamina_status status = lamina__plugin_image_check(arena, path, file, refusal);
    if (status != LAMINA_OK)
        return status;

    void *opened = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (opened == NULL) {
        const char *said = dlerror();
        return refuse_said(arena, file, said != NULL ? said : "nothing", refusal);
    }
    status = find_entry(arena, opened, file, plugin, refusal);
    if (status != LAMINA_OK) {
        dlclose(opened);
        return status;
    }
    *handle = opened;
    return LAMINA_OK;
}
