/*
 * timestamp.c - RFC 3339 text and microseconds since 1970, for the years 0001 to 9999 of UTC.
 */
#include <stdint.h>

#include "lamina/text.h"

#define SECOND_US INT64_C(1000000)
#define DAY_SECONDS INT64_C(86400)

/* 0001-01-01 and 9999-12-31, in days since 1970. */
#define FIRST_DAY INT64_C(-719162)
#define LAST_DAY INT64_C(2932896)

typedef struct date {
    int64_t year;
    int64_t month;
    int64_t day;
} date;

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t days_in_month(int64_t year, int64_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01. Years begin in March here, so that the leap day is a year's last, and are
   counted in eras of 400, after which the calendar repeats. */
static int64_t days_from_date(date d)
{
    int64_t year = d.month <= 2 ? d.year - 1 : d.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

/* The inverse, for days not before FIRST_DAY. */
static date date_from_days(int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = shifted / 146097;
    int64_t day_of_era = shifted % 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    date d = {.day = day_of_year - (153 * march_month + 2) / 5 + 1,
              .month = march_month < 10 ? march_month + 3 : march_month - 9};
    d.year = year_of_era + era * 400 + (d.month <= 2 ? 1 : 0);
    return d;
}

/* Takes count digits from the front of text. */
static bool take_digits(lamina_str *text, size_t count, int64_t *number)
{
    if (text->len < count)
        return false;
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        char c = text->ptr[i];
        if (c < '0' || c > '9')
            return false;
        *number = *number * 10 + (c - '0');
    }
    text->ptr += count;
    text->len -= count;
    return true;
}

static bool take_char(lamina_str *text, char wanted)
{
    if (text->len == 0 || text->ptr[0] != wanted)
        return false;
    text->ptr++;
    text->len--;
    return true;
}

/* ".123": microseconds, and whether a digit beyond them is lost. True when there is no fraction. */
static bool take_fraction(lamina_str *text, int64_t *us, bool *finer)
{
    *us = 0;
    *finer = false;
    if (!take_char(text, '.'))
        return true;
    int64_t digit = 0;
    int64_t weight = SECOND_US / 10;
    if (!take_digits(text, 1, &digit))
        return false;
    do {
        *us += digit * weight;
        if (weight == 0 && digit != 0)
            *finer = true;
        weight /= 10;
    } while (take_digits(text, 1, &digit));
    return true;
}

/* "Z" or "+01:30", in seconds east of UTC; it must end the text. */
static bool take_offset(lamina_str *text, int64_t *seconds)
{
    *seconds = 0;
    if (take_char(text, 'Z') || take_char(text, 'z'))
        return text->len == 0;
    bool west = take_char(text, '-');
    if (!west && !take_char(text, '+'))
        return false;
    int64_t hours;
    int64_t minutes;
    if (!take_digits(text, 2, &hours) || !take_char(text, ':') || !take_digits(text, 2, &minutes))
        return false;
    if (hours > 23 || minutes > 59 || text->len != 0)
        return false;
    *seconds = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return true;
}

static bool take_date(lamina_str *text, date *d)
{
    if (!take_digits(text, 4, &d->year) || !take_char(text, '-') ||
        !take_digits(text, 2, &d->month) || !take_char(text, '-') || !take_digits(text, 2, &d->day))
        return false;
    if (d->month < 1 || d->month > 12)
        return false;
    return d->day >= 1 && d->day <= days_in_month(d->year, d->month);
}

/* Seconds of the day; 86400 and above do not occur, but second 60 does, for a leap second. */
static bool take_time(lamina_str *text, int64_t *seconds, bool *leap)
{
    int64_t hour;
    int64_t minute;
    int64_t second;
    if (!take_digits(text, 2, &hour) || !take_char(text, ':') || !take_digits(text, 2, &minute) ||
        !take_char(text, ':') || !take_digits(text, 2, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    *leap = second == 60;
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

lamina_status lamina_parse_timestamp(lamina_str text, int64_t *us)
{
    date d;
    int64_t seconds;
    int64_t fraction;
    int64_t offset;
    bool leap;
    bool finer;
    if (!take_date(&text, &d) || !(take_char(&text, 'T') || take_char(&text, 't')) ||
        !take_time(&text, &seconds, &leap) || !take_fraction(&text, &fraction, &finer) ||
        !take_offset(&text, &offset))
        return LAMINA_E_SYNTAX;

    int64_t utc = days_from_date(d) * DAY_SECONDS + seconds - offset;
    /* A leap second is the 61st of a UTC day's last minute: one on, the next day has begun. */
    if (leap && utc % DAY_SECONDS != 0)
        return LAMINA_E_SYNTAX;
    if (finer || utc < FIRST_DAY * DAY_SECONDS || utc >= (LAST_DAY + 1) * DAY_SECONDS)
        return LAMINA_E_INVALID;
    *us = utc * SECOND_US + fraction;
    return LAMINA_OK;
}

static void put_digits(char *out, size_t count, int64_t number)
{
    while (count-- > 0) {
        out[count] = (char)('0' + number % 10);
        number /= 10;
    }
}

lamina_status lamina_format_timestamp(int64_t us, char out[LAMINA_TIMESTAMP_LEN + 1])
{
    static const char shape[LAMINA_TIMESTAMP_LEN + 1] = "0000-00-00T00:00:00.000000Z";
    const int64_t day_us = DAY_SECONDS * SECOND_US;
    if (us < FIRST_DAY * day_us || us >= (LAST_DAY + 1) * day_us)
        return LAMINA_E_INVALID;

    /* Division that rounds down, also before 1970. */
    int64_t days = us / day_us - (us % day_us < 0 ? 1 : 0);
    int64_t rest = us - days * day_us;
    date d = date_from_days(days);
    for (size_t i = 0; i < sizeof(shape); i++)
        out[i] = shape[i];
    put_digits(out, 4, d.year);
    put_digits(out + 5, 2, d.month);
    put_digits(out + 8, 2, d.day);
    put_digits(out + 11, 2, rest / (3600 * SECOND_US));
    put_digits(out + 14, 2, rest / (60 * SECOND_US) % 60);
    put_digits(out + 17, 2, rest / SECOND_US % 60);
    put_digits(out + 20, 6, rest % SECOND_US);
    return LAMINA_OK;
}
