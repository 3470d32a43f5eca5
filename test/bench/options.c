#include "options.h"

#include "fatal.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: rapi-bench [options] -- COMMAND [ARG...]\n"
    "  --event FILE         the event sent with every invocation (default: {})\n"
    "  --n N                invocations timed (default 10000; 0: none)\n"
    "  --warmup N           invocations served first, not counted (default n/10, at most 1000)\n"
    "  --cold K             fresh processes started for the cold figures (default 20; 0: none)\n"
    "  --handler NAME       _HANDLER (default index.handler)\n"
    "  --task-root DIR      LAMBDA_TASK_ROOT and working directory (default: here)\n"
    "  --name NAME          AWS_LAMBDA_FUNCTION_NAME (default bench)\n"
    "  --memory MB          AWS_LAMBDA_FUNCTION_MEMORY_SIZE (default 128; not enforced)\n"
    "  --function-timeout MS  what the deadline header is counted from (default 30000)\n"
    "  --env NAME=VALUE     one more variable, may be repeated\n"
    "  --clean-env          do not pass this process's environment on\n"
    "  --framing auto|length|chunked  of the /next body (auto: chunked over 2048 bytes)\n"
    "  --want TEXT          count the results whose body lacks TEXT and fail\n"
    "  --show               print the first result's body\n"
    "  --allow-errors       go on after a function error\n"
    "  --child-log FILE     append the runtime's output to FILE (default: thrown away)\n"
    "  --timeout S          give up when nothing is heard for so long (default 30)\n"
    "  --pin CPU            run this program and the runtime on one CPU, the steadiest way\n"
    "  --pin-server CPU     run this program on one CPU\n"
    "  --pin-child CPU[,CPU]  run the runtime on those CPUs\n"
    "  --spin               poll instead of sleeping between requests\n"
    "  --label TEXT         name in the output (default: the command's)\n"
    "  --quiet              JSON only\n";

enum option_id {
    EVENT = 256,
    N,
    WARMUP,
    COLD,
    HANDLER,
    TASK_ROOT,
    NAME,
    MEMORY,
    FUNCTION_TIMEOUT,
    ENV,
    CLEAN_ENV,
    FRAMING,
    WANT,
    SHOW,
    ALLOW_ERRORS,
    CHILD_LOG,
    TIMEOUT,
    PIN,
    PIN_SERVER,
    PIN_CHILD,
    SPIN,
    LABEL,
    QUIET,
    HELP
};

static const struct option long_options[] = {
    {"event", required_argument, NULL, EVENT},
    {"n", required_argument, NULL, N},
    {"warmup", required_argument, NULL, WARMUP},
    {"cold", required_argument, NULL, COLD},
    {"handler", required_argument, NULL, HANDLER},
    {"task-root", required_argument, NULL, TASK_ROOT},
    {"name", required_argument, NULL, NAME},
    {"memory", required_argument, NULL, MEMORY},
    {"function-timeout", required_argument, NULL, FUNCTION_TIMEOUT},
    {"env", required_argument, NULL, ENV},
    {"clean-env", no_argument, NULL, CLEAN_ENV},
    {"framing", required_argument, NULL, FRAMING},
    {"want", required_argument, NULL, WANT},
    {"show", no_argument, NULL, SHOW},
    {"allow-errors", no_argument, NULL, ALLOW_ERRORS},
    {"child-log", required_argument, NULL, CHILD_LOG},
    {"timeout", required_argument, NULL, TIMEOUT},
    {"pin", required_argument, NULL, PIN},
    {"pin-server", required_argument, NULL, PIN_SERVER},
    {"pin-child", required_argument, NULL, PIN_CHILD},
    {"spin", no_argument, NULL, SPIN},
    {"label", required_argument, NULL, LABEL},
    {"quiet", no_argument, NULL, QUIET},
    {"help", no_argument, NULL, HELP},
    {0},
};

static long number(const char *text, long min)
{
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (*end || end == text || n < min || errno)
        bench_die("not a number of at least %ld: %s", min, text);
    return n;
}

static enum bench_framing framing(const char *name)
{
    if (!strcmp(name, "auto"))
        return BENCH_FRAME_AUTO;
    if (!strcmp(name, "length"))
        return BENCH_FRAME_LENGTH;
    if (!strcmp(name, "chunked"))
        return BENCH_FRAME_CHUNKED;
    bench_die("--framing is auto, length or chunked, not %s", name);
}

static void set_child_cpus(bench_options *options, char *list)
{
    CPU_ZERO(&options->child_cpus);
    options->have_child_cpus = true;
    char *rest = NULL;
    for (char *cpu = strtok_r(list, ",", &rest); cpu; cpu = strtok_r(NULL, ",", &rest))
        CPU_SET((size_t)number(cpu, 0), &options->child_cpus);
}

static void add_env(bench_options *options, char *setting)
{
    if (!strchr(setting, '='))
        bench_die("--env wants NAME=VALUE: %s", setting);
    options->envs =
        bench_realloc((void *)options->envs, sizeof *options->envs * (options->env_count + 1));
    options->envs[options->env_count++] = setting;
}

/* The options without an argument. False: none of them. */
static bool set_flag(bench_options *options, int id)
{
    switch (id) {
    case CLEAN_ENV: options->clean_env = true; return true;
    case SHOW: options->show = true; return true;
    case ALLOW_ERRORS: options->allow_errors = true; return true;
    case SPIN: options->spin = true; return true;
    case QUIET: options->quiet = true; return true;
    case HELP: (void)fputs(usage, stdout); exit(0);
    default: return false;
    }
}

static void set_value(bench_options *options, int id, char *value)
{
    switch (id) {
    case EVENT: options->event_path = value; break;
    case N: options->invocation_count = number(value, 0); break;
    case WARMUP: options->warmup_count = number(value, 0); break;
    case COLD: options->cold_count = number(value, 0); break;
    case HANDLER: options->handler = value; break;
    case TASK_ROOT: options->task_root = value; break;
    case NAME: options->name = value; break;
    case MEMORY: options->memory_mb = number(value, 1); break;
    case FUNCTION_TIMEOUT: options->function_timeout_ms = number(value, 1); break;
    case ENV: add_env(options, value); break;
    case FRAMING: options->framing = framing(value); break;
    case WANT: options->want = value; break;
    case CHILD_LOG: options->log_path = value; break;
    case TIMEOUT: options->timeout_s = number(value, 1); break;
    case PIN_SERVER: options->server_cpu = (int)number(value, 0); break;
    case PIN_CHILD: set_child_cpus(options, value); break;
    case LABEL: options->label = value; break;
    case PIN:
        options->server_cpu = (int)number(value, 0);
        set_child_cpus(options, value);
        break;
    default: (void)fputs(usage, stderr); exit(2);
    }
}

/* The absolute path of the command, looked up in PATH when it has no slash. Its last component
   stays as given: some programs act on the name of the link that they are run by. */
static char *resolve(char *command)
{
    char *path = NULL;
    if (*command == '/') {
        path = command;
    } else if (strchr(command, '/')) {
        char here[PATH_MAX];
        if (!getcwd(here, sizeof here) || asprintf(&path, "%s/%s", here, command) < 0)
            bench_die("cannot resolve %s", command);
    } else {
        const char *dirs = getenv("PATH");
        while (dirs && !path) {
            int len = (int)strcspn(dirs, ":");
            if (asprintf(&path, "%.*s/%s", len, dirs, command) < 0)
                bench_die("out of memory");
            if (access(path, X_OK)) {
                free(path);
                path = NULL;
            }
            dirs = dirs[len] ? dirs + len + 1 : NULL;
        }
    }
    if (!path || access(path, X_OK))
        bench_die("%s: not found or not executable", command);
    return path;
}

void bench_options_parse(bench_options *options, int argc, char **argv)
{
    *options = (bench_options){
        .handler = "index.handler",
        .task_root = ".",
        .name = "bench",
        .invocation_count = 10000,
        .warmup_count = -1,
        .cold_count = 20,
        .function_timeout_ms = 30000,
        .memory_mb = 128,
        .timeout_s = 30,
        .server_cpu = -1,
    };
    int id;
    while ((id = getopt_long(argc, argv, "+", long_options, NULL)) != -1)
        if (!set_flag(options, id))
            set_value(options, id, optarg);
    if (optind >= argc) {
        (void)fputs(usage, stderr);
        exit(2);
    }
    options->command = argv + optind;
    const char *slash = strrchr(options->command[0], '/');
    if (!options->label)
        options->label = slash ? slash + 1 : options->command[0];
    options->command[0] = resolve(options->command[0]);
    static char root[PATH_MAX];
    if (!realpath(options->task_root, root))
        bench_die("%s: %s", options->task_root, strerror(errno));
    options->task_root = root;
    if (options->warmup_count < 0)
        options->warmup_count =
            options->invocation_count < 10000 ? options->invocation_count / 10 : 1000;
}
