/*
 * startup.c - the steps, in order; each may take its time, and the loop runs meanwhile.
 */
#include "startup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "announcement.h"
#include "asan_library.h"
#include "authorizer.h"
#include "beside.h"
#include "child_environment.h"
#include "command_words.h"
#include "cursor_key.h"
#include "data_lock.h"
#include "dynamodb_local.h"
#include "key_file.h"
#include "module.h"
#include "reload.h"
#include "shutdown.h"
#include "terminal.h"

#define ROUTES_CAP ((size_t)8 << 20)

struct local_startup {
    local_stage *stage;
    size_t step;
    size_t setup;       /* the number of the setup program that runs */
    lamina_text routes; /* what `lamina routes --json` has printed so far */
};

static void fail(local_stage *stage)
{
    local__complain("the stage cannot start");
    local__shutdown_begin(stage, EXIT_FAILURE);
}

/* ---- the plugins' routes: `lamina routes` opens them, in a process that may crash in their place ---- */

/* JSON in one line, which comes in pieces when it is over 1 MiB. */
static void on_routes_output(void *arg, lamina_str line)
{
    local_startup *startup = arg;
    lamina_text_add(&startup->routes, line);
}

/* It speaks for itself. */
static void on_routes_error(void *arg, lamina_str line)
{
    (void)arg;
    local__complain("%.*s", LAMINA_FMT(line));
}

/* The module that --authorizer names, or else the only one that has such a handler. */
static const local_module *find_authorizer(const local_stage *stage, size_t *count)
{
    const char *wanted = stage->options->authorizer;
    const local_module *found = NULL;
    *count = 0;
    for (size_t i = 0; i < stage->modules->count; i++) {
        const local_module *module = &stage->modules->items[i];
        if (!local__module_event(module, "authorizer") ||
            (wanted && strcmp(module->name, wanted) != 0))
            continue;
        found = module;
        ++*count;
    }
    return found;
}

/* Everybody is who --as says. */
static bool take_caller(local_stage *stage)
{
    const char *wanted = stage->options->authorizer;
    lamina_str reason = {0};
    if (wanted && strcmp(wanted, "none") != 0) {
        local__complain("choose one of --as and --authorizer: with --as nobody is asked");
        return false;
    }
    lamina_arena_reset(stage->scratch);
    if (!local__caller_read(stage->scratch, lamina_str_from(stage->options->as), &stage->caller,
                            &reason))
        return true;
    local__complain("--as takes a JSON object such as {\"principalId\":\"ada\",\"scope\":"
                    "\"partner:read\"}: %.*s",
                    LAMINA_FMT(reason));
    return false;
}

static bool choose_authorizer(local_stage *stage)
{
    const char *wanted = stage->options->authorizer;
    if (stage->options->as)
        return take_caller(stage);
    if (wanted && !strcmp(wanted, "none"))
        return true;
    size_t count = 0;
    const local_module *module = find_authorizer(stage, &count);
    if (count > 1) {
        local__complain("%zu modules have an authorizer; choose one with --authorizer MODULE",
                        count);
        return false;
    }
    if (wanted && count == 0) {
        local__complain(
            "--authorizer %s: no module of that name has a handler of the kind authorizer", wanted);
        return false;
    }
    if (count == 0)
        return true;
    stage->authorizer =
        local__authorizer_new(module, local__module_event(module, "authorizer")->operation,
                              stage->options->authorizer_ttl_s);
    return stage->authorizer != NULL;
}

static void on_routes_end(void *arg, int wait_status)
{
    local_startup *startup = arg;
    local_stage *stage = startup->stage;
    if (stage->stopping)
        return;
    if (wait_status == 0)
        stage->modules = local__modules_new(stage, lamina_text_view(&startup->routes));
    if (stage->modules && choose_authorizer(stage))
        local__startup_next(stage);
    else
        fail(stage);
}

static bool read_routes(local_stage *stage)
{
    lamina_arena_reset(stage->scratch);
    const char *path = local__beside(stage->scratch, "bin/lamina");
    size_t count = stage->options->plugin_count;
    const char **argv = calloc(count + 5, sizeof(*argv));
    if (!argv || !path) {
        free(argv);
        return false;
    }
    argv[0] = path;
    argv[1] = "routes";
    argv[2] = "--json";
    argv[3] = "--";
    memcpy(argv + 4, stage->options->plugins, count * sizeof(*argv));
    local_program program = {.argv = argv,
                             .env = local__reader_environment(stage),
                             .on_output = on_routes_output,
                             .on_error = on_routes_error,
                             .on_end = on_routes_end,
                             .arg = stage->startup};
    const bool started = program.env && local__process_start(stage->processes, &program) != NULL;
    free(argv);
    return started;
}

/* ---- the database ---- */

static bool start_database(local_stage *stage)
{
    const char *own = getenv("AWS_ENDPOINT_URL_DYNAMODB");
    if (!(own && *own) && local__data_lock(stage))
        return false;
    if (local__cursor_key_make(stage) || local__key_file_make(stage))
        return false;
    if (own && *own)
        lamina_text_add(&stage->endpoint, lamina_str_from(own));
    if (stage->endpoint.len > 0 || stage->options->db == LOCAL_DB_NONE) {
        local__startup_next(stage);
        return true;
    }
    stage->database = local__database_start(stage);
    return stage->database != NULL;
}

/* ---- the setup programs ---- */

static bool run_setup(local_stage *stage);

static void on_setup_output(void *arg, lamina_str line)
{
    (void)arg;
    local__write_line(STDOUT_FILENO, "setup", line);
}

static void on_setup_error(void *arg, lamina_str line)
{
    (void)arg;
    local__write_line(STDERR_FILENO, "setup", line);
}

static void on_setup_end(void *arg, int wait_status)
{
    local_stage *stage = arg;
    if (stage->stopping)
        return;
    if (wait_status == 0) {
        stage->startup->setup++;
        if (!run_setup(stage))
            fail(stage);
        return;
    }
    lamina_text how;
    lamina_text_init(&how, 256);
    local__write_end(&how, wait_status);
    local__complain("the setup \"%s\" ended with %s", stage->options->setups[stage->startup->setup],
                    how.ptr ? how.ptr : "");
    lamina_text_clear(&how);
    fail(stage);
}

static bool run_setup(local_stage *stage)
{
    if (stage->startup->setup == stage->options->setup_count) {
        local__startup_next(stage);
        return true;
    }
    const char *words[LOCAL_COMMAND_WORD_CAP + 1];
    const char *const *env = local__tool_environment(stage);
    if (!env || !local__command_words(stage->scratch, stage->options->setups[stage->startup->setup],
                                      words)) {
        local__complain("--setup takes a program and at most %d arguments",
                        (int)LOCAL_COMMAND_WORD_CAP - 1);
        return false;
    }
    local_program program = {.argv = words,
                             .env = env,
                             .on_output = on_setup_output,
                             .on_error = on_setup_error,
                             .on_end = on_setup_end,
                             .arg = stage};
    return local__process_start(stage->processes, &program) != NULL;
}

/* ---- open ---- */

static bool open_stage(local_stage *stage)
{
    stage->reload = local__reload_new(stage);
    if (!stage->reload)
        return false;
    stage->open = true;
    local__announce(stage);
    return true;
}

/* ---- a program beside the database, in place of a stage ---- */

static void on_program_output(void *arg, lamina_str line)
{
    (void)arg;
    local__print("%.*s\n", LAMINA_FMT(line));
}

static void on_program_error(void *arg, lamina_str line)
{
    (void)arg;
    fprintf(stderr, "%.*s\n", LAMINA_FMT(line));
}

/* As a shell tells it. */
static void on_program_end(void *arg, int wait_status)
{
    local__shutdown_begin(arg, WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status)
                                                        : WEXITSTATUS(wait_status));
}

static bool run_program(local_stage *stage)
{
    const size_t count = stage->options->plugin_count;
    lamina_arena_reset(stage->scratch);
    const char **words = lamina_arena_array(stage->scratch, count + 1, sizeof(*words));
    if (!words)
        return false;
    memcpy(words, stage->options->plugins, count * sizeof(*words));
    setenv("LAMINA_TEST_DYNAMODB", stage->endpoint.ptr, 1);
    setenv("AWS_ENDPOINT_URL_DYNAMODB", stage->endpoint.ptr, 1);
    setenv("AWS_REGION", local__region(), 1);
    setenv("AWS_ACCESS_KEY_ID", "local", 0);
    setenv("AWS_SECRET_ACCESS_KEY", "local", 0);
    local_program program = {.argv = words,
                             .env = local__own_environment(),
                             .on_output = on_program_output,
                             .on_error = on_program_error,
                             .on_end = on_program_end,
                             .arg = stage};
    return local__process_start(stage->processes, &program) != NULL;
}

/* ---- the order ---- */

typedef bool (*step_fn)(local_stage *stage);

static const step_fn stage_steps[] = {local__asan_library_find, read_routes, start_database,
                                      run_setup, open_stage};
static const step_fn database_steps[] = {start_database, run_setup, run_program};

void local__startup_next(local_stage *stage)
{
    const step_fn *steps = stage->options->only_database ? database_steps : stage_steps;
    if (!steps[stage->startup->step++](stage))
        fail(stage);
}

local_startup *local__startup_new(local_stage *stage)
{
    local_startup *startup = calloc(1, sizeof(*startup));
    if (!startup)
        return NULL;
    startup->stage = stage;
    lamina_text_init(&startup->routes, ROUTES_CAP);
    return startup;
}

void local__startup_free(local_startup *startup)
{
    if (!startup)
        return;
    lamina_text_clear(&startup->routes);
    free(startup);
}
