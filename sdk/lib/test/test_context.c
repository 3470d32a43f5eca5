/*
 * Time, random bytes and memory through a host's tables, and without them.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/context.h"
#include "lamina/log.h"

static int64_t now_us = INT64_C(1000000000);

static int64_t fixed_time(void)
{
    return now_us;
}

static lamina_status fixed_random(void *out, size_t len)
{
    memset(out, 7, len);
    return LAMINA_OK;
}

static const void *table(const lamina_host *host, const char *id)
{
    static const lamina_clock_1 clock = {.realtime_us = fixed_time, .monotonic_us = fixed_time};
    static const lamina_random_1 random = {.fill = fixed_random};
    (void)host;
    if (strcmp(id, LAMINA_CLOCK_1) == 0)
        return &clock;
    return strcmp(id, LAMINA_RANDOM_1) == 0 ? &random : NULL;
}

static const lamina_host host = {.abi_major = 1, .version = "1.0.0", .table = table};

Test(context, asks_the_hosts_tables)
{
    const lamina_context context = {.size = sizeof context, .host = &host};
    unsigned char bytes[4] = {0};
    cr_assert_eq(lamina_now_us(&context), now_us);
    cr_assert_eq(lamina_monotonic_us(&context), now_us);
    cr_assert_eq(lamina_random(&context, bytes, sizeof bytes), LAMINA_OK);
    cr_assert_arr_eq(bytes, "\7\7\7\7", 4);
}

Test(context, falls_back_on_the_system)
{
    unsigned char a[16];
    unsigned char b[16];
    cr_assert_gt(lamina_now_us(NULL), INT64_C(1700000000000000));
    int64_t start = lamina_monotonic_us(NULL);
    cr_assert_geq(lamina_monotonic_us(NULL), start);
    cr_assert_eq(lamina_random(NULL, a, sizeof a), LAMINA_OK);
    cr_assert_eq(lamina_random(NULL, b, sizeof b), LAMINA_OK);
    cr_assert_neq(memcmp(a, b, sizeof a), 0);
}

Test(context, counts_down_to_the_deadline_and_not_below)
{
    lamina_context context = {.size = sizeof context, .host = &host};
    cr_assert_eq(lamina_remaining_ms(&context), INT64_MAX);
    cr_assert_eq(lamina_remaining_ms(NULL), INT64_MAX);
    context.deadline_ms = now_us / 1000 + 250;
    cr_assert_eq(lamina_remaining_ms(&context), 250);
    context.deadline_ms = now_us / 1000;
    cr_assert_eq(lamina_remaining_ms(&context), 0);
    context.deadline_ms = 1;
    cr_assert_eq(lamina_remaining_ms(&context), 0);
}

Test(context, allocates_in_its_arena)
{
    lamina_context context = {.size = sizeof context, .arena = lamina_arena_new((size_t)64 * 1024)};
    cr_assert_not_null(lamina_alloc(&context, 100));
    cr_assert_null(lamina_alloc(&context, (size_t)1024 * 1024));
    lamina_arena_free(context.arena);
    cr_assert_null(lamina_alloc(NULL, 1));
}
