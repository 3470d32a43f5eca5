/*
 * test_violation.c - the list of broken rules.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/record_json.h"

Test(violation, copies_its_texts)
{
    lamina_arena *arena = lamina_arena_new((size_t)1 << 20);
    lamina_violations violations = {0};
    char pointer[] = "/a";
    cr_expect_eq(lamina_violation_add(arena, &violations, lamina_str_from(pointer), "range",
                                      "must be %d", 7),
                 LAMINA_OK);
    memset(pointer, 'x', 2);
    cr_expect_eq(violations.count, 1);
    cr_expect_str_eq(violations.items[0].pointer.ptr, "/a");
    cr_expect_str_eq(violations.items[0].code.ptr, "range");
    cr_expect_str_eq(violations.items[0].message.ptr, "must be 7");
    lamina_arena_free(arena);
}

Test(violation, counts_what_it_has_no_place_for)
{
    lamina_arena *arena = lamina_arena_new((size_t)1 << 20);
    lamina_violations violations = {0};
    for (int i = 0; i < 130; i++) {
        lamina_str pointer = lamina_arena_format(arena, "/%d", i);
        cr_assert_eq(lamina_violation_add(arena, &violations, pointer, "type", "no"), LAMINA_OK);
    }
    cr_expect_eq(violations.count, LAMINA_VIOLATION_CAP);
    cr_expect_eq(violations.dropped, 30);
    cr_expect_str_eq(violations.items[99].pointer.ptr, "/99");
    lamina_arena_free(arena);
}

Test(violation, says_when_the_arena_is_full)
{
    lamina_arena *arena = lamina_arena_new(0);
    lamina_violations violations = {0};
    cr_expect_eq(lamina_violation_add(arena, &violations, LAMINA_STR("/a"), "type", "no"),
                 LAMINA_E_LIMIT);
    cr_expect_eq(violations.count, 0);
    lamina_arena_free(arena);
}
