/*
 * offered_host.c - the tables that bootstrap serves, over the same implementations in liblamina.
 */
#include "offered_host.h"

#include <string.h>

#include "lamina/log.h"

#define SDK_VERSION "1.0.0"

static const void *find_table(const lamina_host *host, const char *id)
{
    (void)host;
    const struct {
        const char *id;
        const void *table;
    } tables[] = {{LAMINA_LOG_1, lamina_log_table()},
                  {LAMINA_CLOCK_1, lamina_clock_table()},
                  {LAMINA_RANDOM_1, lamina_random_table()}};
    for (size_t i = 0; id && i < sizeof(tables) / sizeof(tables[0]); i++)
        if (!strcmp(tables[i].id, id))
            return tables[i].table;
    return NULL;
}

const lamina_host *cli__offered_host(void)
{
    static const lamina_host host = {.abi_major = LAMINA_ABI_MAJOR,
                                     .abi_minor = LAMINA_ABI_MINOR,
                                     .version = SDK_VERSION,
                                     .table = find_table};
    return &host;
}
