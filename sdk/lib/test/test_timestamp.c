/*
 * test_timestamp.c - RFC 3339 in and out.
 */
#include <criterion/criterion.h>
#include <stdint.h>

#include "lamina/text.h"

Test(timestamp, reads_rfc_3339)
{
    static const struct {
        const char *text;
        int64_t us;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01T00:00:00.000001Z", 1},
        {"1970-01-01T00:00:00.1Z", 100000},
        {"1970-01-01T00:00:00.1234560000Z", 123456},
        {"1969-12-31T23:59:59.999999Z", -1},
        {"1970-01-01t01:00:00+01:00", 0},
        {"1969-12-31T22:30:00-01:30", 0},
        {"1970-01-01T00:00:00-00:00", 0},
        {"2000-02-29T00:00:00z", INT64_C(951782400000000)},
        {"2026-01-31T12:00:00Z", INT64_C(1769860800000000)},
        {"2016-12-31T23:59:60Z", INT64_C(1483228800000000)},
        {"2017-01-01T00:59:60+01:00", INT64_C(1483228800000000)},
        {"0001-01-01T00:00:00Z", INT64_C(-62135596800000000)},
        {"9999-12-31T23:59:59.999999Z", INT64_C(253402300799999999)},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t us = 77;
        cr_expect_eq(lamina_parse_timestamp(lamina_str_from(rows[i].text), &us), LAMINA_OK, "%s",
                     rows[i].text);
        cr_expect_eq(us, rows[i].us, "%s", rows[i].text);
    }
}

Test(timestamp, refuses_any_other_text)
{
    static const char *const rows[] = {
        "",
        "2026-01-31",
        "2026-01-31T12:00:00",
        "2026-01-31 12:00:00Z",
        "2026-01-31T12:00Z",
        "2026-1-31T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-00-01T12:00:00Z",
        "2026-01-00T12:00:00Z",
        "2026-02-29T12:00:00Z",
        "1900-02-29T12:00:00Z",
        "2026-04-31T12:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:60:00Z",
        "2026-01-31T12:00:61Z",
        "2026-01-31T12:00:60Z",
        "2026-01-31T23:59:60+01:00",
        "2026-01-31T12:00:00.Z",
        "2026-01-31T12:00:00,5Z",
        "2026-01-31T12:00:00+1:00",
        "2026-01-31T12:00:00+0100",
        "2026-01-31T12:00:00+24:00",
        "2026-01-31T12:00:00+01:60",
        "2026-01-31T12:00:00Z ",
        " 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00ZZ",
        "+2026-01-31T12:00:00Z",
        "-026-01-31T12:00:00Z",
        "12026-01-31T12:00:00Z",
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t us = 77;
        cr_expect_eq(lamina_parse_timestamp(lamina_str_from(rows[i]), &us), LAMINA_E_SYNTAX, "%s",
                     rows[i]);
        cr_expect_eq(us, 77);
    }
}

Test(timestamp, refuses_what_would_be_lost)
{
    static const char *const rows[] = {
        "2026-01-31T12:00:00.0000001Z", "2026-01-31T12:00:00.12345600000000001Z",
        "0000-12-31T23:59:59Z",         "0001-01-01T00:59:59+01:00",
        "9999-12-31T23:59:59-00:01",
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t us;
        cr_expect_eq(lamina_parse_timestamp(lamina_str_from(rows[i]), &us), LAMINA_E_INVALID, "%s",
                     rows[i]);
    }
}

Test(timestamp, reads_back_what_it_wrote)
{
    char text[LAMINA_TIMESTAMP_LEN + 1];
    /* A prime step through all ten thousand years meets each month and leap rule. */
    const int64_t step = INT64_C(7368787) * 1000003 * 13;
    for (int64_t us = INT64_C(-62135596800000000); us < INT64_C(253402300800000000); us += step) {
        int64_t again;
        cr_assert_eq(lamina_format_timestamp(us, text), LAMINA_OK);
        cr_assert_eq(lamina_parse_timestamp(lamina_str_from(text), &again), LAMINA_OK, "%s", text);
        cr_assert_eq(us, again, "%s", text);
    }
}

Test(timestamp, writes_text_that_sorts)
{
    static const struct {
        int64_t us;
        const char *text;
    } rows[] = {
        {INT64_C(-62135596800000000), "0001-01-01T00:00:00.000000Z"},
        {-1, "1969-12-31T23:59:59.999999Z"},
        {0, "1970-01-01T00:00:00.000000Z"},
        {INT64_C(1769860800000000), "2026-01-31T12:00:00.000000Z"},
        {INT64_C(253402300799999999), "9999-12-31T23:59:59.999999Z"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[LAMINA_TIMESTAMP_LEN + 1];
        cr_expect_eq(lamina_format_timestamp(rows[i].us, text), LAMINA_OK);
        cr_expect_str_eq(text, rows[i].text);
    }
}

Test(timestamp, writes_no_other_years)
{
    static const int64_t rows[] = {INT64_MIN, INT64_C(-62135596800000001),
                                   INT64_C(253402300800000000), INT64_MAX};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[LAMINA_TIMESTAMP_LEN + 1];
        cr_expect_eq(lamina_format_timestamp(rows[i], text), LAMINA_E_INVALID);
    }
}
