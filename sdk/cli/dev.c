/*
 * dev.c - `lamina dev` and `lamina database`: become lamina-local, which lies beside this program, and tell
 * it where layer and database are unless the caller does.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "share.h"

#define ARENA_CAP ((size_t)1 << 20)

/* own: what the command adds to the caller's words; closed by NULL. */
static int become(lamina_arena *arena, const char *const *own, int argc, char **argv)
{
    enum { OWN_CAP = 12 };
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
    for (; *own; own++)
        words[count++] = *own;
    /* What the caller says comes later and counts. */
    memcpy(&words[count], argv + 1, (size_t)argc * sizeof *words);
    execv(stage.ptr, (char *const *)(uintptr_t)words);
    fprintf(stderr, "lamina dev: cannot start %s: %s\n", stage.ptr, strerror(errno));
    return CLI_FAILED;
}

static int run(const char *const *own, int argc, char **argv)
{
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (arena == NULL) {
        fprintf(stderr, "lamina %s: the system is out of memory\n", argv[0]);
        return CLI_FAILED;
    }
    const int status = become(arena, own, argc, argv);
    lamina_arena_free(arena);
    return status;
}

int cli__dev(int argc, char **argv)
{
    static const char *const own[] = {NULL};
    return run(own, argc, argv);
}

int cli__database(int argc, char **argv)
{
    static const char *const own[] = {"--db", "memory", "--only-database", NULL};
    if (argc > 1 && !strcmp(argv[1], "--help")) {
        printf(
            "Usage: lamina database -- PROGRAM [ARGUMENT]...\n\n"
            "Starts DynamoDB Local at a free port, runs the program with LAMINA_TEST_DYNAMODB and\n"
            "AWS_ENDPOINT_URL_DYNAMODB set, and ends with the program's exit status. Every access\n"
            "key has tables of its own: lamina_test_database() gives each test one.\n\n"
            "  --help  show this text\n");
        return CLI_DONE;
    }
    return run(own, argc, argv);
}
