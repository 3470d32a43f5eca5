/* report.h - the figures of the runs: one JSON object on stdout, one line for people on stderr. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "run.h"

/* The cold starts: `count` figures each, in ns. */
typedef struct bench_cold {
    int64_t *next_ns, *response_ns, *cpu_ns;
    long count;
} bench_cold;

/* Sorts the figures that it is given. run is the warm run, all zero when there was none. */
void bench_report(const bench_options *options, size_t event_len, const bench_cold *cold,
                  const bench_run *run, bool ok);

#endif
