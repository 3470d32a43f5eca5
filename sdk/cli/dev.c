/*
 * dev.c - `lamina dev`: becomes lamina-local, which lies beside this program, and tells it where layer and
 * database are unless the caller does.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "share.h"

#define ARENA_CAP ((size_t)1 << 20)

static int become(lamina_arena *arena, int argc, char **argv)
{
    enum { OWN_CAP = 8 };
    const lamina_str stage = cli__prefix_path(arena, "bin/lamina-local");
    const char *database = cli__dynamodb_local_path(arena);
    const char **words = lamina_arena_array(arena, (size_t)argc + OWN_CAP, sizeof *words);
    if (stage.ptr == NULL || words == NULL) {
        fprintf(stderr, "lamina dev: cannot tell where this program is: %s\n", strerror(errno));
        return CLI_FAILED;
    }
    size_t count = 0;
    words[count++] = stage.ptr;
    words[count++] = "--layer";
    words[count++] = cli__layer_path(arena);
    if (database != NULL) {
        words[count++] = "--dynamodb-local";
        words[count++] = database;
    }
    /* What the caller says comes later and counts. */
    memcpy(&words[count], argv + 1, (size_t)argc * sizeof *words);
    execv(stage.ptr, (char *const *)(uintptr_t)words);
    fprintf(stderr, "lamina dev: cannot start %s: %s\n", stage.ptr, strerror(errno));
    return CLI_FAILED;
}

int cli__dev(int argc, char **argv)
{
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (arena == NULL) {
        fprintf(stderr, "lamina dev: the system is out of memory\n");
        return CLI_FAILED;
    }
    const int status = become(arena, argc, argv);
    lamina_arena_free(arena);
    return status;
}
