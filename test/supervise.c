/*
 * supervise LIMIT_SECONDS REPORT PROGRAM [ARGUMENT...]
 *
 * Runs one test program for test/run and leaves no process of it behind. Criterion's workers open
 * sessions of their own, so neither a process group nor a session finds what a test has started:
 * this program makes itself the reaper of all its descendants instead. Whatever still lives when
 * PROGRAM has ended is named in REPORT, one line each, and killed. So is everything at the time
 * limit, or when this program is told to end.
 *
 * Exit status: PROGRAM's own, or 128 + the signal that ended it.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum outcome { ENDED, TIMED_OUT, TOLD_TO_END };

static void say_failure(const char *what)
{
    fprintf(stderr, "supervise: %s: %s\n", what, strerror(errno));
}

/* The parent's process id out of /proc/PID/stat; 0 when the process is gone or a zombie. */
static pid_t living_parent_of(const char *pid)
{
    char path[64];
    char line[512];
    (void)snprintf(path, sizeof path, "/proc/%.16s/stat", pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    const char *after_name = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
    (void)fclose(file);
    if (!after_name || strlen(after_name) < 5 || after_name[2] == 'Z' || after_name[2] == 'X')
        return 0;
    return (pid_t)strtol(after_name + 4, NULL, 10);
}

static void report_process(FILE *report, const char *pid)
{
    char path[64];
    char command[160];
    (void)snprintf(path, sizeof path, "/proc/%.16s/cmdline", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? -1 : read(fd, command, sizeof command - 1);
    if (fd >= 0)
        (void)close(fd);
    if (len < 0)
        len = 0;
    for (ssize_t i = 0; i < len; i++)
        if (!isprint((unsigned char)command[i]))
            command[i] = ' ';
    command[len] = '\0';
    (void)fprintf(report, "left a process behind: %s (%s)\n", pid, command);
}

/* Kills every living child of this process; their children become ours in turn. */
static int kill_children(FILE *report)
{
    int found = 0;
    DIR *proc = opendir("/proc");
    if (!proc)
        return 0;
    for (struct dirent *entry = readdir(proc); entry; entry = readdir(proc)) {
        if (!isdigit((unsigned char)entry->d_name[0]) ||
            living_parent_of(entry->d_name) != getpid())
            continue;
        if (report)
            report_process(report, entry->d_name);
        (void)kill((pid_t)strtol(entry->d_name, NULL, 10), SIGKILL);
        found++;
    }
    (void)closedir(proc);
    return found;
}

/* Until there is no descendant any more. */
static void kill_descendants(FILE *report)
{
    while (waitpid(-1, NULL, WNOHANG) >= 0) {
        if (kill_children(report) > 0)
            (void)waitpid(-1, NULL, 0);
    }
}

/* Waits for the program itself; orphans that end meanwhile are reaped on the way. */
static enum outcome wait_for(pid_t program, const sigset_t *signals, long limit_s, int *status)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    const time_t end = now.tv_sec + limit_s;
    for (;;) {
        for (;;) {
            int one = 0;
            pid_t pid = waitpid(-1, &one, WNOHANG);
            if (pid == program) {
                *status = one;
                return ENDED;
            }
            if (pid <= 0)
                break;
        }
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec >= end)
            return TIMED_OUT;
        struct timespec left = {.tv_sec = end - now.tv_sec};
        int signal_number = sigtimedwait(signals, NULL, &left);
        if (signal_number > 0 && signal_number != SIGCHLD)
            return TOLD_TO_END;
    }
}

static pid_t start(char **argv, const sigset_t *old_mask)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0)
        (void)dup2(nothing, STDIN_FILENO);
    if (nothing > STDERR_FILENO)
        (void)close(nothing);
    (void)setsid();
    (void)sigprocmask(SIG_SETMASK, old_mask, NULL);
    (void)execv(argv[0], argv);
    say_failure(argv[0]);
    _exit(127);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        (void)fputs("usage: supervise LIMIT_SECONDS REPORT PROGRAM [ARGUMENT...]\n", stderr);
        return 2;
    }
    long limit_s = strtol(argv[1], NULL, 10);
    FILE *report = fopen(argv[2], "we");
    if (!report) {
        say_failure(argv[2]);
        return 2;
    }
    sigset_t signals;
    sigset_t old_mask;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGCHLD);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &signals, &old_mask);
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1L);

    pid_t program = start(argv + 3, &old_mask);
    if (program < 0) {
        say_failure("fork");
        return 2;
    }
    int status = 0;
    enum outcome outcome = wait_for(program, &signals, limit_s, &status);
    if (outcome == TIMED_OUT)
        (void)fprintf(report, "killed after %ld seconds\n", limit_s);
    kill_descendants(outcome == ENDED ? report : NULL);
    (void)fclose(report);
    if (outcome != ENDED)
        return 128 + SIGKILL;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
