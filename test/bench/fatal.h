/* fatal.h - giving up: wrong usage, or a system that does not do its part. Exit status 2. */
#ifndef BENCH_FATAL_H
#define BENCH_FATAL_H

#include <stddef.h>

__attribute__((noreturn, format(printf, 1, 2))) void bench_die(const char *format, ...);

/* realloc that does not return without memory. The caller frees. */
void *bench_realloc(void *block, size_t size);

#endif
