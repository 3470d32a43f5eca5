#include "child.h"

#include "fatal.h"
#include "process_figures.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The settings of one start, in the order in which later ones win. */
typedef struct environment {
    char **settings;
    size_t count;
} environment;

static void put(environment *env, char *setting)
{
    size_t name_len = strcspn(setting, "=") + 1;
    size_t at = 0;
    while (at < env->count && strncmp(env->settings[at], setting, name_len) != 0)
        at++;
    if (at == env->count) {
        env->settings =
            bench_realloc((void *)env->settings, sizeof *env->settings * (env->count + 2));
        env->settings[++env->count] = NULL;
    }
    env->settings[at] = setting;
}

/* Never freed: a few hundred bytes for each start of a measuring program. */
__attribute__((format(printf, 2, 3))) static void put_format(environment *env, const char *format,
                                                             ...)
{
    char *setting;
    va_list arguments;
    va_start(arguments, format);
    int len = vasprintf(&setting, format, arguments);
    va_end(arguments);
    if (len < 0)
        bench_die("out of memory");
    put(env, setting);
}

static char **child_environment(const bench_options *options, int port)
{
    environment env = {0};
    if (options->clean_env)
        put_format(&env, "PATH=/usr/local/bin:/usr/bin:/bin");
    for (char **inherited = environ; !options->clean_env && *inherited; inherited++)
        put(&env, *inherited);
    put_format(&env, "AWS_LAMBDA_RUNTIME_API=127.0.0.1:%d", port);
    put_format(&env, "_HANDLER=%s", options->handler);
    put_format(&env, "LAMBDA_TASK_ROOT=%s", options->task_root);
    put_format(&env, "LAMBDA_RUNTIME_DIR=%s", options->task_root);
    put_format(&env, "AWS_LAMBDA_FUNCTION_NAME=%s", options->name);
    put_format(&env, "AWS_LAMBDA_FUNCTION_VERSION=$LATEST");
    put_format(&env, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=%ld", options->memory_mb);
    put_format(&env, "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/%s", options->name);
    put_format(&env, "AWS_LAMBDA_LOG_STREAM_NAME=bench");
    put_format(&env, "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand");
    put_format(&env, "AWS_EXECUTION_ENV=AWS_Lambda_provided.al2023");
    put_format(&env, "AWS_REGION=us-east-1");
    put_format(&env, "AWS_DEFAULT_REGION=us-east-1");
    put_format(&env, "AWS_ACCESS_KEY_ID=bench");
    put_format(&env, "AWS_SECRET_ACCESS_KEY=bench");
    put_format(&env, "AWS_SESSION_TOKEN=bench");
    put_format(&env, "LANG=en_US.UTF-8");
    put_format(&env, "TZ=:UTC");
    for (size_t i = 0; i < options->env_count; i++)
        put(&env, options->envs[i]);
    return env.settings;
}

static int open_log(const bench_options *options)
{
    const char *path = options->log_path ? options->log_path : "/dev/null";
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0)
        bench_die("%s: %s", path, strerror(errno));
    return fd;
}

pid_t bench_child_start(const bench_options *options, int port, int64_t *spawned_ns)
{
    char **env = child_environment(options, port);
    int log_fd = open_log(options);
    volatile int failure = 0;
    *spawned_ns = bench_now_ns();
    /* vfork: a fork would put the copying of this program's page tables on the runtime's bill. */
    /* NOLINTBEGIN(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork): what is
       called in between are bare system calls. */
    pid_t pid = vfork();
    if (pid == 0) {
        (void)setpgid(0, 0);
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (options->have_child_cpus)
            (void)sched_setaffinity(0, sizeof options->child_cpus, &options->child_cpus);
        (void)dup2(log_fd, STDOUT_FILENO);
        (void)dup2(log_fd, STDERR_FILENO);
        if (!chdir(options->task_root))
            (void)execve(options->command[0], options->command, env);
        failure = errno;
        _exit(127);
    }
    /* NOLINTEND(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork) */
    if (pid < 0 || failure)
        bench_die("cannot start %s: %s", options->command[0], strerror(pid < 0 ? errno : failure));
    (void)close(log_fd);
    free((void *)env);
    return pid;
}
