/*
 * rapi-bench: a Lambda Runtime API server that measures the runtime it starts.
 *
 * It listens on a loopback port, starts COMMAND with the environment that the Lambda service gives
 * a custom runtime, serves events to it and times it:
 *
 *   cold   spawn -> first GET .../invocation/next, in fresh processes
 *   warm   sending the event -> the whole POST .../response received
 *   cost   CPU time per invocation, peak memory of the process
 *
 * One thread, one epoll set, one send per answer. Linux only. --help lists the options. Exit
 * status: 1 when the runtime failed, 2 for wrong usage.
 */
#include "answers.h"
#include "fatal.h"
#include "options.h"
#include "report.h"
#include "run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *read_file(const char *path, size_t *len)
{
    FILE *f = fopen(path, "re");
    if (!f)
        bench_die("%s: %s", path, strerror(errno));
    char *buf = NULL;
    size_t cap = 0;
    size_t used = 0;
    size_t got;
    do {
        if (cap - used < 4096) {
            cap = cap ? cap * 2 : 65536;
            buf = bench_realloc(buf, cap);
        }
        got = fread(buf + used, 1, cap - used, f);
        used += got;
    } while (got);
    if (ferror(f))
        bench_die("%s: read failed", path);
    (void)fclose(f);
    *len = used;
    return buf;
}

static void pin_server(bench_options *options)
{
    if (options->server_cpu < 0)
        return;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)options->server_cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set))
        bench_die("cannot run on CPU %d: %s", options->server_cpu, strerror(errno));
    if (options->have_child_cpus)
        return;
    /* the child is not to inherit that */
    options->have_child_cpus = true;
    CPU_ZERO(&options->child_cpus);
    for (long i = 0; i < sysconf(_SC_NPROCESSORS_CONF); i++)
        CPU_SET((size_t)i, &options->child_cpus);
}

static void show(bench_run *run, bool *shown)
{
    if (!run->options->show || *shown || !run->first_body)
        return;
    (void)fprintf(stderr, "first result (%s, %zu bytes): %s\n",
                  run->first_chunked ? "chunked" : "with a length", run->first_body_len,
                  run->first_body);
    *shown = true;
}

static bool measure_cold(const bench_options *options, bench_cold *cold, bool *shown)
{
    size_t size = sizeof(int64_t) * (size_t)(options->cold_count + 1);
    cold->next_ns = bench_realloc(NULL, size);
    cold->response_ns = bench_realloc(NULL, size);
    cold->cpu_ns = bench_realloc(NULL, size);
    cold->count = 0;
    bool ok = true;
    while (ok && cold->count < options->cold_count) {
        bench_run run;
        bench_run_child(&run, options, 0, 1);
        ok = !run.failed && !run.want_missed_count;
        if (ok) {
            cold->next_ns[cold->count] = run.first_next - run.spawned;
            cold->response_ns[cold->count] = run.first_response - run.spawned;
            cold->cpu_ns[cold->count] = run.cpu_init;
            cold->count++;
        }
        show(&run, shown);
        bench_run_clear(&run);
    }
    return ok;
}

int main(int argc, char **argv)
{
    bench_options options;
    bench_options_parse(&options, argc, argv);
    size_t event_len = 2;
    char *event = options.event_path ? read_file(options.event_path, &event_len) : NULL;
    bench_answers_init(&options, (bench_bytes){.ptr = event ? event : "{}", .len = event_len});
    free(event);
    pin_server(&options);

    bool shown = false;
    bench_cold cold;
    bench_run run = {0};
    bool ok = measure_cold(&options, &cold, &shown);
    if (ok && options.invocation_count) {
        bench_run_child(&run, &options, options.warmup_count, options.invocation_count);
        ok = !run.failed && !run.want_missed_count;
        show(&run, &shown);
    }
    bench_report(&options, event_len, &cold, &run, ok);
    bench_run_clear(&run);
    free(cold.next_ns);
    free(cold.response_ns);
    free(cold.cpu_ns);
    return ok ? 0 : 1;
}
