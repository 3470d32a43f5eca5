/*
 * system_host.c - the tables that bootstrap serves. One more table is one more line here.
 */
#include "lamina/system_host.h"

#include <stddef.h>
#include <string.h>

#include "lamina/log.h"
#include "lamina/metrics.h"
#include "lamina/trace.h"

static const void *log_table(void)
{
    return lamina_log_table();
}

static const void *clock_table(void)
{
    return lamina_clock_table();
}

static const void *random_table(void)
{
    return lamina_random_table();
}

static const void *metrics_table(void)
{
    return lamina_metrics_table();
}

static const void *trace_table(void)
{
    return lamina_trace_table();
}

static const struct {
    const char *id;
    const void *(*table)(void);
} tables[] = {
    {LAMINA_LOG_1, log_table},       {LAMINA_CLOCK_1, clock_table},
    {LAMINA_RANDOM_1, random_table}, {LAMINA_METRICS_1, metrics_table},
    {LAMINA_TRACE_1, trace_table},
};

static const void *find_table(const lamina_host *host, const char *id)
{
    (void)host;
    for (size_t i = 0; id != NULL && i < sizeof(tables) / sizeof(tables[0]); i++)
        if (strcmp(tables[i].id, id) == 0)
            return tables[i].table();
    return NULL;
}

const char *lamina_system_host_table_id(size_t index)
{
    return index < sizeof(tables) / sizeof(tables[0]) ? tables[index].id : NULL;
}

const lamina_host *lamina_system_host(void)
{
    static const lamina_host host = {.abi_major = LAMINA_ABI_MAJOR,
                                     .abi_minor = LAMINA_ABI_MINOR,
                                     .version = LAMINA_VERSION,
                                     .table = find_table};
    return &host;
}
