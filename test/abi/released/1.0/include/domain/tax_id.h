/*
 * domain/tax_id.h - VAT numbers and the like, of the countries whose checksum is public: the members of the
 * European Union, Norway, Switzerland, the United Kingdom.
 *
 * What is right in form need not be given out to anybody: for that, ask the country's own register (VIES in
 * the European Union). domain_format_tax_id (domain/formats.h) is the same rule for a whole number.
 */
#ifndef DOMAIN_TAX_ID_H
#define DOMAIN_TAX_ID_H

#include "lamina/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Does this table know the country's checksum? country as ISO 3166-1 alpha-2 has it; "EL" is Greece too, and "XI"
   Northern Ireland, as VAT numbers have them. [any-thread] Since 1.0. */
bool domain_knows_tax_ids_of(lamina_str country);

/*
 * Is this a number of that country: length, characters, checksum? number is written without the
 * country's prefix, in capital letters, without spaces, dots and dashes: "136695976" of "DE", "U13585627" of "AT".
 * A Swiss one may end with MWST, TVA, IVA or TPV, a Norwegian one with MVA. False for a country that is
 * not known. [any-thread] Since 1.0.
 */
bool domain_is_tax_id(lamina_str country, lamina_str number);

#ifdef __cplusplus
}
#endif
#endif
