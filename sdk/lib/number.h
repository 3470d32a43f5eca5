/*
 * number.h - decimal numbers of any notation, compared exactly.
 */
#ifndef LAMINA_NUMBER_H
#define LAMINA_NUMBER_H

#include "lamina/text.h"

/* DynamoDB's precision: DynamoDB Developer Guide, "Number". */
#define LAMINA__DECIMAL_DIGITS 38u

/*
 * A decimal number in the one form in which equal numbers are equal: 0.d1d2d3... times ten to the
 * power of exponent, where d1 and the last digit are not 0. Zero has no digits and no sign.
 */
typedef struct lamina__decimal {
    int64_t exponent;
    uint32_t digit_count;
    bool negative;
    bool cut; /* there were more significant digits than are kept: comparisons would lie */
    char digits[LAMINA__DECIMAL_DIGITS];
} lamina__decimal;

/* False unless text is a JSON number (RFC 8259 section 6), of any length. */
bool lamina__decimal_read(lamina_str text, lamina__decimal *out);

void lamina__decimal_from_int64(int64_t number, lamina__decimal *out);

/* False unless it is exactly an int64_t. */
bool lamina__decimal_to_int64(const lamina__decimal *decimal, int64_t *out);

/* Less than, equal to or greater than 0. */
int lamina__decimal_compare(const lamina__decimal *a, const lamina__decimal *b);

/* Bytes of the JSON number that text begins with; 0 when it begins with none. */
size_t lamina__number_span(const char *at, const char *end);

/* Less than, equal to or greater than 0, without rounding the integer. number is finite. */
int lamina__double_compare(double number, int64_t other);

/* Room for any int64_t, without a NUL. */
#define LAMINA__INT64_ROOM 20u

/* Writes the number so that it ends at end, and returns where it begins. */
char *lamina__int64_format(int64_t number, char *end);

/* Room for the shortest text of any double, with its NUL. */
#define LAMINA__DOUBLE_ROOM 32u

/* The shortest JSON number that reads back as the same finite double; returns its length. */
size_t lamina__double_format(double number, char out[LAMINA__DOUBLE_ROOM]);

#endif
