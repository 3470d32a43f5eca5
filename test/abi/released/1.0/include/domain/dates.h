/*
 * domain/dates.h - days of UTC, as text: "2026-01-31" (RFC 3339 section 5.6, full-date). Their order is that
 * of their bytes.
 */
#ifndef DOMAIN_DATES_H
#define DOMAIN_DATES_H

#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Characters of a date, "2026-01-31". Since 1.0. */
#define DOMAIN_DATE_LEN 10u

/* A day that there is: 2027-02-29 is none. Years 0001 to 9999. [any-thread] Since 1.0. */
bool domain_is_date(lamina_str text);

/* The day that it is by the host's clock, in the invocation's arena. LAMINA_E_LIMIT, and
   LAMINA_E_INTERNAL for a clock beyond the year 9999. [invoke] Since 1.0. */
lamina_status domain_today(lamina_context *context, lamina_str *date);

#ifdef __cplusplus
}
#endif
#endif
