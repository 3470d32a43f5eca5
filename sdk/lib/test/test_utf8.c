/*
 * test_utf8.c - what is UTF-8 and what is not.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/text.h"
#include "utf8.h"

Test(utf8, counts_code_points_of_valid_text)
{
    static const struct {
        const char *text;
        size_t code_points;
    } rows[] = {
        {"", 0},
        {"abc", 3},
        {"12345678", 8},
        {"123456789", 9},
        {"\xC2\x80", 1},
        {"\xDF\xBF", 1},
        {"\xE0\xA0\x80", 1},
        {"\xED\x9F\xBF", 1},
        {"\xEE\x80\x80", 1},
        {"\xEF\xBF\xBF", 1},
        {"\xF0\x90\x80\x80", 1},
        {"\xF4\x8F\xBF\xBF", 1},
        {"abcdefg\xC3\xA9hijklmnop", 17},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t count = 99;
        cr_expect(lamina_str_is_utf8(lamina_str_from(rows[i].text), &count), "row %zu", i);
        cr_expect_eq(count, rows[i].code_points, "row %zu", i);
    }
    cr_expect(lamina_str_is_utf8((lamina_str){0}, NULL));
    cr_expect(lamina_str_is_utf8((lamina_str){"a\0b", 3}, NULL));
}

Test(utf8, refuses_everything_else)
{
    static const char *const rows[] = {
        "\x80",             /* a tail without a lead */
        "\xC0\x80",         /* overlong U+0000 */
        "\xC1\xBF",         /* overlong */
        "\xC3",             /* cut off */
        "\xC3\x28",         /* no tail */
        "\xE0\x9F\xBF",     /* overlong */
        "\xE2\x82",         /* cut off */
        "\xE2\x28\xA1",     /* no tail */
        "\xE2\x82\x28",     /* no tail */
        "\xED\xA0\x80",     /* surrogate */
        "\xED\xBF\xBF",     /* surrogate */
        "\xF0\x8F\xBF\xBF", /* overlong */
        "\xF0\x90\x80",     /* cut off */
        "\xF0\x90\x80\x28", /* no tail */
        "\xF4\x90\x80\x80", /* over U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        cr_expect_not(lamina_str_is_utf8(lamina_str_from(rows[i]), NULL), "row %zu", i);
        char longer[64] = "12345678";
        strncat(longer, rows[i], 8);
        strncat(longer, "abc", 4);
        cr_expect_not(lamina_str_is_utf8(lamina_str_from(longer), NULL), "row %zu", i);
    }
}

Test(utf8, writes_every_code_point_as_it_reads_it)
{
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        char out[4];
        size_t len = lamina__utf8_put(out, c);
        cr_assert_eq(lamina__utf8_step(out, out + len), len, "U+%04X", c);
    }
}
