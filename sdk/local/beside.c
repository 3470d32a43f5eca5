/*
 * beside.c - by /proc/self/exe, so that a tree can be moved.
 */
#include "beside.h"

#include <libgen.h>
#include <limits.h>
#include <unistd.h>

const char *local__beside(lamina_arena *arena, const char *below)
{
    char self[PATH_MAX];
    const ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (len <= 0)
        return NULL;
    self[len] = '\0';
    return lamina_arena_format(arena, "%s/%s", dirname(dirname(self)), below).ptr;
}
