/* run.h - one life of the runtime: started, served, measured, ended. */
#ifndef BENCH_RUN_H
#define BENCH_RUN_H

#include "connection.h"
#include "options.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#define BENCH_MAX_CONNECTIONS 64

typedef struct bench_run {
    const bench_options *options;
    long warmup_count, count; /* invocations: not measured, measured */

    pid_t pid;
    int epoll, listener, pidfd;
    bench_connection *connections[BENCH_MAX_CONNECTIONS];
    bool done, failed, outstanding;
    uint64_t sequence;

    /* moments, in ns of the monotonic clock, and CPU time of the runtime at them */
    int64_t spawned, first_next, first_response, sent, answered, measure_start, measure_end;
    int64_t cpu_init, cpu_start, cpu_end;
    int64_t *latencies; /* event sent to whole result received */
    int64_t *gaps;      /* from there to the next GET /next */
    long latency_count, gap_count;

    /* seen */
    long next_count, response_count, accepted_count, error_count, unknown_count, expect_count,
        want_missed_count, differing_count, receive_count;
    long peak_rss_kib, pss_kib, thread_count;
    struct rusage usage;
    char *first_body; /* NUL-terminated */
    size_t first_body_len;
    bool first_chunked;
} bench_run;

/* Starts the runtime and serves it until it asks for more than warmup_count + count events. */
void bench_run_child(bench_run *run, const bench_options *options, long warmup_count, long count);
void bench_run_clear(bench_run *run);

/* Ends the run as failed, with a message. */
__attribute__((format(printf, 2, 3))) void bench_run_fail(bench_run *run, const char *format, ...);

/* Answers one whole request, received at the moment t (runtime_api.c). */
void bench_run_dispatch(bench_run *run, bench_connection *connection, int64_t t);

#endif
