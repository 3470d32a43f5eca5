/*
 * runtime_api_child.c - the real bootstrap as a child of a test.
 */
#define _GNU_SOURCE
#include "runtime_api_child.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENV_CAP = 24, WAIT_MS = 20000 };

/* Of the host and its plugins. What an emulator runs is another architecture's. */
static const char *build_folder(void)
{
    const char *build =
        getenv(getenv("LAMINA_EMULATOR") != NULL ? "LAMINA_SHIPPED_BUILD" : "LAMINA_BUILD");
    cr_assert_not_null(build, "LAMINA_BUILD is not set");
    return build;
}

static void add_variable(char **env, size_t *count, const char *name, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    cr_assert_lt(*count, (size_t)ENV_CAP - 1);
    cr_assert_gt(asprintf(&env[(*count)++], "%s=%s", name, value), 0);
}

/* Nothing is inherited but what the sanitizers need. */
static void make_env(const runtime_api_child_options *options, char **env)
{
    static const char *const inherited[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS",
                                            "QEMU_LD_PREFIX"};
    char plugins[4096];
    size_t count = 0;
    snprintf(plugins, sizeof(plugins), "%s/test/plugins", build_folder());
    add_variable(env, &count, "AWS_LAMBDA_RUNTIME_API", options->api);
    add_variable(env, &count, "_HANDLER", options->handler);
    add_variable(env, &count, "LAMBDA_TASK_ROOT",
                 options->task_root != NULL ? options->task_root : plugins);
    for (size_t i = 0; i < sizeof(inherited) / sizeof(inherited[0]); i++)
        add_variable(env, &count, inherited[i], getenv(inherited[i]));
    for (size_t i = 0; i < sizeof(options->env) / sizeof(options->env[0]); i++)
        if (options->env[i] != NULL)
            env[count++] = strdup(options->env[i]);
    env[count] = NULL;
}

/* Only root may change its root; everybody is root in a user namespace of their own. */
static bool enter_root(const char *root)
{
    if (geteuid() != 0 && unshare(CLONE_NEWUSER) != 0)
        return false;
    return chroot(root) == 0 && chdir("/") == 0;
}

bool runtime_api_child_may_have_root(void)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(enter_root("/") ? 0 : 1);
    int status = -1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void exec_bootstrap(const char *path, const runtime_api_child_options *options, char **env,
                           int output)
{
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (options->root != NULL && !enter_root(options->root))
        _exit(126);
    /* Behind that: another user namespace clears it. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const char *emulator = getenv("LAMINA_EMULATOR");
    char *const emulated[] = {(char *)(uintptr_t)emulator, (char *)(uintptr_t)path,
                              (char *)(uintptr_t)options->argument, NULL};
    if (emulator != NULL)
        execvpe(emulator, emulated, env);
    char *const arguments[] = {(char *)"bootstrap", (char *)(uintptr_t)options->argument, NULL};
    execve(path, arguments, env);
    _exit(127);
}

runtime_api_child runtime_api_child_start(const runtime_api_child_options *options)
{
    char path[4096];
    if (options->root != NULL)
        snprintf(path, sizeof(path), "/opt/bootstrap");
    else if (options->layer != NULL)
        snprintf(path, sizeof(path), "%s/bootstrap", options->layer);
    else
        snprintf(path, sizeof(path), "%s/layer/bootstrap", build_folder());
    char *env[ENV_CAP + 8] = {NULL};
    make_env(options, env);
    FILE *file = tmpfile();
    cr_assert_not_null(file);
    runtime_api_child child = {.output = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3)};
    fclose(file);
    child.pid = fork();
    if (child.pid == 0)
        exec_bootstrap(path, options, env, child.output);
    cr_assert_gt(child.pid, 0);
    for (size_t i = 0; env[i] != NULL; i++)
        free(env[i]);
    return child;
}

int runtime_api_child_wait(runtime_api_child *child)
{
    const int fd = (int)syscall(SYS_pidfd_open, child->pid, 0);
    struct pollfd end = {.fd = fd, .events = POLLIN};
    const int ended = fd >= 0 ? poll(&end, 1, WAIT_MS) : -1;
    if (fd >= 0)
        close(fd);
    if (ended != 1)
        kill(child->pid, SIGKILL);
    int status = 0;
    cr_assert_eq(waitpid(child->pid, &status, 0), child->pid);
    child->pid = 0;
    cr_assert_eq(ended, 1, "bootstrap did not end within %d ms", WAIT_MS);
    return status;
}

int runtime_api_child_stop(runtime_api_child *child)
{
    cr_assert_eq(kill(child->pid, SIGTERM), 0);
    return runtime_api_child_wait(child);
}

char *runtime_api_child_output(const runtime_api_child *child)
{
    struct stat size;
    cr_assert_eq(fstat(child->output, &size), 0);
    char *text = malloc((size_t)size.st_size + 1);
    cr_assert_not_null(text);
    const ssize_t got = pread(child->output, text, (size_t)size.st_size, 0);
    cr_assert_geq(got, 0);
    text[got] = '\0';
    return text;
}

void runtime_api_child_clear(runtime_api_child *child)
{
    close(child->output);
    child->output = -1;
}
