/*
 * number_decimal.c - decimal text of any notation, brought to one form and compared without loss.
 */
#include <string.h>

#include "number.h"

/* An exponent beyond this is this: far outside of every limit, and sums with text lengths that fit
   memory still do not overflow. */
#define EXPONENT_CAP INT64_C(1000000000000000000)

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && is_digit(*at))
        at++;
    return at;
}

size_t lamina__number_span(const char *at, const char *end)
{
    const char *start = at;
    if (at < end && *at == '-')
        at++;
    if (at == end || !is_digit(*at))
        return 0;
    at = *at == '0' ? at + 1 : skip_digits(at, end);
    if (at < end && *at == '.') {
        const char *fraction = at + 1;
        at = skip_digits(fraction, end);
        if (at == fraction)
            return 0;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        const char *exponent = at;
        at = skip_digits(exponent, end);
        if (at == exponent)
            return 0;
    }
    return (size_t)(at - start);
}

/* The number behind an 'e', which the grammar has been checked of. */
static int64_t read_exponent(const char *at, const char *end)
{
    bool negative = *at == '-';
    if (*at == '-' || *at == '+')
        at++;
    int64_t exponent = 0;
    for (; at < end; at++) {
        if (exponent < EXPONENT_CAP / 10)
            exponent = exponent * 10 + (*at - '0');
        else
            exponent = EXPONENT_CAP;
    }
    return negative ? -exponent : exponent;
}

/* One digit more behind the significant ones; zeros count only once another digit follows them. */
static void add_digit(lamina__decimal *out, size_t *zeros, char digit)
{
    if (digit == '0') {
        *zeros += 1;
        return;
    }
    size_t room = LAMINA__DECIMAL_DIGITS - out->digit_count;
    if (*zeros >= room) {
        out->cut = true;
        return;
    }
    memset(out->digits + out->digit_count, '0', *zeros);
    out->digit_count += (uint32_t)*zeros;
    out->digits[out->digit_count++] = digit;
    *zeros = 0;
}

bool lamina__decimal_read(lamina_str text, lamina__decimal *out)
{
    *out = (lamina__decimal){0};
    if (text.len == 0)
        return false;
    const char *at = text.ptr;
    const char *end = text.ptr + text.len;
    if (lamina__number_span(at, end) != text.len)
        return false;

    bool negative = *at == '-';
    if (negative)
        at++;
    int64_t exponent = 0; /* of the point, seen from before the first significant digit */
    size_t zeros = 0;
    bool behind_point = false;
    for (; at < end && *at != 'e' && *at != 'E'; at++) {
        if (*at == '.') {
            behind_point = true;
            continue;
        }
        bool leading = *at == '0' && out->digit_count == 0;
        if (leading && behind_point)
            exponent--;
        if (!leading && !behind_point)
            exponent++;
        if (!leading)
            add_digit(out, &zeros, *at);
    }
    if (at < end)
        exponent += read_exponent(at + 1, end);
    if (out->digit_count == 0)
        return true;
    out->negative = negative;
    out->exponent = exponent;
    return true;
}

void lamina__decimal_from_int64(int64_t number, lamina__decimal *out)
{
    *out = (lamina__decimal){.negative = number < 0};
    char digits[20];
    size_t at = sizeof(digits);
    uint64_t magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
    for (; magnitude > 0; magnitude /= 10)
        digits[--at] = (char)('0' + magnitude % 10);
    size_t zeros = 0;
    for (; at < sizeof(digits); at++) {
        add_digit(out, &zeros, digits[at]);
        out->exponent++;
    }
}

bool lamina__decimal_to_int64(const lamina__decimal *decimal, int64_t *out)
{
    if (decimal->cut || decimal->exponent > 19 || decimal->exponent < (int64_t)decimal->digit_count)
        return false;
    uint64_t magnitude = 0;
    for (int64_t i = 0; i < decimal->exponent; i++) {
        uint64_t digit =
            i < (int64_t)decimal->digit_count ? (uint64_t)(decimal->digits[i] - '0') : 0;
        magnitude = magnitude * 10 + digit; /* 19 digits always fit 64 bits */
    }
    if (magnitude > (uint64_t)INT64_MAX + (decimal->negative ? 1 : 0))
        return false;
    *out = decimal->negative ? (int64_t)-magnitude : (int64_t)magnitude;
    return true;
}

static int compare_magnitudes(const lamina__decimal *a, const lamina__decimal *b)
{
    if (a->digit_count == 0 || b->digit_count == 0)
        return (a->digit_count > 0) - (b->digit_count > 0);
    if (a->exponent != b->exponent)
        return a->exponent > b->exponent ? 1 : -1;
    return lamina_str_compare((lamina_str){a->digits, a->digit_count},
                              (lamina_str){b->digits, b->digit_count});
}

int lamina__decimal_compare(const lamina__decimal *a, const lamina__decimal *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    int order = compare_magnitudes(a, b);
    return a->negative ? -order : order;
}

bool lamina_is_decimal(lamina_str text)
{
    lamina__decimal decimal;
    if (!lamina__decimal_read(text, &decimal) || decimal.cut)
        return false;
    /* 1E-130 is 0.1 times ten to -129; 9.9...E+125 is 0.99... times ten to 126. */
    return decimal.digit_count == 0 || (decimal.exponent >= -129 && decimal.exponent <= 126);
}
