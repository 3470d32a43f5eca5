/*
 * folder.c - mkdir -p.
 */
#include "folder.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

lamina_status local__folder_make(const char *path)
{
    char part[PATH_MAX];
    if ((size_t)snprintf(part, sizeof(part), "%s", path) >= sizeof(part)) {
        errno = ENAMETOOLONG;
        return LAMINA_E_CONFIG;
    }
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0777) && errno != EEXIST)
            return LAMINA_E_CONFIG;
        *slash = '/';
    }
    return mkdir(part, 0777) && errno != EEXIST ? LAMINA_E_CONFIG : LAMINA_OK;
}
