/*
 * test_system_host.c - what the host offers by id.
 */
#include <criterion/criterion.h>

#include "lamina/log.h"
#include "lamina/metrics.h"
#include "lamina/system_host.h"
#include "lamina/trace.h"

Test(system_host, serves_what_version_1_0_promises)
{
    const lamina_host *host = lamina_system_host();
    cr_expect_eq(host->abi_major, LAMINA_ABI_MAJOR);
    cr_expect_eq(host->abi_minor, LAMINA_ABI_MINOR);
    cr_expect_eq(host->table(host, LAMINA_LOG_1), (const void *)lamina_log_table());
    cr_expect_eq(host->table(host, LAMINA_CLOCK_1), (const void *)lamina_clock_table());
    cr_expect_eq(host->table(host, LAMINA_RANDOM_1), (const void *)lamina_random_table());
    cr_expect_eq(host->table(host, LAMINA_METRICS_1), (const void *)lamina_metrics_table());
    cr_expect_eq(host->table(host, LAMINA_TRACE_1), (const void *)lamina_trace_table());
}

Test(system_host, does_not_have_the_others)
{
    const lamina_host *host = lamina_system_host();
    cr_expect_null(host->table(host, "lamina.stream/1"));
    cr_expect_null(host->table(host, "lamina.log/2"));
    cr_expect_null(host->table(host, ""));
    cr_expect_null(host->table(host, NULL));
}
