#include "process_figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t read_clock_ns(clockid_t clock)
{
    struct timespec t;
    if (clock_gettime(clock, &t))
        return 0;
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t bench_now_ns(void)
{
    return read_clock_ns(CLOCK_MONOTONIC);
}

int64_t bench_unix_ms(void)
{
    return read_clock_ns(CLOCK_REALTIME) / 1000000;
}

int64_t bench_cpu_ns(pid_t pid)
{
    clockid_t clock;
    return clock_getcpuclockid(pid, &clock) ? 0 : read_clock_ns(clock);
}

long bench_proc_number(pid_t pid, const char *file, const char *name)
{
    char path[64];
    char line[256];
    long number = -1;
    size_t name_len = strlen(name);
    (void)snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    FILE *f = fopen(path, "re");
    if (!f)
        return -1;
    while (fgets(line, sizeof line, f))
        if (!strncmp(line, name, name_len) && line[name_len] == ':')
            number = strtol(line + name_len + 1, NULL, 10);
    (void)fclose(f);
    return number;
}
