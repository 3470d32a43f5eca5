/*
 * domain/formats.h - named rules for text, usable as .format of a record's field.
 *
 * Every text of a record is UTF-8 (RFC 3629), and its min_length and max_length count code points: no format is
 * needed for that, and none has a length that its standard does not give it.
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
/* What lamina_parse_timestamp() reads: RFC 3339, to the microsecond, years 0001 to 9999. Since 1.0. */
extern const lamina_format domain_format_timestamp;
/* An absolute URI, the rule "URI" of RFC 3986 appendix A; any scheme, with or without a fragment. For links
   that are shown, check the scheme too: "javascript:" is a URI. Since 1.0. */
extern const lamina_format domain_format_uri;
/* An IBAN of the registry's countries: length, structure and check digits (ISO 13616-1); capital letters,
   no spaces. Since 1.0. */
extern const lamina_format domain_format_iban;
/* A BIC of 8 or 11 characters (ISO 9362), capital letters. Since 1.0. */
extern const lamina_format domain_format_bic;
/* A VAT number with its country's prefix: what domain_is_tax_id() accepts, and "EL" for Greece. Since 1.0. */
extern const lamina_format domain_format_tax_id;

#ifdef __cplusplus
}
#endif
#endif
