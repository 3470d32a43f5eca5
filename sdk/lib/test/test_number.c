/*
 * test_number.c - strict numbers from text, exact decimals, doubles to text.
 */
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

Test(number, reads_int64_or_nothing)
{
    static const struct {
        const char *text;
        lamina_status status;
        int64_t number;
    } rows[] = {
        {"0", LAMINA_OK, 0},
        {"-1", LAMINA_OK, -1},
        {"9223372036854775807", LAMINA_OK, INT64_MAX},
        {"-9223372036854775808", LAMINA_OK, INT64_MIN},
        {"9223372036854775808", LAMINA_E_SYNTAX, 0},
        {"-9223372036854775809", LAMINA_E_SYNTAX, 0},
        {"18446744073709551616", LAMINA_E_SYNTAX, 0},
        {"99999999999999999999999999", LAMINA_E_SYNTAX, 0},
        {"", LAMINA_E_SYNTAX, 0},
        {"-", LAMINA_E_SYNTAX, 0},
        {"+1", LAMINA_E_SYNTAX, 0},
        {" 1", LAMINA_E_SYNTAX, 0},
        {"1 ", LAMINA_E_SYNTAX, 0},
        {"01", LAMINA_E_SYNTAX, 0},
        {"-0", LAMINA_E_SYNTAX, 0},
        {"1.0", LAMINA_E_SYNTAX, 0},
        {"1e3", LAMINA_E_SYNTAX, 0},
        {"0x10", LAMINA_E_SYNTAX, 0},
        {"--1", LAMINA_E_SYNTAX, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t number = 77;
        cr_expect_eq(lamina_parse_int64(lamina_str_from(rows[i].text), &number), rows[i].status,
                     "%s", rows[i].text);
        cr_expect_eq(number, rows[i].status == LAMINA_OK ? rows[i].number : 77, "%s", rows[i].text);
    }
    int64_t number;
    cr_expect_eq(lamina_parse_int64((lamina_str){"1\0", 2}, &number), LAMINA_E_SYNTAX);
}

Test(number, keeps_int64_between_bounds)
{
    int64_t number = 0;
    cr_expect_eq(lamina_parse_int64_between(LAMINA_STR("1"), 1, 100, &number), LAMINA_OK);
    cr_expect_eq(lamina_parse_int64_between(LAMINA_STR("100"), 1, 100, &number), LAMINA_OK);
    cr_expect_eq(number, 100);
    cr_expect_eq(lamina_parse_int64_between(LAMINA_STR("0"), 1, 100, &number), LAMINA_E_INVALID);
    cr_expect_eq(lamina_parse_int64_between(LAMINA_STR("101"), 1, 100, &number), LAMINA_E_INVALID);
    cr_expect_eq(lamina_parse_int64_between(LAMINA_STR("x"), 1, 100, &number), LAMINA_E_SYNTAX);
    cr_expect_eq(number, 100);
}

Test(number, reads_doubles_of_json_grammar_alone)
{
    static const struct {
        const char *text;
        double number;
    } good[] = {{"0", 0},           {"-0.5", -0.5}, {"1e3", 1000},
                {"1E+2", 100},      {"25e-1", 2.5}, {"1.7976931348623157e308", DBL_MAX},
                {"5e-324", 5e-324}, {"1e-400", 0}};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        double number = -1;
        cr_expect_eq(lamina_parse_double(lamina_str_from(good[i].text), &number), LAMINA_OK, "%s",
                     good[i].text);
        cr_expect_eq(number, good[i].number, "%s", good[i].text);
    }
    static const char *const bad[] = {"",      "-",      ".5",   "5.",  "01",   "1e", "1e+",
                                      "0x1p3", "inf",    "NaN",  "+1",  " 1",   "1 ", "1e309",
                                      "1,5",   "-1e999", "1.e1", "--1", "1e5e5"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        double number = -1;
        cr_expect_eq(lamina_parse_double(lamina_str_from(bad[i]), &number), LAMINA_E_SYNTAX, "%s",
                     bad[i]);
        cr_expect_eq(number, -1);
    }
}

Test(number, reads_a_double_of_many_digits)
{
    char text[5000];
    memset(text, '1', sizeof(text));
    text[1] = '.';
    double number;
    cr_expect_eq(lamina_parse_double((lamina_str){text, sizeof(text)}, &number), LAMINA_OK);
    cr_expect_eq(number, 1.1111111111111111);
}

Test(number, knows_decimals_of_dynamodb)
{
    static const char *const good[] = {
        "0",
        "-0.0",
        "0e999999999999999999999",
        "1E-130",
        "-1e-130",
        "9.9999999999999999999999999999999999999E+125",
        "99999999999999999999999999999999999999",
        "1000000000000000000000000000000000000000000",
        "0.00000000000000000000000000000000000000000000000001",
        "1.50",
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        cr_expect(lamina_is_decimal(lamina_str_from(good[i])), "%s", good[i]);
    static const char *const bad[] = {
        "",
        "1E-131",
        "9.9E-131",
        "1E126",
        "10E125",
        "999999999999999999999999999999999999999",
        "1.00000000000000000000000000000000000001",
        "1e99999999999999999999999999",
        "1e-99999999999999999999999999",
        "+1",
        "1.",
        "NaN",
        "1 ",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_not(lamina_is_decimal(lamina_str_from(bad[i])), "%s", bad[i]);
}

Test(number, orders_decimals_exactly)
{
    /* Each row's texts are equal; rows rise. */
    static const char *const rising[][4] = {
        {"-1e130", "-10e129"},
        {"-9223372036854775809"},
        {"-9223372036854775808", "-9.223372036854775808e18"},
        {"-12", "-1.2e1", "-12.000"},
        {"-0.1", "-1e-1"},
        {"0", "-0", "0.000", "0e5"},
        {"1e-130"},
        {"0.1", "0.10", "1E-1"},
        {"1", "1.0", "10e-1", "0.1e1"},
        {"1.00000000000000000000000000000000001"},
        {"9"},
        {"10"},
        {"9007199254740993"},
        {"9007199254740994"},
        {"9223372036854775807"},
        {"1e125"},
    };
    const int count = sizeof(rising) / sizeof(rising[0]);
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
            for (int k = 0; k < 4 && rising[i][k] != NULL; k++) {
                lamina__decimal a;
                lamina__decimal b;
                cr_assert(lamina__decimal_read(lamina_str_from(rising[i][k]), &a));
                cr_assert(lamina__decimal_read(lamina_str_from(rising[j][0]), &b));
                int order = lamina__decimal_compare(&a, &b);
                cr_expect_eq((order > 0) - (order < 0), (i > j) - (i < j), "%s and %s",
                             rising[i][k], rising[j][0]);
            }
        }
    }
}

Test(number, turns_decimals_into_int64_and_back)
{
    static const int64_t numbers[] = {0,         1,        -1, 10, -1000, 1234567890123456789,
                                      INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        lamina__decimal decimal;
        int64_t number;
        lamina__decimal_from_int64(numbers[i], &decimal);
        cr_assert(lamina__decimal_to_int64(&decimal, &number));
        cr_expect_eq(number, numbers[i]);
    }
    static const char *const fractions[] = {"1.5",  "1e-1",  "9223372036854775808",
                                            "1e19", "1e300", "-9223372036854775809"};
    for (size_t i = 0; i < sizeof(fractions) / sizeof(fractions[0]); i++) {
        lamina__decimal decimal;
        int64_t number;
        cr_assert(lamina__decimal_read(lamina_str_from(fractions[i]), &decimal));
        cr_expect_not(lamina__decimal_to_int64(&decimal, &number), "%s", fractions[i]);
    }
}

Test(number, compares_doubles_with_integers_exactly)
{
    cr_expect_eq(lamina__double_compare(9007199254740992.0, 9007199254740993), -1);
    cr_expect_eq(lamina__double_compare(5.5, 5), 1);
    cr_expect_eq(lamina__double_compare(-5.5, -5), -1);
    cr_expect_eq(lamina__double_compare(5, 5), 0);
    cr_expect_eq(lamina__double_compare(0x1p63, INT64_MAX), 1);
    cr_expect_eq(lamina__double_compare(-0x1p63, INT64_MIN), 0);
    cr_expect_eq(lamina__double_compare(-1e300, INT64_MIN), -1);
}

Test(number, writes_the_shortest_double_that_reads_back)
{
    static const struct {
        double number;
        const char *text;
    } rows[] = {
        {0, "0"},
        {-0.0, "-0"},
        {1, "1"},
        {-42, "-42"},
        {0.1, "0.1"},
        {1.5, "1.5"},
        {0.30000000000000004, "0.30000000000000004"},
        {123456789012345, "123456789012345"},
        {1e15, "1e+15"},
        {9007199254740993.0, "9007199254740992"},
        {5e-324, "5e-324"},
        {DBL_MAX, "1.7976931348623157e+308"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[LAMINA__DOUBLE_ROOM];
        size_t len = lamina__double_format(rows[i].number, text);
        cr_expect_str_eq(text, rows[i].text);
        cr_expect_eq(len, strlen(text));
        cr_expect_eq(strtod(text, NULL), rows[i].number);
    }
}
