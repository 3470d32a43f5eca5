#include "run.h"

#include "child.h"
#include "fatal.h"
#include "process_figures.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

void bench_run_fail(bench_run *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)fputs("rapi-bench: ", stderr);
    (void)vfprintf(stderr, format, arguments);
    (void)fputc('\n', stderr);
    va_end(arguments);
    run->failed = run->done = true;
}

static void close_connection(bench_run *run, bench_connection *connection)
{
    for (int i = 0; i < BENCH_MAX_CONNECTIONS; i++)
        if (run->connections[i] == connection)
            run->connections[i] = NULL;
    bench_connection_free(connection);
}

/* Handles every complete request in the buffer. False: close the connection. */
static bool consume(bench_run *run, bench_connection *c, int64_t t)
{
    while (c->len && !run->done) {
        bool fresh = c->head == 0;
        bench_progress progress = fresh ? bench_connection_read_head(c) : BENCH_WHOLE;
        if (progress == BENCH_MALFORMED) {
            bench_run_fail(run, "malformed request: %.*s", (int)(c->len < 200 ? c->len : 200),
                           c->buf);
            return false;
        }
        if (progress == BENCH_MORE)
            break;
        if (fresh && c->expected)
            run->expect_count++;
        if (fresh && c->wants_continue)
            (void)bench_connection_send(c->fd, bench_answer_continue, run->options->timeout_s);
        size_t total;
        progress = bench_connection_read_body(c, &total);
        if (progress == BENCH_MALFORMED) {
            bench_run_fail(run, "malformed chunk in the body of %s %s", c->method, c->path);
            return false;
        }
        if (progress == BENCH_MORE)
            break;
        bench_run_dispatch(run, c, t);
        bench_connection_drop(c, total);
        if (c->close_after)
            return false;
    }
    return true;
}

static void on_readable(bench_run *run, bench_connection *c)
{
    long got = bench_connection_receive(c);
    int64_t t = bench_now_ns();
    run->receive_count++;
    if (got < 0 || (got > 0 && !consume(run, c, t)))
        close_connection(run, c);
}

static void on_accept(bench_run *run)
{
    int fd;
    while ((fd = accept4(run->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        run->accepted_count++;
        int slot = 0;
        while (slot < BENCH_MAX_CONNECTIONS && run->connections[slot])
            slot++;
        if (slot == BENCH_MAX_CONNECTIONS) {
            bench_run_fail(run, "more than %d connections at once", BENCH_MAX_CONNECTIONS);
            (void)close(fd);
            return;
        }
        int on = 1;
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        run->connections[slot] = bench_connection_new(fd);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = run->connections[slot]};
        (void)epoll_ctl(run->epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

static int open_listener(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 64) ||
        getsockname(fd, (struct sockaddr *)&address, &len))
        bench_die("cannot listen on the loopback address: %s", strerror(errno));
    *port = ntohs(address.sin_port);
    return fd;
}

static void serve(bench_run *run)
{
    const bench_options *options = run->options;
    int64_t quiet_since = bench_now_ns();
    while (!run->done) {
        struct epoll_event events[8];
        int count =
            epoll_wait(run->epoll, events, 8, options->spin ? 0 : (int)options->timeout_s * 1000);
        if (count == 0) {
            if (!options->spin || bench_now_ns() - quiet_since > options->timeout_s * 1000000000)
                bench_run_fail(run, "nothing heard for %ld s (after %ld results)",
                               options->timeout_s, run->response_count);
            continue;
        }
        if (options->spin)
            quiet_since = bench_now_ns();
        for (int i = 0; i < count && !run->done; i++) {
            void *source = events[i].data.ptr;
            if (source == &run->listener)
                on_accept(run);
            else if (source == &run->pidfd)
                bench_run_fail(run, "the runtime ended by itself after %ld results",
                               run->response_count);
            else
                on_readable(run, source);
        }
    }
}

static void start(bench_run *run)
{
    int port;
    run->epoll = epoll_create1(EPOLL_CLOEXEC);
    run->listener = open_listener(&port);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &run->listener};
    (void)epoll_ctl(run->epoll, EPOLL_CTL_ADD, run->listener, &event);
    run->pid = bench_child_start(run->options, port, &run->spawned);
    run->pidfd = (int)syscall(SYS_pidfd_open, run->pid, 0);
    event.data.ptr = &run->pidfd;
    if (run->pidfd >= 0)
        (void)epoll_ctl(run->epoll, EPOLL_CTL_ADD, run->pidfd, &event);
}

static void end(bench_run *run)
{
    run->peak_rss_kib = bench_proc_number(run->pid, "status", "VmHWM");
    run->thread_count = bench_proc_number(run->pid, "status", "Threads");
    run->pss_kib = bench_proc_number(run->pid, "smaps_rollup", "Pss");
    (void)kill(-run->pid, SIGKILL);
    (void)kill(run->pid, SIGKILL);
    int status;
    while (wait4(run->pid, &status, 0, &run->usage) < 0 && errno == EINTR)
        ;
    for (int i = 0; i < BENCH_MAX_CONNECTIONS; i++)
        if (run->connections[i])
            close_connection(run, run->connections[i]);
    if (run->pidfd >= 0)
        (void)close(run->pidfd);
    (void)close(run->listener);
    (void)close(run->epoll);
}

void bench_run_child(bench_run *run, const bench_options *options, long warmup_count, long count)
{
    memset(run, 0, sizeof *run);
    run->options = options;
    run->warmup_count = warmup_count;
    run->count = count;
    run->latencies = bench_realloc(NULL, sizeof *run->latencies * (size_t)(count + 1));
    run->gaps = bench_realloc(NULL, sizeof *run->gaps * (size_t)(count + 1));
    start(run);
    serve(run);
    end(run);
}

void bench_run_clear(bench_run *run)
{
    free(run->latencies);
    free(run->gaps);
    free(run->first_body);
    memset(run, 0, sizeof *run);
}
