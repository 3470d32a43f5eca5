/*
 * Money: what its text may be, that nothing is lost on the way, and that nothing wraps around.
 */
#include <criterion/criterion.h>

#include "domain/formats.h"
#include "domain/money.h"
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

TestSuite(money, .init = begin, .fini = end);

static domain_money of(int64_t minor, const char *currency)
{
    return (domain_money){.minor = minor, .currency = lamina_str_from(currency)};
}

/* ---- currencies ---- */

Test(money, currencies_are_those_of_the_list)
{
    size_t count = 0;
    for (char a = 0; a < 127; a++)
        for (char b = 0; b < 127; b++)
            for (char c = 0; c < 127; c++)
                count += domain_format_currency.check((lamina_str){(char[]){a, b, c}, 3});
    cr_expect_eq(count, 165);
}

Test(money, currencies_have_their_decimals)
{
    static const struct {
        const char *code;
        uint32_t decimals;
    } cases[] = {{"EUR", 2}, {"USD", 2}, {"CHF", 2}, {"JPY", 0}, {"KRW", 0}, {"ISK", 0},
                 {"HUF", 2}, {"BHD", 3}, {"KWD", 3}, {"TND", 3}, {"MRU", 2}, {"CLP", 0},
                 {"CLF", 4}, {"UYW", 4}, {"AED", 2}, {"ZWG", 2}, {"XCG", 2}, {"SLE", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t decimals = 99;
        cr_expect(domain_currency_decimals(lamina_str_from(cases[i].code), &decimals));
        cr_expect_eq(decimals, cases[i].decimals, "%s", cases[i].code);
    }
}

Test(money, currencies_that_are_none_are_refused)
{
    static const char *const bad[] = {
        "",    "E",   "EU",  "EURO", "eur", "Eur", " EU", "EU ",
        "DEM", "HRK", "BGN", "ANG",  "SLL", "ZWL", "VEF", /* withdrawn */
        "XAU", "XDR", "XTS", "XXX",                       /* no smallest unit */
        "AAA", "ZZZ", "123", NULL};
    for (size_t i = 0; bad[i] != NULL; i++)
        cr_expect_not(domain_format_currency.check(lamina_str_from(bad[i])), "[%s]", bad[i]);
}

/* ---- text ---- */

Test(money, text_is_read_and_printed_exactly)
{
    static const struct {
        const char *text, *currency;
        int64_t minor;
        const char *printed;
    } cases[] = {
        {"0", "EUR", 0, "0.00"},
        {"0.01", "EUR", 1, "0.01"},
        {"-0.01", "EUR", -1, "-0.01"},
        {"12.5", "EUR", 1250, "12.50"},
        {"12.50", "EUR", 1250, "12.50"},
        {"-12", "EUR", -1200, "-12.00"},
        {"1250", "JPY", 1250, "1250"},
        {"1.234", "BHD", 1234, "1.234"},
        {"0.0001", "CLF", 1, "0.0001"},
        {"92233720368547758.07", "EUR", INT64_MAX, "92233720368547758.07"},
        {"-92233720368547758.08", "EUR", INT64_MIN, "-92233720368547758.08"},
        {"9223372036854775807", "JPY", INT64_MAX, "9223372036854775807"},
        {"-9223372036854775808", "JPY", INT64_MIN, "-9223372036854775808"},
        {"-922337203685477.5808", "UYW", INT64_MIN, "-922337203685477.5808"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        domain_money read = of(7, "USD");
        lamina_str printed = {0};
        cr_assert_eq(domain_money_parse(lamina_str_from(cases[i].text),
                                        lamina_str_from(cases[i].currency), &read),
                     LAMINA_OK, "%s", cases[i].text);
        cr_expect_eq(read.minor, cases[i].minor, "%s", cases[i].text);
        cr_expect(lamina_str_is(read.currency, cases[i].currency));
        cr_assert_eq(domain_money_print(context, read, &printed), LAMINA_OK);
        cr_expect(lamina_str_is(printed, cases[i].printed), "%.*s", LAMINA_FMT(printed));
    }
}

Test(money, text_that_is_not_exact_is_refused)
{
    static const struct {
        const char *text, *currency;
        lamina_status status;
    } cases[] = {
        {"", "EUR", LAMINA_E_SYNTAX},
        {"-", "EUR", LAMINA_E_SYNTAX},
        {".", "EUR", LAMINA_E_SYNTAX},
        {".5", "EUR", LAMINA_E_SYNTAX},
        {"5.", "EUR", LAMINA_E_SYNTAX},
        {"+5", "EUR", LAMINA_E_SYNTAX},
        {"--5", "EUR", LAMINA_E_SYNTAX},
        {"05", "EUR", LAMINA_E_SYNTAX},
        {"00", "EUR", LAMINA_E_SYNTAX},
        {"-0", "EUR", LAMINA_E_SYNTAX},
        {"-0.00", "EUR", LAMINA_E_SYNTAX},
        {"1e3", "EUR", LAMINA_E_SYNTAX},
        {"1,50", "EUR", LAMINA_E_SYNTAX},
        {"1.000,50", "EUR", LAMINA_E_SYNTAX},
        {"1'000", "CHF", LAMINA_E_SYNTAX},
        {" 1", "EUR", LAMINA_E_SYNTAX},
        {"1 ", "EUR", LAMINA_E_SYNTAX},
        {"1.5 EUR", "EUR", LAMINA_E_SYNTAX},
        {"0x10", "EUR", LAMINA_E_SYNTAX},
        {"NaN", "EUR", LAMINA_E_SYNTAX},
        {"1.2.3", "EUR", LAMINA_E_SYNTAX},
        {"\xD9\xA1", "EUR", LAMINA_E_SYNTAX}, /* an Arabic-Indic digit */
        {"1.505", "EUR", LAMINA_E_INVALID},
        {"1.500", "EUR", LAMINA_E_INVALID},
        {"1.0", "JPY", LAMINA_E_INVALID},
        {"92233720368547758.08", "EUR", LAMINA_E_INVALID},
        {"-92233720368547758.09", "EUR", LAMINA_E_INVALID},
        {"99999999999999999999999999", "JPY", LAMINA_E_INVALID},
        {"1", "XAU", LAMINA_E_ARGUMENT},
        {"1", "eur", LAMINA_E_ARGUMENT},
        {"1", "", LAMINA_E_ARGUMENT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        domain_money read = of(7, "USD");
        cr_expect_eq(domain_money_parse(lamina_str_from(cases[i].text),
                                        lamina_str_from(cases[i].currency), &read),
                     cases[i].status, "[%s]", cases[i].text);
        cr_expect_eq(read.minor, 7, "[%s] leaves what was there", cases[i].text);
    }
    domain_money read = of(7, "USD");
    cr_expect_eq(domain_money_parse((lamina_str){"1\0", 2}, LAMINA_STR("EUR"), &read),
                 LAMINA_E_SYNTAX, "a NUL");
}

/* Every amount comes back from its own text. */
Test(money, text_and_amount_are_one)
{
    static const char *const currencies[] = {"JPY", "EUR", "KWD", "CLF"};
    uint64_t seed = 1;
    for (size_t i = 0; i < 20000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        domain_money amount = of((int64_t)(seed >> (i % 64)), currencies[i % 4]), read;
        amount.minor = i % 3 == 0 && amount.minor > 0 ? -amount.minor : amount.minor;
        lamina_str text;
        cr_assert_eq(domain_money_print(context, amount, &text), LAMINA_OK);
        cr_assert_eq(domain_money_parse(text, amount.currency, &read), LAMINA_OK, "%.*s",
                     LAMINA_FMT(text));
        cr_assert_eq(read.minor, amount.minor, "%.*s", LAMINA_FMT(text));
    }
}

Test(money, print_knows_the_currency_or_prints_nothing)
{
    lamina_str text = LAMINA_STR("before");
    cr_expect_eq(domain_money_print(context, of(1, "XXX"), &text), LAMINA_E_ARGUMENT);
    cr_expect(lamina_str_is(text, "before"));
}

/* ---- arithmetic ---- */

Test(money, sums_are_exact_or_refused)
{
    static const struct {
        int64_t a, b;
        bool sum_fits, difference_fits;
    } cases[] = {
        {1, 2, true, true},
        {INT64_MAX, 0, true, true},
        {INT64_MAX, 1, false, true},
        {INT64_MIN, -1, false, true},
        {INT64_MIN, 1, true, false},
        {INT64_MAX, -1, true, false},
        {INT64_MIN, INT64_MIN, false, true},
        {INT64_MAX, INT64_MIN, true, false},
        {0, INT64_MIN, true, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        domain_money sum = of(7, "EUR"), difference = sum;
        domain_money a = of(cases[i].a, "EUR"), b = of(cases[i].b, "EUR");
        cr_expect_eq(domain_money_add(a, b, &sum),
                     cases[i].sum_fits ? LAMINA_OK : LAMINA_E_INVALID);
        cr_expect_eq(sum.minor, cases[i].sum_fits ? cases[i].a + cases[i].b : 7);
        cr_expect_eq(domain_money_subtract(a, b, &difference),
                     cases[i].difference_fits ? LAMINA_OK : LAMINA_E_INVALID);
        cr_expect_eq(difference.minor, cases[i].difference_fits ? cases[i].a - cases[i].b : 7);
    }
}

Test(money, products_are_exact_or_refused)
{
    domain_money product;
    cr_expect_eq(domain_money_multiply(of(1250, "EUR"), -3, &product), LAMINA_OK);
    cr_expect_eq(product.minor, -3750);
    cr_expect(lamina_str_is(product.currency, "EUR"));
    cr_expect_eq(domain_money_multiply(of(INT64_MIN, "EUR"), -1, &product), LAMINA_E_INVALID);
    cr_expect_eq(domain_money_multiply(of(INT64_MAX, "EUR"), 2, &product), LAMINA_E_INVALID);
    cr_expect_eq(product.minor, -3750);
}

Test(money, of_two_currencies_is_not_added)
{
    domain_money result = of(7, "EUR");
    cr_expect_eq(domain_money_add(of(1, "EUR"), of(1, "USD"), &result), LAMINA_E_ARGUMENT);
    cr_expect_eq(domain_money_subtract(of(1, "EUR"), of(1, "USD"), &result), LAMINA_E_ARGUMENT);
    cr_expect_eq(result.minor, 7);
}

Test(money, an_operand_may_take_the_result)
{
    domain_money balance = of(100, "EUR");
    cr_expect_eq(domain_money_add(balance, of(50, "EUR"), &balance), LAMINA_OK);
    cr_expect_eq(domain_money_subtract(balance, of(1, "EUR"), &balance), LAMINA_OK);
    cr_expect_eq(domain_money_multiply(balance, 2, &balance), LAMINA_OK);
    cr_expect_eq(balance.minor, 298);
}

/* ---- the format ---- */

Test(money, format_takes_what_some_currency_takes)
{
    static const char *const good[] = {"0", "-1", "1250.00", "0.0001", "922337203685477.5807",
                                       NULL};
    static const char *const bad[] = {
        "", "-0", "1.23456", "1,5", "1e2", "01", "EUR 1", "1.", "922337203685477.5808", NULL};
    for (size_t i = 0; good[i] != NULL; i++)
        cr_expect(domain_format_money.check(lamina_str_from(good[i])), "[%s]", good[i]);
    for (size_t i = 0; bad[i] != NULL; i++)
        cr_expect_not(domain_format_money.check(lamina_str_from(bad[i])), "[%s]", bad[i]);
}
