/*
 * test_text_buffer.c - the bounded buffer.
 */
#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "lamina/text.h"

Test(text_buffer, collects_what_is_added)
{
    lamina_text text;
    lamina_text_init(&text, 1000);
    cr_expect_eq(lamina_text_view(&text).len, 0);
    lamina_text_add(&text, LAMINA_STR("a"));
    lamina_text_add(&text, (lamina_str){0});
    lamina_text_add_char(&text, 'b');
    lamina_text_add_int64(&text, -12);
    lamina_text_add_format(&text, "%s!", "c");
    cr_expect(lamina_str_is(lamina_text_view(&text), "ab-12c!"));
    cr_expect_str_eq(text.ptr, "ab-12c!");
    lamina_text_clear(&text);
}

Test(text_buffer, writes_every_int64)
{
    static const struct {
        int64_t number;
        const char *text;
    } rows[] = {{0, "0"},
                {9, "9"},
                {-10, "-10"},
                {INT64_MAX, "9223372036854775807"},
                {INT64_MIN, "-9223372036854775808"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        lamina_text text;
        lamina_text_init(&text, 20);
        lamina_text_add_int64(&text, rows[i].number);
        cr_expect_str_eq(text.ptr, rows[i].text);
        lamina_text_clear(&text);
    }
}

Test(text_buffer, fills_its_cap_exactly_and_not_a_byte_more)
{
    lamina_text text;
    lamina_text_init(&text, 300);
    for (int i = 0; i < 300; i++)
        lamina_text_add_char(&text, 'x');
    cr_expect_eq(lamina_text_status(&text), LAMINA_OK);
    cr_expect_eq(text.len, 300);
    lamina_text_add_char(&text, 'y');
    cr_expect_eq(lamina_text_status(&text), LAMINA_E_LIMIT);
    cr_expect_eq(text.len, 300);
    cr_expect_eq(text.ptr[300], '\0');
    lamina_text_clear(&text);
}

Test(text_buffer, keeps_its_first_failure_and_its_content_until_reset)
{
    lamina_text text;
    lamina_text_init(&text, 5);
    lamina_text_add(&text, LAMINA_STR("abc"));
    lamina_text_add(&text, LAMINA_STR("too much"));
    lamina_text_add_char(&text, 'd');
    lamina_text_add_format(&text, "%d", 1);
    lamina_text_advance(&text, 1);
    cr_expect_null(lamina_text_reserve(&text, 1));
    cr_expect_str_eq(text.ptr, "abc");
    cr_expect_eq(lamina_text_status(&text), LAMINA_E_LIMIT);
    lamina_text_reset(&text);
    cr_expect_eq(lamina_text_status(&text), LAMINA_OK);
    lamina_text_add(&text, LAMINA_STR("abcde"));
    cr_expect_str_eq(text.ptr, "abcde");
    lamina_text_clear(&text);
    cr_expect_null(text.ptr);
    lamina_text_add(&text, LAMINA_STR("again"));
    cr_expect_str_eq(text.ptr, "again", "cleared, it keeps its cap and works");
    lamina_text_clear(&text);
}

Test(text_buffer, formats_what_does_not_fit_its_room_yet)
{
    lamina_text text;
    lamina_text_init(&text, 2000);
    lamina_text_add_format(&text, "%255d", 1);
    lamina_text_add_format(&text, "%256d", 1);
    lamina_text_add_format(&text, "%1000d", 1);
    cr_expect_eq(text.len, 1511);
    lamina_text_add_format(&text, "%490d", 1);
    cr_expect_eq(lamina_text_status(&text), LAMINA_E_LIMIT);
    cr_expect_eq(strlen(text.ptr), 1511, "nothing of a text that does not fit is left");
    lamina_text_clear(&text);
}

Test(text_buffer, reserves_and_advances)
{
    lamina_text text;
    lamina_text_init(&text, SIZE_MAX);
    char *out = lamina_text_reserve(&text, 1000);
    cr_assert_not_null(out);
    memcpy(out, "xyz", 3);
    lamina_text_advance(&text, 3);
    cr_expect_str_eq(text.ptr, "xyz");
    cr_expect_null(lamina_text_reserve(&text, SIZE_MAX));
    cr_expect_eq(lamina_text_status(&text), LAMINA_E_LIMIT);
    lamina_text_clear(&text);
}

Test(text_buffer, holds_nothing_with_a_cap_of_zero)
{
    lamina_text text;
    lamina_text_init(&text, 0);
    lamina_text_add(&text, (lamina_str){0});
    cr_expect_eq(lamina_text_status(&text), LAMINA_OK);
    lamina_text_add_char(&text, 'x');
    cr_expect_eq(lamina_text_status(&text), LAMINA_E_LIMIT);
    lamina_text_clear(&text);
}
