/*
 * number.c - strict integers and doubles from text, doubles to text. No locale is asked: a plugin
 * that calls setlocale() must not change what numbers look like.
 */
#define _GNU_SOURCE
#include "number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

lamina_status lamina_parse_int64(lamina_str text, int64_t *out)
{
    bool negative = text.len > 0 && text.ptr[0] == '-';
    size_t at = negative ? 1 : 0;
    if (at == text.len)
        return LAMINA_E_SYNTAX;
    if (text.ptr[at] == '0' && text.len > 1) /* one text a number: neither 007 nor -0 */
        return LAMINA_E_SYNTAX;

    uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    uint64_t magnitude = 0;
    for (; at < text.len; at++) {
        if (text.ptr[at] < '0' || text.ptr[at] > '9')
            return LAMINA_E_SYNTAX;
        uint64_t digit = (uint64_t)(text.ptr[at] - '0');
        if (magnitude > (limit - digit) / 10)
            return LAMINA_E_SYNTAX;
        magnitude = magnitude * 10 + digit;
    }
    *out = negative ? (int64_t)-magnitude : (int64_t)magnitude;
    return LAMINA_OK;
}

lamina_status lamina_parse_int64_between(lamina_str text, int64_t minimum, int64_t maximum,
                                         int64_t *out)
{
    int64_t number;
    lamina_status status = lamina_parse_int64(text, &number);
    if (status != LAMINA_OK)
        return status;
    if (number < minimum || number > maximum)
        return LAMINA_E_INVALID;
    *out = number;
    return LAMINA_OK;
}

/* newlocale() returns a static object for all categories of "C": nothing is allocated. */
static double read_double(const char *text)
{
    return strtod_l(text, NULL, newlocale(LC_ALL_MASK, "C", (locale_t)0));
}

lamina_status lamina_parse_double(lamina_str text, double *out)
{
    if (text.len == 0 || lamina__number_span(text.ptr, text.ptr + text.len) != text.len)
        return LAMINA_E_SYNTAX;

    /* strtod wants a NUL; only absurdly long numbers go over the heap. */
    char small[128];
    char *copy = text.len < sizeof(small) ? small : malloc(text.len + 1);
    if (copy == NULL)
        return LAMINA_E_MEMORY;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    double number = read_double(copy);
    if (copy != small)
        free(copy);
    if (!isfinite(number))
        return LAMINA_E_SYNTAX;
    *out = number;
    return LAMINA_OK;
}

int lamina__double_compare(double number, int64_t other)
{
    if (number < -0x1p63)
        return -1;
    if (number >= 0x1p63)
        return 1;
    int64_t whole = (int64_t)number; /* towards zero */
    if (whole != other)
        return whole > other ? 1 : -1;
    double rest = number - (double)whole;
    return (rest > 0) - (rest < 0);
}

/* printf writes the point of the process's locale, which may be of several bytes: whatever belongs
   to no number becomes the one '.'. */
static size_t put_point(char *text)
{
    size_t len = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if ((*at >= '0' && *at <= '9') || *at == '-' || *at == '+' || *at == 'e')
            text[len++] = *at;
        else if (len == 0 || text[len - 1] != '.')
            text[len++] = '.';
    }
    text[len] = '\0';
    return len;
}

char *lamina__int64_format(int64_t number, char *end)
{
    /* The magnitude as unsigned, because -INT64_MIN is no int64_t. */
    uint64_t magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        *--end = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude > 0);
    if (number < 0)
        *--end = '-';
    return end;
}

static size_t format_whole(int64_t number, char out[LAMINA__DOUBLE_ROOM])
{
    char digits[LAMINA__INT64_ROOM];
    char *end = digits + sizeof(digits);
    char *start = lamina__int64_format(number, end);
    size_t len = (size_t)(end - start);
    memcpy(out, start, len);
    out[len] = '\0';
    return len;
}

size_t lamina__double_format(double number, char out[LAMINA__DOUBLE_ROOM])
{
    /* Whole numbers of up to 15 digits, by far the most: no search for the shortest form. */
    if (number > -1e15 && number < 1e15 && number == (double)(int64_t)number &&
        !(number == 0 && signbit(number)))
        return format_whole((int64_t)number, out);

    /* %g leaves out trailing zeros, and 15 digits survive a double's normal range: what is shorter
       shows at once. Below that range fewer digits may do. */
    size_t len = 0;
    for (int digits = fabs(number) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
        snprintf(out, LAMINA__DOUBLE_ROOM, "%.*g", digits, number);
        len = put_point(out);
        if (digits == 17 || read_double(out) == number)
            break;
    }
    return len;
}
