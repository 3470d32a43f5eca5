/*
 * tax_id_check.h - the checksums of tax ids that take more than weights: a function a country. Each gets the number
 * without its prefix, any bytes of any length. Inside of the domain library only.
 *
 * Sources: the countries' own publications, as python-stdnum collects them (arthurdejong.org/python-stdnum), and
 * the structures of VIES (European Commission, "VAT identification numbers").
 */
#ifndef DOMAIN_UTILITIES_TAX_ID_CHECK_H
#define DOMAIN_UTILITIES_TAX_ID_CHECK_H

#include "lamina/abi.h"

/* The sum of the text's digits, each times its weight; there are as many weights as digits. */
uint32_t domain__tax_id_sum(lamina_str digits, const uint8_t *weights);

bool domain__is_tax_id_of_at(lamina_str number);
bool domain__is_tax_id_of_be(lamina_str number);
bool domain__is_tax_id_of_bg(lamina_str number);
bool domain__is_tax_id_of_cy(lamina_str number);
bool domain__is_tax_id_of_cz(lamina_str number);
bool domain__is_tax_id_of_de(lamina_str number);
bool domain__is_tax_id_of_es(lamina_str number);
bool domain__is_tax_id_of_fr(lamina_str number);
bool domain__is_tax_id_of_gb(lamina_str number);
bool domain__is_tax_id_of_gr(lamina_str number);
bool domain__is_tax_id_of_hr(lamina_str number);
bool domain__is_tax_id_of_ie(lamina_str number);
bool domain__is_tax_id_of_it(lamina_str number);
bool domain__is_tax_id_of_lt(lamina_str number);
bool domain__is_tax_id_of_lu(lamina_str number);
bool domain__is_tax_id_of_lv(lamina_str number);
bool domain__is_tax_id_of_nl(lamina_str number);
bool domain__is_tax_id_of_pt(lamina_str number);
bool domain__is_tax_id_of_ro(lamina_str number);
bool domain__is_tax_id_of_se(lamina_str number);
bool domain__is_tax_id_of_si(lamina_str number);
bool domain__is_tax_id_of_sk(lamina_str number);

#endif
