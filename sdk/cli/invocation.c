/*
 * invocation.c - starts bootstrap as Lambda would, hands it the event, and ends it.
 */
#include "invocation.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child.h"

/* After SIGTERM, for the plugin's shutdown(). */
#define END_LIMIT_MS 2000
#define ACCOUNT_ID "123456789012"

/* What the child is started with; made before the fork, because little is allowed behind it. */
typedef struct launch {
    lamina_arena *arena;
    const char *bootstrap;
    const char *folder; /* the plugin's */
    const char *name;   /* the module's */
    const char *arn;
    const char *vars[80]; /* "NAME=value" */
    size_t var_count;
} launch;

static const char *absolute(lamina_arena *arena, const char *path)
{
    char real[PATH_MAX];
    return realpath(path, real) != NULL ? lamina_arena_copy(arena, lamina_str_from(real)).ptr
                                        : NULL;
}

static void add(launch *l, const char *name, const char *value)
{
    const lamina_str text = lamina_arena_format(l->arena, "%s=%s", name, value);
    if (text.ptr != NULL && l->var_count < sizeof(l->vars) / sizeof(l->vars[0]))
        l->vars[l->var_count++] = text.ptr;
}

/* "/a/b/partner.so": the folder, and the name of the module. */
static bool find_plugin(launch *l, const char *plugin)
{
    const char *path = absolute(l->arena, plugin);
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    const size_t len = slash != NULL ? strlen(slash + 1) : 0;
    if (len <= 3 || strcmp(slash + 1 + len - 3, ".so") != 0)
        return false;
    l->folder = lamina_arena_copy(l->arena, (lamina_str){path, (size_t)(slash - path)}).ptr;
    l->name = lamina_arena_copy(l->arena, (lamina_str){slash + 1, len - 3}).ptr;
    return l->folder != NULL && l->name != NULL;
}

static const char *own_or(const char *name, const char *usual)
{
    const char *own = getenv(name);
    return own != NULL && *own != '\0' ? own : usual;
}

/* Those of Lambda, as far as a runtime and the domain look at them. */
static void add_variables(launch *l, const cli_invocation *invocation, const char *layer,
                          uint16_t port)
{
    const lamina_str handler =
        lamina_arena_format(l->arena, "%s%s%s", l->name, invocation->operation ? "." : "",
                            invocation->operation ? invocation->operation : "");
    const lamina_str api = lamina_arena_format(l->arena, "127.0.0.1:%u", (unsigned)port);
    const lamina_str libraries =
        lamina_arena_format(l->arena, "%s:%s/lib:%s/lib", l->folder, l->folder, layer);
    add(l, "AWS_LAMBDA_RUNTIME_API", api.ptr);
    add(l, "_HANDLER", handler.ptr);
    add(l, "LAMBDA_TASK_ROOT", l->folder);
    add(l, "LD_LIBRARY_PATH", libraries.ptr);
    add(l, "AWS_LAMBDA_FUNCTION_NAME", l->name);
    add(l, "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    add(l, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256");
    add(l, "AWS_REGION", own_or("AWS_REGION", "eu-central-1"));
    add(l, "AWS_ACCESS_KEY_ID", own_or("AWS_ACCESS_KEY_ID", "local"));
    add(l, "AWS_SECRET_ACCESS_KEY", own_or("AWS_SECRET_ACCESS_KEY", "local"));
    add(l, "TZ", ":UTC");
    for (size_t i = 0;
         i < invocation->env_count && l->var_count < sizeof(l->vars) / sizeof(l->vars[0]); i++)
        l->vars[l->var_count++] = invocation->env[i];
}

static lamina_status prepare(launch *l, const cli_invocation *invocation, cli_runtime_api *api,
                             lamina_str *fault)
{
    const char *layer = absolute(l->arena, invocation->layer);
    l->bootstrap = lamina_arena_format(l->arena, "%s/bootstrap", layer ? layer : "").ptr;
    if (layer == NULL || l->bootstrap == NULL || access(l->bootstrap, X_OK) != 0) {
        *fault = lamina_arena_format(l->arena, "there is no layer in %s (no bootstrap)",
                                     invocation->layer);
        return LAMINA_E_NOT_FOUND;
    }
    if (!find_plugin(l, invocation->plugin)) {
        *fault = lamina_arena_format(l->arena, "there is no plugin %s", invocation->plugin);
        return LAMINA_E_NOT_FOUND;
    }
    l->arn = lamina_arena_format(l->arena, "arn:aws:lambda:%s:" ACCOUNT_ID ":function:%s",
                                 own_or("AWS_REGION", "eu-central-1"), l->name)
                 .ptr;
    api->function_arn = l->arn != NULL ? l->arn : "";
    if (cli__runtime_api_open(api) != LAMINA_OK) {
        *fault = LAMINA_STR("the system has no port to spare");
        return LAMINA_E_UNAVAILABLE;
    }
    add_variables(l, invocation, layer, api->port);
    return LAMINA_OK;
}

/* ---- the process ---- */

_Noreturn static void become_bootstrap(const launch *l, pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)signal(SIGPIPE, SIG_DFL);
    /* What the plugin prints is not the answer. */
    if (getppid() != parent || dup2(STDERR_FILENO, STDOUT_FILENO) < 0 || chdir(l->folder) != 0)
        _exit(126);
    for (size_t i = 0; i < l->var_count; i++)
        putenv((char *)(uintptr_t)l->vars[i]);
    execl(l->bootstrap, l->bootstrap, (char *)NULL);
    perror(l->bootstrap);
    _exit(127);
}

static bool has_ended(int process, int wait_ms)
{
    struct pollfd ready = {.fd = process, .events = POLLIN};
    return poll(&ready, 1, wait_ms) > 0;
}

/* Asks it to end, and does not ask for ever. */
static int end_process(pid_t child, int process)
{
    int status = -1;
    if (!has_ended(process, 0)) {
        (void)kill(child, SIGTERM);
        if (!has_ended(process, END_LIMIT_MS))
            (void)kill(child, SIGKILL);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

static int64_t realtime_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Why a runtime said nothing. */
static lamina_str silence(lamina_arena *arena, bool is_late, int64_t timeout_s, int wait_status)
{
    if (is_late)
        return lamina_arena_format(arena, "it did not answer within %lld seconds (--timeout)",
                                   (long long)timeout_s);
    const cli_child_end end = {.wait_status = wait_status};
    const lamina_str how = cli__child_end_text(arena, &end);
    return lamina_arena_format(arena, "the process %.*s before it answered", LAMINA_FMT(how));
}

static lamina_status talk(lamina_arena *arena, const cli_invocation *invocation, const launch *l,
                          cli_runtime_api *api, cli_invocation_end *end)
{
    const int64_t start_ms = cli__monotonic_ms();
    const int64_t until_ms = start_ms + CLI_CHILD_LIMIT_MS + invocation->timeout_s * 1000;
    api->event = invocation->event;
    api->deadline_ms = realtime_ms() + invocation->timeout_s * 1000;
    (void)signal(SIGPIPE, SIG_IGN);
    fflush(stdout);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0)
        become_bootstrap(l, parent);
    const int process = child > 0 ? (int)syscall(SYS_pidfd_open, child, 0) : -1;
    if (process < 0) {
        end->fault = LAMINA_STR("the system has no process to spare");
        return LAMINA_E_UNAVAILABLE;
    }
    bool ended = false;
    bool is_late = false;
    while (!api->is_done && !ended && !is_late) {
        cli__runtime_api_serve(api, process, until_ms);
        ended = has_ended(process, 0);
        is_late = cli__monotonic_ms() >= until_ms;
    }
    end->duration_ms = cli__monotonic_ms() - start_ms;
    const int wait_status = end_process(child, process);
    close(process);
    end->outcome = api->outcome;
    end->body = lamina_arena_copy(arena, lamina_text_view(&api->body));
    if (api->outcome == CLI_OUTCOME_NONE)
        end->fault = silence(arena, is_late, invocation->timeout_s, wait_status);
    return LAMINA_OK;
}

lamina_status cli__invocation_run(lamina_arena *arena, const cli_invocation *invocation,
                                  cli_invocation_end *end)
{
    launch l = {.arena = arena};
    cli_runtime_api api = {.listener = -1};
    *end = (cli_invocation_end){0};
    lamina_status status = prepare(&l, invocation, &api, &end->fault);
    if (status == LAMINA_OK)
        status = talk(arena, invocation, &l, &api, end);
    cli__runtime_api_close(&api);
    return status;
}
