/* The day that it is. */
#include <criterion/criterion.h>

#include "domain/dates.h"
#include "lamina/text.h"
#include "test_context.h"

static const struct {
    int64_t us;
    const char *date;
} days[] = {
    {0, "1970-01-01"},
    {-1, "1969-12-31"},
    {TEST_CONTEXT_START_US, "2026-01-31"},
    {INT64_C(1769903999999999), "2026-01-31"},
    {INT64_C(1769904000000000), "2026-02-01"},
    {INT64_C(1709164800000000), "2024-02-29"},
};

Test(dates, today_is_the_clocks_day_in_utc)
{
    test_context *test = test_context_new();
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        lamina_str today;
        test_context_set_clock_us(test, days[i].us);
        cr_assert_eq(domain_today(test_context_get(test), &today), LAMINA_OK);
        cr_expect(lamina_str_is(today, days[i].date), "%.*s", LAMINA_FMT(today));
        cr_expect(domain_is_date(today));
    }
    test_context_free(test);
}

Test(dates, there_is_no_day_beyond_the_year_9999)
{
    test_context *test = test_context_new();
    lamina_str today;
    test_context_set_clock_us(test, INT64_C(253402300800000000));
    cr_expect_eq(domain_today(test_context_get(test), &today), LAMINA_E_INTERNAL);
    test_context_free(test);
}
