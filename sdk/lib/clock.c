/*
 * The system's clocks, for lamina.clock/1.
 */
#define _GNU_SOURCE
#include <time.h>

#include "lamina/log.h"

static int64_t read_us(clockid_t id)
{
    struct timespec now;
    if (clock_gettime(id, &now) != 0)
        return 0; /* both clocks exist on every Linux: this cannot happen */
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t realtime_us(void)
{
    return read_us(CLOCK_REALTIME);
}

static int64_t monotonic_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

const lamina_clock_1 *lamina_clock_table(void)
{
    static const lamina_clock_1 table = {.realtime_us = realtime_us, .monotonic_us = monotonic_us};
    return &table;
}
