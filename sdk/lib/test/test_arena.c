/*
 * test_arena.c - the arena: alignment, zeroing, cap, reset.
 */
#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "lamina/arena.h"

static bool is_zero(const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

Test(arena, hands_out_aligned_zeroed_memory_of_every_size)
{
    lamina_arena *arena = lamina_arena_new((size_t)4 << 20);
    for (int round = 0; round < 2; round++) {
        for (size_t size = 0; size < 1000; size += 7) {
            unsigned char *memory = lamina_arena_alloc(arena, size);
            cr_assert_not_null(memory);
            cr_assert_eq((uintptr_t)memory % 16, 0);
            cr_assert(is_zero(memory, size));
            memset(memory, 0xEE, size); /* what the second round gets was dirty */
        }
        lamina_arena_reset(arena);
    }
    lamina_arena_free(arena);
}

Test(arena, takes_an_allocation_larger_than_its_first_block)
{
    lamina_arena *arena = lamina_arena_new((size_t)8 << 20);
    char *large = lamina_arena_alloc(arena, (size_t)3 << 20);
    cr_assert_not_null(large);
    memset(large, 1, (size_t)3 << 20);
    char *small = lamina_arena_alloc(arena, 10);
    cr_assert_not_null(small);
    cr_assert(small + 10 <= large || small >= large + ((size_t)3 << 20));
    lamina_arena_free(arena);
}

Test(arena, refuses_beyond_its_cap_and_says_so_until_reset)
{
    const size_t cap = (size_t)256 * 1024;
    lamina_arena *arena = lamina_arena_new(cap);
    size_t got = 0;
    while (lamina_arena_alloc(arena, 1000) != NULL)
        got += 1000;
    cr_expect(lamina_arena_is_exhausted(arena));
    cr_expect_leq(got, cap);
    cr_expect_gt(got, cap / 2); /* blocks waste something, but not most of it */
    lamina_arena_reset(arena);
    cr_expect_not(lamina_arena_is_exhausted(arena));
    cr_expect_not_null(lamina_arena_alloc(arena, 1000));
    lamina_arena_free(arena);
}

Test(arena, counts_its_bookkeeping_in_the_cap)
{
    lamina_arena *arena = lamina_arena_new(10);
    cr_expect_null(lamina_arena_alloc(arena, 1));
    cr_expect(lamina_arena_is_exhausted(arena));
    lamina_arena_free(arena);
    arena = lamina_arena_new(0);
    cr_expect_null(lamina_arena_alloc(arena, 0));
    lamina_arena_free(arena);
    arena = lamina_arena_new(4096);
    cr_expect_null(lamina_arena_alloc(arena, 4096));
    cr_expect_not_null(lamina_arena_alloc(arena, 3072), "a refusal must not spoil what is left");
    lamina_arena_free(arena);
}

Test(arena, refuses_sizes_that_overflow)
{
    lamina_arena *arena = lamina_arena_new(SIZE_MAX);
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 16, SIZE_MAX - 64};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        cr_expect_null(lamina_arena_alloc(arena, sizes[i]));
    cr_expect_null(lamina_arena_array(arena, SIZE_MAX / 2, 3));
    cr_expect_null(lamina_arena_array(arena, 3, SIZE_MAX / 2));
    cr_expect_null(lamina_arena_copy(arena, (lamina_str){"x", SIZE_MAX}).ptr);
    cr_expect(lamina_arena_is_exhausted(arena));
    cr_expect_not_null(lamina_arena_array(arena, 0, SIZE_MAX));
    cr_expect_not_null(lamina_arena_array(arena, SIZE_MAX, 0));
    lamina_arena_free(arena);
}

Test(arena, counts_what_it_handed_out)
{
    lamina_arena *arena = lamina_arena_new((size_t)1 << 20);
    cr_expect_eq(lamina_arena_used(arena), 0);
    lamina_arena_alloc(arena, 100);
    lamina_arena_array(arena, 3, 10);
    cr_expect_eq(lamina_arena_used(arena), 130);
    lamina_arena_reset(arena);
    cr_expect_eq(lamina_arena_used(arena), 0);
    lamina_arena_free(arena);
}

Test(arena, gives_the_same_first_block_after_a_reset)
{
    lamina_arena *arena = lamina_arena_new((size_t)4 << 20);
    void *first = lamina_arena_alloc(arena, 100);
    lamina_arena_alloc(arena, (size_t)1 << 20);
    lamina_arena_reset(arena);
    cr_expect_eq(lamina_arena_alloc(arena, 100), first);
    lamina_arena_free(arena);
}

Test(arena, copies_and_formats_text_with_a_nul_behind_it)
{
    lamina_arena *arena = lamina_arena_new((size_t)1 << 20);
    lamina_str copy = lamina_arena_copy(arena, (lamina_str){"a\0b!", 3});
    cr_expect_eq(copy.len, 3);
    cr_expect_eq(memcmp(copy.ptr, "a\0b", 4), 0);
    lamina_str empty = lamina_arena_copy(arena, (lamina_str){0});
    cr_expect_eq(empty.len, 0);
    cr_expect_str_eq(empty.ptr, "");
    cr_expect_str_eq(lamina_arena_format(arena, "%d-%s", 7, "x").ptr, "7-x");
    for (int width = 250; width < 260; width++) {
        lamina_str text = lamina_arena_format(arena, "%*d", width, 1);
        cr_expect_eq(text.len, (size_t)width);
        cr_expect_eq(strlen(text.ptr), (size_t)width);
    }
    lamina_arena_free(arena);
}

Test(arena, gives_no_text_when_it_is_full)
{
    lamina_arena *arena = lamina_arena_new(1024);
    char long_text[2048];
    memset(long_text, 'x', sizeof(long_text));
    lamina_str copy = lamina_arena_copy(arena, (lamina_str){long_text, sizeof(long_text)});
    cr_expect_null(copy.ptr);
    cr_expect_eq(copy.len, 0);
    cr_expect_null(lamina_arena_format(arena, "%2000d", 1).ptr);
    lamina_arena_free(arena);
}

Test(arena, ignores_null_when_freed_and_an_empty_one_when_reset)
{
    lamina_arena_free(NULL);
    lamina_arena *arena = lamina_arena_new(100);
    lamina_arena_reset(arena);
    lamina_arena_free(arena);
}
