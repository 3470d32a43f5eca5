/*
 * test_text_view.c - views of text.
 */
#include <criterion/criterion.h>

#include "lamina/text.h"

#define S(text) LAMINA_STR(text)

static const lamina_str none = {0};

Test(text_view, makes_views)
{
    cr_expect_eq(lamina_str_from("abc").len, 3);
    cr_expect_eq(lamina_str_from("").len, 0);
    cr_expect_eq(lamina_str_from(NULL).len, 0);
}

Test(text_view, compares_for_equality)
{
    cr_expect(lamina_str_equal(S("abc"), S("abc")));
    cr_expect(lamina_str_equal(none, S("")));
    cr_expect(lamina_str_equal(S("a\0b"), S("a\0b")));
    cr_expect_not(lamina_str_equal(S("a\0b"), S("a\0c")));
    cr_expect_not(lamina_str_equal(S("abc"), S("abcd")));
    cr_expect(lamina_str_is(S("abc"), "abc"));
    cr_expect_not(lamina_str_is(S("abc\0"), "abc"));
    cr_expect(lamina_str_is(none, ""));
    cr_expect(lamina_str_is(none, NULL));
}

Test(text_view, ignores_the_case_of_ascii_letters_alone)
{
    cr_expect(lamina_str_equal_nocase(S("Content-Type"), S("cOnTENT-tYPE")));
    cr_expect_not(lamina_str_equal_nocase(S("a"), S("ab")));
    cr_expect_not(lamina_str_equal_nocase(S("@"), S("`")));
    cr_expect_not(lamina_str_equal_nocase(S("["), S("{")));
    cr_expect_not(lamina_str_equal_nocase(S("\xC4"), S("\xE4")));
}

Test(text_view, finds_prefixes)
{
    cr_expect(lamina_str_has_prefix(S("abc"), S("ab")));
    cr_expect(lamina_str_has_prefix(S("abc"), S("abc")));
    cr_expect(lamina_str_has_prefix(S("abc"), none));
    cr_expect(lamina_str_has_prefix(none, none));
    cr_expect_not(lamina_str_has_prefix(S("ab"), S("abc")));
}

Test(text_view, orders_by_unsigned_bytes_then_length)
{
    static const lamina_str rising[] = {{"", 0},  {"\0", 1},  {"A", 1},    {"AB", 2},
                                        {"a", 1}, {"a\0", 2}, {"\x7F", 1}, {"\x80", 1}};
    const int count = sizeof(rising) / sizeof(rising[0]);
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
            int order = lamina_str_compare(rising[i], rising[j]);
            cr_expect_eq((order > 0) - (order < 0), (i > j) - (i < j), "%d and %d", i, j);
        }
    }
    cr_expect_eq(lamina_str_compare(none, S("")), 0);
}

Test(text_view, trims_spaces_and_tabs)
{
    cr_expect(lamina_str_is(lamina_str_trim(S(" \t a b\t ")), "a b"));
    cr_expect(lamina_str_is(lamina_str_trim(S(" \t ")), ""));
    cr_expect(lamina_str_is(lamina_str_trim(S("\na")), "\na"));
    cr_expect_eq(lamina_str_trim(none).len, 0);
}

Test(text_view, cuts_at_separators)
{
    lamina_str text = S("a,,b");
    lamina_str head;
    cr_expect(lamina_str_cut(&text, ',', &head));
    cr_expect(lamina_str_is(head, "a"));
    cr_expect(lamina_str_cut(&text, ',', &head));
    cr_expect(lamina_str_is(head, ""));
    cr_expect_not(lamina_str_cut(&text, ',', &head));
    cr_expect(lamina_str_is(head, "b"));
    cr_expect_eq(text.len, 0);
    cr_expect_not(lamina_str_cut(&text, ',', &head));
    cr_expect_eq(head.len, 0);
    text = none;
    cr_expect_not(lamina_str_cut(&text, ',', &head));
    text = S("a,");
    cr_expect(lamina_str_cut(&text, ',', &head));
    cr_expect_eq(text.len, 0);
}
