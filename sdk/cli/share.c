/*
 * share.c - finds what lies beside the command, wherever both were installed.
 */
#include "share.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

lamina_str cli__share_path(lamina_arena *arena, const char *below)
{
    char program[PATH_MAX];
    const ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    if (len <= 0)
        return (lamina_str){0};
    program[len] = '\0';
    char *slash = strrchr(program, '/');
    if (slash == NULL)
        return (lamina_str){0};
    *slash = '\0';
    return lamina_arena_format(arena, "%s/../share/lamina/%s", program, below);
}
