#include "report.h"

#include <stdio.h>
#include <stdlib.h>

#define NS_PER_MS 1e6
#define NS_PER_US 1e3

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void sort(int64_t *values, long count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
}

/* The q-quantile of sorted values, in units of `unit` nanoseconds. */
static double quantile(const int64_t *sorted, long count, double q, double unit)
{
    if (!sorted || !count)
        return 0;
    double at = q * (double)(count - 1);
    long i = (long)at;
    double low = (double)sorted[i];
    double high = (double)sorted[i + 1 < count ? i + 1 : i];
    return (low + (high - low) * (at - (double)i)) / unit;
}

static void print_string(const char *text)
{
    (void)putchar('"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            (void)printf("\\%c", c);
        else if (c < 32)
            (void)printf("\\u%04x", c);
        else
            (void)putchar(c);
    }
    (void)putchar('"');
}

static void print_spread(const char *name, int64_t *values, long count, double unit)
{
    sort(values, count);
    (void)printf(",\"%s\":{\"min\":%.3f,\"p50\":%.3f,\"p90\":%.3f,\"max\":%.3f}", name,
                 quantile(values, count, 0, unit), quantile(values, count, .5, unit),
                 quantile(values, count, .9, unit), quantile(values, count, 1, unit));
}

static double cpu_us(const bench_run *run)
{
    long n = run->latency_count;
    return n ? (double)(run->cpu_end - run->cpu_start) / NS_PER_US / (double)n : 0;
}

static double per_second(const bench_run *run)
{
    double seconds = (double)(run->measure_end - run->measure_start) / 1e9;
    return seconds > 0 ? (double)run->latency_count / seconds : 0;
}

static void print_warm(const bench_run *run)
{
    const int64_t *v = run->latencies;
    long n = run->latency_count;
    double sum = 0;
    for (long i = 0; i < n; i++)
        sum += (double)v[i];
    (void)printf(",\"warm\":{\"n\":%ld,\"warmup\":%ld,\"latency_us\":{\"min\":%.1f,\"p50\":%.1f,"
                 "\"p90\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f,\"mean\":%.1f}",
                 n, run->warmup_count, quantile(v, n, 0, NS_PER_US), quantile(v, n, .5, NS_PER_US),
                 quantile(v, n, .9, NS_PER_US), quantile(v, n, .99, NS_PER_US),
                 quantile(v, n, .999, NS_PER_US), quantile(v, n, 1, NS_PER_US),
                 n ? sum / (double)n / NS_PER_US : 0);
    print_spread("gap_us", run->gaps, run->gap_count, NS_PER_US);
    double total = run->response_count ? (double)run->response_count : 1;
    (void)printf(",\"per_s\":%.0f,\"cpu_us\":%.2f,\"voluntary_switches\":%.2f,"
                 "\"involuntary_switches\":%.3f,\"server_recvs\":%.2f}",
                 per_second(run), cpu_us(run), (double)run->usage.ru_nvcsw / total,
                 (double)run->usage.ru_nivcsw / total, (double)run->receive_count / total);
}

/* peak_rss_kib is what to quote: ru_maxrss can include this program's own pages from before exec. */
static void print_process(const bench_run *run)
{
    (void)printf(",\"memory\":{\"peak_rss_kib\":%ld,\"pss_kib\":%ld,\"ru_maxrss_kib\":%ld},"
                 "\"threads\":%ld,\"connections\":%ld,\"expect_100\":%ld,\"function_errors\":%ld,"
                 "\"unknown_requests\":%ld,\"want_missed\":%ld,\"differing_results\":%ld,"
                 "\"result_chunked\":%s,\"result_bytes\":%zu,\"minor_faults\":%ld,"
                 "\"major_faults\":%ld",
                 run->peak_rss_kib, run->pss_kib, run->usage.ru_maxrss, run->thread_count,
                 run->accepted_count, run->expect_count, run->error_count, run->unknown_count,
                 run->want_missed_count, run->differing_count,
                 run->first_chunked ? "true" : "false", run->first_body_len, run->usage.ru_minflt,
                 run->usage.ru_majflt);
}

void bench_report(const bench_options *options, size_t event_len, const bench_cold *cold,
                  const bench_run *run, bool ok)
{
    (void)printf("{\"label\":");
    print_string(options->label);
    (void)printf(",\"event_bytes\":%zu", event_len);
    if (cold->count) {
        (void)printf(",\"cold\":{\"k\":%ld", cold->count);
        print_spread("next_ms", cold->next_ns, cold->count, NS_PER_MS);
        print_spread("response_ms", cold->response_ns, cold->count, NS_PER_MS);
        print_spread("cpu_ms", cold->cpu_ns, cold->count, NS_PER_MS);
        (void)putchar('}');
    }
    if (run->latencies) {
        sort(run->latencies, run->latency_count);
        print_warm(run);
        print_process(run);
    }
    (void)printf(",\"ok\":%s}\n", ok ? "true" : "false");
    (void)fflush(stdout);
    if (options->quiet)
        return;
    const int64_t *v = run->latencies;
    long n = run->latency_count;
    (void)fprintf(stderr,
                  "%-24s cold %8.2f ms | warm min %7.1f p50 %7.1f p99 %7.1f us | %6.0f/s | "
                  "cpu %7.1f us/inv | rss %6.1f MiB%s\n",
                  options->label, quantile(cold->next_ns, cold->count, .5, NS_PER_MS),
                  quantile(v, n, 0, NS_PER_US), quantile(v, n, .5, NS_PER_US),
                  quantile(v, n, .99, NS_PER_US), per_second(run), cpu_us(run),
                  run->peak_rss_kib > 0 ? (double)run->peak_rss_kib / 1024 : 0,
                  ok ? "" : " | FAILED");
}
