/*
 * dev.c - `lamina dev`: becomes lamina-local, which lies beside this program.
 */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

int cli__dev(int argc, char **argv)
{
    (void)argc;
    char self[PATH_MAX];
    char stage[PATH_MAX + 16];
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (len <= 0) {
        fprintf(stderr, "lamina dev: cannot tell where this program is: %s\n", strerror(errno));
        return CLI_FAILED;
    }
    self[len] = '\0';
    snprintf(stage, sizeof(stage), "%s/lamina-local", dirname(self));
    argv[0] = stage;
    execv(stage, argv);
    fprintf(stderr, "lamina dev: cannot start %s: %s\n", stage, strerror(errno));
    return CLI_FAILED;
}
