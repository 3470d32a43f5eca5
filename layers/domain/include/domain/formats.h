/*
 * domain/formats.h - named rules for text, usable as .format of a record's field.
 */
#ifndef DOMAIN_FORMATS_H
#define DOMAIN_FORMATS_H

#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What domain_is_ulid() accepts. Since 1.0. */
extern const lamina_format domain_format_ulid;
/* What domain_is_uuid() accepts. Since 1.0. */
extern const lamina_format domain_format_uuid;
/* A line of text for people: something in it shows, and it holds no control character, no line break
   and nothing that turns the direction of writing. Since 1.0. */
extern const lamina_format domain_format_line;
/* One mailbox as RFC 5321 section 4.1.2 allows it without quoting and address literals, at most 254
   bytes; letters beyond ASCII as RFC 6531. The last label of the domain is not a number (RFC 3696
   section 2), so that no IP address passes. Since 1.0. */
extern const lamina_format domain_format_email;
/* ITU-T E.164: '+', then 7 to 15 digits, the first not 0. Since 1.0. */
extern const lamina_format domain_format_phone;
/* An assigned code of ISO 3166-1 alpha-2, upper case. Since 1.0. */
extern const lamina_format domain_format_country;
/* A code for which domain_currency_decimals() knows the decimals (ISO 4217), upper case. Since 1.0. */
extern const lamina_format domain_format_currency;
/* What domain_money_parse() takes of a currency of 4 decimals, the most there are; how many the amount's
   own currency has, its parser checks. Since 1.0. */
extern const lamina_format domain_format_money;
/* What domain_is_date() accepts. Since 1.0. */
extern const lamina_format domain_format_date;

#ifdef __cplusplus
}
#endif
#endif
