/*
 * layer_image.c - reads bootstrap and every library of a layer.
 */
#include "layer_image.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIBRARY_CAP 64u

/* glibc 2.34's, as Amazon Linux 2023 has them (aws-facts: the minimal container image). Most of them are
   empty since 2.34 and stay for programs of before. */
bool cli__is_glibc(const char *soname)
{
    static const char *const names[] = {
        "libc.so.6",
        "libm.so.6",
        "libdl.so.2",
        "libpthread.so.0",
        "librt.so.1",
        "libutil.so.1",
        "libresolv.so.2",
        "libanl.so.1",
        "libmvec.so.1",
        "ld-linux-x86-64.so.2",
        "ld-linux-aarch64.so.1",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strcmp(names[i], soname))
            return true;
    return false;
}

const cli_elf *cli__layer_library(const cli_layer *layer, const char *soname)
{
    for (size_t i = 0; i < layer->library_count; i++)
        if (!strcmp(layer->libraries[i].soname, soname))
            return &layer->libraries[i];
    return NULL;
}

/* A library without a SONAME is found by its file's name. Two names of one file are one library. */
static lamina_status add_library(lamina_arena *arena, const char *path, cli_layer *layer,
                                 lamina_str *why)
{
    cli_elf library;
    lamina_refusal refusal;
    lamina_status status = cli__elf_open(arena, path, &library, &refusal);
    if (library.soname == NULL)
        library.soname = library.file;
    if (status)
        *why = refusal.message;
    else if (library.machine != layer->bootstrap.machine) {
        *why = lamina_arena_format(arena, "%s is built for %s, bootstrap for %s", path,
                                   cli__elf_machine_name(arena, library.machine),
                                   cli__elf_machine_name(arena, layer->bootstrap.machine));
        status = LAMINA_E_CONFIG;
    } else if (!cli__layer_library(layer, library.soname)) {
        layer->libraries[layer->library_count++] = library;
        return LAMINA_OK;
    }
    cli__elf_close(&library);
    return status;
}

static lamina_status add_libraries(lamina_arena *arena, DIR *folder, cli_layer *layer,
                                   lamina_str *why)
{
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (!strstr(entry->d_name, ".so"))
            continue;
        if (layer->library_count == LIBRARY_CAP) {
            *why = LAMINA_STR("lib/ holds more libraries than any layer has");
            return LAMINA_E_CONFIG;
        }
        const lamina_str path =
            lamina_arena_format(arena, "%s/lib/%s", layer->folder, entry->d_name);
        const lamina_status status =
            path.ptr ? add_library(arena, path.ptr, layer, why) : LAMINA_E_MEMORY;
        if (status)
            return status;
    }
    return LAMINA_OK;
}

/* Folders have no order, and what is said of a layer is to have one. */
static int by_name(const void *a, const void *b)
{
    const cli_elf *one = a;
    const cli_elf *other = b;
    return strcmp(one->soname, other->soname);
}

lamina_status cli__layer_open(lamina_arena *arena, const char *folder, cli_layer *layer,
                              lamina_str *why)
{
    lamina_refusal refusal = {0};
    *layer = (cli_layer){.folder = folder};
    *why = LAMINA_STR("there is no memory left");
    const lamina_str bootstrap = lamina_arena_format(arena, "%s/bootstrap", folder);
    const lamina_str lib = lamina_arena_format(arena, "%s/lib", folder);
    layer->libraries = lamina_arena_array(arena, LIBRARY_CAP, sizeof(cli_elf));
    if (!bootstrap.ptr || !lib.ptr || !layer->libraries)
        return LAMINA_E_MEMORY;
    if (access(bootstrap.ptr, F_OK) != 0) {
        *why = LAMINA_STR("there is no bootstrap in it");
        return LAMINA_E_CONFIG;
    }
    if (access(bootstrap.ptr, X_OK) != 0) {
        *why = LAMINA_STR("its bootstrap is not executable, and Lambda would answer "
                          "Runtime.InvalidEntrypoint (chmod 755, also in the zip)");
        return LAMINA_E_CONFIG;
    }
    lamina_status status = cli__elf_open(arena, bootstrap.ptr, &layer->bootstrap, &refusal);
    if (status) {
        *why = refusal.message;
        return status;
    }
    DIR *libraries = opendir(lib.ptr);
    if (!libraries) {
        *why = lamina_arena_format(arena, "%s: %s", lib.ptr, strerror(errno));
        return LAMINA_E_CONFIG;
    }
    status = add_libraries(arena, libraries, layer, why);
    closedir(libraries);
    qsort(layer->libraries, layer->library_count, sizeof(cli_elf), by_name);
    return status;
}

void cli__layer_close(cli_layer *layer)
{
    cli__elf_close(&layer->bootstrap);
    for (size_t i = 0; i < layer->library_count; i++)
        cli__elf_close(&layer->libraries[i]);
}
