/* options.h - what the command line of rapi-bench asks for. */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

enum bench_framing { BENCH_FRAME_AUTO, BENCH_FRAME_LENGTH, BENCH_FRAME_CHUNKED };

typedef struct bench_options {
    const char *label;
    const char *event_path; /* NULL: the event is {} */
    const char *handler;
    const char *task_root; /* absolute */
    const char *name;
    const char *want; /* NULL, or what each result's body must contain */
    const char *log_path;
    char **command; /* command[0] is absolute */
    char **envs;    /* NAME=VALUE, env_count of them */
    size_t env_count;
    long invocation_count, warmup_count, cold_count;
    long function_timeout_ms, memory_mb, timeout_s;
    int server_cpu; /* -1: any */
    cpu_set_t child_cpus;
    bool have_child_cpus;
    bool clean_env, spin, show, allow_errors, quiet;
    enum bench_framing framing;
} bench_options;

/* Exits with status 2 on wrong usage, with 0 after --help. The result borrows from argv. */
void bench_options_parse(bench_options *options, int argc, char **argv);

#endif
