/*
 * share.c - finds what lies beside the command, wherever both were installed.
 */
#include "share.h"

#include <limits.h>
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
