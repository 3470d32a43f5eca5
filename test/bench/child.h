/* child.h - starting the runtime as the Lambda service does: its environment, its CPUs. */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include "options.h"

#include <stdint.h>
#include <sys/types.h>

/* Starts the runtime against a Runtime API on the port. *spawned_ns is the moment just before. */
pid_t bench_child_start(const bench_options *options, int port, int64_t *spawned_ns);

#endif
