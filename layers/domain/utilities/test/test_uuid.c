/*
 * UUIDs of version 7: the text form, the time in it, and the order within one millisecond and beyond.
 */
#include <criterion/criterion.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "domain/formats.h"
#include "domain/ids.h"
#include "lamina/text.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void end(void)
{
    test_context_free(test);
}

TestSuite(uuid, .init = begin, .fini = end);

static lamina_str new_uuid(void)
{
    lamina_str uuid = {0};
    cr_assert_eq(domain_new_uuid7(context, &uuid), LAMINA_OK);
    return uuid;
}

Test(uuid, writes_the_time_of_the_rfc_s_example)
{
    /* RFC 9562, appendix A.6: 017F22E2-79B0-7CC3-98C4-DC0C0C07398F is 1645557742000 ms. */
    test_context_set_clock_us(test, INT64_C(1645557742000) * 1000 + 999);
    test_context_fix_random(test, 0);
    cr_assert(lamina_str_is(new_uuid(), "017f22e2-79b0-7000-8000-000000000000"));
    cr_assert(domain_is_uuid(LAMINA_STR("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")));
}

Test(uuid, writes_all_random_bits)
{
    test_context_set_clock_us(test, 1000);
    test_context_fix_random(test, 0xFF);
    cr_assert(lamina_str_is(new_uuid(), "00000000-0001-7fff-bfff-ffffffffffff"));
}

Test(uuid, ascends_within_a_millisecond)
{
    lamina_str last = new_uuid();
    for (int i = 0; i < 1000; i++) {
        lamina_str next = new_uuid();
        cr_assert_lt(lamina_str_compare(last, next), 0);
        cr_assert_eq(memcmp(last.ptr, next.ptr, 13), 0, "the time stays");
        last = next;
    }
}

Test(uuid, ascends_by_random_steps)
{
    test_context_set_clock_us(test, 1000);
    test_context_fix_random(test, 0);
    new_uuid();
    cr_assert(lamina_str_is(new_uuid(), "00000000-0001-7000-8000-000000000001"));
    test_context_fix_random(test, 0x10);
    cr_assert(lamina_str_is(new_uuid(), "00000000-0001-7000-8000-000010101012"));
}

Test(uuid, ascends_when_the_random_bits_are_used_up)
{
    test_context_set_clock_us(test, 1000);
    test_context_fix_random(test, 0xFF);
    new_uuid();
    test_context_fix_random(test, 0);
    cr_assert(lamina_str_is(new_uuid(), "00000000-0002-7000-8000-000000000000"));
}

Test(uuid, ascends_when_the_clock_goes_back)
{
    lamina_str first = new_uuid();
    test_context_advance_us(test, -5000000);
    cr_assert_lt(lamina_str_compare(first, new_uuid()), 0);
}

Test(uuid, is_new_in_the_next_millisecond)
{
    lamina_str first = new_uuid();
    test_context_advance_us(test, 1000);
    lamina_str second = new_uuid();
    cr_assert_lt(lamina_str_compare(first, second), 0);
    cr_assert_neq(memcmp(first.ptr + 24, second.ptr + 24, 12), 0);
}

Test(uuid, refuses_times_that_do_not_fit)
{
    lamina_str uuid;
    test_context_set_clock_us(test, -1000);
    cr_assert_eq(domain_new_uuid7(context, &uuid), LAMINA_E_INTERNAL);
    test_context_set_clock_us(test, (INT64_C(1) << 48) * 1000);
    cr_assert_eq(domain_new_uuid7(context, &uuid), LAMINA_E_INTERNAL);
}

Test(uuid, knows_its_own)
{
    for (int i = 0; i < 100; i++) {
        test_context_advance_us(test, 777);
        cr_assert(domain_is_uuid(new_uuid()));
    }
}

Test(uuid, tells_uuids_from_other_text)
{
    static const struct {
        const char *text;
        bool is_uuid;
    } cases[] = {
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true},
        {"c232ab00-9414-11ec-b3c8-9f6bdeced846", true}, /* version 1 */
        {"919108f7-52d1-4320-9bac-f847db4148a8", true}, /* version 4 */
        {"2489e9ad-2ee2-8e00-8ec9-32d5f69181c0", true}, /* version 8 */
        {"017F22E2-79B0-7CC3-98C4-DC0C0C07398F", false},
        {"00000000-0000-0000-0000-000000000000", false},
        {"ffffffff-ffff-ffff-ffff-ffffffffffff", false},
        {"017f22e2-79b0-9cc3-98c4-dc0c0c07398f", false},
        {"017f22e2-79b0-7cc3-78c4-dc0c0c07398f", false},
        {"017f22e2-79b0-7cc3-c8c4-dc0c0c07398f", false},
        {"017f22e279b0-7cc3-98c4-dc0c0c07398f-", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398ff", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398g", false},
        {"{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_assert_eq(domain_is_uuid(lamina_str_from(cases[i].text)), cases[i].is_uuid, "%s",
                     cases[i].text);
        cr_assert_eq(domain_format_uuid.check(lamina_str_from(cases[i].text)), cases[i].is_uuid);
    }
    cr_assert_not(domain_is_uuid((lamina_str){0}));
}

/* ---- threads ---- */

enum { THREADS = 4, EACH = 500 };

static uint8_t seen[THREADS][EACH][DOMAIN_UUID_LEN];

static void *make_many(void *out)
{
    uint8_t(*mine)[DOMAIN_UUID_LEN] = out;
    lamina_context own = *context;
    own.arena = lamina_arena_new(1 << 20);
    for (size_t i = 0; i < EACH; i++) {
        lamina_str uuid;
        if (domain_new_uuid7(&own, &uuid) == LAMINA_OK)
            memcpy(mine[i], uuid.ptr, uuid.len);
    }
    lamina_arena_free(own.arena);
    return NULL;
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, DOMAIN_UUID_LEN);
}

Test(uuid, never_repeats_between_threads)
{
    test_context_fix_random(test, 7);
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, make_many, seen[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);

    uint8_t(*all)[DOMAIN_UUID_LEN] = seen[0];
    qsort(all, (size_t)THREADS * EACH, DOMAIN_UUID_LEN, compare);
    for (size_t i = 1; i < (size_t)THREADS * EACH; i++)
        cr_assert_lt(memcmp(all[i - 1], all[i], DOMAIN_UUID_LEN), 0);
}
