/*
 * ULIDs: the text form, the time in it, and the order within one millisecond and beyond.
 */
#include <criterion/criterion.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

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

TestSuite(ulid, .init = begin, .fini = end);

static lamina_str new_ulid(void)
{
    lamina_str ulid = {0};
    cr_assert_eq(domain_new_ulid(context, &ulid), LAMINA_OK);
    return ulid;
}

Test(ulid, writes_the_time_of_the_specification_s_example)
{
    /* github.com/ulid/spec: "01ARZ3NDEK" is 1469922850259 ms. */
    test_context_set_clock_us(test, INT64_C(1469922850259) * 1000 + 999);
    test_context_fix_random(test, 0);
    cr_assert(lamina_str_is(new_ulid(), "01ARZ3NDEK0000000000000000"));
}

Test(ulid, writes_all_random_bits)
{
    test_context_set_clock_us(test, 1000);
    test_context_fix_random(test, 0xFF);
    cr_assert(lamina_str_is(new_ulid(), "0000000001ZZZZZZZZZZZZZZZZ"));
}

Test(ulid, ascends_within_a_millisecond)
{
    test_context_fix_random(test, 0x5A);
    lamina_str last = new_ulid();
    for (int i = 0; i < 1000; i++) {
        lamina_str next = new_ulid();
        cr_assert_lt(lamina_str_compare(last, next), 0);
        cr_assert_eq(memcmp(last.ptr, next.ptr, 10), 0, "the time stays");
        last = next;
    }
}

Test(ulid, ascends_when_the_random_bits_are_used_up)
{
    test_context_set_clock_us(test, 1000);
    test_context_fix_random(test, 0xFF);
    new_ulid();
    cr_assert(lamina_str_is(new_ulid(), "00000000020000000000000000"));
}

Test(ulid, ascends_when_the_clock_goes_back)
{
    lamina_str first = new_ulid();
    test_context_advance_us(test, -5000000);
    cr_assert_lt(lamina_str_compare(first, new_ulid()), 0);
}

Test(ulid, is_new_in_the_next_millisecond)
{
    lamina_str first = new_ulid();
    test_context_advance_us(test, 1000);
    lamina_str second = new_ulid();
    cr_assert_lt(lamina_str_compare(first, second), 0);
    cr_assert_neq(memcmp(first.ptr + 10, second.ptr + 10, 16), 0);
}

Test(ulid, refuses_times_that_do_not_fit)
{
    lamina_str ulid;
    test_context_set_clock_us(test, -1000);
    cr_assert_eq(domain_new_ulid(context, &ulid), LAMINA_E_INTERNAL);
    test_context_set_clock_us(test, (INT64_C(1) << 48) * 1000);
    cr_assert_eq(domain_new_ulid(context, &ulid), LAMINA_E_INTERNAL);
}

Test(ulid, knows_its_own)
{
    for (int i = 0; i < 100; i++) {
        test_context_advance_us(test, 777);
        cr_assert(domain_is_ulid(new_ulid()));
    }
}

Test(ulid, tells_ulids_from_other_text)
{
    static const struct {
        const char *text;
        bool is_ulid;
    } cases[] = {
        {"01ARZ3NDEKTSV4RRFFQ69G5FAV", true},
        {"00000000000000000000000000", true},
        {"7ZZZZZZZZZZZZZZZZZZZZZZZZZ", true},
        {"8ZZZZZZZZZZZZZZZZZZZZZZZZZ", false}, /* 130 bits */
        {"80000000000000000000000000", false},
        {"01arz3ndektsv4rrffq69g5fav", false},
        {"01ARZ3NDEKTSV4RRFFQ69G5FA", false},
        {"01ARZ3NDEKTSV4RRFFQ69G5FAVV", false},
        {"01ARZ3NDEKTSV4RRFFQ69G5FAI", false}, /* I, L, O, U are no digits */
        {"01ARZ3NDEKTSV4RRFFQ69G5FAL", false},
        {"01ARZ3NDEKTSV4RRFFQ69G5FAO", false},
        {"01ARZ3NDEKTSV4RRFFQ69G5FAU", false},
        {"01ARZ3NDEKTSV4RRFFQ69G5FA ", false},
        {"\xFF"
         "1ARZ3NDEKTSV4RRFFQ69G5FAV",
         false},
        {"01ARZ3NDEKTSV4RRFFQ69G5FA\xFF", false},
        {"email#a@example.com.......", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_eq(domain_is_ulid(lamina_str_from(cases[i].text)), cases[i].is_ulid, "%s",
                     cases[i].text);
    cr_assert_not(domain_is_ulid((lamina_str){"01ARZ3NDEKTSV4RRFFQ69G5FA", 26}), "a NUL");
    cr_assert_not(domain_is_ulid((lamina_str){0}));
}

/* ---- threads ---- */

enum { THREADS = 4, EACH = 500 };

static uint8_t seen[THREADS][EACH][DOMAIN_ULID_LEN];

static void *make_many(void *out)
{
    uint8_t(*mine)[DOMAIN_ULID_LEN] = out;
    lamina_context own = *context;
    own.arena = lamina_arena_new(1 << 20);
    for (size_t i = 0; i < EACH; i++) {
        lamina_str ulid;
        if (domain_new_ulid(&own, &ulid) == LAMINA_OK)
            memcpy(mine[i], ulid.ptr, ulid.len);
    }
    lamina_arena_free(own.arena);
    return NULL;
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, DOMAIN_ULID_LEN);
}

Test(ulid, never_repeats_between_threads)
{
    test_context_fix_random(test, 7);
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, make_many, seen[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);

    uint8_t(*all)[DOMAIN_ULID_LEN] = seen[0];
    qsort(all, (size_t)THREADS * EACH, DOMAIN_ULID_LEN, compare);
    for (size_t i = 1; i < (size_t)THREADS * EACH; i++)
        cr_assert_lt(memcmp(all[i - 1], all[i], DOMAIN_ULID_LEN), 0);
}
