/*
 * child.c - a forked child in a process group of its own, its output through a pipe, its end through a
 * pidfd: a child that closes the pipe, or leaves it open in a grandchild, is waited for no longer.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OUTPUT_CAP ((size_t)16 << 20)
#define READ_SIZE 65536u

bool cli__write_all(int fd, lamina_str bytes)
{
    while (bytes.len > 0) {
        const ssize_t count = write(fd, bytes.ptr, bytes.len);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes.ptr += count;
        bytes.len -= (size_t)count;
    }
    return true;
}

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* False at the end of the output. The pipe does not block. */
static bool read_some(int fd, lamina_text *output)
{
    for (;;) {
        char *room = lamina_text_reserve(output, READ_SIZE);
        char beyond_the_cap[256]; /* read all the same, or the child waits for us */
        const ssize_t count =
            room ? read(fd, room, READ_SIZE) : read(fd, beyond_the_cap, sizeof(beyond_the_cap));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno == EAGAIN;
        if (count == 0)
            return false;
        if (room)
            lamina_text_advance(output, (size_t)count);
    }
}

static void watch(int pipe_end, int process, int limit_ms, cli_child_end *end)
{
    const int64_t deadline = now_ms() + limit_ms;
    struct pollfd ready[] = {{.fd = process, .events = POLLIN}, {.fd = pipe_end, .events = POLLIN}};
    while (!(ready[0].revents & POLLIN)) {
        const int64_t left = deadline - now_ms();
        end->is_late = left <= 0;
        if (end->is_late)
            return;
        if (poll(ready, 2, (int)left) < 0 && errno != EINTR)
            return;
        if (ready[1].revents && !read_some(pipe_end, &end->output))
            ready[1].fd = -1;
    }
    if (ready[1].fd >= 0)
        read_some(pipe_end, &end->output);
}

_Noreturn static void be_the_child(cli_child_work_fn work, const void *subject, int out)
{
    const int nothing = open("/dev/null", O_RDONLY);
    (void)setpgid(0, 0);
    (void)dup2(nothing, STDIN_FILENO); /* the terminal is not theirs */
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* A crash here is an answer, and leaves no core file. */
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0});
    work(subject, out);
    _exit(1);
}

/* The group first, while the child is still there to name it. */
static void reap(pid_t child, cli_child_end *end)
{
    (void)kill(-child, SIGKILL);
    (void)kill(child, SIGKILL);
    while (waitpid(child, &end->wait_status, 0) < 0 && errno == EINTR)
        continue;
}

lamina_status cli__child_run(cli_child_work_fn work, const void *subject, int limit_ms,
                             cli_child_end *end)
{
    int ends[2];
    *end = (cli_child_end){.wait_status = -1};
    lamina_text_init(&end->output, OUTPUT_CAP);
    if (pipe2(ends, O_CLOEXEC))
        return LAMINA_E_UNAVAILABLE;
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    /* What is buffered would otherwise be written by both processes. */
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0)
        be_the_child(work, subject, ends[1]);
    close(ends[1]);
    const int process = child > 0 ? (int)syscall(SYS_pidfd_open, child, 0) : -1;
    if (process >= 0)
        watch(ends[0], process, limit_ms, end);
    if (child > 0)
        reap(child, end);
    if (process >= 0)
        close(process);
    close(ends[0]);
    return process >= 0 ? LAMINA_OK : LAMINA_E_UNAVAILABLE;
}

lamina_str cli__child_end_text(lamina_arena *arena, const cli_child_end *end)
{
    const int status = end->wait_status;
    if (end->is_late)
        return LAMINA_STR("did not end in time and was killed");
    if (status == -1)
        return LAMINA_STR("could not be started");
    if (WIFSIGNALED(status))
        return lamina_arena_format(arena, "was ended by signal %d (%s)", WTERMSIG(status),
                                   sigdescr_np(WTERMSIG(status)));
    return lamina_arena_format(arena, "ended with status %d", WEXITSTATUS(status));
}
