/*
 * share.c - finds what lies beside the command, wherever both were installed.
 */
#include "share.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Cuts the last count parts of a path off; false when it has fewer. */
static bool cut_last(char *path, int count)
{
    for (; count > 0; count--) {
        char *slash = strrchr(path, '/');
        if (slash == NULL)
            return false;
        *slash = '\0';
    }
    return true;
}

lamina_str cli__prefix_path(lamina_arena *arena, const char *below)
{
    char program[PATH_MAX];
    const ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    if (len <= 0)
        return (lamina_str){0};
    program[len] = '\0';
    if (!cut_last(program, 2))
        return (lamina_str){0};
    return lamina_arena_format(arena, "%s/%s", program, below);
}

lamina_str cli__share_path(lamina_arena *arena, const char *below)
{
    const lamina_str share = cli__prefix_path(arena, "share/lamina");
    if (share.ptr == NULL)
        return share;
    return lamina_arena_format(arena, "%.*s/%s", LAMINA_FMT(share), below);
}

/* The first place below the prefix that has the file; NULL when none does. */
static const char *find(lamina_arena *arena, const char *const *places, size_t count,
                        const char *file, int mode)
{
    for (size_t i = 0; i < count; i++) {
        const lamina_str folder = cli__prefix_path(arena, places[i]);
        const lamina_str path = lamina_arena_format(arena, "%.*s/%s", LAMINA_FMT(folder), file);
        if (path.ptr != NULL && access(path.ptr, mode) == 0)
            return folder.ptr;
    }
    return NULL;
}

const char *cli__layer_path(lamina_arena *arena)
{
    static const char *const places[] = {"layer", "lib/lamina/layer"};
    const char *found = find(arena, places, 2, "bootstrap", X_OK);
    return found != NULL ? found : "layer";
}

const char *cli__dynamodb_local_path(lamina_arena *arena)
{
    /* A sanitized build lies one folder deeper and has no database of its own. */
    static const char *const places[] = {"dynamodb-local", "../dynamodb-local"};
    const char *found = find(arena, places, 2, "DynamoDBLocal.jar", R_OK);
    if (found != NULL)
        return found;
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (data != NULL && data[0] == '/')
        return lamina_arena_format(arena, "%s/lamina/dynamodb-local", data).ptr;
    return home != NULL
               ? lamina_arena_format(arena, "%s/.local/share/lamina/dynamodb-local", home).ptr
               : NULL;
}
