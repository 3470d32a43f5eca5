/*
 * process.c - fork and exec, the pipes of a process, and its end.
 */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/queue.h>
#include <sys/wait.h>
#include <unistd.h>

struct local_process {
    TAILQ_ENTRY(local_process) link;
    local_processes *all;
    pid_t id;
    bool ended;
    int wait_status;
    struct event *settled;
    local_output_lines *output;
    local_output_lines *error;
    void (*on_end)(void *arg, int wait_status);
    void *arg;
};

struct local_processes {
    struct event_base *base;
    struct event *child_signal;
    TAILQ_HEAD(, local_process) list;
};

/* ---- the new process, between fork and exec: async-signal-safe calls only ---- */

static void say_and_exit(const char *what, const char *program)
{
    const char *reason = strerrordesc_np(errno);
    const char *parts[] = {what, program, ": ", reason ? reason : "unknown error", "\n"};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (write(STDERR_FILENO, parts[i], strlen(parts[i])) < 0)
            break;
    _exit(127);
}

/* The signal for a dead parent is of no use when the parent died before it was asked for. */
static void die_with_parent(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(127);
}

static void reset_signals(void)
{
    static const int changed[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD};
    for (size_t i = 0; i < sizeof(changed) / sizeof(changed[0]); i++)
        signal(changed[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void become(const local_program *program, pid_t parent, int output, int error)
{
    die_with_parent(parent);
    setpgid(0, 0);
    reset_signals();
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(error, STDERR_FILENO) < 0)
        say_and_exit("cannot redirect the output of ", program->argv[0]);
    if (program->folder && chdir(program->folder))
        say_and_exit("cannot enter ", program->folder);
    if (program->is_held && ptrace(PTRACE_TRACEME, 0, NULL, NULL))
        say_and_exit("cannot hold ", program->argv[0]);
    /* exec's types have no const, though it only reads. */
    execvpe(program->argv[0], (char *const *)(uintptr_t)program->argv,
            (char *const *)(uintptr_t)program->env);
    say_and_exit("cannot start ", program->argv[0]);
}

/* ---- the stage's side ---- */

static void free_process(local_process *process)
{
    TAILQ_REMOVE(&process->all->list, process, link);
    local__output_lines_free(process->output);
    local__output_lines_free(process->error);
    if (process->settled)
        event_free(process->settled);
    free(process);
}

static void on_settled(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    local_process *process = arg;
    /* What it wrote last comes before the news of its end. */
    local__output_lines_free(process->output);
    local__output_lines_free(process->error);
    process->output = NULL;
    process->error = NULL;
    if (process->on_end)
        process->on_end(process->arg, process->wait_status);
    free_process(process);
}

static local_process *find(local_processes *all, pid_t id)
{
    local_process *process;
    TAILQ_FOREACH(process, &all->list, link)
    if (process->id == id && !process->ended)
        return process;
    return NULL;
}

/*
 * A process that has ended but was not waited for keeps its id and with it its group's: only then
 * is it certain that a signal to the group reaches what the process left behind, and nobody else.
 * The end is told one turn of the loop later, when what it sent over its sockets has been read: an
 * answer that was given counts, even when the process died right after.
 */
static void on_child_signal(evutil_socket_t number, short what, void *arg)
{
    (void)number;
    (void)what;
    local_processes *all = arg;
    siginfo_t info;
    for (;;) {
        info.si_pid = 0;
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) || info.si_pid == 0)
            return;
        local_process *process = find(all, info.si_pid);
        if (process)
            kill(-info.si_pid, SIGKILL);
        int wait_status = 0;
        waitpid(info.si_pid, &wait_status, 0);
        if (!process)
            continue;
        process->ended = true;
        process->wait_status = wait_status;
        evtimer_add(process->settled, &(struct timeval){0});
    }
}

local_processes *local__processes_new(struct event_base *base)
{
    local_processes *all = calloc(1, sizeof(*all));
    if (!all)
        return NULL;
    all->base = base;
    TAILQ_INIT(&all->list);
    all->child_signal = evsignal_new(base, SIGCHLD, on_child_signal, all);
    if (!all->child_signal || event_add(all->child_signal, NULL)) {
        local__processes_free(all);
        return NULL;
    }
    return all;
}

void local__processes_free(local_processes *all)
{
    if (!all)
        return;
    local_process *next;
    for (local_process *process = TAILQ_FIRST(&all->list); process; process = next) {
        next = TAILQ_NEXT(process, link);
        if (!process->ended) {
            local__process_signal(process, SIGKILL);
            waitpid(process->id, NULL, 0);
        }
        free_process(process);
    }
    if (all->child_signal)
        event_free(all->child_signal);
    free(all);
}

static local_process *new_process(local_processes *all, const local_program *program)
{
    local_process *process = calloc(1, sizeof(*process));
    if (!process)
        return NULL;
    *process = (local_process){.all = all, .on_end = program->on_end, .arg = program->arg};
    TAILQ_INSERT_TAIL(&all->list, process, link);
    process->settled = evtimer_new(all->base, on_settled, process);
    if (process->settled)
        return process;
    free_process(process);
    return NULL;
}

static void close_pair(const int pair[2])
{
    for (int i = 0; i < 2; i++)
        if (pair[i] >= 0)
            close(pair[i]);
}

/* A traced process stops when it has become its program, before that runs: it is let go there as one
   that is stopped, for a debugger to find. That it failed to become it, on_child_signal() hears. */
static void hold(pid_t id)
{
    siginfo_t info = {0};
    int got;
    do
        got = waitid(P_PID, (id_t)id, &info, WEXITED | WSTOPPED | WNOWAIT);
    while (got && errno == EINTR);
    if (!got && info.si_code == CLD_TRAPPED)
        ptrace(PTRACE_DETACH, id, NULL, (void *)(uintptr_t)SIGSTOP);
}

local_process *local__process_start(local_processes *all, const local_program *program)
{
    int output[2] = {-1, -1};
    int error[2] = {-1, -1};
    local_process *process = new_process(all, program);
    if (!process || pipe2(output, O_CLOEXEC) || pipe2(error, O_CLOEXEC))
        goto fail;
    pid_t parent = getpid();
    process->id = fork();
    if (process->id < 0)
        goto fail;
    if (process->id == 0)
        become(program, parent, output[1], error[1]);

    /* Both sides make the group: whichever is first, it exists before the first signal to it. */
    setpgid(process->id, process->id);
    close(output[1]);
    close(error[1]);
    if (program->is_held)
        hold(process->id);
    process->output =
        local__output_lines_new(all->base, output[0], program->on_output, program->arg);
    process->error = local__output_lines_new(all->base, error[0], program->on_error, program->arg);
    return process;

fail:
    close_pair(output);
    close_pair(error);
    if (process) {
        process->ended = true;
        free_process(process);
    }
    return NULL;
}

void local__process_abandon(local_process *process)
{
    local__process_signal(process, SIGKILL);
    local__output_lines_free(process->output);
    local__output_lines_free(process->error);
    process->output = NULL;
    process->error = NULL;
    process->on_end = NULL;
}

void local__process_signal(local_process *process, int signal_number)
{
    if (process->ended)
        return;
    kill(-process->id, signal_number);
    if (signal_number != SIGKILL && signal_number != SIGSTOP && signal_number != SIGCONT)
        kill(-process->id, SIGCONT);
}

void local__processes_signal(local_processes *all, int signal_number)
{
    local_process *process;
    TAILQ_FOREACH(process, &all->list, link)
    local__process_signal(process, signal_number);
}

pid_t local__process_id(const local_process *process)
{
    return process->id;
}

size_t local__processes_count(const local_processes *all)
{
    size_t count = 0;
    const local_process *process;
    TAILQ_FOREACH(process, &all->list, link)
    count++;
    return count;
}

void local__write_end(lamina_text *out, int wait_status)
{
    if (!WIFSIGNALED(wait_status)) {
        lamina_text_add_format(out, "exit status %d", WEXITSTATUS(wait_status));
        return;
    }
    const char *name = sigdescr_np(WTERMSIG(wait_status));
    lamina_text_add_format(out, "signal %d (%s)", WTERMSIG(wait_status), name ? name : "unknown");
}
