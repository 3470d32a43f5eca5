/* The Date header of an answer, for the correction of a wrong clock. */
#include "aws/http_date.h"

#include <stdio.h>

#include "lamina/text.h"

#define DATE_LEN 29u /* "Sun, 06 Nov 1994 08:49:37 GMT" */

/* The month's number, 0 for none. */
static int month_of(lamina_str name)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int month = 0; month < 12; month++)
        if (lamina_str_equal(name, (lamina_str){.ptr = months + 3 * month, .len = 3}))
            return month + 1;
    return 0;
}

lamina_status aws__http_date_read(lamina_str text, int64_t *time_us)
{
    if (text.len != DATE_LEN)
        return LAMINA_E_SYNTAX;
    int month = month_of((lamina_str){.ptr = text.ptr + 8, .len = 3});
    bool closed = lamina_str_is((lamina_str){.ptr = text.ptr + 25, .len = 4}, " GMT");
    if (month == 0 || !closed || text.ptr[4] != ' ' || text.ptr[7] != ' ' || text.ptr[11] != ' ' ||
        text.ptr[16] != ' ')
        return LAMINA_E_SYNTAX;
    /* In RFC 3339's order, for the parser that checks every part's range. */
    char timestamp[32];
    snprintf(timestamp, sizeof timestamp, "%.4s-%02d-%.2sT%.8sZ", text.ptr + 12, month,
             text.ptr + 5, text.ptr + 17);
    return lamina_parse_timestamp(lamina_str_from(timestamp), time_us);
}
