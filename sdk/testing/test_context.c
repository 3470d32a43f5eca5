/* An invocation without a host: see test_context.h. */
#include "test_context.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lamina/crypto.h"
#include "lamina/log.h"
#include "lamina/metrics.h"
#include "lamina/text.h"

#define ARENA_CAP (64u << 20)
#define LOG_CAP (4u << 20)

struct test_context {
    lamina_context context;
    lamina_text log;
    int64_t realtime_us;
    int64_t monotonic_us;
    uint64_t random_state;
    uint8_t random_byte;
    bool random_is_fixed;
    bool clock_is_real;
};

/* The one that lives; the functions of the tables have no other way to it. */
static test_context *current;

/* ---- lamina.clock/1 ---- */

static int64_t system_us(clockid_t id)
{
    struct timespec now;
    if (clock_gettime(id, &now) != 0)
        abort();
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t realtime_us(void)
{
    return current->clock_is_real ? system_us(CLOCK_REALTIME) : current->realtime_us;
}

static int64_t monotonic_us(void)
{
    return current->clock_is_real ? system_us(CLOCK_MONOTONIC) : current->monotonic_us;
}

/* ---- lamina.random/1: SplitMix64, reproducible and good enough for tests ---- */

static uint64_t next_random(void)
{
    uint64_t z = current->random_state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static lamina_status fill(void *out, size_t len)
{
    uint8_t *bytes = out;
    for (size_t i = 0; i < len; i++)
        bytes[i] = current->random_is_fixed ? current->random_byte : (uint8_t)next_random();
    return LAMINA_OK;
}

/* ---- lamina.log/1 ---- */

static bool log_enabled(int32_t level)
{
    (void)level;
    return true;
}

static void log_write(const lamina_context *context, int32_t level, lamina_str message,
                      const lamina_log_field *fields, size_t field_count)
{
    (void)context;
    lamina_text_add_int64(&current->log, level);
    lamina_text_add_char(&current->log, ' ');
    lamina_text_add(&current->log, message);
    for (size_t i = 0; i < field_count; i++) {
        lamina_text_add_format(&current->log, " %s=", fields[i].name);
        if (fields[i].kind == LAMINA_LOG_NUMBER)
            lamina_text_add_int64(&current->log, fields[i].number);
        else
            lamina_text_add(&current->log, fields[i].text);
    }
    lamina_text_add_char(&current->log, '\n');
}

/* ---- lamina.metrics/1: a line of the log for each sample ---- */

static lamina_status metrics_write(const lamina_context *context, const lamina_metric *metrics,
                                   size_t metric_count, const lamina_param *dimensions,
                                   size_t dimension_count)
{
    (void)context;
    lamina_status status = lamina_metrics_check(metrics, metric_count, dimensions, dimension_count);
    for (size_t i = 0; i < metric_count && status == LAMINA_OK; i++) {
        lamina_text_add_format(&current->log, "metric %s=%g", metrics[i].name, metrics[i].value);
        for (size_t j = 0; j < dimension_count; j++)
            lamina_text_add_format(&current->log, " %.*s=%.*s", LAMINA_FMT(dimensions[j].name),
                                   LAMINA_FMT(dimensions[j].value));
        lamina_text_add_char(&current->log, '\n');
    }
    return status;
}

/* ---- the host ---- */

static const lamina_clock_1 clock_table = {.realtime_us = realtime_us,
                                           .monotonic_us = monotonic_us};
static const lamina_random_1 random_table = {.fill = fill};
static const lamina_log_1 log_table = {.enabled = log_enabled, .write = log_write};
static const lamina_metrics_1 metrics_table = {.write = metrics_write};

static const void *host_table(const lamina_host *host, const char *id)
{
    (void)host;
    if (strcmp(id, LAMINA_CLOCK_1) == 0)
        return &clock_table;
    if (strcmp(id, LAMINA_RANDOM_1) == 0)
        return &random_table;
    if (strcmp(id, LAMINA_LOG_1) == 0)
        return &log_table;
    if (strcmp(id, LAMINA_METRICS_1) == 0)
        return &metrics_table;
    return NULL;
}

static const lamina_host test_host = {.abi_major = LAMINA_ABI_MAJOR,
                                      .abi_minor = LAMINA_ABI_MINOR,
                                      .version = "1.0.0",
                                      .table = host_table};

/* ---- the test's side ---- */

test_context *test_context_new(void)
{
    test_context *test = calloc(1, sizeof *test);
    if (test == NULL || current != NULL)
        abort();
    current = test;
    lamina_text_init(&test->log, LOG_CAP);
    test_context_set_clock_us(test, TEST_CONTEXT_START_US);
    test_context_seed_random(test, 1);
    test->context = (lamina_context){
        .size = sizeof(lamina_context),
        .host = &test_host,
        .arena = lamina_arena_new(ARENA_CAP),
        .request_id = LAMINA_STR(TEST_CONTEXT_REQUEST_ID),
    };
    if (test->context.arena == NULL)
        abort();
    test->context.error = lamina_error_new(test->context.arena);
    test->context.notes = lamina_notes_new(test->context.arena);
    test_context_set_remaining_ms(test, TEST_CONTEXT_REMAINING_MS);
    return test;
}

void test_context_free(test_context *test)
{
    if (test == NULL)
        return;
    lamina_arena_free(test->context.arena);
    lamina_text_clear(&test->log);
    free(test);
    current = NULL;
}

lamina_context *test_context_get(test_context *test)
{
    return &test->context;
}

void test_context_reset(test_context *test)
{
    lamina_arena_reset(test->context.arena);
    test->context.error = lamina_error_new(test->context.arena);
    test->context.notes = lamina_notes_new(test->context.arena);
    lamina_text_reset(&test->log);
}

void test_context_set_clock_us(test_context *test, int64_t time_us)
{
    test->clock_is_real = false;
    test->realtime_us = time_us;
    test->monotonic_us = time_us;
}

void test_context_advance_us(test_context *test, int64_t us)
{
    test->realtime_us += us;
    test->monotonic_us += us;
}

void test_context_use_system_clock(test_context *test)
{
    test->clock_is_real = true;
    test_context_set_remaining_ms(test, TEST_CONTEXT_REMAINING_MS);
}

void test_context_set_remaining_ms(test_context *test, int64_t remaining_ms)
{
    /* 0 is how a host says that it gave no deadline. */
    test->context.deadline_ms = remaining_ms == INT64_MAX ? 0 : realtime_us() / 1000 + remaining_ms;
}

void test_context_seed_random(test_context *test, uint64_t seed)
{
    test->random_is_fixed = false;
    test->random_state = seed;
}

void test_context_seed_random_anew(test_context *test)
{
    uint64_t seed;
    if (lamina_crypto_random(&seed, sizeof seed) != LAMINA_OK)
        abort();
    test_context_seed_random(test, seed);
}

void test_context_fix_random(test_context *test, uint8_t byte)
{
    test->random_is_fixed = true;
    test->random_byte = byte;
}

lamina_str test_context_log(const test_context *test)
{
    return lamina_text_view(&test->log);
}

lamina_problem test_context_problem(const test_context *test)
{
    lamina_problem problem = {.size = sizeof problem};
    lamina_error_read(test->context.error, &problem);
    return problem;
}

lamina_str test_context_causes(const test_context *test)
{
    lamina_problem problem = test_context_problem(test);
    lamina_str all = {.ptr = "", .len = 0};
    for (size_t i = 0; i < problem.cause_count; i++)
        all = lamina_arena_format(test->context.arena, "%.*s%.*s\n", LAMINA_FMT(all),
                                  LAMINA_FMT(problem.causes[i]));
    return all;
}
