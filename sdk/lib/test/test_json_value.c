/*
 * test_json_value.c - asking a tree that was read.
 */
#include <criterion/criterion.h>
#include <stdint.h>

#include "lamina/json.h"

static lamina_arena *arena;

static void setup(void)
{
    arena = lamina_arena_new((size_t)1 << 20);
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(json_value, .init = setup, .fini = teardown);

static const lamina_json *read_value(const char *text)
{
    const lamina_json *value;
    cr_assert_eq(lamina_json_read(arena, lamina_str_from(text), 0, &value, NULL), LAMINA_OK, "%s",
                 text);
    return value;
}

Test(json_value, tells_types)
{
    cr_expect_eq(lamina_json_type(NULL), LAMINA_JSON_NONE);
    cr_expect_eq(lamina_json_type(read_value("null")), LAMINA_JSON_NULL);
    cr_expect_eq(lamina_json_type(read_value("true")), LAMINA_JSON_BOOLEAN);
    cr_expect_eq(lamina_json_type(read_value("false")), LAMINA_JSON_BOOLEAN);
    cr_expect_eq(lamina_json_type(read_value("1")), LAMINA_JSON_NUMBER);
    cr_expect_eq(lamina_json_type(read_value("1e999")), LAMINA_JSON_NUMBER);
    cr_expect_eq(lamina_json_type(read_value("\"1\"")), LAMINA_JSON_STRING);
    cr_expect_eq(lamina_json_type(read_value("\"\\u0000\"")), LAMINA_JSON_STRING);
    cr_expect_eq(lamina_json_type(read_value("[1]")), LAMINA_JSON_ARRAY);
    cr_expect_eq(lamina_json_type(read_value("{}")), LAMINA_JSON_OBJECT);
}

Test(json_value, answers_nothing_for_null_and_other_types)
{
    const lamina_json *values[] = {NULL, read_value("null"), read_value("[]"), read_value("true")};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        int64_t whole;
        double number;
        cr_expect_null(lamina_json_first(values[i]));
        cr_expect_null(lamina_json_next(values[i]));
        cr_expect_eq(lamina_json_count(values[i]), 0);
        cr_expect_null(lamina_json_name(values[i]).ptr);
        cr_expect_null(lamina_json_member(values[i], "a"));
        cr_expect_null(lamina_json_string(values[i]).ptr);
        cr_expect_null(lamina_json_member_string(values[i], "a").ptr);
        cr_expect_null(lamina_json_number(values[i]).ptr);
        cr_expect_eq(lamina_json_int64(values[i], &whole), LAMINA_E_INVALID);
        cr_expect_eq(lamina_json_double(values[i], &number), LAMINA_E_INVALID);
    }
    cr_expect_not(lamina_json_true(read_value("false")));
    cr_expect_not(lamina_json_true(read_value("\"true\"")));
    cr_expect(lamina_json_true(read_value("true")));
}

Test(json_value, walks_members_and_elements_in_order)
{
    const lamina_json *object = read_value("{\"b\":[1,2,3],\"a\":\"x\",\"b\":null}");
    cr_expect_eq(lamina_json_count(object), 3);
    const lamina_json *member = lamina_json_first(object);
    cr_expect(lamina_str_is(lamina_json_name(member), "b"));
    cr_expect_eq(lamina_json_count(member), 3);
    int64_t sum = 0;
    for (const lamina_json *e = lamina_json_first(member); e != NULL; e = lamina_json_next(e)) {
        int64_t number;
        cr_expect_eq(lamina_json_int64(e, &number), LAMINA_OK);
        sum = sum * 10 + number;
        cr_expect_null(lamina_json_name(e).ptr);
    }
    cr_expect_eq(sum, 123);
    cr_expect(lamina_str_is(lamina_json_name(lamina_json_next(member)), "a"));
    cr_expect_eq(lamina_json_type(lamina_json_member(object, "b")), LAMINA_JSON_ARRAY, "the first");
    cr_expect_null(lamina_json_member(object, "B"));
    cr_expect_null(lamina_json_member(object, ""));
}

Test(json_value, keeps_numbers_exact)
{
    static const struct {
        const char *text;
        const char *number;
    } rows[] = {
        {"0", "0"},
        {"-7", "-7"},
        {"1.50", "1.50"},
        {"1e3", "1e3"},
        {"999999999999999", "999999999999999"},
        {"9007199254740993", "9007199254740993"},
        {"0.1234567890123456789", "0.1234567890123456789"},
        {"12345678901234567890123456789012345678", "12345678901234567890123456789012345678"},
        {"1e400", "1e400"},
        {"-1E-400", "-1E-400"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        lamina_str number = lamina_json_number(read_value(rows[i].text));
        cr_expect(lamina_str_is(number, rows[i].number), "%s gave %.*s", rows[i].text,
                  LAMINA_FMT(number));
    }
}

Test(json_value, gives_int64_only_when_exact)
{
    static const struct {
        const char *text;
        bool good;
        int64_t number;
    } rows[] = {
        {"0", true, 0},
        {"-0.0", true, 0},
        {"5.0", true, 5},
        {"1e3", true, 1000},
        {"120e-1", true, 12},
        {"123456789012345e4", true, INT64_C(1234567890123450000)},
        {"9007199254740993", true, INT64_C(9007199254740993)},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775807.000", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"1.5", false, 0},
        {"1e-1", false, 0},
        {"1e19", false, 0},
        {"9223372036854775807.5", false, 0},
        {"0.00000000000000000000000000001", false, 0},
        {"1e999999999999", false, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t number = 77;
        lamina_status status = lamina_json_int64(read_value(rows[i].text), &number);
        cr_expect_eq(status, rows[i].good ? LAMINA_OK : LAMINA_E_INVALID, "%s", rows[i].text);
        cr_expect_eq(number, rows[i].good ? rows[i].number : 77, "%s", rows[i].text);
    }
}

Test(json_value, gives_doubles_but_no_infinity)
{
    double number;
    cr_expect_eq(lamina_json_double(read_value("1.5"), &number), LAMINA_OK);
    cr_expect_eq(number, 1.5);
    cr_expect_eq(lamina_json_double(read_value("0.1234567890123456789"), &number), LAMINA_OK);
    cr_expect_eq(number, 0.1234567890123456789);
    cr_expect_eq(lamina_json_double(read_value("1e308"), &number), LAMINA_OK);
    cr_expect_eq(number, 1e308);
    cr_expect_eq(lamina_json_double(read_value("1e309"), &number), LAMINA_E_INVALID);
    cr_expect_eq(lamina_json_double(read_value("-1e309"), &number), LAMINA_E_INVALID);
}
