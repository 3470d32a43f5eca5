/* process_figures.h - clocks, and what the kernel says about a process. */
#ifndef BENCH_PROCESS_FIGURES_H
#define BENCH_PROCESS_FIGURES_H

#include <stdint.h>
#include <sys/types.h>

int64_t bench_now_ns(void);  /* monotonic */
int64_t bench_unix_ms(void); /* since 1970 */

/* CPU time that all threads of the process have used so far; 0 when it cannot be known. */
int64_t bench_cpu_ns(pid_t pid);

/* A "Name:  123 kB" line of a file under /proc/PID; -1 when there is none. */
long bench_proc_number(pid_t pid, const char *file, const char *name);

#endif
