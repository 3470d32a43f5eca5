/*
 * Amounts of money, exact: see domain/money.h.
 */
#include "domain/money.h"

#include "domain/formats.h"
#include "lamina/text.h"
#include "utilities/ascii.h"

/* ---- text ---- */

/* A decimal number, taken apart. */
typedef struct decimal_text {
    bool is_negative;
    lamina_str whole;    /* digits */
    lamina_str fraction; /* digits; empty: there is no point */
} decimal_text;

static lamina_str take_digits(lamina_str *text)
{
    size_t len = 0;
    while (len < text->len && domain__is_digit(text->ptr[len]))
        len++;
    lamina_str digits = {text->ptr, len};
    *text = (lamina_str){text->ptr + len, text->len - len};
    return digits;
}

/* The whole text or nothing: "-12.50", neither "012", ".5", "5." nor "1e3". */
static bool take_apart(lamina_str text, decimal_text *out)
{
    *out = (decimal_text){.is_negative = text.len > 0 && text.ptr[0] == '-'};
    if (out->is_negative)
        text = (lamina_str){text.ptr + 1, text.len - 1};
    out->whole = take_digits(&text);
    if (out->whole.len == 0 || (out->whole.len > 1 && out->whole.ptr[0] == '0'))
        return false;
    if (text.len == 0)
        return true;
    if (text.ptr[0] != '.')
        return false;
    text = (lamina_str){text.ptr + 1, text.len - 1};
    out->fraction = take_digits(&text);
    return out->fraction.len > 0 && text.len == 0;
}

/* Counts downwards, for INT64_MIN has no positive twin. */
static bool push_digit(int64_t *value, char digit)
{
    return !__builtin_mul_overflow(*value, 10, value) &&
           !__builtin_sub_overflow(*value, digit - '0', value);
}

/* The number in units of 10^-decimals; there are no more decimals than that. */
static lamina_status count_units(const decimal_text *number, uint32_t decimals, int64_t *units)
{
    int64_t value = 0;
    for (size_t i = 0; i < number->whole.len; i++)
        if (!push_digit(&value, number->whole.ptr[i]))
            return LAMINA_E_INVALID;
    for (size_t i = 0; i < decimals; i++)
        if (!push_digit(&value, i < number->fraction.len ? number->fraction.ptr[i] : '0'))
            return LAMINA_E_INVALID;
    if (value == 0 && number->is_negative)
        return LAMINA_E_SYNTAX;
    if (!number->is_negative && __builtin_sub_overflow(0, value, &value))
        return LAMINA_E_INVALID;
    *units = value;
    return LAMINA_OK;
}

static lamina_status read_units(lamina_str text, uint32_t decimals, int64_t *units)
{
    decimal_text number;
    if (!take_apart(text, &number))
        return LAMINA_E_SYNTAX;
    return number.fraction.len > decimals ? LAMINA_E_INVALID
                                          : count_units(&number, decimals, units);
}

lamina_status domain_money_parse(lamina_str text, lamina_str currency, domain_money *result)
{
    uint32_t decimals;
    if (!domain_currency_decimals(currency, &decimals))
        return LAMINA_E_ARGUMENT;
    int64_t minor;
    lamina_status status = read_units(text, decimals, &minor);
    if (status == LAMINA_OK)
        *result = (domain_money){.minor = minor, .currency = currency};
    return status;
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
}

lamina_status domain_money_print(const lamina_context *context, domain_money amount,
                                 lamina_str *text)
{
    static const uint64_t powers[DOMAIN_MONEY_DECIMALS_MAX + 1] = {1, 10, 100, 1000, 10000};
    uint32_t decimals;
    if (!domain_currency_decimals(amount.currency, &decimals))
        return LAMINA_E_ARGUMENT;

    uint64_t units = magnitude(amount.minor);
    const char *sign = amount.minor < 0 ? "-" : "";
    unsigned long long whole = units / powers[decimals], rest = units % powers[decimals];
    lamina_str printed = decimals == 0 ? lamina_arena_format(context->arena, "%s%llu", sign, whole)
                                       : lamina_arena_format(context->arena, "%s%llu.%0*llu", sign,
                                                             whole, (int)decimals, rest);
    if (printed.ptr == NULL)
        return LAMINA_E_LIMIT;
    *text = printed;
    return LAMINA_OK;
}

/* Whose currency it is, its own parser says; as text alone it fits if it does with the most decimals. */
static bool is_money(lamina_str text)
{
    int64_t units;
    return read_units(text, DOMAIN_MONEY_DECIMALS_MAX, &units) == LAMINA_OK;
}

const lamina_format domain_format_money = {
    .size = sizeof(lamina_format),
    .name = "money",
    .rule = "a decimal amount such as 1250.00, with at most 4 decimals",
    .check = is_money,
};

/* ---- arithmetic ---- */

lamina_status domain_money_add(domain_money a, domain_money b, domain_money *result)
{
    int64_t minor;
    if (!lamina_str_equal(a.currency, b.currency))
        return LAMINA_E_ARGUMENT;
    if (__builtin_add_overflow(a.minor, b.minor, &minor))
        return LAMINA_E_INVALID;
    *result = (domain_money){.minor = minor, .currency = a.currency};
    return LAMINA_OK;
}

lamina_status domain_money_subtract(domain_money a, domain_money b, domain_money *result)
{
    int64_t minor;
    if (!lamina_str_equal(a.currency, b.currency))
        return LAMINA_E_ARGUMENT;
    if (__builtin_sub_overflow(a.minor, b.minor, &minor))
        return LAMINA_E_INVALID;
    *result = (domain_money){.minor = minor, .currency = a.currency};
    return LAMINA_OK;
}

lamina_status domain_money_multiply(domain_money amount, int64_t times, domain_money *result)
{
    int64_t minor;
    if (__builtin_mul_overflow(amount.minor, times, &minor))
        return LAMINA_E_INVALID;
    *result = (domain_money){.minor = minor, .currency = amount.currency};
    return LAMINA_OK;
}
