/* The Date header. */
#include <criterion/criterion.h>

#include "aws/http_date.h"
#include "lamina/text.h"

Test(http_date, the_form_of_rfc_9110_is_read)
{
    int64_t us = 0;
    cr_assert_eq(aws__http_date_read(LAMINA_STR("Sun, 06 Nov 1994 08:49:37 GMT"), &us), LAMINA_OK);
    cr_assert_eq(us, INT64_C(784111777000000));
    cr_assert_eq(aws__http_date_read(LAMINA_STR("Thu, 29 Feb 2024 23:59:59 GMT"), &us), LAMINA_OK);
    cr_assert_eq(us, INT64_C(1709251199000000));
}

Test(http_date, anything_else_is_refused)
{
    static const char *const texts[] = {
        "",
        "Sun",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 6  Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 anF 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994T08:49:37 GMT",
        "Sun, 06 Nov 19x4 08:49:37 GMT",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t us = 0;
        cr_assert_neq(aws__http_date_read(lamina_str_from(texts[i]), &us), LAMINA_OK, "%s",
                      texts[i]);
    }
}
